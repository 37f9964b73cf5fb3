"""Postings of several segments, put together a range of terms at a time."""

from __future__ import annotations

import os
from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from index.engines.whoosh.arrays.inversion import DOC_BITS, counts_of, ragged, starts_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from index.engines.whoosh.arrays.container import Array
    from index.engines.whoosh.arrays.segment import ArraySegment, FieldArrays

CHUNK_TOKENS = 500_000
"""Tokens put together at a time: some 50 MB of memory in each thread; more is no faster."""

THREADS = min(4, os.cpu_count() or 1)
"""Pieces in the making at once; numpy lets other threads run while it works on arrays."""


@dataclass(slots=True)
class Source:
    """One of the segments, and the new number of each of its documents, -1 if deleted."""

    arrays: ArraySegment
    alive: Array
    numbers: Array


@dataclass(slots=True)
class Part:
    """The field of one source, and the merged number of each of its terms."""

    source: Source
    field: FieldArrays
    terms: Array


def chunks_of(count: int, parts: Sequence[Part]) -> Iterator[tuple[int, int]]:
    """Yield ranges of merged terms with about CHUNK_TOKENS tokens each, one term at least."""
    tokens = np.zeros(count, np.int64)
    for part in parts:
        starts = part.field.position_starts if part.field.has_positions else part.field.starts
        tokens[part.terms] += counts_of(starts)
    totals = np.cumsum(tokens)
    first = 0
    while first < count:
        before = totals[first - 1] if first else 0
        end = int(np.searchsorted(totals, before + CHUNK_TOKENS, side="right"))
        end = max(end, first + 1)
        yield first, min(end, count)
        first = end


@dataclass(frozen=True, slots=True)
class Chunk:
    """The postings of a range of terms, by term and document.

    `counts` and `token_counts` have one entry for each term of the range: its postings and its
    tokens. `weights` is None where they are the frequencies, `positions` where there are none.
    """

    counts: Array
    token_counts: Array
    docs: Array
    freqs: Array
    weights: Array | None
    positions: Array | None

    @classmethod
    def gather(cls, first: int, end: int, parts: Sequence[Part]) -> Chunk:
        """Put the pieces of all parts together."""
        pieces = [_Piece.cut(first, end, part) for part in parts]
        keys = np.concatenate([piece.keys for piece in pieces])
        # the pieces are sorted, and a stable sort merges what is
        if (keys < 0).any():
            living = np.flatnonzero(keys >= 0)
            order = living.take(np.argsort(keys.take(living), kind="stable"))
        else:
            order = np.argsort(keys, kind="stable")
        keys = keys.take(order)
        counts = np.bincount(keys >> DOC_BITS, minlength=end - first)
        all_freqs = np.concatenate([piece.freqs for piece in pieces])
        freqs = all_freqs.take(order)
        weights = None
        if any(part.field.weights is not None for part in parts):
            weights = np.concatenate([piece.weighted() for piece in pieces]).take(order)
        positions = None
        if any(part.field.has_positions for part in parts):
            together = np.concatenate([piece.positions for piece in pieces])
            positions = together.take(ragged(starts_of(all_freqs)[:-1].take(order), freqs))
        return cls(
            counts=counts,
            token_counts=np.diff(starts_of(freqs)[starts_of(counts)]),
            docs=keys & ((1 << DOC_BITS) - 1),
            freqs=freqs,
            weights=weights,
            positions=positions,
        )


@dataclass(frozen=True, slots=True)
class _Piece:
    """One source's postings of a range of terms; `keys` have the new term and document of each.

    The keys of deleted documents are negative.
    """

    keys: Array
    freqs: Array
    weights: Array | None
    positions: Array

    @classmethod
    def cut(cls, first: int, end: int, part: Part) -> _Piece:
        """Take one source's share."""
        field = part.field
        low, high = np.searchsorted(part.terms, [first, end]).tolist()
        start, stop = field.starts[low], field.starts[high]
        keys = part.source.numbers.take(field.docs[start:stop])
        # the sign of -1 stays whatever is added to its upper half
        keys |= np.repeat(
            (part.terms[low:high] - first) << DOC_BITS, counts_of(field.starts[low : high + 1])
        )
        freqs = np.ones(stop - start, np.int64)
        if field.freqs is not None:
            freqs = field.freqs[start:stop].astype(np.int64)
        positions = np.empty(0, np.uint8)
        if field.positions is not None:
            positions = field.positions[field.position_starts[low] : field.position_starts[high]]
        weights = None if field.weights is None else field.weights[start:stop]
        return cls(keys, freqs, weights, positions)

    def weighted(self) -> Array:
        """Return the weights, which are the frequencies where nothing else is said."""
        return self.freqs.astype(np.float32) if self.weights is None else self.weights


def in_chunks(count: int, parts: Sequence[Part]) -> Iterator[tuple[int, Chunk]]:
    """Yield all chunks of `count` merged terms, each with the number of its first term."""
    with ThreadPoolExecutor(THREADS) as threads:
        making: deque[tuple[int, Future[Chunk]]] = deque()
        for first, end in chunks_of(count, parts):
            making.append((first, threads.submit(Chunk.gather, first, end, parts)))
            if len(making) > THREADS:
                ready, chunk = making.popleft()
                yield ready, chunk.result()
        for ready, chunk in making:
            yield ready, chunk.result()
