"""Facets: for each document the numbers of its values, as rows of equal width.

The values of all facet fields share one numbering (a field's values follow those of the field
before), so that one gather and one count serve every facet. Rows are as wide as 99 % of the
documents need; what does not fit stands in a list beside.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from index.engines.whoosh.arrays.container import Array, smallest_unsigned
from index.engines.whoosh.arrays.inversion import counts_of, starts_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from index.engines.whoosh.arrays.container import Container, ContainerWriter

ROWS, EXTRA_DOCS, EXTRA_VALUES, BASES = (
    "facet.rows",
    "facet.extra_docs",
    "facet.extra_values",
    "facet.bases",
)
FITTING = 0.99


def write_facets(
    writer: ContainerWriter, count: int, fields: Sequence[tuple[Array, Array]]
) -> None:
    """Turn the postings of the facet fields round and write them.

    `count` is the number of documents; each field is given as (starts, docs) of its postings.
    """
    bases = starts_of(np.array([len(starts) - 1 for starts, _ in fields], np.int64))
    values = np.concatenate(
        [np.empty(0, np.int64)]
        + [
            np.repeat(np.arange(len(starts) - 1), counts_of(starts)) + base
            for (starts, _), base in zip(fields, bases[:-1], strict=True)
        ]
    )
    docs = np.concatenate([np.empty(0, np.int64)] + [docs.astype(np.int64) for _, docs in fields])
    by_doc = np.argsort(docs, kind="stable")
    values, docs = values[by_doc], docs[by_doc]
    widths = np.bincount(docs, minlength=count)
    width = _row_width(widths)
    place = np.arange(len(docs)) - np.repeat(starts_of(widths)[:-1], widths)
    total = int(bases[-1])
    # What is empty has a number of its own in every place: adding to one counter again and again
    # would wait for the addition before.
    empty = np.arange(total, total + width, dtype=smallest_unsigned(total + width))
    rows = np.tile(empty, (count, 1))
    fits = place < width
    rows[docs[fits], place[fits]] = values[fits]
    writer.put(BASES, bases)
    writer.put(ROWS, rows)
    writer.put(EXTRA_DOCS, docs[~fits].astype(np.uint32))
    writer.put(EXTRA_VALUES, values[~fits].astype(rows.dtype))


def _row_width(widths: Array) -> int:
    if not len(widths):
        return 1
    return max(1, int(np.quantile(widths, FITTING, method="inverted_cdf")))


class FacetRows:
    """Counts facet values over any set of documents of one segment."""

    def __init__(self, container: Container, fields: Sequence[str]) -> None:
        bases = container.get(BASES).tolist()
        self.ranges = {
            field: slice(bases[place], bases[place + 1]) for place, field in enumerate(fields)
        }
        self.total: int = bases[-1]
        self._rows: Array = container.get(ROWS)
        self._extra_docs: Array = container.get(EXTRA_DOCS)
        self._extra_values: Array = container.get(EXTRA_VALUES)

    def count(self, docs: Array) -> Array:
        """Return how many of `docs` (rising document numbers) have each value."""
        found = self._rows.take(docs, axis=0).ravel()
        counts = np.bincount(found, minlength=self.total)
        if len(self._extra_docs) and len(docs):
            place = docs.searchsorted(self._extra_docs)
            extra = self._extra_values[docs.take(place, mode="clip") == self._extra_docs]
            counts[: self.total] += np.bincount(extra, minlength=self.total)
        return counts[: self.total]

    @cached_property
    def totals(self) -> Array:
        """How many documents of the segment, deleted ones too, have each value."""
        counts = np.bincount(self._rows.ravel(), minlength=self.total)[: self.total]
        return counts + np.bincount(self._extra_values, minlength=self.total)
