"""Tokens → postings: one sort by term, everything else is arithmetic on whole arrays."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from index.engines.whoosh.arrays.container import Array, smallest_unsigned

if TYPE_CHECKING:
    from collections.abc import Sequence

RADIX_BITS = 16
"""numpy's stable sort takes time in proportion to the length for numbers of so many bits only."""

PLACE_BITS = 64
"""A token's place is its document and its position, in as many bits as each needs."""

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

    def boosted(self, boost: float) -> Postings:
        """Return the same postings with weights of `boost` times the frequency."""
        if boost == 1.0:
            return self
        freqs = np.ones(len(self.docs)) if self.freqs is None else self.freqs
        return replace(self, weights=(freqs * boost).astype(np.float32))


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
class Places:
    """How a token's document and position become one number, which rises with both.

    `position_bits` is 0 for fields without positions.
    """

    doc_bits: int
    position_bits: int

    @classmethod
    def fitting(cls, docs: int, positions: int) -> Places:
        """Return the layout for so many documents and positions.

        Raises OverflowError where they do not fit; a builder writes a segment long before.
        """
        layout = cls(docs.bit_length(), positions.bit_length())
        if layout.doc_bits + layout.position_bits > PLACE_BITS:
            message = f"texts of {positions} terms in {docs} documents are too long for one segment"
            raise OverflowError(message)
        return layout

    @property
    def dtype(self) -> np.dtype[Any]:
        """The smallest type that holds a place."""
        return smallest_unsigned((1 << self.doc_bits + self.position_bits) - 1)

    def of_docs(self, docs: Array) -> Array:
        """Return the place of each document's first token."""
        places: Array = docs.astype(self.dtype) << self.dtype.type(self.position_bits)
        return places

    def docs_of(self, places: Array) -> Array:
        """Return the document of each place."""
        docs: Array = places >> places.dtype.type(self.position_bits)
        return docs

    def positions_of(self, places: Array) -> Array:
        """Return the position of each place."""
        mask = (1 << self.position_bits) - 1
        # the type cuts off what stands above it
        positions = places.astype(smallest_unsigned(mask))
        positions &= positions.dtype.type(mask)
        return positions


def by_number(numbers: Array, end: int) -> Array:
    """Return the order in which numbers below `end` rise; equals stay in theirs.

    >>> by_number(np.array([70_000, 2, 70_000, 1]), 70_001).tolist()
    [3, 1, 0, 2]
    """
    order = np.argsort(numbers.astype(np.uint16), kind="stable")
    if end > 1 << RADIX_BITS:
        upper = by_number(numbers.take(order) >> RADIX_BITS, (end - 1 >> RADIX_BITS) + 1)
        order = order.take(upper)
    return order


def invert(terms: Sequence[bytes], numbers: Array, places: Array, layout: Places) -> Postings:
    """Group tokens by term and document.

    `numbers` has the term of each token and `places` its place; places rise.
    """
    order = by_number(numbers, len(terms))
    places = places.take(order)
    del order
    term_starts = starts_of(np.bincount(numbers, minlength=len(terms)))
    positions = layout.positions_of(places) if layout.position_bits else None
    docs = layout.docs_of(places) if layout.position_bits else places
    first = np.ones(len(places) + 1, bool)
    np.not_equal(docs[1:], docs[:-1], out=first[1:-1])
    first[term_starts] = True
    borders = np.flatnonzero(first)
    freqs = np.diff(borders)
    largest = int(freqs.max(initial=1))
    return Postings(
        terms=terms,
        starts=np.searchsorted(borders, term_starts),
        docs=docs.take(borders[:-1]),
        freqs=None if largest == 1 else freqs.astype(smallest_unsigned(largest)),
        positions=positions,
        position_starts=None if positions is None else term_starts,
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
