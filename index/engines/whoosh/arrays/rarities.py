"""Counting the rarer values of a facet among very many documents: by the documents of each value.

Rows of values (see `facets`) are gone through document by document. Where nearly every document is
a hit, that takes far longer than to look up the documents of those few values that can be among the
commonest: none counts more among some documents than among all.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

import numpy as np

from index.engines.whoosh.arrays.inversion import ragged, starts_of
from index.engines.whoosh.arrays.sets import leading

if TYPE_CHECKING:
    from index.engines.whoosh.arrays.container import Array
    from index.engines.whoosh.arrays.segment import FieldArrays


@dataclass(frozen=True, slots=True)
class Rarities:
    """The documents of some values, one value after the other, by falling total.

    `numbers` are the values' numbers in the field, `totals` how many documents have each, and
    `starts` where these begin in `docs`. Values that no document has are left out.
    """

    numbers: Array
    totals: Array
    starts: Array
    docs: Array

    @classmethod
    def of(cls, field: FieldArrays, totals: Array) -> Self:
        """Return that of terms of a field by their totals, 0 for those to be left out."""
        order = (-totals).argsort(kind="stable")
        numbers = order[: np.count_nonzero(totals)]
        totals = totals.take(numbers)
        first = np.array([field.starts[number] for number in numbers.tolist()], np.intp)
        docs = field.docs.take(ragged(first, totals))
        return cls(numbers, totals, starts_of(totals)[:-1], docs)

    def commonest(self, marked: Array, size: int, floor: int) -> tuple[Array, Array]:
        """Return the numbers of the `size` commonest values, and how many marked documents have it.

        `marked` tells of each document of the segment whether it counts. Whatever counts as much as
        one of those values is there too, and maybe others; all count at least `floor`.
        """
        counts = self._counted(marked, 0, size)
        if len(counts) == size:
            floor = max(floor, int(counts.min()))
        end = len(self.totals) - int(self.totals[::-1].searchsorted(floor))
        if end > len(counts):
            counts = np.concatenate((counts, self._counted(marked, len(counts), end)))
        best = leading(counts, size, floor)
        return self.numbers.take(best), counts.take(best)

    def _counted(self, marked: Array, start: int, end: int) -> Array:
        """Return how many marked documents have each of some values."""
        starts = self.starts[start:end]
        if not len(starts):
            return np.empty(0, np.int64)
        first, last = starts[0], starts[-1] + self.totals[start:end][-1]
        held = marked.take(self.docs[first:last])
        return np.add.reduceat(held, starts - first, dtype=np.uint32).astype(np.int64)
