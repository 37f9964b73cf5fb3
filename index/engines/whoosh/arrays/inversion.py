"""Tokens → postings: one sort by term, everything else is arithmetic on whole arrays."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from index.engines.whoosh.arrays.container import Array, smallest_unsigned

if TYPE_CHECKING:
    from collections.abc import Sequence

KEY_BITS = 64
"""A token's key is its term, its document and its position, in as many bits as each needs."""

NO_KEY = np.uint64((1 << KEY_BITS) - 1)
"""Stands in for the term of a token that is left out."""

APART = 1_000_000
"""Tokens that are grouped in one go."""

DOC_BITS = 32
"""Bits of a document's number where postings are renumbered."""


@dataclass(frozen=True, slots=True)
class Postings:
    """The postings of one field, by term number, each term's by document number.

    `starts` (one entry more than terms) delimits each term's rows in `docs` and `freqs`.
    `freqs` is None where every frequency is 1. `weights` (float32) is None where each weight is
    the frequency. `positions` has as many entries per posting as its frequency says, and
    `position_starts` (one entry more than terms) delimits each term's; both are None where the
    field keeps no positions.
    """

    terms: Sequence[bytes]
    starts: Array
    docs: Array
    freqs: Array | None = None
    weights: Array | None = None
    positions: Array | None = None
    position_starts: Array | None = None

    def frequencies(self) -> Array:
        """Return the frequency of each posting."""
        return np.ones(len(self.docs), np.uint8) if self.freqs is None else self.freqs

    def boosted(self, boost: float) -> Postings:
        """Return the same postings with weights of `boost` times the frequency."""
        if boost == 1.0:
            return self
        return replace(self, weights=(self.frequencies() * boost).astype(np.float32))


def starts_of(counts: Array) -> Array:
    """Return the running totals of counts, beginning with 0.

    >>> starts_of(np.array([2, 0, 3])).tolist()
    [0, 2, 2, 5]
    """
    starts = np.zeros(len(counts) + 1, np.int64)
    np.cumsum(counts, out=starts[1:])
    return starts


def counts_of(starts: Array | memoryview) -> Array:
    """Return the counts whose running totals are given; the reverse of `starts_of`."""
    borders = np.asarray(starts).astype(np.int64)
    return borders[1:] - borders[:-1]


def in_byte_order(terms: Sequence[str] | Sequence[bytes]) -> tuple[list[bytes], Array]:
    """Return distinct terms in byte order and, for each as given, its place in that order.

    >>> in_byte_order(["les", "la"])
    ([b'la', b'les'], array([1, 0]))
    """
    # Code points and UTF-8 bytes sort alike, lone surrogates too.
    encoded = [
        term.encode("utf-8", "surrogatepass") if isinstance(term, str) else term for term in terms
    ]
    given = sorted(range(len(terms)), key=terms.__getitem__)
    places = np.empty(len(encoded), np.int64)
    places[given] = np.arange(len(encoded))
    return [encoded[number] for number in given], places


def ragged(starts: Array, counts: Array) -> Array:
    """Return the numbers start, start + 1, … of each stretch, one stretch after the other.

    >>> ragged(np.array([5, 0]), np.array([2, 3])).tolist()
    [5, 6, 0, 1, 2]
    """
    ends = np.cumsum(counts)
    total = int(ends[-1]) if len(ends) else 0
    numbers: Array = np.arange(total) + np.repeat(starts - ends + counts, counts)
    return numbers


