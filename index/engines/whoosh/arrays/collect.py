"""One question, one pass: hits, total, facet counts and histograms over all segments."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from index.engines.whoosh.arrays.between import Between
from index.engines.whoosh.arrays.counting import FacetCounter, FacetCounts, HistogramCounts
from index.engines.whoosh.arrays.evaluators import TABLE
from index.engines.whoosh.arrays.matches import Matches
from index.engines.whoosh.arrays.matching import Evaluation
from index.engines.whoosh.arrays.paging import Hits, Order

if TYPE_CHECKING:
    from collections.abc import Mapping
    from collections.abc import Set as AbstractSet

    from whoosh.query.qcore import Query

    from index.engines.whoosh.arrays.container import Array
    from index.engines.whoosh.arrays.matching import EvaluatorTable, LeafEvaluation
    from index.engines.whoosh.arrays.nearness import Nearness
    from index.engines.whoosh.arrays.snapshot import Snapshot


HITS: frozenset[str] = frozenset()
"""The view that disregards no filter."""

ONLY_HITS = frozenset({HITS})

SCORED_LATE = 4
SCORED_AT_ONCE = 1 << 13
"""Where filters let pass fewer than one document in so many, hits are scored after them; but not
where the query matches fewer documents than that: these are scored sooner than found again."""


@dataclass(frozen=True, slots=True)
class Histogram:
    """Counts by intervals of the ordered column.

    `borders` rise; bucket i counts documents from borders[i] up to, not including, borders[i + 1].
    `leave_out` names filters that the counts disregard, being the histogram's own choice.
    """

    borders: tuple[int, ...]
    leave_out: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Demotion:
    """What lowers scores: those of documents that match `query` are multiplied by `factor`."""

    query: Query
    factor: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """A question, whole.

    `query` matches and scores. `filters` narrow the hits; each has a name, and where that is the
    name of a facet, the facet's counts disregard it. `limit` hits from `offset` on are wanted.
    `nearness` adds to the scores of the best hits, whatever page is wanted; `demotion` comes last.
    """

    query: Query
    filters: Mapping[str, Query] = field(default_factory=dict)
    order: Order = Order.RELEVANCE
    limit: int = 10
    offset: int = 0
    facets: tuple[str, ...] = ()
    histograms: Mapping[str, Histogram] = field(default_factory=dict)
    nearness: Nearness | None = None
    demotion: Demotion | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The answer: `page` has (document number, score), `hits` all of them for going on."""

    total: int
    page: list[tuple[int, float]]
    facets: dict[str, FacetCounts]
    histograms: dict[str, HistogramCounts]
    hits: Hits


