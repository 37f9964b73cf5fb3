"""The texts written by hand, from texts/*.toml, in the order of the files' names."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from index.record import Kind

if TYPE_CHECKING:
    import datetime as dt


@dataclass(frozen=True, slots=True, kw_only=True)
class HandWritten:
    """One text as it was written: `english` is (title, paragraphs) where it has a twin."""

    key: str
    date: dt.date | None
    kind: Kind
    place: str
    reference: str
    title: str
    lead: str
    paragraphs: tuple[str, ...]
    english: tuple[str, tuple[str, ...]] | None


def _collapsed(text: str) -> str:
    r"""Join the lines of a TOML string; no-break spaces stay.

    >>> _collapsed("un\n  deux : trois ")
    'un deux : trois'
    """
    return " ".join(part for part in text.replace("\n", " ").replace("\t", " ").split(" ") if part)


@cache
def handwritten() -> tuple[HandWritten, ...]:
    """Return every text, read once per process."""
    found = []
    folder = resources.files("indexer.sample").joinpath("texts")
    for file in sorted(folder.iterdir(), key=lambda item: item.name):
        if not file.name.endswith(".toml"):
            continue
        for row in tomllib.loads(file.read_text(encoding="utf-8"))["release"]:
            twin = row.get("en")
            found.append(
                HandWritten(
                    key=row["key"],
                    date=row.get("date"),
                    kind=Kind(row["kind"]),
                    place=row.get("place", ""),
                    reference=row.get("reference", ""),
                    title=_collapsed(row["title"]),
                    lead=_collapsed(row.get("lead", "")),
                    paragraphs=tuple(_collapsed(text) for text in row["paragraphs"]),
                    english=twin
                    and (
                        _collapsed(twin["title"]),
                        tuple(_collapsed(text) for text in twin["paragraphs"]),
                    ),
                )
            )
    return tuple(found)
