"""The Whoosh engine: one request in, one page of results out, always of the last commit."""

from __future__ import annotations

from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from threading import Lock
from time import perf_counter
from typing import TYPE_CHECKING

from whoosh.query import qcore

from index import generations
from index.engine import IndexStats, SearchPage, SearchRequest, Sort
from index.engines.whoosh.asking import Choices, counts_of, question
from index.engines.whoosh.buckets import buckets, timeline
from index.engines.whoosh.check import check
from index.engines.whoosh.compile import Compiled, compile_query
from index.engines.whoosh.hits import hit
from index.engines.whoosh.ranking import DEFAULT, Ranking
from index.engines.whoosh.snapshot import Commit, open_commit, state
from index.engines.whoosh.storage import verify
from index.highlight import Marker, marks
from index.query import parse
from index.schema import facet_of, slug

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from index.engine import Problem
    from index.engines.whoosh.arrays import Found
    from index.query import Parsed
    from index.record import Document, Entity


@dataclass(frozen=True, slots=True)
class _Asked:
    """A request as it was understood, and what was found."""

    parsed: Parsed
    choices: Choices
    found: Found
    problems: tuple[Problem, ...]


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
        self._last: Commit | None = None
        self._commit()

    def search(self, request: SearchRequest) -> SearchPage:
        """Answer one request; never raises for what a reader may type."""
        started = perf_counter()
        with self._reading() as commit:
            page = self._page(request, commit)
        return replace(page, took_ms=(perf_counter() - started) * 1000)

    def _page(self, request: SearchRequest, commit: Commit) -> SearchPage:
        asked = self._asked(request, commit)
        found, marker = asked.found, Marker(asked.parsed.tree)
        counts = counts_of(found, commit.span)
        scored = request.sort is Sort.RELEVANCE
        return SearchPage(
            request=request,
            total=found.total,
            hits=tuple(
                hit(commit.stored(number), score, marker, commit.entities, scored=scored)
                for number, score in found.page
            ),
            facets=buckets(request, counts, asked.choices, commit.entities),
            timeline=timeline(counts.timeline),
            problems=tuple(sorted(asked.problems, key=lambda problem: problem.position)),
        )

    def _asked(self, request: SearchRequest, commit: Commit) -> _Asked:
        parsed = parse(request.query)
        compiled = (
            Compiled(qcore.NullQuery)
            if parsed.tree is None
            else compile_query(parsed.tree, commit, self._ranking)
        )
        choices = Choices.of(request, commit.entities)
        found = commit.collector.ask(question(request, compiled.query, choices, commit.span))
        return _Asked(parsed, choices, found, parsed.problems + compiled.problems)

    def stream(self, request: SearchRequest) -> Iterator[Document]:
        """Yield every hit of a request in its order, whatever its limit and offset."""
        with self._reading() as commit:
            found = self._asked(replace(request, limit=0, offset=0), commit).found
            for number, _ in found.hits.stream():
                yield commit.stored(number)

    def get(self, release_id: str) -> Document | None:
        """Return the release under this id, or None."""
        with self._reading() as commit:
            return commit.document(release_id)

    def mark(self, document: Document, query: str) -> list[tuple[int, int]]:
        """Return the (start, end) spans in `document.release.text` that match the query."""
        return marks(document.release.text, parse(query).tree)

    def entity(self, entity_id: str) -> Entity | None:
        """Return the entity under this id, or None where no release mentions it."""
        with self._reading() as commit:
            entity = commit.entities.get(entity_id)
            mentioned = next(commit.find(facet_of(entity_id), slug(entity_id)), None)
            return None if mentioned is None else entity

    def ids(self) -> Iterator[str]:
        """Yield the id of every release, in no order."""
        with self._reading() as commit:
            for number in commit.numbers():
                yield commit.id(number)

    def stats(self) -> IndexStats:
        """Return what the index holds."""
        with self._reading() as commit:
            return commit.stats

    def check(self) -> list[str]:
        """Read every file of the index and return the problems found, one sentence each."""
        return check(self._folder)

    def close(self) -> None:
        """Release files and memory; a call after this opens them again."""
        with self._opening:
            self._last = None

    @contextmanager
    def _reading(self) -> Iterator[Commit]:
        """Give the last commit to read from; raise IndexDamaged where reading fails for damage."""
        commit = self._commit()
        try:
            yield commit
        except Exception:
            # Opening compared lengths only; what a changed byte makes the arrays raise can be
            # anything.
            for leaf in commit.arrays.leaves:
                with suppress(OSError):
                    verify(leaf.arrays.container.path, whole=True)
            raise

    def _commit(self) -> Commit:
        last = self._last
        if last is not None and last.state == state(self._folder):
            return last
        with self._opening:
            # Another thread may have opened it while this one waited.
            if self._last is None or self._last.state != state(self._folder):
                self._last = open_commit(self._folder)
            return self._last
