"""Our query tree → a Whoosh query tree, see `index.answering.translation`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from whoosh.query import compound, positional, qcore, wrappers
from whoosh.query.terms import Prefix, Term

from index.answering.ranking import DEFAULT, Ranking
from index.answering.translation import Pieces, Translated, translate
from index.engines.whoosh.arrays import RUN, Between, Combined, Form
from index.schema import DAY, REFERENCE

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from index.answering.lexicon import Lexicon
    from index.answering.weighing import Weighed
    from index.query import Node

NOTHING: Translated[qcore.Query] = Translated(qcore.NullQuery, ())


def compile_query(
    tree: Node, lexicon: Lexicon, ranking: Ranking = DEFAULT
) -> Translated[qcore.Query]:
    """Translate a tree."""
    return translate(tree, _Pieces(ranking), lexicon, ranking)


class _Pieces(Pieces[qcore.Query]):
    """See Pieces."""

    def __init__(self, ranking: Ranking) -> None:
        self._present = ranking.present

    def every(self) -> qcore.Query:
        return qcore.Every()

    def all_of(self, queries: Sequence[qcore.Query]) -> qcore.Query:
        return compound.And(queries)

    def any_of(self, queries: Sequence[qcore.Query]) -> qcore.Query:
        return compound.Or(queries)

    def without(self, query: qcore.Query, unwanted: Sequence[qcore.Query]) -> qcore.Query:
        return compound.AndNot(query, compound.Or(unwanted))

    def constant(self, query: qcore.Query, score: float) -> qcore.Query:
        return wrappers.ConstantScoreQuery(query, score)

    def word(self, forms: Sequence[Weighed], *, weighs: bool = True) -> qcore.Query:
        found = [Form(one.field, RUN.join(one.terms), *one[2:]) for one in forms]
        return Combined(found, present=self._present) if weighs else Combined(found, boost=0.0)

    def run(self, field: str, terms: Sequence[str], slop: int, weight: float) -> qcore.Query:
        # Whoosh counts steps from one word to the next where we count the words between.
        return positional.Sequence([Term(field, term) for term in terms], slop + 1, boost=weight)

    def begun(self, field: str, prefix: str) -> qcore.Query:
        return Prefix(field, prefix)

    def terms(self, parts: Sequence[str], terms: Sequence[str]) -> qcore.Query:
        return Combined([Form(part, term, 1.0) for term in terms for part in parts])

    def keys(self, field: str, keys: Collection[str]) -> qcore.Query:
        return compound.Or([Term(field, key) for key in sorted(keys)])

    def nothing(self) -> qcore.Query:
        return qcore.NullQuery

    def reference(self, terms: Sequence[str]) -> qcore.Query:
        return positional.Sequence([Term(REFERENCE, term) for term in terms])

    def days(self, first: int, last: int | None) -> qcore.Query:
        return Between(DAY, first, last)
