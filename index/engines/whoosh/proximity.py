"""A query tree → the words whose nearness to each other counts."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from index.answering.neighbours import typed_run
from index.engines.whoosh.arrays import Nearness, NearRun, NearWord
from index.french import fold, query_terms, tokens
from index.schema import stem_field

if TYPE_CHECKING:
    from index.answering.ranking import Ranking
    from index.query import Node

_PAIR = 2


def nearness(tree: Node, ranking: Ranking) -> Nearness | None:
    """Return what to add to the best hits; None where fewer than two words can carry a subject."""
    typed = typed_run(tree)
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
