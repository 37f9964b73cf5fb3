"""The Whoosh engine: one request in, one page of results out, always of the last commit."""

from __future__ import annotations

import heapq
from contextlib import contextmanager, suppress
from dataclasses import replace
from threading import Lock
from time import perf_counter
from typing import TYPE_CHECKING

from whoosh.query import qcore

from index import generations
from index.engine import IndexStats, SearchPage, SearchRequest, Sort
from index.engines.whoosh.buckets import buckets, timeline
from index.engines.whoosh.check import check
from index.engines.whoosh.compile import Compiled, compile_query
from index.engines.whoosh.evaluate import Evaluation, Statistics
from index.engines.whoosh.hits import Found, hit
from index.engines.whoosh.ranking import DEFAULT, Ranking
from index.engines.whoosh.selection import Choices, Counts, select
from index.engines.whoosh.snapshot import Snapshot, open_snapshot, state
from index.engines.whoosh.storage import verify
from index.highlight import marks
from index.query import parse
from index.schema import NO_DAY, facet_of, slug

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from index.record import Document, Entity

Order = tuple[float, int, str]


class WhooshEngine:
    """An open index; safe to share between threads.

    Each call looks which commit is the last one and opens it where it is new; what a running
    search has open stays open until that search ends. Opening raises NoIndex, IndexOutdated or
    IndexDamaged, and so does any later call where the index is removed or replaced by such.
    """

    def __init__(self, data: Path, ranking: Ranking = DEFAULT) -> None:
        self._folder = generations.index_folder(data)
        self._ranking = ranking
        self._opening = Lock()
        self._last: Snapshot | None = None
        self._snapshot()

    def search(self, request: SearchRequest) -> SearchPage:
        """Answer one request; never raises for what a reader may type."""
        started = perf_counter()
        with self._reading() as snapshot:
            page = self._page(request, snapshot)
        return replace(page, took_ms=(perf_counter() - started) * 1000)

    def _page(self, request: SearchRequest, snapshot: Snapshot) -> SearchPage:
        parsed = parse(request.query)
        compiled = (
            Compiled(qcore.NullQuery)
            if parsed.tree is None
            else compile_query(parsed.tree, snapshot, self._ranking)
        )
        choices = Choices.of(request, snapshot.entities)
        counts = Counts()
        found = self._find(snapshot, compiled.query, choices, counts)
        page = _first(found, request)
        return SearchPage(
            request=request,
            total=len(found),
            hits=tuple(
                hit(one, parsed.tree, snapshot.entities, scored=request.sort is Sort.RELEVANCE)
                for one in page
            ),
            facets=buckets(request, counts, choices, snapshot.entities),
            timeline=timeline(counts.timeline),
            problems=tuple(
                sorted(parsed.problems + compiled.problems, key=lambda problem: problem.position)
            ),
        )

    def get(self, release_id: str) -> Document | None:
        """Return the release under this id, or None."""
        with self._reading() as snapshot:
            return snapshot.document(release_id)

    def mark(self, document: Document, query: str) -> list[tuple[int, int]]:
        """Return the (start, end) spans in `document.release.text` that match the query."""
        return marks(document.release.text, parse(query).tree)

    def entity(self, entity_id: str) -> Entity | None:
        """Return the entity under this id, or None where no release mentions it."""
        with self._reading() as snapshot:
            entity = snapshot.entities.get(entity_id)
            if entity is None or not any(snapshot.find(facet_of(entity_id), slug(entity_id))):
                return None
            return entity

    def ids(self) -> Iterator[str]:
        """Yield the id of every release, in no order."""
        with self._reading() as snapshot:
            for view in snapshot.views:
                for number in view.alive():
                    yield view.data.ids[number]

    def stats(self) -> IndexStats:
        """Return what the index holds."""
        with self._reading() as snapshot:
            return snapshot.stats

    def check(self) -> list[str]:
        """Read every file of the index and return the problems found, one sentence each."""
        return check(self._folder)

    def close(self) -> None:
        """Release files and memory; a call after this opens them again."""
        with self._opening:
            self._last = None

    @contextmanager
    def _reading(self) -> Iterator[Snapshot]:
        """Give the last commit to read from; raise IndexDamaged where reading fails for damage."""
        snapshot = self._snapshot()
        try:
            yield snapshot
        except Exception:
            # Opening compared lengths only; what a changed byte makes Whoosh raise can be anything.
            for view in snapshot.views:
                with suppress(OSError):
                    verify(view.data.path, whole=True)
            raise

    def _snapshot(self) -> Snapshot:
        last = self._last
        if last is not None and last.state == state(self._folder):
            return last
        with self._opening:
            # Another thread may have opened it while this one waited.
            if self._last is None or self._last.state != state(self._folder):
                self._last = open_snapshot(self._folder, self._last)
            return self._last

    def _find(
        self, snapshot: Snapshot, query: qcore.Query, choices: Choices, counts: Counts
    ) -> list[Found]:
        """Return all hits, and count them."""
        found: list[Found] = []
        if query == qcore.NullQuery:
            return found
        segments = [view.data for view in snapshot.views]
        statistics = Statistics(segments, self._ranking)
        for view in snapshot.views:
            scores = Evaluation(view.data, statistics).scores(query)
            hits = select(view, scores, choices, counts)
            found += [(scores[number], view.data, number) for number in hits]
        return found


def _first(found: list[Found], request: SearchRequest) -> list[Found]:
    """Return the hits of the page asked for, in their order."""
    offset, limit = max(request.offset, 0), max(request.limit, 0)
    if not limit or offset >= len(found):
        return []
    first = heapq.nsmallest(offset + limit, found, key=_KEYS[request.sort])
    return first[offset:]


def _by_relevance(found: Found) -> Order:
    score, data, number = found
    return -score, -data.days[number], data.ids[number]


def _newest_first(found: Found) -> Order:
    _, data, number = found
    # Undated releases have the smallest day number, so they come last.
    return 0.0, -data.days[number], data.ids[number]


def _oldest_first(found: Found) -> Order:
    _, data, number = found
    day = data.days[number]
    return float(day == NO_DAY), day, data.ids[number]


_KEYS: dict[Sort, Callable[[Found], Order]] = {
    Sort.RELEVANCE: _by_relevance,
    Sort.NEWEST: _newest_first,
    Sort.OLDEST: _oldest_first,
}
