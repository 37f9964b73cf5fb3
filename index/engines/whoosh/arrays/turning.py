"""Postings of the facet fields → rows of values by document, a range of documents at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import numpy as np

from index.engines.whoosh.arrays import facets
from index.engines.whoosh.arrays.container import Array, smallest_unsigned
from index.engines.whoosh.arrays.grouping import grouped
from index.engines.whoosh.arrays.inversion import counts_of, starts_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

RANGE = 1 << 16
"""Documents whose rows are filled at a time: some 50 MB of memory."""

_SHIFT = np.uint64(32)
_VALUE = np.uint64((1 << 32) - 1)


class Writer(Protocol):
    """Takes arrays under names."""

    def put(self, name: str, values: Array) -> None:
        """Take an array."""
        ...


class Turned(dict[str, Array]):
    """What `write_facets` makes, in memory."""

    def put(self, name: str, values: Array) -> None:
        """Keep an array."""
        self[name] = values

    def get(self, name: str) -> Array:  # type: ignore[override] # none is missing
        """Return an array."""
        return self[name]


def write_facets(writer: Writer, count: int, fields: Sequence[tuple[Array, Array]]) -> None:
    """Turn the postings of the facet fields round and write them.

    `count` is the number of documents; each field is given as (starts, docs) of its postings.
    """
    bases = starts_of(np.array([len(starts) - 1 for starts, _ in fields], np.int64))
    total = int(bases[-1])
    totals = np.concatenate([np.empty(0, np.int64)] + [counts_of(starts) for starts, _ in fields])
    keys = _keys(fields, bases)
    groups = grouped(keys, count, totals, facets.HEAD)
    writer.put(facets.BASES, bases)
    writer.put(facets.TOTALS, totals)
    writer.put(facets.GROUPED, groups)
    end = len(groups) // facets.GROUP * facets.PATTERNS + total
    rows = Rows(count, range(end, end + facets.SPARE))
    ranges = list(_ranges(keys, count, groups, total))
    # they are larger than what comes now
    del keys
    for first, docs, _ in ranges:
        rows.measure(first, docs)
    for first, docs, numbers in ranges:
        rows.fill(first, docs.astype(np.intp), numbers)
    rows.put(writer, facets.ROWS)


def _keys(fields: Sequence[tuple[Array, Array]], bases: Array) -> Array:
    """Return document and value of each posting as one number, rising."""
    keys = np.empty(sum(len(docs) for _, docs in fields), np.uint64)
    end = 0
    for (starts, docs), base in zip(fields, bases[:-1].tolist(), strict=True):
        own = keys[end : end + len(docs)]
        end += len(docs)
        own[:] = docs
        own <<= _SHIFT
        own += np.arange(base, base + len(starts) - 1, dtype=np.uint64).repeat(counts_of(starts))
    keys.sort()
    return keys


def _ranges(
    keys: Array, count: int, groups: Array, total: int
) -> Iterator[tuple[int, Array, Array]]:
    """Yield the first document of each range; each number's place behind it, and the number.

    Numbers are those that `FacetRows` counts, rising for each document.
    """
    places = np.full(total + 1, -1)
    places[groups] = np.arange(len(groups))
    size = len(groups) // facets.GROUP
    for first in range(0, count, RANGE):
        borders = np.array([first, min(first + RANGE, count)], np.uint64) << _SHIFT
        own = keys[slice(*keys.searchsorted(borders).tolist())]
        docs = (own >> _SHIFT).astype(np.intp) - first
        values = (own & _VALUE).astype(np.intp)
        place = places.take(values)
        common, others = (place >= 0).nonzero()[0], (place < 0).nonzero()[0]
        place = place.take(common)
        patterns = np.zeros(min(RANGE, count - first) * size, np.uint8)
        cells = docs.take(common) * size + place // facets.GROUP
        np.add.at(patterns, cells, (1 << place % facets.GROUP).astype(np.uint8))
        cells = (patterns > 0).nonzero()[0]
        numbers = np.concatenate(
            (
                _joined(cells // size, cells % size * facets.PATTERNS + patterns.take(cells)),
                _joined(docs.take(others), size * facets.PATTERNS + values.take(others)),
            )
        )
        numbers.sort()
        yield (
            first,
            (numbers >> _SHIFT).astype(smallest_unsigned(RANGE - 1)),
            (numbers & _VALUE).astype(smallest_unsigned(size * facets.PATTERNS + total)),
        )


def _joined(docs: Array, numbers: Array) -> Array:
    return (docs.astype(np.uint64) << _SHIFT) | numbers.astype(np.uint64)


class Rows:
    """Rows of one kind in the making, and what does not fit into them.

    All ranges are measured first, then filled. The last of the `spare` numbers, which are greater
    than all values, ends a row that does not hold all of them, and the others mean an empty place.
    Neighbouring places have different ones where there are several: adding to one counter again and
    again would wait for the addition before.
    """

    def __init__(self, count: int, spare: range) -> None:
        self._spare = spare
        self._widths = np.zeros(count, np.uint32)
        self._blocks: Array | None = None
        none = np.empty(0, np.int64)
        self._more: list[tuple[Array, Array, Array]] = [(none, none, none)]

    def measure(self, first: int, docs: Array) -> None:
        """Count the values of each document of a range; `docs` are places in it."""
        own = self._widths[first : first + RANGE]
        own += np.bincount(docs, minlength=len(own)).astype(np.uint32)

    def _laid_out(self) -> Array:
        """Return the blocks, none filled yet."""
        block = _block_width(self._widths)
        width = -(-max(1, _needed(self._widths, facets.FITTING)) // block) * block
        widest = -(-int(self._widths.max(initial=0)) // block) * block
        if width < widest <= width + facets.MORE_BLOCKS * block:
            width = widest
        shape = width // block, len(self._widths), block
        # the first blocks of all rows stand together: these fit into caches, whole rows would not
        return np.empty(shape, smallest_unsigned(self._spare[-1]))

    def fill(self, first: int, docs: Array, values: Array) -> None:
        """Take the values of a range, by document."""
        if self._blocks is None:
            self._blocks = self._laid_out()
        blocks = self._blocks[:, first : first + RANGE]
        widths = self._widths[first : first + RANGE].astype(np.intp)
        count, width = len(widths), len(blocks) * blocks.shape[2]
        place = np.arange(len(docs)) - starts_of(widths)[:-1].repeat(widths)
        empty = self._spare.start + np.arange(width) % (len(self._spare) - 1)
        rows = np.tile(empty.astype(blocks.dtype), (count, 1))
        long = widths > width
        fits = place < np.where(long, width - 1, width)[docs]
        rows[docs[fits], place[fits]] = values[fits]
        rows[long, -1] = self._spare[-1]
        blocks[:] = rows.reshape(count, len(blocks), blocks.shape[2]).swapaxes(0, 1)
        more_docs, more_counts = np.unique(docs[~fits], return_counts=True)
        self._more.append((more_docs + first, more_counts, values[~fits]))

    def put(self, writer: Writer, name: str) -> None:
        """Write the rows."""
        blocks = self._laid_out() if self._blocks is None else self._blocks
        docs, counts, values = map(np.concatenate, zip(*self._more, strict=True))
        writer.put(f"{name}.rows", blocks)
        writer.put(f"{name}.more_docs", docs.astype(np.uint32))
        writer.put(f"{name}.more_starts", starts_of(counts))
        writer.put(f"{name}.more", values.astype(blocks.dtype))


def _needed(widths: Array, share: float) -> int:
    return int(np.quantile(widths, share, method="inverted_cdf")) if len(widths) else 0


def _block_width(widths: Array) -> int:
    """Return a power of two: numpy copies blocks of such a length fastest."""
    return 1 << (max(facets.NARROWEST, _needed(widths, facets.FIRST)) - 1).bit_length()
