"""Counts of facet values and of intervals over the hits of all segments."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from index.engines.whoosh.arrays.segment import NO_VALUE
from index.engines.whoosh.arrays.terms import TermDictionary, merge_terms, pack_terms

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from index.engines.whoosh.arrays.container import Array
    from index.engines.whoosh.arrays.snapshot import Leaf, Snapshot


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
        numbers = np.flatnonzero(self.counts)
        counts = self.counts[numbers]
        if size < 1 or not len(numbers):
            return []
        if size < len(numbers):
            # how many values have each count: counts are small and mostly equal
            having = np.cumsum(np.bincount(counts)[::-1])
            least = len(having) - 1 - int(np.searchsorted(having, size))
            kept = counts >= least
            numbers, counts = numbers[kept], counts[kept]
        order = np.argsort(-counts, kind="stable")
        if not ties:
            order = order[:size]
        shown = map(self.names.__getitem__, numbers[order].tolist())
        return list(zip(shown, counts[order].tolist(), strict=True))

    def of(self, value: str) -> int:
        """Return the count of one value."""
        number = self.terms.find(value.encode("utf-8", "surrogatepass"))
        return int(self.counts[number]) if number >= 0 else 0

    def items(self) -> Iterator[tuple[str, int]]:
        """Yield each value that hits have with its count, in byte order."""
        for number in np.flatnonzero(self.counts).tolist():
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
        per_leaf = [
            self._count(leaf, found)
            for leaf, found in zip(self._snapshot.leaves, docs, strict=True)
        ]
        return {name: self._sum(name, per_leaf) for name in names}

    def _count(self, leaf: Leaf, docs: Array) -> Array:
        facets = leaf.arrays.facets
        if 2 * len(docs) <= leaf.count:
            return facets.count(docs)
        # nearly everything: count what is missing and take it from the totals
        missing = np.ones(leaf.count, bool)
        missing[docs] = False
        return facets.totals - facets.count(np.flatnonzero(missing))

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
        if name not in self._values:
            fields = [leaf.arrays.fields.get(name) for leaf in self._snapshot.leaves]
            empty = TermDictionary(*pack_terms([]))
            own = [empty if field is None else field.terms for field in fields]
            if len(own) == 1:
                self._values[name] = _Values(own[0], _Names(own[0]), [None])
            else:
                merged, numbers = merge_terms(own)
                terms = TermDictionary(*pack_terms(merged))
                self._values[name] = _Values(terms, _Names(terms), list(numbers))
        return self._values[name]

    def histogram(self, docs: Sequence[Array], borders: tuple[int, ...]) -> HistogramCounts:
        """Count `docs`, given for each segment and rising, by intervals of the ordered column."""
        counts = np.zeros(max(0, len(borders) - 1), np.int64)
        without = 0
        for found, edges in zip(docs, self._edges_of(borders), strict=True):
            if edges is not None:
                places = np.searchsorted(found, edges)
                counts += np.diff(places[1:])
                without += int(places[0])
        return HistogramCounts(counts.tolist(), without)

    def _edges_of(self, borders: tuple[int, ...]) -> list[Array | None]:
        """Return, for each segment, the first document with a value, and the first of each bucket.

        Documents stand in the order of their values, so a border is a document number.
        """
        if not self._snapshot.leaves:
            return []
        if borders not in self._edges:
            fieldobj = self._snapshot.schema[self._snapshot.order]
            values = [NO_VALUE + 1, *map(fieldobj.to_column_value, borders)]
            orders = [leaf.arrays.order for leaf in self._snapshot.leaves]
            if len(self._edges) >= KEPT_BORDERS:
                self._edges.clear()
            self._edges[borders] = [
                None if order is None else np.searchsorted(order, np.array(values, np.int64))
                for order in orders
            ]
        return self._edges[borders]
