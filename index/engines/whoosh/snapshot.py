"""The index as one commit left it: its segments and its entity table, open for reading."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from whoosh.index import FileIndex
from whoosh.scoring import BM25F
from whoosh.searching import Searcher

from index import generations
from index.engine import IndexStats
from index.engines.whoosh import entity_file
from index.engines.whoosh.arrays import RUNS, Collector, Snapshot
from index.engines.whoosh.layout import from_bytes, to_bytes
from index.engines.whoosh.storage import (
    DurableStorage,
    contents_path,
    damage,
    latest,
    read_contents,
)
from index.engines.whoosh.version import read_version
from index.errors import IndexDamaged, NoIndex
from index.languages import FRENCH
from index.schema import (
    ID,
    LANGUAGE,
    NO_DAY,
    PARTS,
    SCHEMA_VERSION,
    STORED,
    date_of,
)
from index.stored import from_stored, stored_title

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from index.answering.entities import EntityTable
    from index.answering.ranking import Ranking
    from index.engines.whoosh.arrays.container import Array
    from index.record import Document


class State(NamedTuple):
    """Which commit: its generation, the making of that generation, the commit's number in it.

    `made` tells an index apart from one that was removed and built anew under the same names: it
    is the time of writing (nanoseconds) and the file number of CURRENT.
    """

    generation: str
    made: tuple[int, int]
    commit: int


@dataclass(frozen=True)
class Commit:
    """All that a search needs of one commit; safe to share between threads."""

    state: State
    arrays: Snapshot
    collector: Collector
    entities: EntityTable
    written_at: dt.datetime

    def terms_from(self, prefix: str) -> Iterator[str]:
        """Yield the folded terms that begin with a prefix, in order, each once."""
        terms: set[bytes] = set()
        for leaf in self.arrays.leaves:
            for part in PARTS:
                field = leaf.arrays.fields.get(part)
                if field is not None:
                    terms.update(field.terms.items(field.terms.with_prefix(to_bytes(prefix))))
        return map(from_bytes, sorted(terms - {b""}))

    @cached_property
    def vocabulary(self) -> list[str]:
        """All folded terms in order; made when a wildcard first begins with its sign."""
        return list(self.terms_from(""))

    def find(self, name: str, key: str) -> Iterator[int]:
        """Yield the numbers of the documents that have a key in a field of KEYS."""
        for leaf in self.arrays.leaves:
            field = leaf.arrays.fields.get(name)
            place = field.terms.find(to_bytes(key)) if field is not None else -1
            if field is not None and place >= 0:
                docs = field.documents(place)
                alive = docs if leaf.alive is None else docs[leaf.alive.take(docs)]
                yield from (leaf.base + number for number in alive.tolist())

    @cached_property
    def other_languages(self) -> tuple[str, ...]:
        """The languages but French that documents are in, deleted ones included; in order."""
        found: set[str] = set()
        for leaf in self.arrays.leaves:
            field = leaf.arrays.fields.get(LANGUAGE)
            if field is not None:
                found.update(map(from_bytes, field.terms.items(field.terms.with_prefix(b""))))
        return tuple(sorted(found - {FRENCH}))

    def numbers(self) -> Iterator[int]:
        """Yield the numbers of all documents that are not deleted."""
        for leaf in self.arrays.leaves:
            for number in range(leaf.count):
                if leaf.alive is None or leaf.alive[number]:
                    yield leaf.base + number

    def id(self, number: int) -> str:
        """Return the release id of a document."""
        return from_bytes(self.arrays.key(number))

    def stored(self, number: int) -> Document:
        """Decode a stored document."""
        return from_stored(self.kept(number))

    def title(self, number: int) -> str:
        """Return the title of a stored document."""
        return stored_title(self.kept(number))

    def kept(self, number: int) -> str:
        """Return a document as it is stored."""
        leaf = self.arrays.leaf_of(number)
        kept: str = leaf.arrays.records.get(number - leaf.base)[STORED]
        return kept

    def found(self, release_id: str) -> str | None:
        """Return the document under a release id as it is stored, None where there is none."""
        for number in self.find(ID, release_id):
            return self.kept(number)
        return None

    @cached_property
    def days(self) -> Array:
        """The day numbers of all dated documents that are not deleted, rising in each segment."""
        parts = []
        for leaf in self.arrays.leaves:
            order = leaf.arrays.order
            if order is not None:
                alive = order if leaf.alive is None else order[leaf.alive]
                parts.append(alive[alive > NO_DAY])
        return np.concatenate(parts) if parts else np.empty(0, np.int64)

    @cached_property
    def span(self) -> tuple[int, int]:
        """The first and the last day number, deleted documents included; (1, 1) without any."""
        orders = [leaf.arrays.order for leaf in self.arrays.leaves]
        days = [order[order > NO_DAY] for order in orders if order is not None]
        days = [found for found in days if len(found)]
        if not days:
            return NO_DAY + 1, NO_DAY + 1
        return min(int(found[0]) for found in days), max(int(found[-1]) for found in days)

    @cached_property
    def stats(self) -> IndexStats:
        """Count what the index holds."""
        releases = sum(
            leaf.count if leaf.alive is None else int(leaf.alive.sum())
            for leaf in self.arrays.leaves
        )
        dated = len(self.days)
        return IndexStats(
            releases=releases,
            undated=releases - dated,
            first=date_of(int(self.days.min())) if dated else None,
            last=date_of(int(self.days.max())) if dated else None,
            written_at=self.written_at,
            schema_version=SCHEMA_VERSION,
        )

    def close(self) -> None:
        """Release what Whoosh holds open; the arrays go with the last one who uses them."""
        self.arrays.searcher.close()


def state(folder: Path) -> State:
    """Return which commit is the last one; cheap, asked before each search.

    Raises NoIndex where there is none, IndexDamaged where the generation in use cannot be listed.
    """
    while True:
        # before the name in it is read: a switch that comes between is seen by the next look
        made = _made(folder)
        generation = generations.current(folder)
        if generation is None:
            raise NoIndex(directory=folder.parent)
        try:
            return State(generation.name, made, latest(generation))
        except OSError as error:
            # It may have been left for another since; then that one is asked.
            if generations.current(folder) == generation:
                raise damage(error) from error


def is_last(folder: Path, known: State) -> bool:
    """Tell whether a commit is the last one still, in a third of the time that `state` takes.

    False also where that cannot be told: `state` says why.
    """
    try:
        return _made(folder) == known.made and latest(folder / known.generation) == known.commit
    except OSError:
        return False


def _made(folder: Path) -> tuple[int, int]:
    """Return when CURRENT was written and the number of its file; (0, 0) where there is none."""
    try:
        found = (folder / generations.CURRENT).stat()
    except OSError:
        return 0, 0
    return found.st_mtime_ns, found.st_ino


def open_commit(folder: Path, ranking: Ranking) -> Commit:
    """Open the last commit, to be scored with the lengths that a ranking says.

    Raises NoIndex, IndexOutdated, or IndexDamaged with the file that is missing or broken.
    """
    while True:
        found = state(folder)
        try:
            return _open(folder, found, ranking)
        except OSError as error:
            # A writer may have committed between our look and our reading.
            if state(folder) == found:
                raise damage(error) from error


def _open(folder: Path, found: State, ranking: Ranking) -> Commit:
    generation = folder / found.generation
    read_version(generation)
    if found.commit < 0:
        raise IndexDamaged(path=generation, problem="it holds no table of contents")
    contents = read_contents(generation, found.commit)
    written = contents_path(generation, found.commit).stat().st_mtime
    storage = DurableStorage(generation)
    reader = FileIndex._reader(  # noqa: SLF001 - of this commit, and not of the one that is last by now
        storage, contents.schema, contents.segments, contents.generation
    )
    lengths = {f"{field}_B": b for field, b in ranking.lengths().items()}
    weighting = BM25F(K1=ranking.k1, **lengths)
    arrays = Snapshot(Searcher(reader, weighting=weighting))
    return Commit(
        state=found,
        arrays=arrays,
        collector=Collector(arrays, RUNS),
        entities=entity_file.load(generation),
        written_at=dt.datetime.fromtimestamp(written, dt.UTC),
    )
