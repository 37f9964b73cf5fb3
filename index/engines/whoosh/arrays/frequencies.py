"""How often a word stands in each document, its forms in all fields weighed and added up."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from whoosh.scoring import BM25F

from index.engines.whoosh.arrays.sets import are_few, members, sorted_union

if TYPE_CHECKING:
    from collections.abc import Iterator

    from index.engines.whoosh.arrays.container import Array
    from index.engines.whoosh.arrays.matching import LeafEvaluation


SEARCHED, SEARCHED_WITHIN = 24, 96
"""Where all documents are so many times more than those found, these are searched in for places;
and where some are left out afterwards."""


class FoundForm(NamedTuple):
    """A form that a segment has: its documents, how often it stands in each (None: once).

    `alike` tells that its documents are those of the form before.
    """

    field: str
    docs: Array
    counts: Array | None
    weight: float
    alike: bool


def frequencies(
    on: LeafEvaluation, found: list[FoundForm], scope: Array | None
) -> tuple[Array, Array]:
    """Return the documents that have a form, rising, and the frequency of the word in each."""
    groups = _alike(on, found)
    parts = [group[0].docs for group in groups]
    size = sum(map(len, parts))
    if are_few(size, on.count, SEARCHED if scope is None else SEARCHED_WITHIN):
        docs = sorted_union(parts)
        sums = np.zeros(len(docs), np.float32)
        for own, group in zip(parts, groups, strict=True):
            places = docs.searchsorted(own.astype(np.intp, copy=False))
            for weighed in _weighed(on, group):
                np.add.at(sums, places, weighed)
        if scope is None:
            return docs, sums
        kept = members(docs, scope, on.count)
        return docs[kept], sums[kept]
    every = np.zeros(on.count, np.float32)
    for own, group in zip(parts, groups, strict=True):
        # native integers index much the fastest
        places = own.astype(np.intp, copy=False)
        for weighed in _weighed(on, group):
            # for many documents in half the time of what is taken, added to and put back
            np.add.at(every, places, weighed)
    if scope is not None:
        docs = scope[every.take(scope) > 0]
    elif are_few(size, on.count):
        docs = sorted_union(parts)
    else:
        # of numbers that are no bools, numpy takes five times as long to say which are not 0
        docs = (every > 0).nonzero()[0]
    return docs, every.take(docs)


def _alike(on: LeafEvaluation, found: list[FoundForm]) -> list[list[FoundForm]]:
    """Return forms in their order, those next to each other as one group that stand alike.

    That is in the same documents and in fields of the same lengths, as stem, folded and exact term
    of an acronym are: then documents and norms need to be looked up but once.
    """
    groups: list[list[FoundForm]] = []
    for form in found:
        last = groups[-1][0] if groups else None
        if (
            last is not None
            and form.alike
            and on.snapshot.norms(on.leaf, form.field) is on.snapshot.norms(on.leaf, last.field)
        ):
            groups[-1].append(form)
        else:
            groups.append([form])
    return groups


def _weighed(on: LeafEvaluation, group: list[FoundForm]) -> Iterator[Array]:
    """Yield weight · frequency / length norm of each of some forms that stand alike."""
    docs = group[0].docs
    norms = on.snapshot.norms(on.leaf, group[0].field)
    divisors = None if norms is None else norms.take(docs)
    for form in group:
        if divisors is None:
            weighed = np.full(len(docs), form.weight, np.float32)
        else:
            weighed = np.divide(np.float32(form.weight * k1_of(on)), divisors)
        if form.counts is not None:
            weighed *= form.counts
        yield weighed


def k1_of(on: LeafEvaluation) -> float:
    """Return BM25F's K1 of the snapshot that is asked."""
    return float((on.snapshot.bm25f or BM25F()).K1)
