"""Asking an engine all judged queries."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from statistics import fmean
from typing import TYPE_CHECKING, Final

from index.engine import SearchRequest
from index.evaluation.metrics import METRICS, Metric

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from index.engine import Engine
    from index.evaluation.judgements import Judged

DEPTH: Final = 100
"""Hits looked at for a query: the largest `@k` of the metrics."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One query with its answer: the total of hits, and what the first DEPTH of them are worth."""

    query: str
    total: int
    scores: Mapping[Metric, float]


@dataclass(frozen=True)
class Run:
    """The answers to all judged queries, in the order of the queries; at least one."""

    asked: tuple[Asked, ...]

    def scores(self, metric: Metric) -> list[float]:
        """Return the score of every query, in their order."""
        return [one.scores[metric] for one in self.asked]

    @cached_property
    def means(self) -> dict[Metric, float]:
        """The mean of each metric over the queries, each of the same weight."""
        return {metric: fmean(self.scores(metric)) for metric in METRICS}


def ask(
    engine: Engine, judged: Iterable[Judged], progress: Callable[[], object] | None = None
) -> Run:
    """Ask every query as a reader types it, by relevance and without filters.

    `progress` is called after each.
    """
    asked = []
    for one in judged:
        page = engine.search(SearchRequest(query=one.query, limit=DEPTH))
        ranked = [hit.id for hit in page.hits]
        scores = {metric: worth(ranked, one.grades) for metric, worth in METRICS.items()}
        asked.append(Asked(one.query, page.total, scores))
        if progress is not None:
            progress()
    return Run(tuple(asked))
