"""The sample archive's records, analysed once and kept on disk, so that all engines read the same.

A record has the terms of title, lead and body, one after the other, as `index.schema` stems them.
The files are frames of pickled batches, each after its length, so that a process that takes every
second batch skips the others unread.
"""

from __future__ import annotations

import datetime as dt
import pickle
from dataclasses import astuple, dataclass
from typing import TYPE_CHECKING, Any

from index.record import Document
from index.schema import NO_DAY, NO_TERM, PARTS, fields, slug, stem_field
from index.stored import from_stored
from indexer import sample
from indexer.entities import gazetteer, mentions
from indexer.workers import cores, ordered_map

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import BinaryIO

    from index.record import Release

BATCH = 250
SEED = 1
_LENGTH_BYTES = 8


@dataclass(frozen=True, slots=True)
class Record:
    """One release as the engines get it.

    `day` is a proleptic Gregorian ordinal and `year` its year, both 0 for an undated release.
    `terms` are joined by spaces; `text` is stored as it stood in the source.
    """

    id: str
    day: int
    year: int
    kind: str
    entities: tuple[str, ...]
    terms: str
    text: str


def make(folder: Path, count: int) -> None:
    """Write the first `count` distinct releases of the sample, unless they are there already."""
    folder.mkdir(parents=True, exist_ok=True)
    done = folder / "count"
    if done.exists() and done.read_text() == str(count):
        return
    analysed = ordered_map(_analyse, _distinct(count), jobs=cores(), crashed=_crashed, chunk=64)
    with (folder / "records").open("wb") as records, (folder / "documents").open("wb") as documents:
        batch: list[tuple[Any, ...]] = []
        stored: list[str] = []
        for record, document in analysed:
            batch.append(record)
            stored.append(document)
            if len(batch) == BATCH:
                _put(records, batch)
                _put(documents, stored)
                batch, stored = [], []
        _put(records, batch)
        _put(documents, stored)
    done.write_text(str(count))


def _distinct(count: int) -> Iterator[Release]:
    seen: set[str] = set()
    for made in sample.releases(2 * count + 1000, SEED):
        if made.release.id not in seen:
            seen.add(made.release.id)
            yield made.release
            if len(seen) == count:
                return


def _analyse(release: Release) -> tuple[tuple[Any, ...], str]:
    found = fields(Document(release=release, mentions=mentions(release.text, gazetteer())))
    terms = [t for part in PARTS for t in found.texts.get(stem_field(part), ()) if t != NO_TERM]
    record = Record(
        id=release.id,
        day=found.day,
        year=0 if found.day == NO_DAY else dt.date.fromordinal(found.day).year,
        kind=release.kind.value,
        entities=tuple(sorted(map(slug, found.entities))),
        terms=" ".join(terms),
        text=release.text,
    )
    return astuple(record), found.stored


def _crashed(release: Release) -> tuple[tuple[Any, ...], str]:
    raise ChildProcessError(release.id)


def read(folder: Path, part: int = 0, parts: int = 1) -> Iterator[Record]:
    """Yield the records, or every `parts`-th batch of them."""
    for batch in _frames(folder / "records", part, parts):
        for values in batch:
            yield Record(*values)


def read_documents(folder: Path) -> Iterator[Document]:
    """Yield the same releases whole, as the product's own writer takes them."""
    for batch in _frames(folder / "documents", 0, 1):
        yield from map(from_stored, batch)


def _put(file: BinaryIO, batch: list[Any]) -> None:
    frame = pickle.dumps(batch, pickle.HIGHEST_PROTOCOL)
    file.write(len(frame).to_bytes(_LENGTH_BYTES, "little"))
    file.write(frame)


def _frames(path: Path, part: int, parts: int) -> Iterator[list[Any]]:
    with path.open("rb") as file:
        number = 0
        while head := file.read(_LENGTH_BYTES):
            length = int.from_bytes(head, "little")
            if number % parts == part:
                yield pickle.loads(file.read(length))  # noqa: S301 - written by this program
            else:
                file.seek(length, 1)
            number += 1
