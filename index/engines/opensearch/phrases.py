"""Terms in their order, with others between them or without, found by where they stand (spans).

Lucene's phrases allow a slop of all words together, and its nested nearness keeps the shortest way
only, so that a nearer repetition of a word hides the one that would do. Here each term is told by
places that follow it: with a reach w = slop + 1, "p is followed within w by q" is the same as "the
k · w places after p contain the (k - 1) · w places after q". As all of one term are equally wide,
none hides another, and each term of a phrase costs one term and one gap, whatever the slop.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from index.engines.opensearch import dsl
from index.engines.opensearch.documents import safe

if TYPE_CHECKING:
    from collections.abc import Sequence

    from index.engines.opensearch.dsl import Clause

_ANYWHERE: Final = 1_000_000_000
"""A slop that no text is long enough for."""


def run(field: str, terms: Sequence[str], slop: int) -> Clause:
    """Return what matches terms in this order, at most `slop` others between any two neighbours."""
    if not slop or len(terms) == 1:
        return dsl.phrase(field, terms)
    first, *others, last = terms
    after, following = _one(field, last), last
    for count, term in enumerate(reversed(others), 1):
        one = _one(field, term)
        # the same term twice: it must not be taken for its own follower
        within = _near([one, after], _ANYWHERE) if term == following else after
        reach = _near([one, {"span_gap": {field: count * (slop + 1)}}], 0)
        after, following = {"span_containing": {"big": reach, "little": within}}, term
    return _near([_one(field, first), after], slop)


def _one(field: str, term: str) -> Clause:
    return {"span_term": {field: safe(term)}}


def _near(clauses: list[Clause], slop: int) -> Clause:
    return {"span_near": {"clauses": clauses, "slop": slop, "in_order": True}}
