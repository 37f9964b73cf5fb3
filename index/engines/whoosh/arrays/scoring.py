"""BM25F over whole arrays of postings."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from index.engines.whoosh.arrays.container import Array
    from index.engines.whoosh.arrays.matching import LeafEvaluation


def score_postings(
    on: LeafEvaluation, name: str, number: int, *, idf: float, docs: Array, places: Array | slice
) -> Array:
    """Score some postings of a term: those at `places` in its list, whose documents are `docs`.

    As Whoosh does: fields that are not scored by length give the weight itself.
    """
    field = on.leaf.arrays.fields[name]
    start, end = field.starts[number], field.starts[number + 1]
    weights = field.weights_of(start, end)
    if weights is not None:
        weights = weights[places] if isinstance(places, slice) else weights.take(places)
    model, fieldobj = on.snapshot.bm25f, on.snapshot.field(name)
    norms = None
    if model is not None and fieldobj is not None and fieldobj.scorable:
        norms = on.snapshot.norms(on.leaf, name)
    if model is None or norms is None:
        one = np.ones(len(docs), np.float32)
        return one if weights is None else weights.astype(np.float32)
    divisors = norms.take(docs)
    factor = idf * (model.K1 + 1)
    if weights is None:
        divisors += 1
        return np.divide(factor, divisors, out=divisors)
    scores = weights.astype(np.float32)
    divisors += scores
    scores *= factor
    scores /= divisors
    return scores
