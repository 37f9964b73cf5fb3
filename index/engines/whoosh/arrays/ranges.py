"""The numbered terms of a field → its postings, a range of terms at a time."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from itertools import accumulate
from threading import Lock
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from index.engines.whoosh.arrays.chunks import THREADS
from index.engines.whoosh.arrays.inversion import NO_KEY, Layout, Postings, invert, starts_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from concurrent.futures import Executor

    from index.engines.whoosh.arrays.container import Array

RANGES, RANGE_TOKENS = 4, 2_000_000
"""Terms are inverted in so many ranges, fewer where these would have less than so many tokens."""

BLOCKS = 16
"""Blocks whose terms are counted at once."""


class Tokens(NamedTuple):
    """The tokens of a field as they came.

    `blocks` have the numbers of the terms of some documents each, and each document's count of
    them; `of_docs` has the part of a key that each document makes.
    """

    blocks: Sequence[tuple[Array, Array]]
    of_docs: Array
    positional: bool

    def counted(self, terms: int) -> Array:
        """Return how often each number of a term comes, of so many."""
        counts = np.zeros(terms, np.int64)
        for first in range(0, len(self.blocks), BLOCKS):
            some = [tokens for tokens, _ in self.blocks[first : first + BLOCKS]]
            counts += np.bincount(np.concatenate(some), minlength=terms)
        return counts

    def fill(self, keys: Array, of_terms: Array, threads: Executor) -> int:
        """Write the keys of all tokens whose terms have a part of one, in no order.

        Returns how many there are.
        """
        lock, filled = Lock(), 0

        def some(block: tuple[Array, Array], last: int) -> None:
            nonlocal filled
            own = self._keys(block, last, of_terms)
            with lock:
                start = filled
                filled += len(own)
            keys[start : start + len(own)] = own

        lasts = accumulate(len(counts) for _, counts in self.blocks)
        for _ in threads.map(some, self.blocks, lasts):
            pass
        return filled

    def _keys(self, block: tuple[Array, Array], last: int, of_terms: Array) -> Array:
        """Return the keys of one block, whose documents end before `last`."""
        tokens, counts = block
        # every number is one of a term; a mode other than "raise" does without a copy
        own: Array = of_terms.take(tokens, mode="clip")
        kept = (own != NO_KEY).nonzero()[0]
        begin_of = self.of_docs[last - len(counts) : last]
        if self.positional:
            # a token's position is its place in the block less that of its text's first
            begin_of = begin_of - starts_of(counts)[:-1].astype(np.uint64)
        begins = begin_of.repeat(counts)
        if len(kept) < len(own):
            own, begins = own.take(kept), begins.take(kept)
        own += begins
        if self.positional:
            own += kept.view(np.uint64)
        return own


def inverted(
    terms: Sequence[bytes], ranks: Array, tokens: Tokens, layout: Layout, reserved: int
) -> list[Postings]:
    """Return the postings of all terms, in several parts one after the other.

    `ranks` has the place of each number among `terms`; the first `reserved` numbers have none.
    """
    totals = np.zeros(len(terms) + 1, np.int64)
    totals[ranks[reserved:] + 1] = tokens.counted(len(ranks))[reserved:]
    totals.cumsum(out=totals)
    ranges = layout.ranges(totals, max(RANGE_TOKENS, int(totals[-1]) // RANGES))
    # one for all ranges: new memory costs more than what is done with it
    most = max(totals[some.stop] - totals[some.start] for some in ranges)
    keys = np.empty(most, np.uint64)
    parts: list[Postings] = []
    with ThreadPoolExecutor(THREADS) as threads:
        for some in ranges:
            kept = (ranks >= some.start) & (ranks < some.stop)
            kept[:reserved] = False
            of_terms = layout.of_terms(ranks - some.start)
            of_terms[~kept] = NO_KEY
            held = tokens.fill(keys, of_terms, threads)
            parts += invert(terms[some], keys[:held], layout, threads)
    return parts
