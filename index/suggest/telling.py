"""Which words of a text set it apart from others: frequent in it, rare elsewhere."""

from __future__ import annotations

from math import log
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

_K: Final = 1.2
"""How soon more occurrences say little more; the k1 of BM25."""
_COMMON: Final = 0.25
"""A word of a larger share of the releases tells nothing about one of them."""


def weight(occurrences: float) -> float:
    """Return what occurrences of a word say about a text, from 0 to 1; the saturation of BM25.

    >>> weight(0.0), round(weight(1.2), 2)
    (0.0, 0.5)
    """
    return occurrences / (_K + occurrences)


def telling(
    occurrences: Mapping[str, float], releases: Mapping[str, int], total: int, most: int
) -> dict[str, float]:
    """Return the most telling words and the weight of each, the most telling first.

    `occurrences` counts each word of a text, those that weigh more several times; `releases` says
    how many of `total` releases hold each. What only one holds finds no other; what very many hold
    tells nothing. Ordered by weight times inverse document frequency (K. Spärck Jones, "A
    statistical interpretation of term specificity and its application in retrieval", 1972).

    >>> telling({"kfor": 3, "de": 9, "seul": 1}, {"kfor": 40, "de": 990, "seul": 1}, 1000, 5)
    {'kfor': 0.7142857142857143}
    """
    found: list[tuple[float, str, float]] = []
    for word, count in occurrences.items():
        holding = releases.get(word, 0)
        if 1 < holding <= max(_COMMON * total, 2):
            says = weight(count)
            found.append((says * log(total / holding + 1), word, says))
    found.sort(key=lambda one: (-one[0], one[1]))
    return {word: says for _, word, says in found[:most]}
