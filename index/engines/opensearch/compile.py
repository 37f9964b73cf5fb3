"""Our query tree → OpenSearch's query language, see `index.answering.translation`.

The scores follow the formulas of the Whoosh engine, with the lengths that Lucene keeps.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.answering.ranking import DEFAULT, Ranking
from index.answering.translation import Pieces, Translated, translate
from index.engines.opensearch import dsl
from index.engines.opensearch.documents import safe
from index.engines.opensearch.phrases import run
from index.schema import DAY, REFERENCE

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from index.answering.holdings import Form
    from index.answering.lexicon import Lexicon
    from index.answering.weighing import Weighed
    from index.engines.opensearch.dsl import Clause
    from index.engines.opensearch.frequencies import Frequencies
    from index.query import Node

NOTHING: Translated[Clause] = Translated(dsl.NOTHING, ())


def compile_query(
    tree: Node, lexicon: Lexicon, frequencies: Frequencies, ranking: Ranking = DEFAULT
) -> Translated[Clause]:
    """Translate a tree; what `frequencies` do not know yet they have been asked for then."""
    return translate(tree, _Pieces(frequencies, ranking), lexicon, ranking)


class _Pieces(Pieces["Clause"]):
    """See Pieces."""

    def __init__(self, frequencies: Frequencies, ranking: Ranking) -> None:
        """Take what scores depend on."""
        self._frequencies = frequencies
        self._ranking = ranking

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
        found = dsl.any_of(dsl.phrase(one.field, one.terms, one.weight) for one in forms)
        if found is dsl.NOTHING:
            return found
        if not weighs:
            return dsl.constant(found, 0.0)
        defining = [form for form in map(self._rarest, _of(forms, defines=True)) if self._has(form)]
        others = [form for form in map(self._rarest, _of(forms, defines=False)) if self._has(form)]
        rarity = self._frequencies.rarity(defining or others)
        return dsl.saturated(found, rarity, self._ranking.k1, self._ranking.present)

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
