"""Sets of documents as rising arrays of document numbers, and what is done with them.

A scope is a set to stay within: None for all documents, a range, or an array.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import TypeAlias, overload

import numpy as np

from index.engines.whoosh.arrays.container import Array

Scope: TypeAlias = Array | range | None

SEARCH_FACTOR = 16
"""Searching in a sorted array beats marking all its members where it is this much longer."""

BLOCK = 32
"""Numbers that are looked at together for the greatest ones."""


AT_A_TIME = 1 << 16
"""Places that are widened at a time: 1.4 million take 0.6 of the time."""


SORT_FACTOR = 6
GONE_THROUGH = 1 << 14
"""Sorting documents beats marking them among all where all are this many times more, and so many
besides: to go through these takes no longer than a few calls."""


def distinct(rising: Array) -> Array:
    """Return each number of a rising array once.

    >>> distinct(np.array([1, 1, 4])).tolist()
    [1, 4]
    """
    first = np.ones(len(rising), bool)
    np.not_equal(rising[1:], rising[:-1], out=first[1:])
    return rising[first]


@overload
def members(docs: Array, scope: Array, count: int) -> Array: ...
@overload
def members(docs: Array, scope: Scope, count: int) -> Array | slice: ...
def members(docs: Array, scope: Scope, count: int) -> Array | slice:
    """Return the places in `docs` of those that lie within the scope.

    `count` is the number of documents of the segment.

    >>> members(np.array([1, 4, 6]), np.array([0, 4, 6]), 10).tolist()
    [1, 2]
    """
    if scope is None:
        return slice(0, len(docs))
    if isinstance(scope, range):
        # for two numbers, searching step by step is quicker than numpy's call
        low = bisect_left(docs.data, scope.start)
        return slice(low, bisect_left(docs.data, scope.stop, low))
    if len(scope) * SEARCH_FACTOR < len(docs):
        return common(scope, docs)[1]
    if len(docs) * SEARCH_FACTOR < len(scope):
        return common(docs, scope)[0]
    return marks([scope], count).take(docs).nonzero()[0]


def taken(values: Array, places: Array) -> Array:
    """Return `values.take(places)` for many places, all of them within.

    numpy widens places before it takes; some at a time they stay where the processor is quick.

    >>> taken(np.array([5, 6, 7]), np.array([2, 0], np.uint8)).tolist()
    [7, 5]
    """
    found = np.empty(len(places), values.dtype)
    for start in range(0, len(places), AT_A_TIME):
        part = slice(start, start + AT_A_TIME)
        values.take(places[part], out=found[part], mode="clip")
    return found


def marks(parts: list[Array], count: int) -> Array:
    """Return for each of `count` documents whether any of the parts has it.

    >>> marks([np.array([0, 2])], 4).tolist()
    [True, False, True, False]
    """
    marked = np.zeros(count, bool)
    for part in parts:
        # other types take numpy three times as long
        marked[part.astype(np.intp, copy=False)] = True
    return marked


def common(few: Array, many: Array) -> tuple[Array, Array]:
    """Return the places in `few` and in `many` of what is in both; both rise.

    >>> few, many = common(np.array([1, 4, 9]), np.array([0, 1, 4, 6]))
    >>> few.tolist(), many.tolist()
    ([0, 1], [1, 2])
    """
    if not len(many):
        return np.empty(0, np.intp), np.empty(0, np.intp)
    # the needles take the type of the array, or numpy would convert the whole array
    wanted = few.astype(many.dtype, copy=False)
    places = many.searchsorted(wanted)
    kept = (many.take(places, mode="clip") == wanted).nonzero()[0]
    return kept, places.take(kept)


def places_of(some: Array, docs: Array, count: int) -> Array:
    """Return the place in `docs` of each of `some`, all of which are in it."""
    if len(some) == len(docs):
        return np.arange(len(docs))
    if len(some) * SEARCH_FACTOR < len(docs):
        return docs.searchsorted(some.astype(docs.dtype, copy=False))
    return marks([some], count).take(docs).nonzero()[0]


def leading(merits: Array, wanted: int, floor: float) -> Array:
    """Return places, rising, that the `wanted` greatest merits are among; all are at least `floor`.

    Whatever equals one of those merits is there too. As many blocks as are wanted each have one
    merit that is no less than the least of their greatest ones; finding these is much quicker than
    partitioning all merits. Blocks go across, as whole rows are compared fastest.

    >>> leading(np.array([3, 1, 3, 0]), 1, 1).tolist()
    [0, 2]
    """
    blocks = len(merits) // BLOCK
    if blocks > 2 * wanted:
        greatest = merits[: blocks * BLOCK].reshape(BLOCK, blocks).max(axis=0)
        greatest.partition(blocks - wanted)
        floor = max(floor, greatest[blocks - wanted])
    elif len(merits) > 2 * wanted:
        parted = merits.copy()
        parted.partition(len(merits) - wanted)
        floor = max(floor, parted[len(merits) - wanted])
    return (merits >= floor).nonzero()[0]


def within(interval: range, scope: range | None) -> range:
    """Return what two ranges have in common.

    >>> within(range(2, 9), range(5)), within(range(2, 9), None)
    (range(2, 5), range(2, 9))
    """
    if scope is None:
        return interval
    low = max(interval.start, scope.start)
    return range(low, max(low, min(interval.stop, scope.stop)))


def everything(scope: Scope, count: int) -> Array:
    """Return all documents of a scope as an array."""
    if isinstance(scope, np.ndarray):
        return scope
    return np.arange(count) if scope is None else np.arange(scope.start, scope.stop)


def are_few(some: int, count: int, factor: int = SORT_FACTOR) -> bool:
    """Tell whether so many documents of `count` are better sorted than marked among all."""
    return some * factor + GONE_THROUGH < count


def sorted_union(parts: list[Array]) -> Array:
    """Return the documents that are in any of the parts, found by sorting.

    >>> sorted_union([np.array([4, 6]), np.array([1, 4])]).tolist()
    [1, 4, 6]
    """
    if not parts:
        return np.empty(0, np.intp)
    # the smaller the numbers, the more of them are sorted at a time
    docs = np.concatenate(parts, dtype=np.uint32, casting="unsafe")
    docs.sort()
    return distinct(docs).astype(np.intp)


def union(parts: list[Array], scope: Scope, count: int) -> Array:
    """Return the documents that are in any of the parts, and in the scope; parts may overlap.

    The parts themselves need not rise.
    """
    if are_few(sum(map(len, parts)), count):
        docs = sorted_union(parts)
        return docs[members(docs, scope, count)]
    marked = marks(parts, count)
    if isinstance(scope, range):
        return marked[scope.start : scope.stop].nonzero()[0] + scope.start
    return marked.nonzero()[0] if scope is None else scope[marked.take(scope)]
