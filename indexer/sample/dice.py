"""Deterministic chance: the same seed gives the same draws on every machine and Python version.

Only `random.Random(str).random()` is used, whose sequence Python guarantees; the other methods of
`random` may change between versions.
"""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Sequence

T = TypeVar("T")


class Dice:
    """One stream of draws, named by the words of its seed.

    >>> Dice("a", 1).between(1, 6) == Dice("a", 1).between(1, 6)
    True
    """

    __slots__ = ("random",)

    def __init__(self, *seed: object) -> None:
        name = "depeche-sample/" + "/".join(map(str, seed))
        self.random = random.Random(name).random  # noqa: S311 - texts to try out a search, no secrets

    def pick(self, items: Sequence[T]) -> T:
        """Return one of the items, all equally likely."""
        return items[int(self.random() * len(items))]

    def chance(self, probability: float) -> bool:
        """Tell whether something with this probability happens now."""
        return self.random() < probability

    def between(self, low: int, high: int) -> int:
        """Return a whole number from low to high, both included."""
        return low + int(self.random() * (high - low + 1))

    def shuffled(self, items: Sequence[T]) -> list[T]:
        """Return the items in another order (Fisher and Yates)."""
        out = list(items)
        for last in range(len(out) - 1, 0, -1):
            other = int(self.random() * (last + 1))
            out[last], out[other] = out[other], out[last]
        return out


class Ranked(Generic[T]):
    """Items drawn with Zipf's law: the n-th is drawn about 1/(n + offset) as often as the first.

    The law is laid out as a table of about `size` slots, so that a draw is one look-up; each item
    has at least one slot.

    >>> ranked = Ranked(["le", "la", "les"], size=100)
    >>> [ranked.table.count(word) for word in ("le", "la", "les")]
    [47, 30, 21]
    """

    __slots__ = ("table",)

    def __init__(self, items: Sequence[T], *, offset: float = 0.7, size: int = 4096) -> None:
        total = sum(1 / (rank + 1 + offset) for rank in range(len(items)))
        self.table: list[T] = []
        for rank, item in enumerate(items):
            share = size / (rank + 1 + offset) / total
            self.table += [item] * max(1, int(share))

    def draw(self, dice: Dice) -> T:
        """Return one item."""
        return self.table[int(dice.random() * len(self.table))]


class Weighted(Generic[T]):
    """Items drawn by stated weights, laid out as a table of slots of the given step."""

    __slots__ = ("table",)

    def __init__(self, items: Sequence[tuple[T, float]], *, step: float = 0.1) -> None:
        self.table = [item for item, weight in items for _ in range(max(1, round(weight / step)))]

    def draw(self, dice: Dice) -> T:
        """Return one item."""
        return self.table[int(dice.random() * len(self.table))]
