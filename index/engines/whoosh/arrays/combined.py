"""One word in all its forms and fields: a query of its own, scored by BM25F.

Whoosh adds up the scores of fields, and so counts one word many times. BM25F adds up the word's
weighted frequencies first and lets the sum saturate once (S. Robertson, H. Zaragoza and M. Taylor,
"Simple BM25 Extension to Multiple Weighted Fields", 2004).
"""

from __future__ import annotations

from math import log
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from whoosh.query import compound, positional, qcore
from whoosh.query.terms import Term

from index.engines.whoosh.arrays.frequencies import FoundForm, frequencies, k1_of
from index.engines.whoosh.arrays.matches import NOTHING, Matches
from index.engines.whoosh.arrays.phrase import known_runs
from index.engines.whoosh.arrays.presence import (
    FREQUENT,
    both_of,
    marked_among,
    of_any,
    same_documents,
    unpacked,
)
from index.engines.whoosh.arrays.sets import Scope, members, union
from index.engines.whoosh.arrays.terms import term_bytes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from whoosh.matching.mcore import Matcher
    from whoosh.reading import IndexReader
    from whoosh.searching import SearchContext, Searcher

    from index.engines.whoosh.arrays.container import Array
    from index.engines.whoosh.arrays.matching import LeafEvaluation
    from index.engines.whoosh.arrays.segment import FieldArrays
    from index.engines.whoosh.arrays.terms import FoundTerm


RUN = "\0"
"""Parts the terms of a run; no term holds it."""
_MOST_SIZED = 64  # forms; a word has few, only wildcards have more


class Form(NamedTuple):
    """A term of a field that counts as the word, and how much one occurrence of it weighs.

    `text` is several terms, separated by RUN, where the word's name is a run of them.
    `defines` tells that the word is as frequent as this form, or more: forms that mean the same
    under another name do not make a rare word common.
    """

    field: str
    text: str
    weight: float
    defines: bool = True


class Combined(qcore.Query):
    """Documents with any of some forms; a document is scored as if they were one term.

    boost · idf · (present + (K1 + 1) · f / (K1 + f)), where f is the sum of the forms' weighted
    frequencies, each divided by its field's length norm. With n the number of documents that have
    the most frequent defining form, idf = log(1 + (N − n + 0.5) / (n + 0.5)) (S. Robertson and
    H. Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond", 2009, made positive as in
    Lucene); Whoosh's own, log(N / (n + 1)) + 1, tells frequent words too little from rare ones.
    `present` makes a second word worth more than many of the first (Y. Lv and C. Zhai,
    "Lower-Bounding Term Frequency Normalization", 2011).
    A stock Whoosh searcher matches the same documents and adds up the forms' own scores.
    """

    def __init__(self, forms: Sequence[Form], boost: float = 1.0, present: float = 0.0) -> None:
        self.forms = tuple(forms)
        self.boost = boost
        self.present = present

    def __str__(self) -> str:
        return "{" + " ".join(f"{f.field}:{f.text}^{f.weight:g}" for f in self.forms) + "}"

    def __repr__(self) -> str:
        return f"Combined({self.forms!r}, boost={self.boost!r}, present={self.present!r})"

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, Combined)
            and self.forms == other.forms
            and (self.boost, self.present) == (other.boost, other.present)
        )

    def __hash__(self) -> int:
        return hash((self.forms, self.boost, self.present))

    def terms_of(self) -> compound.Or:
        """Return the query that Whoosh itself can answer."""
        return compound.Or([_as_whoosh(form, self.boost) for form in self.forms])

    def estimate_size(self, ixreader: IndexReader) -> int:
        """Return a size that is never too small."""
        size: int = self.terms_of().estimate_size(ixreader)
        return size

    def matcher(self, searcher: Searcher, context: SearchContext | None = None) -> Matcher:
        """Return Whoosh's matcher of the forms."""
        matcher: Matcher = self.terms_of().matcher(searcher, context)
        return matcher


def _as_whoosh(form: Form, boost: float) -> qcore.Query:
    terms: list[qcore.Query] = [Term(form.field, text) for text in form.text.split(RUN)]
    weight = form.weight * boost
    if len(terms) > 1:
        return positional.Sequence(terms, boost=weight)
    return Term(form.field, form.text, boost=weight)


def match_combined(on: LeafEvaluation, query: Combined, scope: Scope, *, scored: bool) -> Matches:
    """Match a Combined: the documents of all forms, each scored once."""
    if not scored:
        return Matches(_documents(on, query.forms, scope), 0.0)
    within = scope if isinstance(scope, np.ndarray) else None
    found, idf = _look_up(on, query.forms, within)
    if not found:
        return NOTHING
    docs, sums = frequencies(on, found, within)
    if isinstance(scope, range):
        places = members(docs, scope, on.count)
        docs, sums = docs[places], sums[places]
    k1 = k1_of(on)
    # f / (K1 + f), in place
    scores = sums + np.float32(k1)
    np.divide(sums, scores, out=scores)
    scores *= np.float32(query.boost * idf * (k1 + 1))
    if query.present:
        scores += np.float32(query.boost * idf * query.present)
    return Matches(docs, scores)


