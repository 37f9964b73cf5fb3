"""Facets: for each document the numbers of its values, as rows of equal width.

The values of all facet fields share one numbering (a field's values follow those of the field
before), so that one gather serves every facet. The commonest values of all stand in groups of
eight, those in one group that documents often have together: a document has one number for all
values of a group, that of the group and a bit for each value. So it has fewer numbers than values,
and the counts of the values come from those of the numbers. Every other value has a number itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Protocol

import numpy as np

from index.engines.whoosh.arrays.inversion import ragged
from index.engines.whoosh.arrays.sets import common

if TYPE_CHECKING:
    from collections.abc import Sequence

    from index.engines.whoosh.arrays.container import Array

BASES, TOTALS = "facet.bases", "facet.totals"
GROUPED = "facet.grouped"
"""The values of each group, one group after the other; places that are free have the total."""

ROWS = "facet.patterns"
"""Arrays of rows, see `turning.Rows`."""

FITTING, FIRST = 0.999, 0.5
"""Rows are as wide as the first share of the documents needs, blocks as the second."""

MORE_BLOCKS = 1
"""So many more make a row where they are enough for all documents: then none is looked up apart."""

NARROWEST = 4
MANY_ROWS = 128
"""From so many documents on, the next block is fetched of those rows only that go on in it."""

GROUP = 8
PATTERNS = 1 << GROUP
HEAD = 32 * GROUP
"""So many values stand in groups: then a table of all counts is small still."""

SPARE = 9
"""Numbers that are no values: the last means that a row goes on, the others an empty place."""

NUMBER_BITS = 32
LAST = (1 << NUMBER_BITS) - 1
"""The greatest number that a value may have."""

_BITS = (np.arange(PATTERNS)[:, None] >> np.arange(GROUP) & 1).astype(np.float64)
"""For each pattern, 1 for each of its values; numpy multiplies such numbers fastest."""


class Source(Protocol):
    """Where arrays are found by their names."""

    def get(self, name: str) -> Array:
        """Return an array."""
        ...


class _Rows:
    """Values by document; numbers from `empty` on are none."""

    def __init__(self, container: Source, name: str, empty: int) -> None:
        self._empty = empty
        self._blocks: Array = container.get(f"{name}.rows")
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
    """The values of one field: their `numbers`.

    `borders` are those of `numbers`, and `offset` is LAST more than the first.
    """

    numbers: slice
    borders: Array
    offset: int


class FacetRows:
    """Counts facet values over any set of documents of one segment.

    `totals` says how many documents of the segment, deleted ones too, have each value.
    """

    def __init__(self, source: Source, fields: Sequence[str]) -> None:
        bases = source.get(BASES).tolist()
        self.total: int = bases[-1]
        self.totals: Array = source.get(TOTALS)
        self._grouped: Array = source.get(GROUPED)
        self._first = len(self._grouped) // GROUP * PATTERNS
        self._numbers = self._first + self.total + SPARE
        self._rows = _Rows(source, ROWS, self._first + self.total)
        self._taken = (self._grouped < self.total).nonzero()[0]
        self._common = self._grouped.take(self._taken)
        self.fields: dict[str, FacetValues] = {}
        for place, field in enumerate(fields):
            start, stop = bases[place], bases[place + 1]
            borders = np.array([start, stop], np.int64)
            self.fields[field] = FacetValues(slice(start, stop), borders, LAST + start)

    def count(self, docs: Array) -> Array:
        """Return how many of `docs` (rising document numbers) have each value."""
        counts = np.bincount(self._rows.of(docs), minlength=self._numbers)
        if counts[-1]:
            counts += np.bincount(self._rows.beside(docs), minlength=self._numbers)
        patterns = counts[: self._first].reshape(-1, PATTERNS)
        values = counts[self._first : self._first + self.total]
        values[self._common] = (patterns.astype(np.float64) @ _BITS).ravel().take(self._taken)
        return values

    @cached_property
    def _values_of_patterns(self) -> Array:
        """The values of each pattern of each group; the total stands in free places."""
        groups = self._grouped.reshape(-1, 1, GROUP)
        return np.where(_BITS > 0, groups, self.total).reshape(-1, GROUP)

    def values(self, docs: Array) -> Array:
        """Return the values that `docs` have, each as often, rising.

        Behind them stand numbers from `total` on that are no values.
        """
        found = self._rows.of(docs).astype(np.int64)
        if len(found) and found.max() == self._numbers - 1:
            found = np.concatenate((found, self._rows.beside(docs).astype(np.int64)))
        single = found >= self._first
        grouped = self._values_of_patterns.take(found[~single], axis=0)
        values = np.concatenate((found[single] - self._first, grouped.ravel()))
        values.sort()
        return values
