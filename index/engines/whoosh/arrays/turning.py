"""Postings of the facet fields → rows of values by document, a range of documents at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from index.engines.whoosh.arrays import facets
from index.engines.whoosh.arrays.container import Array, smallest_unsigned
from index.engines.whoosh.arrays.inversion import counts_of, starts_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from index.engines.whoosh.arrays.container import ContainerWriter

RANGE = 1 << 16
"""Documents whose rows are filled at a time: some 50 MB of memory."""

_SHIFT = np.uint64(32)
_VALUE = np.uint64((1 << 32) - 1)


def write_facets(
    writer: ContainerWriter, count: int, fields: Sequence[tuple[Array, Array]]
) -> None:
    """Turn the postings of the facet fields round and write them.

    `count` is the number of documents; each field is given as (starts, docs) of its postings.
    """
    bases = starts_of(np.array([len(starts) - 1 for starts, _ in fields], np.int64))
    total = int(bases[-1])
    totals = np.concatenate([np.empty(0, np.int64)] + [counts_of(starts) for starts, _ in fields])
    coded = (-totals).argsort(kind="stable")[: facets.HEAD]
    coded.sort()
    codes, others = np.full(total, -1, np.int64), np.arange(total)
    codes[coded], others[coded] = np.arange(len(coded)), -1
    writer.put(facets.BASES, bases)
    writer.put(facets.TOTALS, totals)
    writer.put(facets.CODED, coded)
    keys = _keys(fields, bases)
    for name, numbers, spare in (
        (facets.CODES, codes, range(facets.HEAD, 256)),
        (facets.OTHERS, others, range(total, total + 2)),
    ):
        rows = Rows(count, spare)
        for first, docs, _ in _ranges(keys, count, numbers):
            rows.measure(first, docs)
        for first, docs, values in _ranges(keys, count, numbers):
            rows.fill(first, docs, values)
        rows.put(writer, name)


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


def _ranges(keys: Array, count: int, numbers: Array) -> Iterator[tuple[int, Array, Array]]:
    """Yield the first document of each range; each posting's place behind it, and its number.

    `numbers` has that of each value, -1 where its postings are left out.
    """
    for first in range(0, count, RANGE):
        borders = np.array([first, min(first + RANGE, count)], np.uint64) << _SHIFT
        own = keys[slice(*keys.searchsorted(borders).tolist())]
        found = numbers.take((own & _VALUE).astype(np.intp))
        kept = (found >= 0).nonzero()[0]
        docs = (own.take(kept) >> _SHIFT).astype(np.intp)
        docs -= first
        yield first, docs, found.take(kept)


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

    def put(self, writer: ContainerWriter, name: str) -> None:
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
