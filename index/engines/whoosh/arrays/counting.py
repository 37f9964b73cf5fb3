"""Counts of facet values and of intervals over the hits of all segments."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from index.engines.whoosh.arrays.facets import LAST, NUMBER_BITS
from index.engines.whoosh.arrays.segment import NO_VALUE
from index.engines.whoosh.arrays.sets import distinct, leading
from index.engines.whoosh.arrays.terms import TermDictionary, merge_terms, pack_terms

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from index.engines.whoosh.arrays.container import Array
    from index.engines.whoosh.arrays.facets import FacetValues
    from index.engines.whoosh.arrays.snapshot import Leaf, Snapshot


FEW = 256
"""So many values are sorted quicker than the commonest of them are found."""

SHIFT = np.array(NUMBER_BITS)
KEPT_BORDERS = 64
"""Sets of histogram borders whose places in the segments are remembered."""


class _Names(dict[int, str]):
    """The values of a facet by number, decoded when first shown."""

    def __init__(self, terms: TermDictionary) -> None:
        super().__init__()
        self._terms = terms

    def __missing__(self, number: int) -> str:
        name = self[number] = self._terms[number].decode("utf-8", "surrogatepass")
        return name


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
        merits = _merits(counts, LAST - numbers).tolist()
        return self._shown(merits, size, ties=ties)

    def _shown(self, merits: list[int], size: int, *, ties: bool) -> list[tuple[str, int]]:
        """Return what `top` does of the values with these merits, which rise."""
        first = max(0, len(merits) - size)
        if ties and first:
            first = bisect_left(merits, merits[first] >> NUMBER_BITS << NUMBER_BITS)
        names = self.names
        return [
            (names[LAST - (merit & LAST)], merit >> NUMBER_BITS)
            for merit in reversed(merits[first:])
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


class _Tally:
    """The values of some documents of one segment; `coded` counts those that have a code.

    Where the documents are nearly all of the segment, `missing` are those they are not.
    """

    def __init__(self, leaf: Leaf, docs: Array) -> None:
        rows, count = leaf.arrays.facets, leaf.arrays.count
        self._rows = rows
        self._docs = docs
        self.missing: Array | None = None
        if 2 * len(docs) <= count:
            self.coded = rows.count_coded(docs)
        elif len(docs) == count:
            self.missing = docs[:0]
            self.coded = rows.coded_totals
        else:
            missing = np.ones(count, bool)
            missing[docs] = False
            self.missing = missing.nonzero()[0]
            self.coded = rows.coded_totals - rows.count_coded(self.missing)

    @cached_property
    def others(self) -> Array:
        """See FacetRows."""
        return self._rows.others(self._docs)

    @cached_property
    def counts(self) -> Array:
        """The counts of all values."""
        if self.missing is None:
            return self._rows.count(self._docs)
        return self._rows.totals - self._rows.count(self.missing)


class _TalliedCounts(FacetCounts):
    """FacetCounts over one segment: rare values are not looked at where they cannot matter."""

    def __init__(
        self, terms: TermDictionary, names: Mapping[int, str], tally: _Tally, own: FacetValues
    ) -> None:
        super().__init__(terms, names, tally.coded)
        self._tally = tally
        self._own = own

    @property
    def counts(self) -> Array:
        """See FacetCounts."""
        own = self._own
        if own.largest_other:
            return self._tally.counts[own.numbers]
        counts = np.zeros(own.numbers.stop - own.numbers.start, np.int64)
        counts[LAST - own.backwards] = self._tally.coded[own.codes]
        return counts

    def top(self, size: int, *, ties: bool = False) -> list[tuple[str, int]]:
        """See FacetCounts."""
        if size < 1:
            return []
        own = self._own
        coded = _merits(self._tally.coded[own.codes], own.backwards)
        first = max(0, len(coded) - size)
        floor = max(1, int(coded[first]) >> NUMBER_BITS) if first else 1
        if ties or not first or coded[first] <= LAST:
            first = int(coded.searchsorted(floor << NUMBER_BITS))
        merits: list[int] = coded[first:].tolist()
        # no value counts more among some documents than among all
        if own.largest_other >= floor:
            if self._tally.missing is not None:
                return super().top(size, ties=ties)
            merits += self._others(floor)
            merits.sort()
        return self._shown(merits, size, ties=ties)

    def _others(self, floor: int) -> list[int]:
        """Return the merits of the values without a code that count at least `floor`."""
        own, others = self._own.numbers, self._tally.others
        low, high = others.searchsorted(np.array([own.start, own.stop], others.dtype)).tolist()
        others = others[low:high]
        if len(others) <= FEW:
            counted: dict[int, int] = {}
            for number in others.tolist():
                counted[number] = counted.get(number, 0) + 1
            return [
                (count << NUMBER_BITS) + LAST - (number - own.start)
                for number, count in counted.items()
                if count >= floor
            ]
        # rising, a value that is there so often stands in two places so far apart
        ends = others[floor - 1 :]
        found = distinct(ends[ends == others[: len(ends)]])
        counts = others.searchsorted(found, "right") - others.searchsorted(found)
        merits: list[int] = _merits(counts, LAST - (found.astype(np.int64) - own.start)).tolist()
        return merits


@dataclass(frozen=True, slots=True)
class HistogramCounts:
    """How many hits lie between each two borders, and how many have no value at all."""

    counts: list[int]
    without: int


@dataclass(frozen=True, slots=True)
class _Values:
    """The values of a facet in all segments; `numbers` are those of each segment's own values."""

    terms: TermDictionary
    names: _Names
    numbers: list[Array | None]


