"""Which documents have a value of a facet, as bits: to count it among very many documents.

Rows of codes (see `facets`) are gone through document by document. By bits a value takes the same
time among however many documents, and few values need to be counted: as none counts more among some
documents than among all, the commonest of all say which others may be among the commonest of these.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

import numpy as np

from index.engines.whoosh.arrays.presence import WORD, WORDS, of_any

if TYPE_CHECKING:
    from index.engines.whoosh.arrays.container import Array
    from index.engines.whoosh.arrays.segment import FieldArrays

AT_ONCE = 16
"""Values that are counted at a time: of 200,000 documents, what that takes stays in the cache."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """The documents of some values, a row of words for each (see `presence`), by falling total.

    `places` has for each row which of the values it is, `totals` how many documents have it.
    """

    places: Array
    totals: Array
    words: Array

    @classmethod
    def of(cls, field: FieldArrays, numbers: Array, count: int) -> Self:
        """Return that of terms of a field, of whose segment `count` is the number of documents."""
        totals = np.array([len(field.documents(number)) for number in numbers.tolist()], np.int64)
        places = (-totals).argsort(kind="stable")
        held = [(field, number) for number in numbers.take(places).tolist()]
        words = [of_any([one], [], count) for one in held]
        return cls(
            places,
            totals.take(places),
            np.array(words, WORDS).reshape(len(held), -(-count // WORD)),
        )

    def commonest(self, among: Array, size: int) -> Array:
        """Return how many of the documents whose bit is set in `among` have each value.

        But 0 for values that are less common there than `size` others.
        """
        counts = np.zeros(len(self.places), np.int64)
        first = self.totals[:size]
        self._count(among, counts, 0, len(first))
        floor = counts[: len(first)].min() if 0 < size == len(first) else 0
        end = len(self.totals) - int(self.totals[::-1].searchsorted(floor))
        self._count(among, counts, len(first), end)
        by_place = np.empty_like(counts)
        by_place[self.places] = counts
        return by_place

    def _count(self, among: Array, counts: Array, start: int, end: int) -> None:
        """Count the values of some rows."""
        for low in range(start, end, AT_ONCE):
            rows = slice(low, min(low + AT_ONCE, end))
            both = self.words[rows] & among
            # numpy adds up wider numbers at half the pace
            counts[rows] = np.bitwise_count(both).sum(axis=1, dtype=np.uint32)
