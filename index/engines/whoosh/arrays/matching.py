"""A Whoosh query tree, evaluated on one segment with whole-array operations.

Every node takes a scope to stay within and gives the documents that match, with their scores; an
And passes what its rarest part found to the others as their scope. Deleted documents are left in:
`collect` takes them out once, at the end.

Scores are those of Whoosh's own matchers, but for one thing: a query that expands to many terms and
says that its score is constant (Prefix, Wildcard, FuzzyTerm, TermRange) scores its boost. Whoosh
gives such a query sums of BM25F or 1, depending on how many terms a segment happens to have.
"""

from __future__ import annotations

from collections.abc import Mapping
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias

import numpy as np
from whoosh.query import compound, positional, qcore, terms, wrappers

from index import deadline
from index.engines.whoosh.arrays.between import Between
from index.engines.whoosh.arrays.combined import Combined, size_of_combined
from index.engines.whoosh.arrays.matches import NOT_SCORE, NOTHING, Matches, some_scores
from index.engines.whoosh.arrays.sets import (
    Scope,
    are_few,
    everything,
    members,
    union,
    within,
)
from index.engines.whoosh.arrays.terms import FoundTerm, term_bytes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from index.engines.whoosh.arrays.container import Array
    from index.engines.whoosh.arrays.matches import Scores
    from index.engines.whoosh.arrays.segment import FieldArrays
    from index.engines.whoosh.arrays.snapshot import Leaf, Snapshot

Query: TypeAlias = qcore.Query


class Evaluation:
    """One question to a snapshot: looks up each term once for all segments.

    `table` has the evaluator of each type of query; the types it lacks are left to Whoosh.
    """

    def __init__(self, snapshot: Snapshot, table: EvaluatorTable) -> None:
        self.snapshot = snapshot
        self.table = table
        self._terms: dict[tuple[str, bytes], FoundTerm] = {}

    def term(self, field: str, text: bytes) -> FoundTerm:
        """Look up a term."""
        known = self._terms.get((field, text))
        if known is None:
            numbers, sizes = [], []
            for leaf in self.snapshot.leaves:
                arrays = leaf.arrays.fields.get(field)
                number, size = -1, 0
                if arrays is not None and (number := arrays.terms.find(text)) >= 0:
                    size = arrays.starts[number + 1] - arrays.starts[number]
                numbers.append(number)
                sizes.append(size)
            found = sum(sizes)
            idf = self.snapshot.inverse_frequency(found)
            known = FoundTerm(tuple(numbers), tuple(sizes), idf, found)
            self._terms[field, text] = known
        return known

    def on(self, leaf: Leaf) -> LeafEvaluation:
        """Return what evaluates on one segment."""
        return LeafEvaluation(self, leaf)


