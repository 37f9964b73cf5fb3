"""Evaluates the queries that look into postings: terms, many terms, ranges, everything."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import numpy as np
from whoosh.fields import NUMERIC
from whoosh.query import positional, qcore, ranges, terms

from index.engines.whoosh.arrays.between import Between
from index.engines.whoosh.arrays.combined import Combined, match_combined
from index.engines.whoosh.arrays.fuzzy import fuzzy_terms
from index.engines.whoosh.arrays.matches import NOTHING, Matches
from index.engines.whoosh.arrays.matching import (
    BOOLEAN,
    EvaluatorTable,
    LeafEvaluation,
)
from index.engines.whoosh.arrays.phrase import match_phrase, match_run
from index.engines.whoosh.arrays.presence import among, both_of
from index.engines.whoosh.arrays.scoring import score_postings
from index.engines.whoosh.arrays.sets import (
    Scope,
    everything,
    members,
    union,
    within,
)
from index.engines.whoosh.arrays.terms import term_bytes

if TYPE_CHECKING:
    from collections.abc import Iterable

    from whoosh.reading import IndexReader

    from index.engines.whoosh.arrays.container import Array
    from index.engines.whoosh.arrays.segment import FieldArrays


class MultiTerm(Protocol):
    """What Whoosh's queries that expand to many terms have in common."""

    fieldname: str
    boost: float
    constantscore: bool

    def _btexts(self, ixreader: IndexReader) -> Iterable[bytes]: ...


def match_term(on: LeafEvaluation, query: terms.Term, scope: Scope, *, scored: bool) -> Matches:
    """Term: the postings of one term."""
    if query.minquality:
        return on.by_whoosh(query, scope)
    field, fieldobj = on.field(query.fieldname), on.snapshot.field(query.fieldname)
    if field is None or fieldobj is None:
        return NOTHING
    if scored and fieldobj.scorable and on.snapshot.bm25f is None:
        return on.by_whoosh(query, scope)
    found = on.evaluation.term(query.fieldname, term_bytes(fieldobj, query.text))
    number = found.numbers[on.leaf.place]
    if number < 0:
        return NOTHING
    places: Array | slice
    places_in_scope: Array | None = None
    docs: Array | None = None
    if isinstance(scope, np.ndarray):
        if not scored:
            held = among(field, number, scope, on.count)
            return Matches(scope.take(held), 0.0, held)
        if (both := both_of(field, number, scope)) is not None:
            places_in_scope, places = both
            docs = scope.take(places_in_scope)
    if docs is None:
        postings = field.documents(number)
        places = members(postings, scope, on.count)
        # twice as quick as an index is
        some = postings[places] if isinstance(places, slice) else postings.take(places)
        docs = some.astype(np.intp)
    if not scored:
        return Matches(docs, 0.0)
    scores = score_postings(on, query.fieldname, number, idf=found.idf, docs=docs, places=places)
    return Matches(docs, scores, places_in_scope).times(query.boost)


def _any_of(
    on: LeafEvaluation, query: MultiTerm, numbers: Iterable[int], scope: Scope, *, scored: bool
) -> Matches:
    """Match any of the terms of a field with these numbers."""
    name: str = query.fieldname
    field = on.field(name)
    if field is None:
        return NOTHING
    if scored and not query.constantscore:
        wanted = [terms.Term(name, field.terms[number], boost=query.boost) for number in numbers]
        return on.added([on.matches(term, scope) for term in wanted], scored=True)
    if isinstance(numbers, range):
        # neighbours in the dictionary are neighbours among the postings
        low, high = field.starts[numbers.start], field.starts[max(numbers.start, numbers.stop)]
        parts = [field.docs[low:high]] if high > low else []
    else:
        parts = [field.documents(number) for number in numbers]
    return Matches(union(parts, scope, on.count), query.boost)


def match_prefix(on: LeafEvaluation, query: terms.Prefix, scope: Scope, *, scored: bool) -> Matches:
    """Prefix: neighbouring terms."""
    if query.text == "":
        return match_every(
            on, qcore.Every(query.fieldname, boost=query.boost), scope, scored=scored
        )
    field, fieldobj = on.field(query.fieldname), on.snapshot.field(query.fieldname)
    if field is None or fieldobj is None:
        return NOTHING
    numbers = field.terms.with_prefix(term_bytes(fieldobj, query.text))
    return _any_of(on, query, numbers, scope, scored=scored)


def match_wildcard(
    on: LeafEvaluation, query: terms.Wildcard, scope: Scope, *, scored: bool
) -> Matches:
    """Wildcard: the terms that fit the pattern, looked for among those with its first letters."""
    if query.text == "*":
        return match_every(
            on, qcore.Every(query.fieldname, boost=query.boost), scope, scored=scored
        )
    return match_expanded(on, query, scope, scored=scored)


