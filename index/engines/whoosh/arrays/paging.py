"""The hits in the order asked for, and any page of them.

Relevance: by score, equals by the rest. Newest: by the ordered column, greatest first. Oldest:
least first. Documents without a value come last in every order, and what is still equal goes by
key. Documents of a segment stand by (value, falling key), so reading backwards is the order of
equals; only pages over several segments compare.
"""

from __future__ import annotations

from enum import Enum
from functools import cached_property
from math import inf
from typing import TYPE_CHECKING

import numpy as np

from index.engines.whoosh.arrays.segment import NO_VALUE
from index.engines.whoosh.arrays.sets import leading

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from index.engines.whoosh.arrays.container import Array
    from index.engines.whoosh.arrays.matches import Matches
    from index.engines.whoosh.arrays.snapshot import Snapshot

STREAM_PAGE = 1_000
FEW = 512
"""So many hits are sorted quicker than the best of them are found."""


MANY = 256
"""So many hits of one segment are sorted quicker than the best of them are found."""


class Order(Enum):
    """What hits are sorted by."""

    RELEVANCE = "relevance"
    NEWEST = "newest"
    OLDEST = "oldest"


class Hits:
    """All hits of a question, as document numbers of each segment; `total` counts them."""

    def __init__(self, snapshot: Snapshot, order: Order, matches: Sequence[Matches]) -> None:
        self.snapshot = snapshot
        self.order = order
        self.matches = matches
        self.total = sum([len(found.docs) for found in matches])

    @cached_property
    def docs(self) -> Array:
        """Document numbers as the searcher counts them, segment by segment, rising."""
        parts = [
            matches.docs + leaf.base
            for leaf, matches in zip(self.snapshot.leaves, self.matches, strict=True)
        ]
        return np.concatenate(parts) if parts else np.empty(0, np.intp)

    def page(self, offset: int, limit: int) -> list[tuple[int, float]]:
        """Return (document number, score) of `limit` hits from `offset` on."""
        offset, end = max(0, offset), min(self.total, offset + limit)
        if offset >= end:
            return []
        scores: Array | float = 0.0
        if self.order is Order.RELEVANCE:
            scores = self.matches[0].scores if len(self.matches) == 1 else self._scores
            if len(self.matches) == 1 and isinstance(scores, np.ndarray) and end <= FEW:
                first = self._first(scores, end)
                if first is not None:
                    return first[offset:]
        if self.order is Order.OLDEST:
            places = self._best(
                np.where(self._values == NO_VALUE, NO_VALUE, ~self._values), offset, end
            )
        elif isinstance(scores, np.ndarray):
            places = self._best(scores, offset, end)
        elif len(self.matches) == 1:
            places = np.arange(self.total - 1 - offset, self.total - 1 - end, -1)
        else:
            places = self._best(self._values, offset, end)
        found = self._numbers(places)
        if isinstance(scores, np.ndarray):
            return list(zip(found, scores.take(places).tolist(), strict=True))
        return [(number, scores) for number in found]

    def _first(self, scores: Array, end: int) -> list[tuple[int, float]] | None:
        """Return the first hits of a single segment up to `end`; None where too many are equal."""
        places: Array | None = None
        if len(scores) > MANY:
            places = leading(scores, end, -inf)
            if len(places) > FEW:
                return None
            scores = scores.take(places)
        # read backwards, a stable order has the later of equals first
        order = scores.argsort(kind="stable")[: -1 - end : -1]
        numbers = self._numbers(order if places is None else places.take(order))
        return list(zip(numbers, scores.take(order).tolist(), strict=True))

    def stream(self) -> Iterator[tuple[int, float]]:
        """Yield (document number, score) of all hits in their order, a page at a time."""
        for offset in range(0, self.total, STREAM_PAGE):
            yield from self.page(offset, STREAM_PAGE)

    def _numbers(self, places: Array) -> list[int]:
        """Return the documents at some places of the hits."""
        if len(self.matches) == 1:
            base = self.snapshot.leaves[0].base
            numbers = self.matches[0].docs.take(places)
            if base:
                numbers = numbers + base
        else:
            numbers = self.docs.take(places)
        found: list[int] = numbers.tolist()
        return found

    @cached_property
    def _scores(self) -> Array | float:
        """Scores of the hits of several segments, or one number where they are all the same."""
        given = [matches.scores for matches in self.matches if len(matches.docs)]
        constants = {scores for scores in given if not isinstance(scores, np.ndarray)}
        if len(constants) == 1 and not any(isinstance(scores, np.ndarray) for scores in given):
            return constants.pop()
        return np.concatenate(
            [np.broadcast_to(np.float32(m.scores), len(m.docs)) for m in self.matches]
        )

    @cached_property
    def _values(self) -> Array:
        """The ordered column of all hits."""
        parts = []
        for leaf, matches in zip(self.snapshot.leaves, self.matches, strict=True):
            order = leaf.arrays.order
            parts.append(matches.docs if order is None else order.take(matches.docs))
        return np.concatenate(parts)

    def _best(self, merits: Array, offset: int, end: int) -> Array:
        """Return the places of hits `offset` to `end` by falling merit."""
        if len(merits) <= FEW and len(self.matches) == 1:
            return _falling(merits, offset, end)
        places = leading(merits, end, -inf)
        merits = merits.take(places)
        if len(places) <= FEW and len(self.matches) == 1:
            return places.take(_falling(merits, offset, end))
        last = len(merits) - end
        first = len(merits) - 1 - offset
        parted = np.partition(merits, last if offset == 0 else [last, first])
        chosen = merits >= parted[last]
        above = 0
        if offset:
            above = int(np.count_nonzero(merits > parted[first]))
            chosen &= merits <= parted[first]
        kept = np.flatnonzero(chosen)[::-1]
        places, merits = places[kept], merits[kept]
        window = slice(offset - above, end - above)
        if len(self.matches) == 1:
            return places[np.argsort(-merits, kind="stable")][window]
        return self._compared(places, merits, window)

    def _compared(self, places: Array, merits: Array, window: slice) -> Array:
        """Order hits of several segments by merit, value and key, as far as the window needs."""
        values = self._values[places]
        order = np.lexsort((-values, -merits)) if len(places) else places
        places, merits, values = places[order], merits[order], values[order]
        first, end = window.start, window.stop
        while first and (merits[first - 1], values[first - 1]) == (merits[first], values[first]):
            first -= 1
        chosen = sorted(
            range(first, self._end_of_equals(merits, values, end)),
            key=lambda at: (-merits[at], -values[at], self._key(int(places[at]))),
        )
        return places[chosen][window.start - first : window.stop - first]

    def _end_of_equals(self, merits: Array, values: Array, end: int) -> int:
        while end < len(merits) and (merits[end], values[end]) == (
            merits[end - 1],
            values[end - 1],
        ):
            end += 1
        return end

    def _key(self, place: int) -> bytes:
        return self.snapshot.key(int(self.docs[place]))


def _falling(merits: Array, offset: int, end: int) -> Array:
    """Return the places of merits `offset` to `end` by falling merit, equals backwards."""
    backwards: Array = (-merits[::-1]).argsort(kind="stable")[offset:end]
    return len(merits) - 1 - backwards
