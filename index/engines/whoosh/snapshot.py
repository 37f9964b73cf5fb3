"""The index as one commit left it: its segments and its entity table, open for reading."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from functools import cached_property
from itertools import compress
from typing import TYPE_CHECKING, NamedTuple

from index import generations
from index.engine import IndexStats
from index.engines.whoosh.entities import EntityTable
from index.engines.whoosh.segments import SegmentData
from index.engines.whoosh.storage import (
    contents_path,
    damage,
    latest,
    read_contents,
    segment_path,
)
from index.engines.whoosh.version import read_version
from index.errors import IndexDamaged, NoIndex
from index.schema import ID, NO_DAY, SCHEMA_VERSION, date_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from index.record import Document


class State(NamedTuple):
    """Which commit: its generation, the making of that generation, the commit's number in it.

    `made` tells an index apart from one that was removed and built anew under the same names: it
    is the time of writing (nanoseconds) and the file number of CURRENT.
    """

    generation: str
    made: tuple[int, int]
    commit: int


@dataclass(frozen=True, slots=True)
class View:
    """A segment as one commit sees it: its content less the deleted documents."""

    data: SegmentData
    deleted: frozenset[int]

    def alive(self) -> Iterator[int]:
        """Yield the document numbers that are not deleted."""
        deleted = self.deleted
        return (number for number in range(self.data.size) if number not in deleted)


@dataclass(frozen=True)
class Snapshot:
    """All that a search needs of one commit; safe to share between threads."""

    state: State
    views: tuple[View, ...]
    entities: EntityTable
    written_at: dt.datetime
    segments: dict[str, SegmentData] = field(default_factory=dict)

    def terms_from(self, prefix: str) -> Iterator[str]:
        """Yield the folded terms that begin with a prefix, in order, each once."""
        terms: set[str] = set()
        for view in self.views:
            terms.update(view.data.terms_from(prefix))
        return iter(sorted(terms))

    def find(self, name: str, key: str) -> Iterator[tuple[View, int]]:
        """Yield the documents that have a key in a field of KEYS."""
        for view in self.views:
            postings = view.data.postings(name, key)
            for number in postings.numbers if postings else ():
                if number not in view.deleted:
                    yield view, number

    def document(self, release_id: str) -> Document | None:
        """Return the document under a release id."""
        for view, number in self.find(ID, release_id):
            return view.data.document(number)
        return None

    @cached_property
    def stats(self) -> IndexStats:
        """Count what the index holds."""
        days: list[int] = []
        for view in self.views:
            mask = [number not in view.deleted for number in range(view.data.size)]
            days += compress(view.data.days, mask)
        dated = [day for day in days if day != NO_DAY]
        return IndexStats(
            releases=len(days),
            undated=len(days) - len(dated),
            first=date_of(min(dated, default=NO_DAY)),
            last=date_of(max(dated, default=NO_DAY)),
            written_at=self.written_at,
            schema_version=SCHEMA_VERSION,
        )


def state(folder: Path) -> State:
    """Return which commit is the last one; cheap, asked before each search.

    Raises NoIndex where there is none, IndexDamaged where the generation in use cannot be listed.
    """
    while True:
        generation = generations.current(folder)
        if generation is None:
            raise NoIndex(directory=folder.parent)
        try:
            made = (folder / generations.CURRENT).stat()
            return State(generation.name, (made.st_mtime_ns, made.st_ino), latest(generation))
        except OSError as error:
            # It may have been left for another since; then that one is asked.
            if generations.current(folder) == generation:
                raise damage(error) from error


def open_snapshot(folder: Path, before: Snapshot | None = None) -> Snapshot:
    """Open the last commit; segments that `before` has open are shared with it.

    Raises NoIndex, IndexOutdated, or IndexDamaged with the file that is missing or broken.
    """
    while True:
        found = state(folder)
        try:
            return _open(folder, found, before)
        except OSError as error:
            # A writer may have committed between our look and our reading.
            if state(folder) == found:
                raise damage(error) from error


def _open(folder: Path, found: State, before: Snapshot | None) -> Snapshot:
    generation = folder / found.generation
    read_version(generation)
    if found.commit < 0:
        raise IndexDamaged(path=generation, problem="it holds no table of contents")
    contents = read_contents(generation, found.commit)
    written = contents_path(generation, found.commit).stat().st_mtime
    known = before.segments if before and before.state[:-1] == found[:-1] else {}
    views: list[View] = []
    segments: dict[str, SegmentData] = {}
    for segment in contents.segments:
        name = segment_path(generation, segment).name
        segments[name] = known.get(name) or SegmentData(generation, segment)
        views.append(View(segments[name], frozenset(segment.deleted_docs())))
    return Snapshot(
        state=found,
        views=tuple(views),
        entities=EntityTable.load(generation),
        written_at=dt.datetime.fromtimestamp(written, dt.UTC),
        segments=segments,
    )
