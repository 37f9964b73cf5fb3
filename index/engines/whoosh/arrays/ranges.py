"""The numbered terms of a field → its postings, a range of terms at a time."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from index.engines.whoosh.arrays.inversion import NO_KEY, Layout, Postings, invert, starts_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from index.engines.whoosh.arrays.container import Array

RANGES, RANGE_TOKENS = 4, 2_000_000
"""Terms are inverted in so many ranges, fewer where so many tokens in each are enough."""

MOST_TOKENS = 40_000_000
"""There are more ranges where these would have more tokens: every range goes through all tokens,
and each of its own takes 8 bytes."""

SIDE_BY_SIDE = 2
"""Ranges that are inverted at once, each in memory of its own for the keys of its tokens."""

SLACK = 1.08
"""A range may have so many times its share of the tokens: all of a frequent term are in one, and
what is left over is not to make a range more."""

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

    def fill(self, keys: Array, of_terms: Array) -> int:
        """Write the keys of all tokens whose terms have a part of one, in the order they came.

        Returns how many there are.
        """
        filled = 0
        lasts = accumulate(len(counts) for _, counts in self.blocks)
        for block, last in zip(self.blocks, lasts, strict=True):
            own = self._keys(block, last, of_terms)
            keys[filled : filled + len(own)] = own
            filled += len(own)
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


def _most(tokens: int) -> int:
    """Return how many of so many tokens a range may have."""
    ranges = max(min(-(-tokens // RANGE_TOKENS), RANGES), -(-tokens // MOST_TOKENS))
    if ranges > 1:
        ranges += -ranges % SIDE_BY_SIDE
    return int(SLACK * tokens / max(ranges, 1)) + 1


def inverted(
    terms: Sequence[bytes], ranks: Array, tokens: Tokens, layout: Layout, reserved: int
) -> Iterator[Postings]:
    """Yield the postings of all terms, in several parts one after the other.

    `ranks` has the place of each number among `terms`; the first `reserved` numbers have none.
    """
    totals = np.zeros(len(terms) + 1, np.int64)
    totals[ranks[reserved:] + 1] = tokens.counted(len(ranks))[reserved:]
    totals.cumsum(out=totals)
    ranges = layout.ranges(totals, _most(int(totals[-1])))
    # used by all ranges: new memory costs more than what is done with it
    most = max(totals[some.stop] - totals[some.start] for some in ranges)
    free = [np.empty(most, np.uint64) for _ in range(min(SIDE_BY_SIDE, len(ranges)))]

    def some(of: slice) -> list[Postings]:
        kept = (ranks >= of.start) & (ranks < of.stop)
        kept[:reserved] = False
        of_terms = layout.of_terms(ranks - of.start)
        of_terms[~kept] = NO_KEY
        keys = free.pop()
        found = invert(terms[of], keys[: tokens.fill(keys, of_terms)], layout)
        free.append(keys)
        return found

    if len(ranges) == 1:
        yield from some(ranges[0])
        return
    with ThreadPoolExecutor(SIDE_BY_SIDE) as threads:
        for found in threads.map(some, ranges):
            yield from found