def size_of_combined(on: LeafEvaluation, query: Combined) -> int:
    """Return how many postings the forms have: never fewer than documents that match.

    Of very many forms, which a wildcard has, none is looked up: the answer is all documents.
    """
    if len(query.forms) > _MOST_SIZED:
        return on.count
    size = 0
    for form in query.forms:
        numbers = [term.numbers[on.leaf.place] for term in _terms(on, form)]
        if min(numbers, default=-1) >= 0:
            starts = on.leaf.arrays.fields[form.field].starts
            size += min(starts[number + 1] - starts[number] for number in numbers)
    return size


def _terms(on: LeafEvaluation, form: Form) -> list[FoundTerm]:
    """Look up the terms of a form; none where there is no such field."""
    fieldobj = on.snapshot.field(form.field)
    if fieldobj is None:
        return []
    texts = form.text.split(RUN)
    return [on.evaluation.term(form.field, term_bytes(fieldobj, text)) for text in texts]


def bits_of(on: LeafEvaluation, query: Combined) -> Array:
    """Return the words in which the documents that match have their bit, see `presence`."""
    held, parts, _ = _held(on, query.forms, None)
    return of_any(held, parts, on.count)


def _documents(on: LeafEvaluation, forms: Sequence[Form], scope: Scope) -> Array:
    """Return the documents of the scope that have any of some forms."""
    held, parts, lists = _held(on, forms, scope)
    if sum(map(len, lists)) * FREQUENT < on.count:
        return union([*parts, *lists], scope, on.count)
    words = of_any(held, parts, on.count)
    if isinstance(scope, np.ndarray):
        return scope.take(marked_among(words.view(np.uint8), scope))
    docs = unpacked(words)
    return docs[members(docs, scope, on.count)]


def _held(
    on: LeafEvaluation, forms: Sequence[Form], scope: Scope
) -> tuple[list[tuple[FieldArrays, int]], list[Array], list[Array]]:
    """Return the terms of forms of one, the documents of the scope that have one of the others.

    And the documents of each of these terms.
    """
    held: list[tuple[FieldArrays, int]] = []
    parts: list[Array] = []
    lists: list[Array] = []
    for form in forms:
        numbers = [term.numbers[on.leaf.place] for term in _terms(on, form)]
        if min(numbers, default=-1) >= 0:
            field = on.leaf.arrays.fields[form.field]
            if len(numbers) > 1:
                parts.append(known_runs(on, field, numbers, scope)[0])
                continue
            term = field, numbers[0]
            # stem, folded and exact term of a name stand in the same documents
            if not held or not same_documents(term, held[-1]):
                held.append(term)
                lists.append(field.documents(numbers[0]))
    return held, parts, lists


def _look_up(
    on: LeafEvaluation, forms: Sequence[Form], scope: Array | None
) -> tuple[list[FoundForm], float]:
    """Return the forms that the segment has, and the weight of the word over all segments.

    A run of terms is taken to be as frequent as the rarest of them. Documents that are not in the
    scope may be left out.
    """
    found: list[FoundForm] = []
    defining = others = 0
    docs: Array
    both: tuple[Array, Array] | None = None
    last: tuple[FieldArrays, int] | None = None
    for form in forms:
        terms = _terms(on, form)
        most = min((term.found for term in terms), default=0)
        if not most:
            continue
        if form.defines:
            defining = max(defining, most)
        else:
            others = max(others, most)
        numbers = [term.numbers[on.leaf.place] for term in terms]
        if min(numbers) < 0:
            continue
        field = on.leaf.arrays.fields[form.field]
        counts: Array | None
        alike = False
        if len(numbers) > 1:
            last = None
            docs, counts = known_runs(on, field, numbers, scope)
        else:
            term = field, numbers[0]
            alike = last is not None and same_documents(term, last)
            last = term
            if not alike:
                docs, both = field.documents(numbers[0]), None
                if scope is not None and 2 * len(scope) < len(docs):
                    both = both_of(field, numbers[0], scope)
                    docs = docs if both is None else scope.take(both[0])
            counts = field.weights_of(field.starts[numbers[0]], field.starts[numbers[0] + 1])
            if both is not None and counts is not None:
                counts = counts.take(both[1])
        if len(docs):
            found.append(FoundForm(form.field, docs, counts, form.weight, alike))
    return found, inverse_frequency(on.snapshot.count, defining or others)


def inverse_frequency(count: int, found: int) -> float:
    """Return the weight of a word that `found` of `count` documents have; never negative.

    >>> round(inverse_frequency(1000, 10), 2), round(inverse_frequency(1000, 1000), 4)
    (4.56, 0.0005)
    """
    return log(1 + (max(count - found, 0) + 0.5) / (found + 0.5))
