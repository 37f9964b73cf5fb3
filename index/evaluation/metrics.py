"""What a list of hits is worth against graded judgements; pure functions, each between 0 and 1.

A grade of 0, or none, is not relevant. A query without a relevant release has no worth to measure:
the functions raise ValueError for it, and `judgements.read` lets none through.
"""

from __future__ import annotations

from enum import StrEnum
from math import log2
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence


class Metric(StrEnum):
    """The metrics, by the names they are printed under; `@k` is how many leading hits count."""

    NDCG = "nDCG@10"
    MRR = "MRR@10"
    RECALL = "recall@100"


def ndcg(ranked: Sequence[str], grades: Mapping[str, int], k: int = 10) -> float:
    """Return the normalised discounted cumulative gain of the first `k` hits.

    The gain of a hit is its grade, as in Järvelin and Kekäläinen, "Cumulated gain-based evaluation
    of IR techniques", ACM TOIS 20(4), 2002; their discount is the logarithm of the rank from the
    base on, here log2(1 + rank) from the first rank on, as trec_eval's ndcg_cut has it. The ideal
    order is that of all judged releases, found or not.

    >>> round(ndcg(["b", "a"], {"a": 3, "b": 1}), 4)  # (1 + 3/log2 3) / (3 + 1/log2 3)
    0.7967
    """
    ideal = _discounted(sorted(_relevant(grades).values(), reverse=True)[:k])
    return _discounted(grades.get(release, 0) for release in ranked[:k]) / ideal


def reciprocal_rank(ranked: Sequence[str], grades: Mapping[str, int], k: int = 10) -> float:
    """Return 1 / rank of the first relevant hit, 0 where none is among the first `k`.

    The mean of it is the MRR of Voorhees, "The TREC-8 question answering track report", 1999.

    >>> reciprocal_rank(["x", "a"], {"a": 1})
    0.5
    """
    relevant = _relevant(grades)
    return next((1 / rank for rank, one in enumerate(ranked[:k], 1) if one in relevant), 0.0)


def recall(ranked: Sequence[str], grades: Mapping[str, int], k: int = 100) -> float:
    """Return the share of the relevant releases that are among the first `k` hits.

    >>> recall(["x", "a"], {"a": 1, "b": 3})
    0.5
    """
    relevant = _relevant(grades)
    return len(relevant.keys() & set(ranked[:k])) / len(relevant)


METRICS: Final[dict[Metric, Callable[[Sequence[str], Mapping[str, int]], float]]] = {
    Metric.NDCG: ndcg,
    Metric.MRR: reciprocal_rank,
    Metric.RECALL: recall,
}


def _relevant(grades: Mapping[str, int]) -> dict[str, int]:
    relevant = {release: grade for release, grade in grades.items() if grade > 0}
    if not relevant:
        raise ValueError("no release is judged relevant")
    return relevant


def _discounted(gains: Iterable[int]) -> float:
    return sum(gain / log2(1 + rank) for rank, gain in enumerate(gains, 1))