class Collector:
    """Answers questions about one snapshot; shared between threads.

    `table` says how each type of query is evaluated: TABLE as Whoosh does, or one of your own.
    """

    def __init__(self, snapshot: Snapshot, table: EvaluatorTable = TABLE) -> None:
        self.snapshot = snapshot
        self._table = table
        self._counter = FacetCounter(snapshot)
        self._factors: tuple[Demotion, list[Array]] | None = None

    def ask(self, ask: Ask) -> Found:
        """Answer one question."""
        scored = ask.order is Order.RELEVANCE
        asked = Evaluation(self.snapshot, self._table)
        kept: list[Matches] = []
        views = self._views(ask) if ask.filters else ONLY_HITS
        per_view: dict[frozenset[str], list[Array]] = {view: [] for view in views}
        for leaf in self.snapshot.leaves:
            on = asked.on(leaf)
            late = scored and self._few_pass(on, ask)
            matches = on.matches(ask.query, scored=scored and not late)
            if leaf.alive is not None:
                matches = matches.take(leaf.alive.take(matches.docs))
            if len(views) == 1:
                # all filters narrow everything
                for query in ask.filters.values():
                    matches = on.requiring(matches, query)
                per_view[HITS].append(matches.docs)
            else:
                filtered = self._filtered(on, ask, matches, views)
                for view, found in filtered.items():
                    per_view[view].append(found.docs)
                matches = filtered[HITS]
            kept.append(on.matches(ask.query, matches.docs) if late else matches)
        if scored and ask.nearness is not None:
            kept = self._brought_near(asked, ask.nearness, kept)
        if scored and ask.demotion is not None:
            kept = self._demoted(asked, ask.demotion, kept)
        hits = Hits(self.snapshot, ask.order, kept)
        return Found(
            total=hits.total,
            page=hits.page(ask.offset, ask.limit),
            facets=self._facets(ask, per_view),
            histograms={
                name: self._counter.histogram(
                    per_view[choice(ask, wanted.leave_out)], wanted.borders
                )
                for name, wanted in ask.histograms.items()
            },
            hits=hits,
        )

    def _few_pass(self, on: LeafEvaluation, ask: Ask) -> bool:
        """Tell whether so few documents pass the filters that only those are worth scoring."""
        if not ask.filters or on.size(ask.query) < SCORED_AT_ONCE:
            return False
        share = 1.0
        for query in ask.filters.values():
            interval = None
            if isinstance(query, Between):
                interval = query.interval(on.leaf, self.snapshot)
            share *= (on.size(query) if interval is None else len(interval)) / (on.count or 1)
        return share * SCORED_LATE < 1

    def _brought_near(
        self, asked: Evaluation, nearness: Nearness, kept: list[Matches]
    ) -> list[Matches]:
        """Add the bonus of nearness to the best of all hits.

        Where more hits than that have the same score, none of those gets it: which hits do must
        not depend on how the documents are spread over segments.
        """
        scores = [np.broadcast_to(np.float32(found.scores), len(found.docs)) for found in kept]
        every = np.concatenate(scores) if scores else np.empty(0, np.float32)
        floor = np.float32(-np.inf)
        if len(every) > nearness.depth:
            floor = np.partition(every, -nearness.depth)[-nearness.depth]
            if np.count_nonzero(every >= floor) > 2 * nearness.depth:
                floor = np.nextafter(floor, np.float32(np.inf))
        nearer: list[Matches] = []
        for leaf, found, given in zip(self.snapshot.leaves, kept, scores, strict=True):
            best = (given >= floor).nonzero()[0]
            raised = given.copy()
            raised[best] += nearness.bonus(asked.on(leaf), found.docs.take(best))
            nearer.append(Matches(found.docs, raised))
        return nearer

    def _demoted(self, asked: Evaluation, demotion: Demotion, kept: list[Matches]) -> list[Matches]:
        """Multiply the scores of what is demoted."""
        factors = self._factors_of(asked, demotion)
        return [
            Matches(found.docs, np.multiply(own.take(found.docs), found.scores, dtype=np.float32))
            for own, found in zip(factors, kept, strict=True)
        ]

    def _factors_of(self, asked: Evaluation, demotion: Demotion) -> list[Array]:
        """Return for each document of each segment what its score is multiplied by.

        That is kept: questions to an index all demote the same.
        """
        known = self._factors
        if known is None or known[0] != demotion:
            factors = []
            for leaf in self.snapshot.leaves:
                own = np.ones(leaf.count, np.float32)
                own[asked.on(leaf).docs(demotion.query)] = demotion.factor
                factors.append(own)
            known = self._factors = demotion, factors
        return known[1]

    def _views(self, ask: Ask) -> AbstractSet[frozenset[str]]:
        """Return which filters the facets and histograms disregard, the hits among them: none."""
        own = [choice(ask, {facet}) for facet in ask.facets]
        own += [choice(ask, wanted.leave_out) for wanted in ask.histograms.values()]
        return {HITS, *own}

    def _filtered(
        self, on: LeafEvaluation, ask: Ask, matches: Matches, views: AbstractSet[frozenset[str]]
    ) -> dict[frozenset[str], Matches]:
        """Return, for each view, the matches that all filters but the view's let pass."""
        passing = {}
        for name, query in ask.filters.items():
            passed = np.zeros(len(matches.docs), bool)
            found = on.matches(query, matches.docs, scored=False)
            passed[found.among(matches.docs, on.count)] = True
            passing[name] = passed
        filtered = {}
        for left_out in views:
            masks = [passed for name, passed in passing.items() if name not in left_out]
            filtered[left_out] = matches.take(np.logical_and.reduce(masks)) if masks else matches
        return filtered

    def _facets(
        self, ask: Ask, per_view: dict[frozenset[str], list[Array]]
    ) -> dict[str, FacetCounts]:
        if len(per_view) == 1:
            return self._counter.facets(per_view[HITS], ask.facets) if ask.facets else {}
        facets: dict[str, FacetCounts] = {}
        for left_out, docs in per_view.items():
            wanted = [facet for facet in ask.facets if choice(ask, {facet}) == left_out]
            if wanted:
                facets |= self._counter.facets(docs, wanted)
        return {facet: facets[facet] for facet in ask.facets}


def choice(ask: Ask, left_out: frozenset[str] | set[str]) -> frozenset[str]:
    """Return those of the names that are names of filters."""
    return frozenset(left_out & ask.filters.keys()) if ask.filters else HITS
