"""Counts of facet values and of intervals over the hits of all segments."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from index.engines.whoosh.arrays.counts import FacetCounts, FewCounts, TalliedCounts, Tally
from index.engines.whoosh.arrays.segment import NO_VALUE
from index.engines.whoosh.arrays.terms import TermDictionary, merge_terms, pack_terms

if TYPE_CHECKING:
    from collections.abc import Sequence

    from index.engines.whoosh.arrays.container import Array
    from index.engines.whoosh.arrays.snapshot import Snapshot


__all__ = ["FacetCounter", "FacetCounts", "HistogramCounts"]

FEW_DOCS = 24
"""The values of so many documents are sorted quicker than they are counted."""

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
        if len(leaves) != 1:
            tallies = list(map(Tally, leaves, docs))
            return {name: self._sum(name, tallies) for name in names}
        rows = leaves[0].arrays.facets
        counts: dict[str, FacetCounts] = {}
        if len(docs[0]) <= FEW_DOCS:
            values = rows.values(docs[0])
            for name in names:
                known = self._known(name)
                counts[name] = FewCounts(known.terms, known.names, values, rows.fields[name])
        else:
            tally = Tally(leaves[0], docs[0])
            for name in names:
                field, known = leaves[0].arrays.fields.get(name), self._known(name)
                counts[name] = (
                    TalliedCounts(name, field, known.names, tally, rows.fields[name])
                    if field is not None
                    else FacetCounts(known.terms, known.names, np.empty(0, np.int64))
                )
        return counts

    def _sum(self, name: str, tallies: Sequence[Tally]) -> FacetCounts:
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
