"""Sets of documents as rising arrays of document numbers, and what is done with them.

A scope is a set to stay within: None for all documents, a range, or an array.
"""

from __future__ import annotations

from typing import TypeAlias

import numpy as np

from index.engines.whoosh.arrays.container import Array

Scope: TypeAlias = Array | range | None

SEARCH_FACTOR = 16
"""Searching in a sorted array beats marking all its members where it is this much longer."""


SORT_FACTOR = 64
"""Sorting documents beats marking them among all where all are this many times more."""


def distinct(rising: Array) -> Array:
    """Return each number of a rising array once.

    >>> distinct(np.array([1, 1, 4])).tolist()
    [1, 4]
    """
    first = np.ones(len(rising), bool)
    np.not_equal(rising[1:], rising[:-1], out=first[1:])
    return rising[first]


def members(docs: Array, scope: Scope, count: int) -> Array | slice:
    """Return the places in `docs` of those that lie within the scope.

    `count` is the number of documents of the segment.

    >>> members(np.array([1, 4, 6]), np.array([0, 4, 6]), 10).tolist()
    [1, 2]
    """
    if scope is None:
        return slice(0, len(docs))
    if isinstance(scope, range):
        low, high = np.searchsorted(docs, np.array([scope.start, scope.stop], docs.dtype))
        return slice(int(low), int(high))
    if len(scope) * SEARCH_FACTOR < len(docs):
        # the needles take the type of the array, or numpy would convert the whole array
        wanted = scope.astype(docs.dtype)
        places = np.searchsorted(docs, wanted)
        places[places == len(docs)] = 0
        found: Array = places[docs[places] == wanted]
        return found
    if len(docs) * SEARCH_FACTOR < len(scope):
        places = np.searchsorted(scope, docs.astype(scope.dtype))
        places[places == len(scope)] = 0
        return np.flatnonzero(scope[places] == docs)
    marked = np.zeros(count, bool)
    marked[scope] = True
    return np.flatnonzero(marked.take(docs))


def places_of(some: Array, docs: Array, count: int) -> Array:
    """Return the place in `docs` of each of `some`, all of which are in it."""
    if len(some) * SEARCH_FACTOR < len(docs):
        return np.searchsorted(docs, some.astype(docs.dtype))
    marked = np.zeros(count, bool)
    marked[some] = True
    return np.flatnonzero(marked.take(docs))


def without(docs: Array, unwanted: Array, count: int) -> Array:
    """Return the places in `docs` of those that are not in `unwanted`."""
    marked = np.ones(count, bool)
    marked[unwanted] = False
    return np.flatnonzero(marked.take(docs))


def everything(scope: Scope, count: int) -> Array:
    """Return all documents of a scope as an array."""
    if isinstance(scope, np.ndarray):
        return scope
    return np.arange(count) if scope is None else np.arange(scope.start, scope.stop)


def union(parts: list[Array], scope: Scope, count: int) -> Array:
    """Return the documents that are in any of the parts, and in the scope; parts may overlap.

    The parts themselves need not rise.
    """
    total = sum(map(len, parts))
    if total * SORT_FACTOR < count:
        docs = np.concatenate(parts).astype(np.intp) if parts else np.empty(0, np.intp)
        docs.sort()
        docs = distinct(docs)
        return docs[members(docs, scope, count)]
    marked = np.zeros(count, bool)
    for part in parts:
        marked[part] = True
    if isinstance(scope, range):
        return np.flatnonzero(marked[scope.start : scope.stop]) + scope.start
    return np.flatnonzero(marked) if scope is None else scope[marked.take(scope)]
