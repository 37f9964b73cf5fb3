"""The terms of a field in byte order, one blob and one array of offsets.

A term's number is its place in this order, so that all terms with a prefix, or between two terms,
have neighbouring numbers, and their postings are neighbours on the disk.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from whoosh.fields import NUMERIC

from index.engines.whoosh.arrays.container import Array, smallest_unsigned

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_BATCH = 256
STEP = 128
"""One term in so many is kept as an object, so that a search begins among neighbours."""

MOST_KNOWN = 1 << 16
"""Dictionaries up to this size are read when first searched: words and entities, not keys."""

_LAST = b"\xff" * 8


class FoundTerm(NamedTuple):
    """A term in all segments: its number (-1 for none) and size in each, weight, all documents."""

    numbers: tuple[int, ...]
    sizes: tuple[int, ...]
    idf: float
    found: int


def pack_terms(terms: Sequence[bytes]) -> tuple[Array, Array]:
    """Return (blob, offsets) of terms that are in byte order; offsets has one more entry.

    >>> blob, offsets = pack_terms([b"le", b"les"])
    >>> blob.tobytes(), offsets.tolist()
    (b'leles', [0, 2, 5])
    """
    lengths = np.fromiter(map(len, terms), np.int64, len(terms))
    offsets = np.zeros(len(terms) + 1, np.int64)
    np.cumsum(lengths, out=offsets[1:])
    blob = np.frombuffer(b"".join(terms), np.uint8)
    return blob, offsets.astype(smallest_unsigned(int(offsets[-1])))


class TermDictionary:
    """Finds terms by their bytes and bytes by term number; a term's number counts from 0."""

    def __init__(self, blob: Array, offsets: Array) -> None:
        self.count = len(offsets) - 1
        # memoryviews hand out Python objects several times faster than arrays do
        self._blob = memoryview(blob.data)
        self._offsets = memoryview(offsets.data)
        self.blob = blob
        self.offsets = offsets
        self._heads: list[bytes] = []
        self._numbers: dict[bytes, int] | None = None

    def __len__(self) -> int:
        return self.count

    def __getitem__(self, number: int) -> bytes:
        return bytes(self._blob[self._offsets[number] : self._offsets[number + 1]])

    def find(self, term: bytes) -> int:
        """Return the number of a term, or -1."""
        if self._numbers is not None:
            return self._numbers.get(term, -1)
        if self.count <= MOST_KNOWN:
            numbers = range(self.count)
            self._numbers = dict(zip(self.items(numbers), numbers, strict=True))
            return self._numbers.get(term, -1)
        number = self.lower(term)
        return number if number < self.count and self[number] == term else -1

    def lower(self, term: bytes) -> int:
        """Return the number of the first term that is `term` or comes after it."""
        low, high = self._around(term)
        return bisect_left(range(self.count), term, low, high, key=self.__getitem__)

    def upper(self, term: bytes) -> int:
        """Return the number of the first term that comes after `term`."""
        low, high = self._around(term)
        return bisect_right(range(self.count), term, low, high, key=self.__getitem__)

    def _around(self, term: bytes) -> tuple[int, int]:
        """Return two numbers between which, both inclusive, `lower` and `upper` lie."""
        if not self._heads:
            self._heads = self.some(range(0, self.count, STEP))
        after = bisect_right(self._heads, term) * STEP
        return max(0, after - STEP), min(after, self.count)

    def with_prefix(self, prefix: bytes) -> range:
        """Return the numbers of all terms that start with `prefix`."""
        first = self.lower(prefix)
        # 0xff never occurs in UTF-8, and numbers are at most 9 bytes long
        return range(first, self.lower(prefix + _LAST) if prefix else self.count)

    def some(self, numbers: Iterable[int]) -> list[bytes]:
        """Return the terms with these numbers."""
        blob, offsets = self._blob, self._offsets
        return [bytes(blob[offsets[number] : offsets[number + 1]]) for number in numbers]

    def items(self, numbers: range) -> Iterator[bytes]:
        """Yield the terms with these neighbouring numbers."""
        for first in range(numbers.start, numbers.stop, _BATCH):
            ends = self._offsets[first : min(first + _BATCH, numbers.stop) + 1].tolist()
            text = bytes(self._blob[ends[0] : ends[-1]])
            for start, end in pairwise(ends):
                yield text[start - ends[0] : end - ends[0]]


def term_bytes(fieldobj: Any, text: Any) -> bytes:  # noqa: ANN401 - Whoosh takes any value
    """Return the bytes under which a field keeps a value; b"" for what it cannot keep."""
    if isinstance(text, str) and not isinstance(fieldobj, NUMERIC):
        # as builders encode; Whoosh refuses lone surrogates
        return text.encode("utf-8", "surrogatepass")
    try:
        encoded: bytes = fieldobj.to_bytes(text)
    except ValueError:
        return b""
    return encoded


def merge_terms(dictionaries: Sequence[TermDictionary]) -> tuple[list[bytes], list[Array]]:
    """Return all terms in order, and for each dictionary the new number of each of its terms."""
    each = [list(terms.items(range(terms.count))) for terms in dictionaries]
    merged = sorted(set().union(*each))
    numbers = {term: number for number, term in enumerate(merged)}
    renumbered = [np.fromiter(map(numbers.__getitem__, terms), np.int64) for terms in each]
    return merged, renumbered
