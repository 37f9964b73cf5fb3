"""Facets: for each document the numbers of its values, as rows of equal width.

The values of all facet fields share one numbering (a field's values follow those of the field
before), so that one gather serves every facet. The commonest values of all have a code of one byte
beside: a document's row of codes is short to fetch, and counting codes needs a small table. Which
values are the commonest among any documents is mostly known from the codes alone, as a value counts
no more among some documents than among all. The other values stand in rows of their own.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from index.engines.whoosh.arrays.coverage import Coverage
from index.engines.whoosh.arrays.inversion import ragged
from index.engines.whoosh.arrays.rarities import Rarities
from index.engines.whoosh.arrays.sets import common

if TYPE_CHECKING:
    from collections.abc import Sequence

    from index.engines.whoosh.arrays.container import Array, Container
    from index.engines.whoosh.arrays.segment import FieldArrays

BASES, TOTALS, CODED = "facet.bases", "facet.totals", "facet.coded"
CODES, OTHERS = "facet.codes", "facet.others"
"""Arrays of two kinds of rows, see `turning.Rows`: of codes, and of the values without a code."""

FITTING, FIRST = 0.999, 0.75
"""Rows are as wide as the first share of the documents needs, blocks as the second."""

MORE_BLOCKS = 1
"""So many more make a row where they are enough for all documents: then none is looked up apart."""

NARROWEST = 4
MANY_ROWS = 128
"""From so many documents on, the next block is fetched of those rows only that go on in it."""

HEAD = 240
"""So many values have a code; the last byte means that a row goes on, the others an empty place."""

PAIRED = 1 << 16
"""From so many codes on, two at a time are counted: that needs a table for all pairs of bytes."""

NUMBER_BITS = 32
LAST = (1 << NUMBER_BITS) - 1
"""The greatest number that a value may have."""


class _Rows:
    """Values by document; numbers from `empty` on are none."""

    def __init__(self, container: Container, name: str, empty: int) -> None:
        self._empty = empty
        self._blocks: Array = container.get(f"{name}.rows")
        self.dtype = self._blocks.dtype
        self._more_docs: Array = container.get(f"{name}.more_docs")
        self._more_starts: Array = container.get(f"{name}.more_starts")
        self._more: Array = container.get(f"{name}.more")

    def of(self, docs: Array) -> Array:
        """Return the values of some documents in no order, as far as rows hold them.

        Their number is even, and numbers that are no values are among them.
        """
        found = []
        left = self._blocks
        while len(left) > 1 and len(docs) >= MANY_ROWS:
            blocks = left[0].take(docs, axis=0)
            found.append(blocks.ravel())
            docs = docs.take((blocks[:, -1] < self._empty).nonzero()[0])
            left = left[1:]
        found.append(left.take(docs, axis=1).ravel())
        return np.concatenate(found) if len(found) > 1 else found[0]

    def beside(self, docs: Array) -> Array:
        """Return the values of some documents that their rows do not hold."""
        if len(self._more_docs) < len(docs):
            slots = common(self._more_docs, docs)[0]
        else:
            slots = common(docs, self._more_docs)[1]
        starts = self._more_starts.take(slots)
        return self._more.take(ragged(starts, self._more_starts.take(slots + 1) - starts))


@dataclass(frozen=True, slots=True)
class FacetValues:
    """The values of one field: their `numbers`, and the `codes` of those that have one.

    `backwards` has for each of these LAST less its number in the field; `largest_other` is the
    greatest total of any value without a code. `borders` are those of `numbers`, in the type of
    what `FacetRows.values` returns, and `offset` is LAST more than the first.
    """

    numbers: slice
    borders: Array
    offset: int
    codes: slice
    backwards: Array
    largest_other: int


class FacetRows:
    """Counts facet values over any set of documents of one segment.

    `totals` says how many documents of the segment, deleted ones too, have each value,
    `coded_totals` the same of each code, `other_totals` of each value, but 0 for those of codes.
    """

    def __init__(self, container: Container, fields: Sequence[str]) -> None:
        bases = container.get(BASES).tolist()
        self.total: int = bases[-1]
        self.totals: Array = container.get(TOTALS)
        self._coded: Array = container.get(CODED)
        self._codes = _Rows(container, CODES, HEAD)
        self._others = _Rows(container, OTHERS, self.total)
        self.coded_totals = self.totals.take(self._coded)
        # places without a value have no number either
        self._numbers = np.full(256, self.total, self._others.dtype)
        self._numbers[: len(self._coded)] = self._coded
        self._numbers[-1] = self.total + 1
        self.other_totals = without = self.totals.copy()
        without[self._coded] = 0
        self._coverages: dict[str, Coverage] = {}
        self._rarities: dict[str, Rarities] = {}
        self.fields: dict[str, FacetValues] = {}
        for place, field in enumerate(fields):
            start, stop = bases[place], bases[place + 1]
            codes = slice(*self._coded.searchsorted([start, stop]).tolist())
            largest = int(without[start:stop].max(initial=0))
            backwards = LAST - (self._coded[codes] - start)
            borders = np.array([start, stop], self._others.dtype)
            self.fields[field] = FacetValues(
                slice(start, stop), borders, LAST + start, codes, backwards, largest
            )

    def count_coded(self, docs: Array) -> Array:
        """Return how many of `docs` (rising document numbers) have the value of each code."""
        codes = self._codes.of(docs)
        if len(codes) < PAIRED:
            counts = np.bincount(codes, minlength=256)
        else:
            pairs = np.bincount(codes.view(np.uint16), minlength=1 << 16).reshape(256, 256)
            counts = pairs.sum(axis=0) + pairs.sum(axis=1)
        if counts[-1]:
            counts += np.bincount(self._codes.beside(docs), minlength=256)
        return counts[: len(self._coded)]

    def count_others(self, docs: Array) -> Array:
        """Return how many of `docs` have each value, but 0 for those that have a code."""
        counts = np.bincount(self._others.of(docs), minlength=self.total + 2)
        if counts[-1]:
            counts += np.bincount(self._others.beside(docs), minlength=self.total + 2)
        return counts[: self.total]

    def together(self, coded: Array, others: Array) -> Array:
        """Return the counts of all values, of those of codes and of the others."""
        counts = others.copy()
        counts[self._coded] = coded
        return counts

    def coverage(self, name: str, field: FieldArrays, count: int) -> Coverage:
        """Return the documents of each code's value of a facet, kept from the first time on.

        `count` is the number of documents of the segment.
        """
        known = self._coverages.get(name)
        if known is None:
            numbers = LAST - self.fields[name].backwards
            known = self._coverages[name] = Coverage.of(field, numbers, count)
        return known

    def rarities(self, name: str, field: FieldArrays) -> Rarities:
        """Return the documents of a facet's values without a code, kept from the first time on."""
        known = self._rarities.get(name)
        if known is None:
            totals = self.other_totals[self.fields[name].numbers]
            known = self._rarities[name] = Rarities.of(field, totals)
        return known

    def values(self, docs: Array) -> Array:
        """Return the values that `docs` have, each as often, rising.

        Behind them stand numbers from `total` on that are no values.
        """
        numbers = self._numbers.take(self._codes.of(docs))
        values = np.concatenate((numbers, self._others.of(docs)))
        values.sort()
        if len(values) and values[-1] > self.total:
            beside = self._numbers.take(self._codes.beside(docs)), self._others.beside(docs)
            values = np.concatenate((values, *beside))
            values.sort()
        return values