@dataclass(frozen=True, slots=True)
class Layout:
    """How a token's term, document and position become one number: its key.

    Keys rise by term, then by document, then by position. `position_bits` is 0 for fields without
    positions.
    """

    doc_bits: int
    position_bits: int

    @classmethod
    def fitting(cls, docs: int, positions: int) -> Layout:
        """Return the layout for so many documents and positions.

        Raises OverflowError where they leave no bit for terms; a builder writes a segment long
        before.
        """
        layout = cls(docs.bit_length(), positions.bit_length())
        if layout.bits >= KEY_BITS:
            message = f"texts of {positions} terms in {docs} documents are too long for one segment"
            raise OverflowError(message)
        return layout

    @property
    def bits(self) -> int:
        """The bits of a document and a position."""
        return self.doc_bits + self.position_bits

    def ranges(self, totals: Array, tokens: int) -> list[slice]:
        """Return ranges of terms whose keys fit in, of one term or at most so many tokens each.

        `totals` has the tokens of all terms before each, and of all.

        >>> Layout(20, 20).ranges(np.array([0, 3, 4, 9, 9]), 4)
        [slice(0, 2, None), slice(2, 3, None), slice(3, 4, None)]
        """
        most, terms, first = 1 << KEY_BITS - self.bits, len(totals) - 1, 0
        found: list[slice] = []
        while first < terms or not found:
            fitting = int(totals.searchsorted(totals[first] + tokens, side="right")) - 1
            end = min(max(fitting, first + 1), first + most, terms)
            found.append(slice(first, end))
            first = end
        return found

    def of_docs(self, docs: Array) -> Array:
        """Return the part (uint64) of a key that each document makes."""
        return docs.astype(np.uint64) << np.uint64(self.position_bits)

    def of_terms(self, numbers: Array) -> Array:
        """Return the part (uint64) of a key that each term makes."""
        return numbers.astype(np.uint64) << np.uint64(self.bits)


def invert(terms: Sequence[bytes], keys: Array, layout: Layout) -> list[Postings]:
    """Group tokens by term and document; `keys` (uint64, in any order) are used up.

    Ranges of terms are grouped one after the other, so that what is needed beside stays small.
    """
    # numpy sorts whole numbers of 64 bits faster than it finds the order of smaller ones
    keys.sort()
    starts = np.append(keys.searchsorted(layout.of_terms(np.arange(len(terms)))), len(keys))
    cuts = starts.searchsorted(np.arange(APART, len(keys), APART))
    if not len(cuts):
        return [_grouped(terms, keys, starts, layout)]
    borders = np.unique(np.concatenate(([0], cuts, [len(terms)]))).tolist()

    def some(first: int, end: int) -> Postings:
        own = keys[starts[first] : starts[end]]
        return _grouped(terms[first:end], own, starts[first : end + 1] - starts[first], layout)

    return list(map(some, borders, borders[1:]))


def _grouped(terms: Sequence[bytes], keys: Array, starts: Array, layout: Layout) -> Postings:
    """Return the postings of sorted keys; those of each term stand between two of `starts`."""
    positions = None
    if layout.position_bits:
        mask = (1 << layout.position_bits) - 1
        # the type cuts off what stands above it
        positions = keys.astype(smallest_unsigned(mask))
        positions &= positions.dtype.type(mask)
    keys >>= np.uint64(layout.position_bits)
    first = np.ones(len(keys) + 1, bool)
    np.not_equal(keys[1:], keys[:-1], out=first[1:-1])
    borders = np.flatnonzero(first)
    freqs = borders[1:] - borders[:-1]
    largest = int(freqs.max(initial=1))
    most = (1 << layout.doc_bits) - 1
    docs = keys.take(borders[:-1])
    docs &= np.uint64(most)
    return Postings(
        terms=terms,
        starts=np.searchsorted(borders, starts),
        docs=docs.astype(smallest_unsigned(most)),
        freqs=None if largest == 1 else freqs.astype(smallest_unsigned(largest)),
        positions=positions,
        position_starts=None if positions is None else starts,
    )


def renumber(postings: Postings, numbers: Array) -> Postings:
    """Give the documents new numbers; those whose new number is negative are left out.

    Terms keep their numbers, and stay where no document is left of them.
    """
    counts = np.diff(postings.starts)
    term_of_row = np.repeat(np.arange(len(counts)), counts)
    docs = numbers[postings.docs]
    kept = np.flatnonzero(docs >= 0)
    order = kept[np.argsort((term_of_row[kept] << DOC_BITS) | docs[kept])]
    starts = starts_of(np.bincount(term_of_row[kept], minlength=len(counts)))
    freqs = postings.freqs
    positions = postings.positions
    position_starts: Array | None = None
    if positions is not None:
        row_counts = np.ones(len(postings.docs), np.int64) if freqs is None else freqs
        row_counts = row_counts.astype(np.int64)
        row_starts = starts_of(row_counts)[:-1]
        positions = positions[ragged(row_starts[order], row_counts[order])]
        position_starts = starts_of(row_counts[order])[starts]
    return Postings(
        terms=postings.terms,
        starts=starts,
        docs=docs[order],
        freqs=None if freqs is None else freqs[order],
        weights=None if postings.weights is None else postings.weights[order],
        positions=positions,
        position_starts=position_starts,
    )
