"""A query tree → the words whose nearness to each other counts."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from index.engines.whoosh.arrays import Nearness, NearRun, NearWord
from index.french import fold, query_terms, tokens
from index.query import And, Exact, Expanded, Or, Phrase, Within, Word
from index.schema import stem_field

if TYPE_CHECKING:
    from index.answering.ranking import Ranking
    from index.query import Node

_PAIR = 2


def nearness(tree: Node, ranking: Ranking) -> Nearness | None:
    """Return what to add to the best hits; None where fewer than two words can carry a subject.

    A choice of words may as well be a list of them: those that a hit has near each other count.
    """
    typed = _run(And(tree.children) if isinstance(tree, Or) else tree)
    if all(token.function_word for word in typed for token in tokens(word.text)):
        return None
    places = [place for place, word in enumerate(typed) if not word.optional]
    words = [NearWord(tuple(sorted(query_terms(typed[at].text).stemmed)), at) for at in places]
    runs = [
        NearRun(number, number + 1, tuple(fold(word.text) for word in typed[here : there + 1]))
        for number, (here, there) in enumerate(pairwise(places))
        if there > here + 1
    ]
    if len(words) < _PAIR or not ranking.near:
        return None
    return Nearness(
        words=tuple(words),
        fields={stem_field(part): weight for part, weight in ranking.parts().items()},
        runs=tuple(runs),
        run_fields=ranking.parts(),
        weight=ranking.near,
        loose=ranking.loose,
        backwards=ranking.backwards,
        saturation=ranking.near_k,
        depth=ranking.depth,
    )


def _run(tree: Node) -> tuple[Word, ...]:
    """Return the words typed one after the other, phrase words included; a choice is left out."""
    match tree:
        case And(children=children):
            return tuple(word for child in children for word in _run(child))
        case Word():
            return (tree,)
        case Phrase(words=words, slop=0) | Exact(words=words, slop=0):
            return words
        case Expanded(child=child) | Within(child=child):
            return _run(child)
        case _:
            return ()
