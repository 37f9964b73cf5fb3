"""The Whoosh engine: one request in, one page of results out, always of the last commit."""

from __future__ import annotations

from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from threading import Lock
from time import perf_counter
from typing import TYPE_CHECKING

from whoosh.query import qcore

from index import generations
from index.deadline import TookTooLong
from index.engine import IndexStats, Match, SearchPage, SearchRequest, Sort
from index.engines.whoosh.arrays import Ask, Order
from index.engines.whoosh.asking import Choices, counts_of, question
from index.engines.whoosh.buckets import Shown, buckets, timeline
from index.engines.whoosh.check import check
from index.engines.whoosh.choosing import values
from index.engines.whoosh.compile import Compiled, compile_query
from index.engines.whoosh.complete import complete
from index.engines.whoosh.hits import hit
from index.engines.whoosh.lexicon import Lexicon
from index.engines.whoosh.proximity import nearness
from index.engines.whoosh.ranking import DEFAULT, Ranking
from index.engines.whoosh.similar import similar
from index.engines.whoosh.snapshot import Commit, open_commit, state
from index.engines.whoosh.spelling import corrected
from index.engines.whoosh.storage import verify
from index.engines.whoosh.warming import warm
from index.highlight import Marker, merged
from index.query import Or
from index.schema import facet_of, slug
from index.thesaurus import Thesauri
from index.understood import understand

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from index.engine import Bucket, Completion, Facet, Hit, Problem
    from index.engines.whoosh.arrays import Found
    from index.query import Named, Node
    from index.record import Document, Entity
    from index.understood import Understood


FEW = 5
"""Where a query finds no more than this, another spelling of it is looked for."""


@dataclass(frozen=True, slots=True)
class _Asked:
    """A request as it was understood, and what was found."""

    understood: Understood
    lexicon: Lexicon
    choices: Choices
    found: Found
    problems: tuple[Problem, ...]


