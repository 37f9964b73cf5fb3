"""Counts of facet values, and the commonest of them."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

import numpy as np

from index.engines.whoosh.arrays.facets import LAST, NUMBER_BITS
from index.engines.whoosh.arrays.sets import leading

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from index.engines.whoosh.arrays.container import Array
    from index.engines.whoosh.arrays.facets import FacetValues
    from index.engines.whoosh.arrays.snapshot import Leaf
    from index.engines.whoosh.arrays.terms import TermDictionary


SHIFT = np.array(NUMBER_BITS)


class FacetCounts:
    """How many hits have each value of a facet; `counts` goes by the value's number in `terms`."""

    def __init__(self, terms: TermDictionary, names: Mapping[int, str], counts: Array) -> None:
        self.terms = terms
        self.names = names
        self._counts = counts

    @property
    def counts(self) -> Array:
        """The count of every value."""
        return self._counts

    def top(self, size: int, *, ties: bool = False) -> list[tuple[str, int]]:
        """Return the `size` commonest values with their counts, the commonest first.

        Values with the same count go by their bytes; with `ties`, all that share the count of the
        last one are there too, so that a caller may order them otherwise. Values that no hit has
        are never there.
        """
        if size < 1:
            return []
        counts = self.counts
        best = leading(counts, size, 1)
        return self._listed(_merits(counts.take(best), LAST - best).tolist(), size, ties=ties)

    def _listed(self, merits: list[int], size: int, *, ties: bool) -> list[tuple[str, int]]:
        """Return what `top` does of the values with these merits, which rise."""
        first = max(0, len(merits) - size)
        if ties and first:
            first = bisect_left(merits, merits[first] >> NUMBER_BITS << NUMBER_BITS)
        names = self.names
        return [
            (names[LAST - (merit & LAST)], merit >> NUMBER_BITS) for merit in merits[first:][::-1]
        ]

    def of(self, value: str) -> int:
        """Return the count of one value."""
        number = self.terms.find(value.encode("utf-8", "surrogatepass"))
        return int(self.counts[number]) if number >= 0 else 0

    def items(self) -> Iterator[tuple[str, int]]:
        """Yield each value that hits have with its count, in byte order."""
        for number in self.counts.nonzero()[0].tolist():
            yield self.names[number], int(self.counts[number])


def _merits(counts: Array, backwards: Array) -> Array:
    """Return a number for each value, rising, the commonest the greatest.

    `backwards` has LAST less the value's number: of equals, the least number comes first.
    """
    merits: Array = counts << SHIFT
    merits += backwards
    merits.sort()
    return merits


def _merits_of(values: Array, own: FacetValues) -> Array:
    """Return the merits of the values of a field among `values`, which rise; in no order."""
    low, high = values.searchsorted(own.borders).tolist()
    if low == high:
        return np.empty(0, np.int64)
    values = values[low:high]
    changes = (values[1:] != values[:-1]).nonzero()[0]
    ends = np.empty(len(changes) + 2, np.int64)
    ends[0], ends[1:-1], ends[-1] = -1, changes, len(values) - 1
    merits = ends[1:] - ends[:-1]
    merits <<= SHIFT
    merits += own.offset
    merits -= values.take(ends[1:])
    return merits


class FewCounts(FacetCounts):
    """FacetCounts over few documents of one segment, of which all `values` are given, rising."""

    def __init__(
        self, terms: TermDictionary, names: Mapping[int, str], values: Array, own: FacetValues
    ) -> None:
        super().__init__(terms, names, values)
        self._own = own

    @property
    def counts(self) -> Array:
        """See FacetCounts."""
        low, high = self._counts.searchsorted(self._own.borders).tolist()
        numbers = self._counts[low:high] - self._own.borders[0]
        return np.bincount(numbers, minlength=self.terms.count)

    def top(self, size: int, *, ties: bool = False) -> list[tuple[str, int]]:
        """See FacetCounts."""
        if size < 1:
            return []
        merits = _merits_of(self._counts, self._own)
        merits.sort()
        return self._listed(merits.tolist(), size, ties=ties)


def counted(leaf: Leaf, docs: Array) -> Array:
    """Return how many of some documents of a segment, which rise, have each value of its facets."""
    rows, count = leaf.arrays.facets, leaf.arrays.count
    if 2 * len(docs) <= count:
        return rows.count(docs)
    if len(docs) == count:
        return rows.totals
    missing = np.ones(count, bool)
    missing[docs] = False
    return rows.totals - rows.count(missing.nonzero()[0])