def match_expanded(on: LeafEvaluation, query: MultiTerm, scope: Scope, *, scored: bool) -> Matches:
    """MultiTerm: Whoosh finds the terms, the arrays their documents."""
    field = on.field(query.fieldname)
    if field is None or not field.terms.count:
        return NOTHING
    texts = (text for text in query._btexts(on.leaf.searcher.reader()) if text)  # noqa: SLF001 - the method that MultiTerm is made of
    numbers = sorted({field.terms.find(text) for text in texts} - {-1})
    return _any_of(on, query, numbers, scope, scored=scored)


def match_fuzzy(
    on: LeafEvaluation, query: terms.FuzzyTerm, scope: Scope, *, scored: bool
) -> Matches:
    """FuzzyTerm: terms within an edit distance."""
    field = on.field(query.fieldname)
    if field is None:
        return NOTHING
    numbers = list(fuzzy_terms(field, query.text, query.maxdist, query.prefixlength))
    return _any_of(on, query, numbers, scope, scored=scored)


def match_term_range(
    on: LeafEvaluation, query: ranges.TermRange, scope: Scope, *, scored: bool
) -> Matches:
    """TermRange: neighbouring terms."""
    field, fieldobj = on.field(query.fieldname), on.snapshot.field(query.fieldname)
    if field is None or fieldobj is None:
        return NOTHING
    # the borders that Whoosh takes for open sides
    start = b"" if query.start is None else term_bytes(fieldobj, query.start)
    end = b"\xff\xff\xff\xff" if query.end is None else term_bytes(fieldobj, query.end)
    low = field.terms.upper(start) if query.startexcl else field.terms.lower(start)
    high = field.terms.lower(end) if query.endexcl else field.terms.upper(end)
    if low == 0 and field.terms.count and not field.terms[0]:
        low = 1  # Whoosh passes over the empty term
    return _any_of(on, query, range(low, max(low, high)), scope, scored=scored)


def match_numbers(
    on: LeafEvaluation, query: ranges.NumericRange, scope: Scope, *, scored: bool
) -> Matches:
    """NumericRange and DateRange: an interval of the ordered documents, or neighbouring terms."""
    field, fieldobj = on.field(query.fieldname), on.snapshot.field(query.fieldname)
    if not isinstance(fieldobj, NUMERIC) or (scored and not query.constantscore):
        return on.by_whoosh(query, scope)
    if field is None:
        return NOTHING
    start, end = fieldobj.prepare_number(query.start), fieldobj.prepare_number(query.end)
    low_number = fieldobj.min_value if start is None else start
    high_number = fieldobj.max_value if end is None else end
    if not fieldobj.is_valid(low_number) or not fieldobj.is_valid(high_number):
        return on.by_whoosh(query, scope)
    low_bytes, high_bytes = fieldobj.to_bytes(low_number), fieldobj.to_bytes(high_number)
    exclude_low = query.startexcl and start is not None
    exclude_high = query.endexcl and end is not None
    low = field.terms.upper(low_bytes) if exclude_low else field.terms.lower(low_bytes)
    high = field.terms.lower(high_bytes) if exclude_high else field.terms.upper(high_bytes)
    postings = field.docs[field.starts[low] : field.starts[max(low, high)]]
    return Matches(union([postings], scope, on.count), query.boost)


def match_between(on: LeafEvaluation, query: Between, scope: Scope, *, scored: bool) -> Matches:
    """Between on the column of the order: an interval of documents."""
    del scored
    interval = query.interval(on.leaf, on.snapshot)
    if interval is None:
        return on.by_whoosh(query, scope)
    if scope is None or isinstance(scope, range):
        return Matches(everything(within(interval, scope), on.count), 1.0)
    places = members(scope, interval, on.count)
    return Matches(scope[places], 1.0, places)


def match_every(on: LeafEvaluation, query: qcore.Every, scope: Scope, *, scored: bool) -> Matches:
    """Every: all documents, or all with any term in a field."""
    del scored
    if query.fieldname is None:
        return Matches(everything(scope, on.count), query.boost)
    field: FieldArrays | None = on.field(query.fieldname)
    if field is None:
        return NOTHING
    return Matches(union([field.docs], scope, on.count), query.boost)


TABLE: EvaluatorTable = {
    **BOOLEAN,
    terms.Term: match_term,
    positional.Phrase: match_phrase,
    terms.Prefix: match_prefix,
    terms.Wildcard: match_wildcard,
    terms.Regex: match_expanded,
    terms.Variations: match_expanded,
    terms.FuzzyTerm: match_fuzzy,
    ranges.TermRange: match_term_range,
    ranges.NumericRange: match_numbers,
    ranges.DateRange: match_numbers,
    qcore.Every: match_every,
    Between: match_between,
    Combined: match_combined,
}

RUNS: EvaluatorTable = {**TABLE, positional.Sequence: match_run}
"""TABLE, with Sequence scored as `match_run` says and no longer by Whoosh."""