class FacetCounter:
    """Counts over a snapshot."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._values: dict[str, _Values] = {}
        self._edges: dict[tuple[int, ...], list[Array | None]] = {}

    def facets(self, docs: Sequence[Array], names: Sequence[str]) -> dict[str, FacetCounts]:
        """Count the values of some facets over `docs`, given for each segment, rising."""
        leaves = self._snapshot.leaves
        tallies = list(map(_Tally, leaves, docs))
        if len(leaves) != 1:
            return {name: self._sum(name, tallies) for name in names}
        counts: dict[str, FacetCounts] = {}
        for name in names:
            known, own = self._known(name), leaves[0].arrays.facets.fields[name]
            counts[name] = _TalliedCounts(known.terms, known.names, tallies[0], own)
        return counts

    def _sum(self, name: str, tallies: Sequence[_Tally]) -> FacetCounts:
        values = self._known(name)
        counts = np.zeros(values.terms.count, np.int64)
        for leaf, tally, numbers in zip(
            self._snapshot.leaves, tallies, values.numbers, strict=True
        ):
            own = tally.counts[leaf.arrays.facets.fields[name].numbers]
            if numbers is None:
                counts += own
            else:
                counts[numbers] += own
        return FacetCounts(values.terms, values.names, counts)

    def _known(self, name: str) -> _Values:
        known = self._values.get(name)
        if known is None:
            fields = [leaf.arrays.fields.get(name) for leaf in self._snapshot.leaves]
            empty = TermDictionary(*pack_terms([]))
            own = [empty if field is None else field.terms for field in fields]
            if len(own) == 1:
                known = _Values(own[0], _Names(own[0]), [None])
            else:
                merged, numbers = merge_terms(own)
                terms = TermDictionary(*pack_terms(merged))
                known = _Values(terms, _Names(terms), list(numbers))
            self._values[name] = known
        return known

    def histogram(self, docs: Sequence[Array], borders: tuple[int, ...]) -> HistogramCounts:
        """Count `docs`, given for each segment and rising, by intervals of the ordered column."""
        each = [
            found.searchsorted(edges)
            for found, edges in zip(docs, self._edges_of(borders), strict=True)
            if edges is not None
        ]
        if not each:
            return HistogramCounts([0] * max(0, len(borders) - 1), 0)
        places = each[0] if len(each) == 1 else np.add.reduce(each)
        return HistogramCounts((places[2:] - places[1:-1]).tolist(), int(places[0]))

    def _edges_of(self, borders: tuple[int, ...]) -> list[Array | None]:
        """Return, for each segment, the first document with a value, and the first of each bucket.

        Documents stand in the order of their values, so a border is a document number.
        """
        if not self._snapshot.leaves:
            return []
        known = self._edges.get(borders)
        if known is None:
            fieldobj = self._snapshot.schema[self._snapshot.order]
            values = [NO_VALUE + 1, *map(fieldobj.to_column_value, borders)]
            orders = [leaf.arrays.order for leaf in self._snapshot.leaves]
            if len(self._edges) >= KEPT_BORDERS:
                self._edges.clear()
            known = self._edges[borders] = [
                None if order is None else order.searchsorted(np.array(values, np.int64))
                for order in orders
            ]
        return known
