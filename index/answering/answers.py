"""One request, from what was typed to the page of results: the way of every engine.

What only an engine can do is behind `State`: find and count.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, replace
from time import perf_counter
from typing import TYPE_CHECKING, Any, Protocol

from index.answering.buckets import Shown, buckets, timeline
from index.answering.choices import Choices
from index.answering.choosing import values
from index.answering.complete import complete
from index.answering.hits import hit
from index.answering.lexicon import Lexicon
from index.answering.similar import similar
from index.answering.spelling import corrected
from index.engine import SearchPage, Sort
from index.highlight import Marker, merged
from index.stored import from_stored
from index.understood import understand

if TYPE_CHECKING:
    from collections.abc import Sequence
    from contextlib import AbstractContextManager

    from index.answering.counts import Counts
    from index.answering.holdings import Holdings, Row
    from index.engine import Bucket, Completion, Facet, Hit, Problem, SearchRequest
    from index.query import Named, Node
    from index.record import Document
    from index.thesaurus import Thesauri
    from index.understood import Understood

FEW = 5
"""Where a query finds no more than this, another spelling of it is looked for."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as it was understood in one state of an index."""

    request: SearchRequest
    understood: Understood
    choices: Choices
    lexicon: Lexicon


@dataclass(frozen=True, slots=True)
class Found:
    """What an engine found: the number of hits, those of the page, the counts, what was odd."""

    total: int
    rows: Sequence[Row]
    counts: Counts
    problems: tuple[Problem, ...]


class State(Protocol):
    """One state of an index, open for reading."""

    @property
    def holdings(self) -> Holdings[Any]:
        """What it holds."""
        ...

    def find(self, asked: Asked) -> Found:
        """Return the hits of a request and their counts, in one pass."""
        ...

    def total(self, tree: Node, asked: Asked) -> int:
        """Return how many releases a tree finds under the filters of what was asked."""
        ...


def asked_of(request: SearchRequest, state: State, thesauri: Thesauri) -> Asked:
    """Return a request as it is understood."""
    choices = Choices.of(request, state.holdings.entities)
    return Asked(request, understand(request, thesauri), choices, Lexicon(state.holdings))


def page_of(request: SearchRequest, state: State, thesauri: Thesauri, started: float) -> SearchPage:
    """Answer a request that came when `perf_counter` told `started`."""
    asked = asked_of(request, state, thesauri)
    found = state.find(asked)
    understood, entities = asked.understood, state.holdings.entities
    marker = marker_of(understood.tree, asked.lexicon)
    scored = request.sort is Sort.RELEVANCE
    problems = understood.problems + found.problems
    return SearchPage(
        request=request,
        total=found.total,
        hits=tuple(
            hit(row.stored(), row.score if scored else 0.0, marker, entities) for row in found.rows
        ),
        facets=buckets(request, found.counts, asked.choices, entities),
        timeline=timeline(found.counts.timeline) if request.by_month else (),
        match=understood.match,
        any_of=_any_of(asked, found, state),
        corrected=_corrected(asked, found, state, thesauri),
        expanded=understood.expanded,
        problems=tuple(sorted(problems, key=lambda problem: problem.position)),
        took_ms=(perf_counter() - started) * 1000,
    )


def _any_of(asked: Asked, found: Found, state: State) -> int | None:
    """Return how many releases any of the words would find, where all of them find none."""
    tree = asked.understood.any_of
    return None if found.total or tree is None else state.total(tree, asked)


def _corrected(asked: Asked, found: Found, state: State, thesauri: Thesauri) -> str | None:
    """Return the query of other spelling that finds most, where it finds more."""
    most = found.total
    if most > FEW:
        return None
    best, request = None, asked.request
    for query in corrected(request.query, asked.understood.typed, state.holdings):
        tree = understand(replace(request, query=query), thesauri).tree
        total = 0 if tree is None else state.total(tree, asked)
        if total > most:
            best, most = query, total
    return best


def values_of(
    request: SearchRequest,
    facet: Facet,
    typed: str,
    limit: int,
    *,
    state: State,
    thesauri: Thesauri,
) -> tuple[Bucket, ...]:
    """Return the values of an entity facet under a name with words that begin as typed."""
    asked = asked_of(replace(request, limit=0, offset=0), state, thesauri)
    counted = state.find(asked).counts.values[facet]
    shown = Shown(facet, counted, asked.choices, state.holdings.entities)
    return values(typed, limit, shown, state.holdings)


def marks_of(
    document: Document, request: SearchRequest, state: State, thesauri: Thesauri
) -> list[tuple[int, int]]:
    """Return the (start, end) spans in `document.release.text` that match the query."""
    tree = understand(request, thesauri).tree
    marker = marker_of(tree, Lexicon(state.holdings))
    return merged(marker.in_release(document.release, document.mentions))


def similar_of(stored: str | None, limit: int, state: State) -> tuple[Hit, ...]:
    """Return the releases most like one, the likest first; none for what is not there."""
    if stored is None:
        return ()
    marker = Marker(None)
    return tuple(
        hit(row.stored(), row.score, marker, state.holdings.entities)
        for row in similar(from_stored(stored), limit, state.holdings)
    )


class Answering(ABC):
    """What every Engine answers the same way, in whatever state its index is."""

    _thesauri: Thesauri

    @abstractmethod
    def _reading(self) -> AbstractContextManager[State]:
        """Give the last commit to read from."""

    def search(self, request: SearchRequest) -> SearchPage:
        """Answer one request; never raises for what a reader may type."""
        started = perf_counter()
        with self._reading() as state:
            return page_of(request, state, self._thesauri, started)

    def mark(self, document: Document, request: SearchRequest) -> list[tuple[int, int]]:
        """Return the (start, end) spans in `document.release.text` that match the query."""
        with self._reading() as state:
            return marks_of(document, request, state, self._thesauri)

    def complete(self, typed: str, limit: int = 8) -> tuple[Completion, ...]:
        """Return ways to go on from what has been typed so far."""
        with self._reading() as state:
            return complete(typed, limit, state.holdings, self._thesauri)

    def values(
        self, request: SearchRequest, facet: Facet, typed: str, limit: int = 20
    ) -> tuple[Bucket, ...]:
        """Return the values of an entity facet under a name with words that begin as typed."""
        with self._reading() as state:
            return values_of(request, facet, typed, limit, state=state, thesauri=self._thesauri)


def marker_of(tree: Node | None, lexicon: Lexicon) -> Marker:
    """Return what marks a query, the entities that it names among it."""

    def entities(name: Named) -> frozenset[str]:
        kind = name.kind.value
        return frozenset(f"{kind}:{slug}" for slug in lexicon.named(kind, name.name))

    return Marker(tree, entities)
