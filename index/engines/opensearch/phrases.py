"""Terms in their order, with others between them or without."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, Final

from index.engines.opensearch import dsl
from index.engines.opensearch.documents import joined

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from index.engines.opensearch.dsl import Clause

MAX_WAYS: Final = 27
"""Ways to leave words out between those of a phrase that are looked for one by one. Lucene takes
1,024 clauses in a query, and a word has nine fields."""
_BOTH: Final = 3


def run(field: str, terms: Sequence[str], slop: int, most: int = MAX_WAYS) -> Clause:
    """Return what matches terms in this order, at most `slop` others between any two neighbours.

    The slop of OpenSearch's own phrases is of all words together. Two words are an interval: where
    the nearest two are too far apart, so are all. Of more words each way to stand is a clause.
    Where these are more than `most`, intervals within intervals are looked for, from the left and,
    unless `most` is tiny, from the right: that misses a way where a nearer repetition of a word
    hides the one that would do.
    """
    gaps = len(terms) - 1
    if not slop or not gaps:
        return dsl.phrase(field, terms)
    if gaps == 1:
        return {"intervals": {field: _nested(terms, slop, reverse=False)}}
    if (slop + 1) ** gaps <= most:
        ways = product(range(slop + 1), repeat=gaps)
        return dsl.any_of(dsl.phrase(field, _spread(terms, left)) for left in ways)
    sides = (False, True) if most >= _BOTH else (False,)
    rules = [_nested(terms, slop, reverse=reverse) for reverse in sides]
    return dsl.any_of({"intervals": {field: rule}} for rule in rules)


def _nested(terms: Sequence[str], slop: int, *, reverse: bool) -> Clause:
    first, *others = [_one(term) for term in (reversed(terms) if reverse else terms)]
    for one in others:
        pair = [one, first] if reverse else [first, one]
        first = {"all_of": {"mode": "ordered", "max_gaps": slop, "intervals": pair}}
    return first


def _one(term: str) -> Clause:
    return {"match": {"query": joined([term])}}


def _spread(terms: Sequence[str], gaps: Iterable[int]) -> list[str]:
    """Return terms with empty places between them.

    >>> _spread(["a", "b"], (2,))
    ['a', '', '', 'b']
    """
    found = [terms[0]]
    for one, gap in zip(terms[1:], gaps, strict=True):
        found += [*[""] * gap, one]
    return found
