"""Two runs over the same queries, side by side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from index.evaluation.metrics import Metric
    from index.evaluation.run import Run

ROUNDS: Final = 10_000
SEED: Final = 1949
_EQUAL: Final = 1e-9
_CELLS_AT_ONCE: Final = 4_000_000


@dataclass(frozen=True, slots=True)
class Change:
    """A query whose score differs: what it is now, and what it is against."""

    query: str
    now: float
    against: float


@dataclass(frozen=True, slots=True)
class Comparison:
    """One metric of two runs: both means, what got better and worse, and how sure that is.

    `better` and `worse` have the largest change first. `p` is the probability of a difference of
    means at least this large, either way, were the two no different (`p_value`).
    """

    metric: Metric
    now: float
    against: float
    better: tuple[Change, ...]
    worse: tuple[Change, ...]
    p: float


def compare(now: Run, against: Run, metric: Metric) -> Comparison:
    """Compare two runs over the same queries; raises ValueError where the queries differ."""
    if [one.query for one in now.asked] != [one.query for one in against.asked]:
        raise ValueError("the runs are over different queries")
    changes = [
        Change(one.query, one.scores[metric], other.scores[metric])
        for one, other in zip(now.asked, against.asked, strict=True)
    ]
    rising = sorted(changes, key=lambda change: change.now - change.against)
    return Comparison(
        metric=metric,
        now=now.means[metric],
        against=against.means[metric],
        better=tuple(c for c in reversed(rising) if c.now - c.against > _EQUAL),
        worse=tuple(c for c in rising if c.against - c.now > _EQUAL),
        p=p_value([change.now - change.against for change in changes]),
    )


def p_value(differences: Sequence[float], rounds: int = ROUNDS, seed: int = SEED) -> float:
    """Return the two-sided p-value of a paired randomisation test; the same for the same input.

    Were two settings no different, the sign of each query's difference would be a matter of chance:
    the test turns signs at random and counts how often the sum is as far from 0 as the one seen
    (Smucker, Allan and Carterette, "A comparison of statistical significance tests for information
    retrieval evaluation", CIKM 2007). What was seen counts as one of the rounds, so that it is
    never 0 (Phipson and Smyth, "Permutation p-values should never be zero", 2010).

    >>> p_value([0.0, 0.0]), p_value([0.1] * 20) < 0.001
    (1.0, True)
    """
    values = np.array([value for value in differences if abs(value) > _EQUAL])
    if not values.size:
        return 1.0
    seen = abs(values.sum()) - _EQUAL
    random = np.random.default_rng(seed)
    at_once = max(1, _CELLS_AT_ONCE // values.size)
    as_far = 0
    for start in range(0, rounds, at_once):
        turned = random.integers(0, 2, (min(at_once, rounds - start), values.size), dtype=np.int8)
        as_far += int(np.count_nonzero(np.abs((1 - 2 * turned) @ values) >= seen))
    return (as_far + 1) / (rounds + 1)
