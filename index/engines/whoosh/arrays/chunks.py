"""Postings of several segments, put together a range of terms at a time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from index.engines.whoosh.arrays.inversion import DOC_BITS, counts_of, ragged, starts_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from index.engines.whoosh.arrays.container import Array
    from index.engines.whoosh.arrays.segment import ArraySegment, FieldArrays

CHUNK_TOKENS = 4_000_000
"""Tokens put together at a time: some 200 MB of memory."""


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
    """The postings of a range of terms, sorted; `terms` counts from the first of the range."""

    terms: Array
    docs: Array
    freqs: Array
    weights: Array
    positions: Array

    @classmethod
    def gather(cls, first: int, end: int, parts: Sequence[Part]) -> Chunk:
        """Put the pieces of all parts together."""
        pieces = [_Piece.cut(first, end, part) for part in parts]
        terms, docs, freqs, weights, position_starts = (
            np.concatenate([getattr(piece, name) for piece in pieces])
            for name in ("terms", "docs", "freqs", "weights", "position_starts")
        )
        positions = np.concatenate([piece.positions for piece in pieces])
        before = 0
        row = 0
        for piece in pieces:
            position_starts[row : row + len(piece.docs)] += before
            before += len(piece.positions)
            row += len(piece.docs)
        living = np.flatnonzero(docs >= 0)
        order = living[np.argsort((terms[living] << DOC_BITS) | docs[living], kind="stable")]
        freqs = freqs[order]
        if len(positions):
            positions = positions[ragged(position_starts[order], freqs)]
        return cls(terms[order], docs[order], freqs, weights[order], positions)


@dataclass(frozen=True, slots=True)
class _Piece:
    """One source's postings of a range of terms, with new numbers of terms and documents."""

    terms: Array
    docs: Array
    freqs: Array
    weights: Array
    position_starts: Array
    positions: Array

    @classmethod
    def cut(cls, first: int, end: int, part: Part) -> _Piece:
        """Take one source's share."""
        field = part.field
        low, high = np.searchsorted(part.terms, [first, end]).tolist()
        start, stop = field.starts[low], field.starts[high]
        counts = counts_of(field.starts[low : high + 1])
        freqs = np.ones(stop - start, np.int64)
        if field.freqs is not None:
            freqs = field.freqs[start:stop].astype(np.int64)
        positions = np.empty(0, np.uint8)
        if field.positions is not None:
            positions = field.positions[field.position_starts[low] : field.position_starts[high]]
        return cls(
            terms=np.repeat(part.terms[low:high] - first, counts),
            docs=part.source.numbers[field.docs[start:stop]],
            freqs=freqs,
            weights=freqs.astype(np.float32)
            if field.weights is None
            else field.weights[start:stop],
            position_starts=starts_of(freqs)[:-1],
            positions=positions,
        )
