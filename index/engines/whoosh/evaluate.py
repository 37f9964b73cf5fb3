"""A Whoosh query over one segment → every matching document with its score.

Hits are needed all at once, for the facets; so a list is taken whole, and conjunctions are
intersections of sets, where Whoosh's own matchers go document by document. Scores are those of
Whoosh's BM25F, except for sequences of words, which Whoosh scores by their words and we by how
often the sequence stands.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from math import log
from typing import TYPE_CHECKING

from whoosh.query import compound, positional, qcore, wrappers
from whoosh.query.terms import Term
from whoosh.util.numeric import byte_to_length

from index.engines.whoosh.postings import positions

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from index.engines.whoosh.postings import Postings
    from index.engines.whoosh.ranking import Ranking
    from index.engines.whoosh.segments import SegmentData

Scores = dict[int, float]

_LENGTH_BYTES = 256


@dataclass(slots=True)
class Statistics:
    """Figures of the whole index that scores depend on; made for one search."""

    segments: Sequence[SegmentData]
    ranking: Ranking
    _idf: dict[tuple[str, str], float] = field(default_factory=dict)
    _norms: dict[str, list[float]] = field(default_factory=dict)

    def idf(self, name: str, term: str) -> float:
        """Return Whoosh's inverse document frequency: 1 + ln(documents / (frequency + 1))."""
        if (name, term) not in self._idf:
            documents = sum(segment.size for segment in self.segments)
            frequency = sum(segment.frequency(name, term) for segment in self.segments)
            self._idf[name, term] = log(documents / (frequency + 1)) + 1
        return self._idf[name, term]

    def norms(self, name: str) -> list[float]:
        """Return BM25's k1·(1 - b + b·length/average) for each byte that stands for a length."""
        if name not in self._norms:
            documents = sum(segment.size for segment in self.segments)
            total = sum(segment.total_length(name) for segment in self.segments)
            average = total / documents if total else 1.0
            k1, b = self.ranking.k1, self.ranking.b
            self._norms[name] = [
                k1 * (1 - b + b * byte_to_length(byte) / average) for byte in range(_LENGTH_BYTES)
            ]
        return self._norms[name]


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Evaluates queries over one segment; deleted documents are still among the results."""

    segment: SegmentData
    statistics: Statistics
    _read: dict[tuple[str, str], Postings | None] = field(default_factory=dict)

    def scores(self, query: qcore.Query, within: Collection[int] | None = None) -> Scores:
        """Return the matching documents and their scores, at least those that are `within`.

        Raises TypeError for kinds of query that `compile` does not make.
        """
        match query:
            case Term():
                return self._term(query)
            case compound.Or():
                return self._union([self.scores(one, within) for one in query.subqueries])
            case compound.And():
                return self._intersection(query.subqueries, within)
            case compound.AndNot():
                wanted, unwanted = query.subqueries
                found = self.scores(wanted, within)
                excluded = self._documents(unwanted)
                return {number: found[number] for number in found.keys() - excluded}
            case compound.AndMaybe():
                return self._and_maybe(query, within)
            case positional.Sequence():
                return self._sequence(query, within)
            case wrappers.ConstantScoreQuery():
                return dict.fromkeys(self._documents(query.child), float(query.score))
            case qcore.Every():
                return dict.fromkeys(range(self.segment.size), float(query.boost))
            case _:
                raise TypeError(f"no evaluation of {query!r}")

    def _postings(self, term: Term) -> Postings | None:
        """Read a term's postings; once, as words of a query are asked for again by nearness."""
        key = term.fieldname, term.text
        if key not in self._read:
            self._read[key] = self.segment.postings(*key)
        return self._read[key]

    def _term(self, query: Term) -> Scores:
        postings = self._postings(query)
        if postings is None:
            return {}
        k1 = self.statistics.ranking.k1
        norms = self.statistics.norms(query.fieldname)
        lengths = self.segment.lengths(query.fieldname)
        factor = self.statistics.idf(query.fieldname, query.text) * (k1 + 1) * query.boost
        return {
            number: factor * frequency / (frequency + norms[lengths[number]])
            for number, frequency in zip(postings.numbers, postings.frequencies, strict=True)
        }

    def _documents(self, query: qcore.Query) -> set[int]:
        """Return the documents that match, without the cost of scores."""
        match query:
            case Term():
                postings = self._postings(query)
                return set(postings.numbers) if postings else set()
            case compound.Or():
                return set().union(*(self._documents(one) for one in query.subqueries))
            case _:
                return set(self.scores(query))

    @staticmethod
    def _union(parts: list[Scores]) -> Scores:
        # In the order of the query: a sum must not depend on what else is in the segment.
        union: Scores = {}
        for part in parts:
            if not union:
                union = part
                continue
            for number, score in part.items():
                union[number] = union.get(number, 0.0) + score
        return union

    def _intersection(
        self, clauses: Iterable[qcore.Query], within: Collection[int] | None
    ) -> Scores:
        found: Scores | None = None
        for clause in clauses:
            scores = self.scores(clause, within)
            if found is not None:
                common = found.keys() & scores.keys()
                scores = {number: found[number] + scores[number] for number in common}
            if not scores:
                return {}
            found = scores
            within = found.keys()
        return found or {}

    def _and_maybe(self, query: compound.AndMaybe, within: Collection[int] | None) -> Scores:
        found = self.scores(query.subqueries[0], within)
        for number, score in self.scores(query.subqueries[1], found.keys()).items():
            if number in found:
                found[number] += score
        return found

    def _sequence(self, query: positional.Sequence, within: Collection[int] | None) -> Scores:
        """Score by how often the terms stand in order, at most `slop` steps from one to the next.

        The frequency saturates as in BM25; the weight is the sum of the terms' idf.
        """
        # `compile` makes sequences of terms only.
        terms = [one for one in query.subqueries if isinstance(one, Term)]
        lists: list[Postings] = []
        for term in terms:
            postings = self._postings(term)
            if postings is None:
                return {}
            lists.append(postings)
        common = set(within) if within is not None else set(lists[0].numbers)
        for postings in sorted(lists, key=lambda one: len(one.numbers)):
            common.intersection_update(postings.numbers)
        if not common:
            return {}
        counts = _occurrences(lists, common, query.slop)
        k1 = self.statistics.ranking.k1
        idf = sum(self.statistics.idf(term.fieldname, term.text) for term in terms)
        weight = query.boost * idf * (k1 + 1)
        return {number: weight * count / (count + k1) for number, count in counts.items()}


def _occurrences(lists: list[Postings], common: set[int], slop: int) -> dict[int, int]:
    """Count in each common document how often the terms follow one another."""
    ends: dict[int, set[int]] = {}
    for at, postings in enumerate(lists):
        here = {
            number: positions(value)
            for number, value in zip(postings.numbers, postings.values, strict=True)
            if number in common
        }
        if at == 0:
            ends = {number: set(places) for number, places in here.items()}
            continue
        for number, before in list(ends.items()):
            reached = _next(before, here[number], slop)
            if reached:
                ends[number] = reached
            else:
                del ends[number]
                common.discard(number)
    return {number: len(places) for number, places in ends.items()}


def _next(before: set[int], places: list[int], slop: int) -> set[int]:
    if slop == 1:
        return {place for place in places if place - 1 in before}
    return {
        place
        for place in places
        if any(place - step in before for step in range(1, min(slop, place) + 1))
    }
