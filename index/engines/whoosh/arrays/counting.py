"""Counts of facet values and of intervals over the hits of all segments."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from index.engines.whoosh.arrays.segment import NO_VALUE
from index.engines.whoosh.arrays.sets import leading
from index.engines.whoosh.arrays.terms import TermDictionary, merge_terms, pack_terms

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from index.engines.whoosh.arrays.container import Array
    from index.engines.whoosh.arrays.snapshot import Leaf, Snapshot


FEW = 256
"""So many values are sorted quicker than the commonest of them are found."""

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


@dataclass(frozen=True, slots=True)
class FacetCounts:
    """How many hits have each value of a facet; `counts` goes by the value's number in `terms`."""

    terms: TermDictionary
    names: Mapping[int, str]
    counts: Array

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
        order = (-counts).argsort(kind="stable")
        if ties and size < len(order):
            size = int(np.count_nonzero(counts >= counts[order[size - 1]]))
        order = order[:size]
        shown = map(self.names.__getitem__, numbers.take(order).tolist())
        return list(zip(shown, counts.take(order).tolist(), strict=True))

    def of(self, value: str) -> int:
        """Return the count of one value."""
        number = self.terms.find(value.encode("utf-8", "surrogatepass"))
        return int(self.counts[number]) if number >= 0 else 0

    def items(self) -> Iterator[tuple[str, int]]:
        """Yield each value that hits have with its count, in byte order."""
        for number in self.counts.nonzero()[0].tolist():
            yield self.names[number], int(self.counts[number])


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
        per_leaf = list(map(self._count, self._snapshot.leaves, docs))
        return {name: self._sum(name, per_leaf) for name in names}

    def _count(self, leaf: Leaf, docs: Array) -> Array:
        facets, count = leaf.arrays.facets, leaf.arrays.count
        if 2 * len(docs) <= count:
            return facets.count(docs)
        if len(docs) == count:
            return facets.totals
        # nearly everything: count what is missing and take it from the totals
        missing = np.ones(count, bool)
        missing[docs] = False
        return facets.totals - facets.count(missing.nonzero()[0])

    def _sum(self, name: str, per_leaf: Sequence[Array]) -> FacetCounts:
        values = self._known(name)
        if len(per_leaf) == 1:
            own = per_leaf[0][self._snapshot.leaves[0].arrays.facets.ranges[name]]
            return FacetCounts(values.terms, values.names, own)
        counts = np.zeros(values.terms.count, np.int64)
        for leaf, found, numbers in zip(
            self._snapshot.leaves, per_leaf, values.numbers, strict=True
        ):
            own = found[leaf.arrays.facets.ranges[name]]
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
