"""Which documents have a frequent term: a bit for each document, beside the list of its postings.

Whether some documents have the term is read off their bits, however long the list. Where a document
stands in the list is the number of bits before its own: that of all words before is kept, and the
bits of its own word are counted (G. Jacobson, "Space-efficient Static Trees and Graphs", 1989).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from index.engines.whoosh.arrays.container import Array, smallest_unsigned
from index.engines.whoosh.arrays.inversion import counts_of, starts_of
from index.engines.whoosh.arrays.sets import SEARCH_FACTOR, common, marks, members, places_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from index.engines.whoosh.arrays.segment import FieldArrays

FREQUENT = 16
"""A term is frequent where one document in so many has it: then its bits, with the counts of those
before, take about as much room as its postings."""

LEAST = 1024
"""In segments of fewer documents, lists are as quick."""

LONG = 1 << 13
"""Of so many documents, their bits are quicker compared than the list."""

WORD = 64
WORDS = np.dtype("<u8")
_ONE = np.uint64(1)
_IN_WORD = np.uint64(WORD - 1)


def marked_among(octets: Array, docs: Array) -> Array:
    """Return the places in `docs` of those whose bit is set.

    >>> marked_among(np.array([0b101], np.uint8), np.array([0, 1, 2])).tolist()
    [0, 2]
    """
    held = octets.take(docs >> 3)
    held >>= (docs & 7).astype(np.uint8)
    held &= 1
    return held.view(bool).nonzero()[0]


class Presence(NamedTuple):
    """The documents of one term: their bits as bytes and as words, and the bits before each word.

    The first document of a byte or word has its lowest bit.
    """

    octets: Array
    words: Array
    before: Array

    def among(self, docs: Array) -> Array:
        """Return the places in `docs` of those that have the term."""
        return marked_among(self.octets, docs)

    def places(self, docs: Array) -> Array:
        """Return where each of `docs`, all of which have the term, stands in its list."""
        words = docs // WORD
        lower = (_ONE << (docs.astype(np.uint64) & _IN_WORD)) - _ONE
        lower &= self.words.take(words)
        places: Array = self.before.take(words).astype(np.intp)
        places += np.bitwise_count(lower)
        return places


def frequent(count: int, starts: Array) -> Array:
    """Return the numbers of the frequent terms; `starts` delimits the postings of each term.

    >>> frequent(2048, np.array([0, 100, 300])).tolist()
    [1]
    """
    if count < LEAST:
        return np.empty(0, np.uint32)
    return (counts_of(starts) * FREQUENT >= count).nonzero()[0].astype(np.uint32)


def packed(parts: list[Array], count: int) -> Array:
    """Return the words in which all documents of some parts, of `count` in all, have their bit.

    >>> packed([np.array([0, 2]), np.array([65])], 70).tolist()
    [5, 2]
    """
    return bits(marks(parts, roomy(count)))


def roomy(count: int) -> int:
    """Return as many documents as fill the words in which `count` have a bit."""
    return -(-count // WORD) * WORD


def bits(marked: Array) -> Array:
    """Return words in which each document that is marked has its bit; they are filled."""
    return np.packbits(marked, bitorder="little").view(WORDS)


def unpacked(words: Array) -> Array:
    """Return the documents whose bit is set, rising; the reverse of `packed`."""
    return np.unpackbits(words.view(np.uint8), bitorder="little").view(bool).nonzero()[0]


def tabled(count: int, starts: Array, docs: Array, numbers: Array) -> tuple[Array, Array]:
    """Return a row of words for each of some terms, and of the bits before each word.

    >>> words, before = tabled(70, np.array([0, 3]), np.array([0, 2, 69]), np.array([0]))
    >>> words.tolist(), before.tolist()
    ([[5, 32]], [[0, 2]])
    """
    shape = len(numbers), -(-count // WORD)
    words, before = np.empty(shape, WORDS), np.empty(shape, smallest_unsigned(count))
    for row, number in enumerate(numbers.tolist()):
        words[row] = packed([docs[starts[number] : starts[number + 1]]], count)
        before[row] = starts_of(np.bitwise_count(words[row]))[:-1]
    return words, before


class Presences:
    """Those of one field's frequent terms, given as `tabled` does; arrays may be flat."""

    def __init__(self, numbers: Array, words: Array, before: Array) -> None:
        self._numbers = numbers
        self._rows = {number: row for row, number in enumerate(numbers.tolist())}
        rows = len(self._rows)
        self._words = words.reshape(rows, words.size // max(rows, 1))
        self._before = before.reshape(self._words.shape)
        self._octets = self._words.view(np.uint8)

    def of(self, number: int) -> Presence | None:
        """Return the presence of a term, None where it is not frequent."""
        row = self._rows.get(number)
        if row is None:
            return None
        return Presence(self._octets[row], self._words[row], self._before[row])

    def within(self, numbers: range, mask: Array) -> tuple[Array, Array]:
        """Return those of some neighbouring terms that are frequent, and how many docs have each.

        Documents count that have their bit in `mask`, words as `packed` gives them.
        """
        if not self._rows:
            return np.empty(0, np.intp), np.empty(0, np.int64)
        rows = slice(*self._numbers.searchsorted([numbers.start, numbers.stop]).tolist())
        both = np.bitwise_count(self._words[rows] & mask)
        return self._numbers[rows].astype(np.intp), both.sum(axis=1, dtype=np.int64)


def among(field: FieldArrays, number: int, docs: Array, count: int) -> Array:
    """Return the places in `docs` of those that have a term of a field.

    `count` is the number of documents of the segment.
    """
    held = field.presences.of(number)
    return members(docs, field.documents(number), count) if held is None else held.among(docs)


def same_documents(one: tuple[FieldArrays, int], other: tuple[FieldArrays, int]) -> bool:
    """Tell whether two terms, each a number in a field of the segment, stand in the same documents.

    Long lists are not read: where as many documents have them both, both have bits or neither.
    """
    (field, number), (other_field, other_number) = one, other
    start, end = field.starts[number], field.starts[number + 1]
    first, last = other_field.starts[other_number], other_field.starts[other_number + 1]
    if end - start != last - first:
        return False
    if end - start > LONG:
        bits, other_bits = field.presences.of(number), other_field.presences.of(other_number)
        if bits is not None and other_bits is not None:
            return np.array_equal(bits.words, other_bits.words)
    # numpy's own comparison of arrays takes twice as long for short ones
    return bool((field.docs[start:end] == other_field.docs[first:last]).all())


def places_among(field: FieldArrays, number: int, docs: Array, count: int) -> Array:
    """Return where each of `docs`, all of which have a term, stands in the term's list."""
    held = field.presences.of(number)
    return places_of(docs, field.documents(number), count) if held is None else held.places(docs)


def both_of(field: FieldArrays, number: int, docs: Array) -> tuple[Array, Array] | None:
    """Return where those of `docs` that have a term stand in `docs`, and where in the term's list.

    None where it is as quick to go through the whole list.
    """
    held = field.presences.of(number)
    if held is not None:
        places = held.among(docs)
        return places, held.places(docs.take(places))
    postings = field.documents(number)
    return common(docs, postings) if len(docs) * SEARCH_FACTOR < len(postings) else None


def both_among(field: FieldArrays, number: int, docs: Array) -> tuple[Array, Array]:
    """Return where those of `docs` that have a term stand in `docs`, and where in the term's list.

    `both_of` for few documents, for which the list is always searched.
    """
    both = both_of(field, number, docs)
    if both is not None:
        return both
    postings = field.documents(number)
    if len(docs) < len(postings):
        return common(docs, postings)
    places, rows = common(postings, docs)
    return rows, places


def of_any(held: Sequence[tuple[FieldArrays, int]], parts: list[Array], count: int) -> Array:
    """Return the words in which all documents of some terms and of some other parts have a bit."""
    bits = [field.presences.of(number) for field, number in held]
    lists = [one[0].documents(one[1]) for one, own in zip(held, bits, strict=True) if own is None]
    words = packed([*parts, *lists], count)
    for own in bits:
        if own is not None:
            words |= own.words
    return words