class WhooshEngine:
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
        understood, found = asked.understood, asked.found
        counts = counts_of(found, commit.span, request)
        marker = _marker(understood.tree, asked.lexicon)
        scored = request.sort is Sort.RELEVANCE
        return SearchPage(
            request=request,
            total=found.total,
            hits=tuple(
                hit(number, score, marker, commit, scored=scored) for number, score in found.page
            ),
            facets=buckets(request, counts, asked.choices, commit.entities),
            timeline=timeline(counts.timeline),
            match=understood.match,
            any_of=None if found.total else self._any_of(asked, commit),
            corrected=self._corrected(request, asked, commit),
            expanded=understood.expanded,
            problems=tuple(sorted(asked.problems, key=lambda problem: problem.position)),
        )

    def _asked(self, request: SearchRequest, commit: Commit) -> _Asked:
        understood = understand(request, self._thesauri)
        tree = understood.tree
        lexicon = Lexicon(commit)
        compiled, near = Compiled(qcore.NullQuery), None
        if tree is not None and understood.typed is not None:
            any_word = understood.match is Match.ANY or isinstance(tree, Or)
            ranking = self._ranking.of_any() if any_word else self._ranking
            compiled = compile_query(tree, lexicon, ranking)
            near = nearness(understood.typed, ranking)
        choices = Choices.of(request, commit.entities)
        asked = question(request, compiled.query, choices, commit.span)
        found = commit.collector.ask(replace(asked, nearness=near))
        return _Asked(understood, lexicon, choices, found, understood.problems + compiled.problems)

    def _corrected(self, request: SearchRequest, asked: _Asked, commit: Commit) -> str | None:
        """Return the query of other spelling that finds most, where it finds more."""
        most = asked.found.total
        if most > FEW:
            return None
        best = None
        for query in corrected(request.query, asked.understood.typed, commit):
            other = understand(replace(request, query=query), self._thesauri)
            total = self._total(other.tree, asked, commit)
            if total > most:
                best, most = query, total
        return best

    def _any_of(self, asked: _Asked, commit: Commit) -> int | None:
        """Return how many releases any of the words would find, where all of them find none."""
        tree = asked.understood.any_of
        if asked.found.total or tree is None:
            return None
        return self._total(tree, asked, commit)

    def _total(self, tree: Node | None, asked: _Asked, commit: Commit) -> int:
        """Return how many releases a tree finds under the filters of what was asked."""
        if tree is None:
            return 0
        query = compile_query(tree, asked.lexicon, self._ranking).query
        filters = asked.choices.filters()
        return commit.collector.ask(
            Ask(query=query, filters=filters, order=Order.NEWEST, limit=0)
        ).total

    def stream(self, request: SearchRequest) -> Iterator[Document]:
        """Yield every hit of a request in its order, whatever its limit and offset."""
        with self._reading() as commit:
            found = self._asked(replace(request, limit=0, offset=0), commit).found
            for number, _ in found.hits.stream():
                yield commit.stored(number)

    def matching(self, request: SearchRequest) -> Iterator[str]:
        """Yield the id of every hit of a request."""
        with self._reading() as commit:
            asked = replace(request, sort=Sort.OLDEST, limit=0, offset=0)
            for number, _ in self._asked(asked, commit).found.hits.stream():
                yield commit.id(number)

    def get(self, release_id: str) -> Document | None:
        """Return the release under this id, or None."""
        with self._reading() as commit:
            return commit.document(release_id)

    def mark(self, document: Document, request: SearchRequest) -> list[tuple[int, int]]:
        """Return the (start, end) spans in `document.release.text` that match the query."""
        understood = understand(request, self._thesauri)
        with self._reading() as commit:
            marker = _marker(understood.tree, Lexicon(commit))
        return merged(marker.in_release(document.release, document.mentions))

    def similar(self, release_id: str, limit: int = 5) -> tuple[Hit, ...]:
        """Return the releases most like one, the likest first; none for an unknown id."""
        with self._reading() as commit:
            document = commit.document(release_id)
            if document is None:
                return ()
            marker = Marker(None)
            return tuple(
                hit(number, score, marker, commit, scored=True)
                for number, score in similar(document, limit, commit)
            )

    def complete(self, typed: str, limit: int = 8) -> tuple[Completion, ...]:
        """Return ways to go on from what has been typed so far."""
        with self._reading() as commit:
            return complete(typed, limit, commit, self._thesauri)

    def values(
        self, request: SearchRequest, facet: Facet, typed: str, limit: int = 20
    ) -> tuple[Bucket, ...]:
        """Return the values of an entity facet under a name with words that begin as typed."""
        with self._reading() as commit:
            asked = self._asked(replace(request, limit=0, offset=0), commit)
            counted = counts_of(asked.found, commit.span, request).values[facet]
            shown = Shown(facet, counted, asked.choices, commit.entities)
            return values(typed, limit, shown, commit)

    def entity(self, entity_id: str) -> Entity | None:
        """Return the entity under this id or, if it alone has a name that makes it, under that."""
        kind = facet_of(entity_id)
        with self._reading() as commit:
            meant = commit.entities.resolve(kind, slug(entity_id))
            found = [one for one in sorted(meant) if any(True for _ in commit.find(kind, one))]
            return commit.entities.get(f"{kind}:{found[0]}") if len(found) == 1 else None

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
        except TookTooLong:
            raise
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
                found = open_commit(self._folder, self._ranking)
                if self._warmed:
                    warm(found)
                self._last = found
            return self._last


def _marker(tree: Node | None, lexicon: Lexicon) -> Marker:
    """Return what marks a query, the entities that it names among it."""

    def entities(name: Named) -> frozenset[str]:
        kind = name.kind.value
        return frozenset(f"{kind}:{slug}" for slug in lexicon.named(kind, name.name))

    return Marker(tree, entities)
