"""Whole lists of releases as files: CSV for tables, JSON Lines for programs, streamed.

Both yield text piece by piece, so that the size of a list is no matter.
"""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

from index.answer import document_as_json
from index.record import EntityKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from index.record import Document

COLUMNS = (
    "id", "date", "kind", "language", "title", "lead", "text", "reference", "place", "url",
    *(f"{kind.value}s" for kind in EntityKind), "first_seen", "last_seen",
)  # fmt: skip
"""The columns of the CSV. Entities are told by their labels, " | " between them."""

# What a spreadsheet takes for a formula; OWASP, CSV Injection.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_BETWEEN = " | "


def json_lines(documents: Iterable[Document]) -> Iterator[str]:
    """Yield each release as one line of JSON, as `/api/release` tells it."""
    for document in documents:
        yield json.dumps(document_as_json(document), ensure_ascii=False) + "\n"


def csv_lines(documents: Iterable[Document]) -> Iterator[str]:
    """Yield a line of COLUMNS, then each release; lines end with CR LF (RFC 4180)."""
    yield _line(COLUMNS)
    for document in documents:
        yield _line([inert(value) for value in row(document)])


def inert(value: str) -> str:
    """Return a cell that no spreadsheet takes for a formula: those begin with an apostrophe.

    >>> inert("=HYPERLINK(1)"), inert("L'OTAN")
    ("'=HYPERLINK(1)", "L'OTAN")
    """
    return "'" + value if value.startswith(_FORMULA) else value


def _line(values: Iterable[str]) -> str:
    text = io.StringIO()
    csv.writer(text).writerow(values)
    return text.getvalue()


def row(document: Document) -> Iterator[str]:
    """Yield what each of COLUMNS says of a release, as text; "" where nothing is known."""
    release = document.release
    below = "\n\n".join(release.paragraphs)
    yield from (
        release.id, release.date.isoformat() if release.date else "", release.kind.value,
        release.language, release.title, release.lead, below, release.reference, release.place,
        release.url,
    )  # fmt: skip
    for kind in EntityKind:
        named = (mention.label for mention in document.mentions if mention.kind is kind)
        yield _BETWEEN.join(dict.fromkeys(named))
    times = sorted(capture.captured_at for capture in document.captures)
    yield times[0].isoformat() if times else ""
    yield times[-1].isoformat() if times else ""