class LeafEvaluation:
    """Evaluates queries on one segment."""

    def __init__(self, evaluation: Evaluation, leaf: Leaf) -> None:
        self.evaluation = evaluation
        self.snapshot = evaluation.snapshot
        self.leaf = leaf
        self.count = leaf.count

    def matches(self, query: Query, scope: Scope = None, *, scored: bool = True) -> Matches:
        """Return what matches a query; without `scored`, the scores mean nothing."""
        deadline.check()
        # Subclasses may mean something else, so the very type decides.
        evaluate = self.evaluation.table.get(type(query))
        if evaluate is None:
            return self.by_whoosh(query, scope)
        return evaluate(self, query, scope, scored=scored)

    def docs(self, query: Query, scope: Scope = None) -> Array:
        """Return the documents that match a query."""
        return self.matches(query, scope, scored=False).docs

    def field(self, name: str) -> FieldArrays | None:
        """Return the arrays of a field, None where the segment has none of it."""
        return self.leaf.arrays.fields.get(name)

    def by_whoosh(self, query: Query, scope: Scope) -> Matches:
        """Let Whoosh's own matchers evaluate a query, one document at a time."""
        searcher = self.leaf.searcher
        matcher = query.matcher(searcher, searcher.context())
        docs, scores = [], []
        while matcher.is_active():
            docs.append(matcher.id())
            scores.append(matcher.score())
            matcher.next()
        found = Matches(np.array(docs, np.intp), np.array(scores, np.float32))
        return found.take(members(found.docs, scope, self.count))

    def size(self, query: Query) -> int:
        """Guess how many documents match, to begin with the rarest part of an And."""
        if isinstance(query, terms.Term):
            fieldobj = self.snapshot.field(query.fieldname)
            if fieldobj is None:
                return 0
            found = self.evaluation.term(query.fieldname, term_bytes(fieldobj, query.text))
            return found.sizes[self.leaf.place]
        if isinstance(query, wrappers.ConstantScoreQuery):
            return self.size(query.child)
        if isinstance(query, Combined):
            return min(self.count, size_of_combined(self, query))
        if isinstance(query, (compound.Or, compound.And)) and len(query):
            pick = sum if isinstance(query, compound.Or) else min
            return min(self.count, pick(map(self.size, query)))
        if isinstance(query, (compound.AndNot, compound.AndMaybe, compound.Require)):
            return self.size(query.a)
        return self.count

    def intersection(self, query: compound.And, scope: Scope, *, scored: bool) -> Matches:
        """And: the rarest part first, each part within what was found before."""
        parts: Sequence[Query] = query.subqueries
        if len(parts) < 2:  # noqa: PLR2004 - Whoosh drops the boost of an And of one
            return self.matches(parts[0], scope, scored=scored) if parts else NOTHING
        wanted = [part for part in parts if type(part) is not wrappers.Not]
        if not wanted:
            wanted = [qcore.Every(boost=0.0)]
        docs: Array | None = None
        scores: list[Scores] = [0.0] * len(wanted)
        for place in sorted(range(len(wanted)), key=lambda place: self._cost(wanted[place])):
            found = self.matches(wanted[place], scope if docs is None else docs, scored=scored)
            if docs is not None and len(found.docs) < len(docs):
                kept = found.among(docs, self.count)
                scores = [some_scores(one, kept) for one in scores]
            docs, scores[place] = found.docs, found.scores
            if not len(docs):
                return NOTHING
        # in the order of the query: float sums depend on it, and costs differ between segments
        matches = Matches(found.docs, sum(scores[1:], scores[0]) if scored else 0.0)
        for part in parts:
            if type(part) is wrappers.Not:
                matches = self._excluding(matches, part.query)
                matches = Matches(matches.docs, matches.scores + NOT_SCORE)
        return matches.times(query.boost)

    def _cost(self, query: Query) -> tuple[bool, int]:
        # Ranges over the order of documents cost nothing; phrases cost most.
        return type(query) is positional.Phrase, self.size(query)

    def _excluding(self, matches: Matches, query: Query) -> Matches:
        if not len(matches.docs):
            return matches
        unwanted = self.matches(query, matches.docs, scored=False)
        if not len(unwanted.docs):
            return matches
        kept = np.ones(len(matches.docs), bool)
        kept[unwanted.among(matches.docs, self.count)] = False
        return matches.take(kept.nonzero()[0])

    def disjunction(self, query: compound.Or, scope: Scope, *, scored: bool) -> Matches:
        """Or: scores of all parts that match are added up."""
        parts: Sequence[Query] = query.subqueries
        if len(parts) < 2:  # noqa: PLR2004 - as in And
            return self.matches(parts[0], scope, scored=scored) if parts else NOTHING
        if query.scale:
            return self.by_whoosh(query, scope)
        found = [self.matches(part, scope, scored=scored) for part in parts]
        return self.added(found, scored=scored).times(query.boost)

    def added(self, found: list[Matches], *, scored: bool) -> Matches:
        """Return what is in any of the matches, with the sum of its scores."""
        found = [matches for matches in found if len(matches.docs)]
        if len(found) < 2:  # noqa: PLR2004 - nothing to add up
            return found[0] if found else NOTHING
        few = are_few(sum([len(matches.docs) for matches in found]), self.count)
        positive = scored and not few and all(np.min(matches.scores) > 0 for matches in found)
        if not positive:
            docs = union([matches.docs for matches in found], None, self.count)
            if not scored:
                return Matches(docs, 0.0)
        sums = np.zeros(self.count, np.float32)
        sums[found[0].docs] = found[0].scores
        for matches in found[1:]:
            np.add.at(sums, matches.docs, matches.scores)
        if positive:
            # then what has a score is what was found
            docs = (sums != 0).nonzero()[0]
        return Matches(docs, sums.take(docs))

    def complement(self, query: wrappers.Not, scope: Scope, *, scored: bool) -> Matches:
        """Not, where it stands alone or in an Or."""
        del scored
        return self._excluding(Matches(everything(scope, self.count), NOT_SCORE), query.query)

    def and_not(self, query: compound.AndNot, scope: Scope, *, scored: bool) -> Matches:
        """AndNot: the first part without the second."""
        return self._excluding(self.matches(query.a, scope, scored=scored), query.b)

    def and_maybe(self, query: compound.AndMaybe, scope: Scope, *, scored: bool) -> Matches:
        """AndMaybe: the first part, with the score of the second where that matches too."""
        found = self.matches(query.a, scope, scored=scored)
        if not scored or not len(found.docs):
            return found
        more = self.matches(query.b, found.docs, scored=True)
        scores = np.zeros(len(found.docs), np.float32)
        scores += found.scores
        scores[more.among(found.docs, self.count)] += more.scores
        return Matches(found.docs, scores)

    def require(self, query: compound.Require, scope: Scope, *, scored: bool) -> Matches:
        """Require: the first part where the second matches too; a chain of them at once."""
        wanted, required = query.a, [query.b]
        while type(wanted) is compound.Require:
            required.append(wanted.b)
            wanted = wanted.a
        others = []
        for part in required:
            interval = None
            if isinstance(part, Between) and not isinstance(scope, np.ndarray):
                interval = part.interval(self.leaf, self.snapshot)
            if interval is None or isinstance(scope, np.ndarray):
                others.append((self.size(part), part))
            else:
                scope = within(interval, scope)
        # what is rarer than the first part is looked for before it, and nothing scored in vain
        others.sort(key=itemgetter(0))
        size = self.size(wanted) if others else 0
        for _, part in (rarer := [other for other in others if other[0] < size]):
            scope = self.docs(part, scope)
        found = self.matches(wanted, scope, scored=scored)
        for _, part in others[len(rarer) :]:
            found = self.requiring(found, part)
        return found

    def requiring(self, found: Matches, query: Query) -> Matches:
        """Return those of the matches that another query matches too."""
        required = self.matches(query, found.docs, scored=False)
        if len(required.docs) == len(found.docs):
            return found
        return found.take(required.among(found.docs, self.count))

    def constant(
        self, query: wrappers.ConstantScoreQuery, scope: Scope, *, scored: bool
    ) -> Matches:
        """ConstantScoreQuery: one score for all."""
        del scored
        return Matches(self.docs(query.child, scope), query.score)

    def nothing(self, query: Query, scope: Scope, *, scored: bool) -> Matches:
        """NullQuery."""
        del query, scope, scored
        return NOTHING


class Evaluator(Protocol):
    """Evaluates one type of query; the query is of that type."""

    def __call__(
        self,
        on: LeafEvaluation,
        query: Any,  # noqa: ANN401 - the table knows the type
        scope: Scope,
        /,
        *,
        scored: bool,
    ) -> Matches:
        """Return what matches within the scope; without `scored`, the scores mean nothing."""
        ...


EvaluatorTable: TypeAlias = Mapping[type[Query], Evaluator]

BOOLEAN: EvaluatorTable = {
    compound.And: LeafEvaluation.intersection,
    compound.Or: LeafEvaluation.disjunction,
    wrappers.Not: LeafEvaluation.complement,
    compound.AndNot: LeafEvaluation.and_not,
    compound.AndMaybe: LeafEvaluation.and_maybe,
    compound.Require: LeafEvaluation.require,
    wrappers.ConstantScoreQuery: LeafEvaluation.constant,
    type(qcore.NullQuery): LeafEvaluation.nothing,
}
"""What evaluates queries made of other queries; `evaluators` adds the rest."""
