"""Counts of facet values, and the commonest of them."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from index.engines.whoosh.arrays.facets import LAST, NUMBER_BITS
from index.engines.whoosh.arrays.presence import LONG, bits, roomy
from index.engines.whoosh.arrays.sets import common, leading, marks

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from index.engines.whoosh.arrays.container import Array
    from index.engines.whoosh.arrays.facets import FacetValues
    from index.engines.whoosh.arrays.segment import FieldArrays
    from index.engines.whoosh.arrays.snapshot import Leaf
    from index.engines.whoosh.arrays.terms import TermDictionary


FEW = 256
"""So many values are sorted quicker than the commonest of them are found."""

COVERED, NEARLY_ALL = 8, 40
"""Values are counted by bits where documents are more than one in so many of all, and those missing
more than one in so many."""

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
        numbers = (self.counts > 0).nonzero()[0]
        counts = self.counts.take(numbers)
        if len(numbers) > FEW:
            best = leading(counts, size, 1)
            numbers, counts = numbers.take(best), counts.take(best)
        return self._shown(_merits(counts, LAST - numbers), size, ties=ties)

    def _shown(self, merits: Array, size: int, *, ties: bool) -> list[tuple[str, int]]:
        """Return what `top` does of the values with these merits, which rise."""
        first = max(0, len(merits) - size)
        if ties and first:
            first = int(merits.searchsorted(merits[first] >> NUMBER_BITS << NUMBER_BITS))
        names = self.names
        return [
            (names[LAST - (merit & LAST)], merit >> NUMBER_BITS)
            for merit in merits[first:][::-1].tolist()
        ]

    def of(self, value: str) -> int:
        """Return the count of one value."""
        number = self.terms.find(value.encode("utf-8", "surrogatepass"))
        return self._of(number) if number >= 0 else 0

    def _of(self, number: int) -> int:
        return int(self.counts[number])

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
        return self._shown(merits, size, ties=ties)


class Tally:
    """The values of some documents of one segment."""

    def __init__(self, leaf: Leaf, docs: Array) -> None:
        self._arrays = leaf.arrays
        self._rows = leaf.arrays.facets
        self._docs = docs
        count, missing = leaf.arrays.count, leaf.arrays.count - len(docs)
        self._by_bits = (
            len(docs) > LONG and len(docs) * COVERED > count and missing * NEARLY_ALL > count
        )

    def commonest(self, name: str, size: int) -> Array:
        """Return the count of each code of a facet; maybe 0 for those not among the `size` most."""
        if not self._by_bits:
            return self.coded[self._rows.fields[name].codes]
        coverage = self._rows.coverage(name, self._arrays.fields[name], self._arrays.count)
        return coverage.commonest(self._words, size)

    def commonest_others(self, name: str, size: int, floor: int) -> tuple[Array, Array]:
        """Return the `size` commonest values of a facet without a code, as numbers and counts.

        See `Rarities.commonest`.
        """
        if self._by_bits:
            rarities = self._rows.rarities(name, self._arrays.fields[name])
            return rarities.commonest(self._marks, size, floor)
        others = self.others[self._rows.fields[name].numbers]
        best = leading(others, size, floor)
        return best, others.take(best)

    def having(self, docs: Array) -> int:
        """Return how many of the documents are among some, which rise."""
        few, many = sorted((docs, self._docs), key=len)
        return len(common(few, many)[0])

    @cached_property
    def _marks(self) -> Array:
        """Whether each document of the segment is among these, with room for whole words."""
        return marks([self._docs], roomy(self._arrays.count))

    @cached_property
    def _words(self) -> Array:
        """The documents as bits, see `presence`."""
        return bits(self._marks)

    @cached_property
    def _missing(self) -> Array:
        """Those documents of the segment that are not among these."""
        missing = np.ones(self._arrays.count, bool)
        missing[self._docs] = False
        return missing.nonzero()[0]

    @cached_property
    def coded(self) -> Array:
        """The count of each code."""
        return self._counted(self._rows.count_coded, self._rows.coded_totals)

    @cached_property
    def others(self) -> Array:
        """The counts of all values, but 0 for those that have a code."""
        return self._counted(self._rows.count_others, self._rows.other_totals)

    def _counted(self, count: Callable[[Array], Array], totals: Array) -> Array:
        """Return what `count` counts, by way of the missing ones where these are fewer."""
        size = self._arrays.count
        if len(self._docs) == size:
            return totals
        return totals - count(self._missing) if 2 * len(self._docs) > size else count(self._docs)

    @cached_property
    def counts(self) -> Array:
        """The counts of all values."""
        return self._rows.together(self.coded, self.others)


class TalliedCounts(FacetCounts):
    """FacetCounts over one segment: rare values are not looked at where they cannot matter."""

    def __init__(
        self,
        name: str,
        field: FieldArrays,
        names: Mapping[int, str],
        tally: Tally,
        own: FacetValues,
    ) -> None:
        super().__init__(field.terms, names, np.empty(0, np.int64))
        self._name = name
        self._field = field
        self._tally = tally
        self._own = own

    @property
    def counts(self) -> Array:
        """See FacetCounts."""
        own = self._own
        if own.largest_other:
            return self._tally.counts[own.numbers]
        counts = np.zeros(own.numbers.stop - own.numbers.start, np.int64)
        counts[LAST - own.backwards] = self._coded
        return counts

    @cached_property
    def _coded(self) -> Array:
        """The count of each code of the facet."""
        return self._tally.commonest(self._name, len(self._own.backwards))

    def _of(self, number: int) -> int:
        own = self._own
        code = (own.backwards == LAST - number).nonzero()[0]
        if len(code):
            return int(self._coded[code[0]])
        return self._tally.having(self._field.documents(number))

    def top(self, size: int, *, ties: bool = False) -> list[tuple[str, int]]:
        """See FacetCounts."""
        if size < 1:
            return []
        own = self._own
        every = size >= len(own.backwards)
        counts = self._coded if every else self._tally.commonest(self._name, size)
        coded = _merits(counts, own.backwards)
        first = max(0, len(coded) - size)
        floor = max(1, int(coded[first]) >> NUMBER_BITS) if first else 1
        if ties or not first or coded[first] <= LAST:
            first = int(coded.searchsorted(floor << NUMBER_BITS))
        merits = coded[first:]
        # no value counts more among some documents than among all
        if own.largest_other >= floor:
            numbers, others = self._tally.commonest_others(self._name, size, floor)
            if len(numbers):
                merits = np.concatenate((merits, _merits(others, LAST - numbers)))
                merits.sort()
        return self._shown(merits, size, ties=ties)
