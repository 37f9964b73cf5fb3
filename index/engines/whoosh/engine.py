"""The Whoosh engine: one request in, one page of results out, always of the last commit."""

from __future__ import annotations

from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from threading import Lock
from typing import TYPE_CHECKING

from index import generations
from index.answering.answers import Answering, Found, asked_of, similar_of
from index.answering.ranking import DEFAULT, Ranking
from index.deadline import TookTooLong
from index.engine import Match, SearchRequest, Sort
from index.engines.whoosh.arrays import Ask, Order
from index.engines.whoosh.asking import counts_of, demotion, filters_of, question
from index.engines.whoosh.check import check
from index.engines.whoosh.compile import NOTHING, compile_query
from index.engines.whoosh.holdings import WhooshHoldings
from index.engines.whoosh.proximity import nearness
from index.engines.whoosh.snapshot import is_last, open_commit, state
from index.engines.whoosh.storage import verify
from index.engines.whoosh.warming import warm
from index.query import Or
from index.schema import facet_of, slug
from index.stored import from_stored
from index.thesaurus import Thesauri

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from index.answering.answers import Asked
    from index.engine import Hit, IndexStats, Problem
    from index.engines.whoosh.arrays import Found as FoundDocuments
    from index.engines.whoosh.snapshot import Commit
    from index.query import Node
    from index.record import Document, Entity


@dataclass(frozen=True, slots=True)
class _Reading:
    """A commit that is being read, see `index.answering.answers.State`."""

    holdings: WhooshHoldings
    ranking: Ranking

    @property
    def commit(self) -> Commit:
        """The commit."""
        return self.holdings.commit

    def documents(self, asked: Asked) -> tuple[FoundDocuments, tuple[Problem, ...]]:
        """Ask the arrays."""
        understood = asked.understood
        tree, ranking = understood.tree, self.ranking
        compiled, near, demoted = NOTHING, None, None
        if tree is not None and understood.typed is not None:
            if understood.match is Match.ANY or isinstance(tree, Or):
                ranking = ranking.of_any()
            compiled = compile_query(tree, asked.lexicon, ranking)
            near = nearness(understood.typed, ranking)
            demoted = demotion(tree, self.commit.other_languages, ranking)
        ask = question(asked.request, compiled.query, asked.choices, self.commit.span)
        ask = replace(ask, nearness=near, demotion=demoted)
        return self.commit.collector.ask(ask), compiled.problems

    def find(self, asked: Asked) -> Found:
        """See State."""
        found, problems = self.documents(asked)
        rows = [self.holdings.row(number, score) for number, score in found.page]
        counts = counts_of(found, self.commit.span, asked.request)
        return Found(found.total, rows, counts, problems)

    def total(self, tree: Node, asked: Asked) -> int:
        """See State."""
        query = compile_query(tree, asked.lexicon, self.ranking).query
        ask = Ask(query=query, filters=filters_of(asked.choices), order=Order.NEWEST, limit=0)
        return self.commit.collector.ask(ask).total


class WhooshEngine(Answering):
    """An open index; safe to share between threads.

    Each call looks which commit is the last one and opens it where it is new; what a running
    search has open stays open until that search ends. Opening raises NoIndex, IndexOutdated or
    IndexDamaged, and so does any later call where the index is removed or replaced by such.
    """

    def __init__(
        self,
        data: Path,
        ranking: Ranking = DEFAULT,
        thesaurus_of: Path | None = None,
        *,
        warmed: bool = False,
    ) -> None:
        """Open the index; `warmed` makes with each commit what first questions would wait for."""
        self._folder = generations.index_folder(data)
        self._ranking = ranking
        self._thesauri = Thesauri(thesaurus_of or data)
        self._thesauri.current()
        self._warmed = warmed
        self._opening = Lock()
        self._last: WhooshHoldings | None = None
        self._current()

    def stream(self, request: SearchRequest) -> Iterator[Document]:
        """Yield every hit of a request in its order, whatever its limit and offset."""
        with self._reading() as reading:
            asked = asked_of(replace(request, limit=0, offset=0), reading, self._thesauri)
            for number, _ in reading.documents(asked)[0].hits.stream():
                yield reading.commit.stored(number)

    def matching(self, request: SearchRequest) -> Iterator[str]:
        """Yield the id of every hit of a request."""
        with self._reading() as reading:
            every = replace(request, sort=Sort.OLDEST, limit=0, offset=0)
            asked = asked_of(every, reading, self._thesauri)
            for number, _ in reading.documents(asked)[0].hits.stream():
                yield reading.commit.id(number)

    def get(self, release_id: str) -> Document | None:
        """Return the release under this id, or None."""
        with self._reading() as reading:
            stored = reading.commit.found(release_id)
            return None if stored is None else from_stored(stored)

    def similar(self, release_id: str, limit: int = 5) -> tuple[Hit, ...]:
        """Return the releases most like one, the likest first; none for an unknown id."""
        with self._reading() as reading:
            return similar_of(reading.commit.found(release_id), limit, reading)

    def entity(self, entity_id: str) -> Entity | None:
        """Return the entity under this id or, if it alone has a name that makes it, under that."""
        kind = facet_of(entity_id)
        with self._reading() as reading:
            commit = reading.commit
            meant = commit.entities.resolve(kind, slug(entity_id))
            found = [one for one in sorted(meant) if any(True for _ in commit.find(kind, one))]
            return commit.entities.get(f"{kind}:{found[0]}") if len(found) == 1 else None

    def ids(self) -> Iterator[str]:
        """Yield the id of every release, in no order."""
        with self._reading() as reading:
            for number in reading.commit.numbers():
                yield reading.commit.id(number)

    def stats(self) -> IndexStats:
        """Return what the index holds."""
        with self._reading() as reading:
            return reading.commit.stats

    def check(self) -> list[str]:
        """Read every file of the index and return the problems found, one sentence each."""
        return check(self._folder)

    def close(self) -> None:
        """Release files and memory; a call after this opens them again."""
        with self._opening:
            self._last = None

    @contextmanager
    def _reading(self) -> Iterator[_Reading]:
        """Give the last commit to read from; raise IndexDamaged where reading fails for damage."""
        holdings = self._current()
        try:
            yield _Reading(holdings, self._ranking)
        except TookTooLong:
            raise
        except Exception:
            # Opening compared lengths only; what a changed byte makes the arrays raise can be
            # anything.
            for leaf in holdings.commit.arrays.leaves:
                with suppress(OSError):
                    verify(leaf.arrays.container.path, whole=True)
            raise

    def _current(self) -> WhooshHoldings:
        last = self._last
        if last is not None and is_last(self._folder, last.commit.state):
            return last
        with self._opening:
            # Another thread may have opened it while this one waited.
            if self._last is None or self._last.commit.state != state(self._folder):
                found = WhooshHoldings(open_commit(self._folder, self._ranking))
                if self._warmed:
                    warm(found)
                self._last = found
            return self._last
