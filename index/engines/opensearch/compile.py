"""Our query tree → OpenSearch's query language, see `index.answering.translation`.

The scores follow the formulas of the Whoosh engine, with the lengths that Lucene keeps.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.answering.ranking import DEFAULT, Ranking
from index.answering.translation import Pieces, Translated, translate
from index.engine import Problem
from index.engines.opensearch import dsl
from index.engines.opensearch.documents import safe
from index.engines.opensearch.phrases import run
from index.engines.opensearch.room import ROOM, Sparing, clauses
from index.french import fold
from index.schema import DAY, PARTS, REFERENCE, exact_field

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from index.answering.holdings import Form
    from index.answering.lexicon import Lexicon
    from index.answering.weighing import Weighed
    from index.engines.opensearch.dsl import Clause
    from index.engines.opensearch.frequencies import Frequencies
    from index.query import Node

_FOLDED = {exact_field(part): part for part in PARTS}
NOTHING: Translated[Clause] = Translated(dsl.NOTHING, ())


def compile_query(
    tree: Node, lexicon: Lexicon, frequencies: Frequencies, ranking: Ranking = DEFAULT
) -> Translated[Clause]:
    """Translate a tree; what `frequencies` do not know yet they have been asked for then.

    Where a query would have more clauses than there is room for it is translated more sparingly.
    """
    for sparing in Sparing:
        pieces = _Pieces(frequencies, ranking, sparing)
        found = translate(tree, pieces, lexicon, ranking)
        if clauses(found.query) <= ROOM:
            break
    if pieces.unnamed:
        found = found._replace(problems=(*found.problems, Problem(0, "too-many-names")))
    return found


class _Pieces(Pieces["Clause"]):
    """See Pieces."""

    def __init__(self, frequencies: Frequencies, ranking: Ranking, sparing: Sparing) -> None:
        """Take what scores depend on; `unnamed` tells whether names were left out."""
        self._frequencies = frequencies
        self._ranking = ranking
        self._sparing = sparing
        self.unnamed = False

    def every(self) -> Clause:
        return dsl.EVERYTHING

    def all_of(self, queries: Sequence[Clause]) -> Clause:
        return dsl.every(queries)

    def any_of(self, queries: Sequence[Clause]) -> Clause:
        return dsl.any_of(queries)

    def without(self, query: Clause, unwanted: Sequence[Clause]) -> Clause:
        return dsl.filtered(query, (), unwanted)

    def constant(self, query: Clause, score: float) -> Clause:
        return dsl.constant(query, score)

    def word(self, forms: Sequence[Weighed], *, weighs: bool = True) -> Clause:
        found = dsl.any_of(self._looked_for(forms))
        if found is dsl.NOTHING:
            return found
        if not weighs:
            return dsl.constant(found, 0.0)
        defining = [form for form in map(self._rarest, _of(forms, defines=True)) if self._has(form)]
        others = [form for form in map(self._rarest, _of(forms, defines=False)) if self._has(form)]
        rarity = self._frequencies.rarity(defining or others)
        return dsl.saturated(found, rarity, self._ranking.k1, self._ranking.present)

    def _looked_for(self, forms: Sequence[Weighed]) -> Iterator[Clause]:
        if self._sparing is Sparing.NOT:
            yield from (dsl.phrase(one.field, one.terms, one.weight) for one in forms)
            return
        merged: dict[str, list[Weighed]] = {}
        held = {(one.field, one.terms) for one in forms}
        for one in forms:
            if (_FOLDED.get(one.field), tuple(map(fold, one.terms))) in held:
                continue  # a word as it is written is found by its folded form
            if len(one.terms) == 1:
                merged.setdefault(one.field, []).append(one)
            elif self._sparing is Sparing.UNNAMED and not one.defines:
                self.unnamed = True
            else:
                yield dsl.phrase(one.field, one.terms, one.weight)
        for field, some in merged.items():
            found = dsl.terms(field, [one.terms[0] for one in some])
            yield dsl.constant(found, max(one.weight for one in some))

    def _has(self, form: Form) -> bool:
        return self._frequencies[form] > 0

    def _rarest(self, form: Weighed) -> Form:
        """Return the rarest term of a form: a run of terms is taken to be as frequent as that."""
        return min(((form.field, term) for term in form.terms), key=self._frequencies.__getitem__)

    def run(self, field: str, terms: Sequence[str], slop: int, weight: float) -> Clause:
        # it scores each of its terms, as the Whoosh engine does
        scored = [
            dsl.saturated(
                dsl.term(field, term),
                weight * self._frequencies.rarity([(field, term)]),
                self._ranking.k1,
            )
            for term in dict.fromkeys(terms)
        ]
        return dsl.filtered(dsl.every(scored), [run(field, terms, slop)])

    def begun(self, field: str, prefix: str) -> Clause:
        return {"prefix": {field: {"value": safe(prefix)}}}

    def terms(self, parts: Sequence[str], terms: Sequence[str]) -> Clause:
        return dsl.any_of(dsl.terms(part, terms) for part in parts)

    def keys(self, field: str, keys: Collection[str]) -> Clause:
        return dsl.terms(field, keys)

    def nothing(self) -> Clause:
        return dsl.NOTHING

    def reference(self, terms: Sequence[str]) -> Clause:
        return dsl.phrase(REFERENCE, terms)

    def days(self, first: int, last: int | None) -> Clause:
        return dsl.between(DAY, first, last)


def _of(forms: Sequence[Weighed], *, defines: bool) -> list[Weighed]:
    return [one for one in forms if one.defines is defines]
