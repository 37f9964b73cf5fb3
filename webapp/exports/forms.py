"""The forms of a whole list: each turns releases into text, piece by piece."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from index.exports import csv_lines, json_lines
from webapp.citations import FORMS as CITATIONS
from webapp.citations import bibtex, ris
from webapp.citations.csl import item

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from index.record import Document

    # A release's id → its absolute address in this archive, "" where no host is sure.
    Permalink = Callable[[str], str]
    Write = Callable[[Iterable[Document], Permalink], Iterator[str]]

# Without it Excel takes UTF-8 for Windows-1252.
_MARK = "\ufeff"
# Pieces of about so many characters are sent at once.
_PIECE = 65_536
SPREADSHEET = "xlsx"


@dataclass(frozen=True, slots=True)
class Form:
    """A form of text; `suffix` ends the name of its file."""

    name: str
    media_type: str
    suffix: str
    write: Write


def _csv(documents: Iterable[Document], _permalink: Permalink) -> Iterator[str]:
    yield _MARK
    yield from csv_lines(documents)


def _json(documents: Iterable[Document], _permalink: Permalink) -> Iterator[str]:
    return json_lines(documents)


def _ris(documents: Iterable[Document], permalink: Permalink) -> Iterator[str]:
    return (ris(one.release, permalink(one.release.id)) for one in documents)


def _bibtex(documents: Iterable[Document], permalink: Permalink) -> Iterator[str]:
    return (bibtex(one.release, permalink(one.release.id)) for one in documents)


def _csl_json(documents: Iterable[Document], permalink: Permalink) -> Iterator[str]:
    before = "["
    for one in documents:
        told = item(one.release, permalink(one.release.id))
        yield before + json.dumps(told, ensure_ascii=False)
        before = ",\n"
    yield "[]\n" if before == "[" else "]\n"


TEXTS = {
    "csv": Form("CSV", "text/csv", "csv", _csv),
    "jsonl": Form("JSON Lines", "application/x-ndjson", "jsonl", _json),
    "ris": Form("RIS", CITATIONS["ris"].media_type, "ris", _ris),
    "bibtex": Form("BibTeX", CITATIONS["bibtex"].media_type, "bib", _bibtex),
    "csl-json": Form("CSL-JSON", CITATIONS["csl-json"].media_type, "json", _csl_json),
}
"""The forms that are text, by their names in addresses."""

NAMES = {**{form: one.name for form, one in TEXTS.items()}, SPREADSHEET: "Excel"}
"""What every form is called, by its name in addresses."""


def pieces(lines: Iterable[str]) -> Iterator[bytes]:
    r"""Join lines to pieces worth sending, in UTF-8; half a surrogate pair becomes `?`.

    >>> list(pieces(["a", "é"]))
    [b'a\xc3\xa9']
    """
    held: list[str] = []
    size = 0
    for line in lines:
        held.append(line)
        size += len(line)
        if size >= _PIECE:
            yield "".join(held).encode("utf-8", "replace")
            held, size = [], 0
    if held:
        yield "".join(held).encode("utf-8", "replace")
