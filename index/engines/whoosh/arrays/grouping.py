"""Which of the commonest facet values stand in one group: those that are often found together."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from index.engines.whoosh.arrays import facets

if TYPE_CHECKING:
    from index.engines.whoosh.arrays.container import Array

STRETCHES, STRETCH = 64, 32
"""So many stretches of so many documents, each a word, spread evenly, tell what stands together."""

_SHIFT = np.uint64(32)
_VALUE = np.uint64((1 << 32) - 1)


def grouped(keys: Array, count: int, totals: Array, most: int) -> Array:
    """Return the values of each group, one group after the other; the last may be filled up.

    `keys` are those of `turning`: document and value of each posting as one number, rising.
    `totals` says how many of `count` documents have each value; `most` bounds how many are grouped.
    A group begins with the commonest value that is left; the next one is always the one that is
    most often in documents beside those of the group, counted once for each.
    """
    common = (-totals).argsort(kind="stable")[:most]
    held = _sample(keys, count, common, len(totals))
    left = np.ones(len(common), bool)
    order: list[int] = []
    for place in range(len(common)):
        if place % facets.GROUP == 0:
            beside = np.zeros(len(common), np.int64)
            best = int(left.argmax())
        else:
            beside += np.bitwise_count(held & held[order[-1]]).sum(axis=1, dtype=np.int64)
            best = int(np.where(left, beside, -1).argmax())
        left[best] = False
        order.append(best)
    filled = np.full(-(-len(common) // facets.GROUP) * facets.GROUP, len(totals))
    filled[: len(order)] = common.take(order)
    return filled


def _sample(keys: Array, count: int, common: Array, total: int) -> Array:
    """Return for each value a row of words with a bit for each document of the stretches."""
    rows = np.full(total, -1)
    rows[common] = np.arange(len(common))
    first = np.unique(np.linspace(0, max(count - STRETCH, 0), STRETCHES).astype(np.int64))
    held = np.zeros((len(common), len(first), STRETCH), bool)
    for place, start in enumerate(first.tolist()):
        borders = np.array([start, start + STRETCH], np.uint64) << _SHIFT
        own = keys[slice(*keys.searchsorted(borders).tolist())]
        row = rows.take((own & _VALUE).astype(np.intp))
        kept = (row >= 0).nonzero()[0]
        docs = (own.take(kept) >> _SHIFT).astype(np.intp) - start
        held[row.take(kept), place, docs] = True
    return np.packbits(held.reshape(len(common), len(first) * STRETCH), axis=1).view(np.uint32)
