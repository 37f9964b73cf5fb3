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
    weights = field.weights_of(field.starts[number], field.starts[number + 1])
    model, fieldobj = on.snapshot.bm25f, on.snapshot.field(name)
    if weights is None:
        chosen = np.ones(len(docs), np.float32)
    else:
        chosen = weights[places].astype(np.float32)
    if model is None or fieldobj is None or not fieldobj.scorable or field.codes is None:
        return chosen
    norms = on.snapshot.norms(name).take(field.codes.take(docs))
    norms += chosen
    chosen *= np.float32(idf * (model.K1 + 1))
    chosen /= norms
    return chosen
