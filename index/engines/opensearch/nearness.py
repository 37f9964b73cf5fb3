"""Words that stand together as they were typed → what adds to a hit's score.

The Whoosh engine counts every pair of occurrences in the leading hits. A cluster tells only whether
a phrase stands there: so each two words that follow one another count once, for the best way in
which they stand in the part that weighs most.
"""

from __future__ import annotations

from itertools import pairwise, product
from typing import TYPE_CHECKING, Final

from index.answering.neighbours import typed_run
from index.engines.opensearch import dsl
from index.french import fold, query_terms, tokens
from index.schema import PARTS, stem_field

if TYPE_CHECKING:
    from collections.abc import Iterator

    from index.answering.ranking import Ranking
    from index.engines.opensearch.dsl import Clause
    from index.engines.opensearch.frequencies import Frequencies
    from index.query import Node, Word

MOST: Final = 15
"""Pairs that are looked at."""
WITHIN: Final = 3
PHRASES: Final = 300
"""Phrases that are looked for at most, of the 1,024 clauses that Lucene takes in a query."""
_PAIR: Final = 2
_STANDING: Final = WITHIN + 2
"""Ways in which two words may stand: side by side, with words between, the other way round."""


def nearness(tree: Node, frequencies: Frequencies, ranking: Ranking) -> list[Clause]:
    """Return clauses that add to a score, none where fewer than two words can carry a subject."""
    typed = typed_run(tree)
    places = [place for place, word in enumerate(typed) if not word.optional]
    carrying = any(not t.function_word for word in typed for t in tokens(word.text))
    if not carrying or len(places) < _PAIR or not ranking.near:
        return []
    pairs = list(pairwise(places))[:MOST]
    most = PHRASES // (len(pairs) * len(PARTS) * _STANDING)
    return [_pair(typed[here : there + 1], most, frequencies, ranking) for here, there in pairs]


def _pair(words: tuple[Word, ...], most: int, frequencies: Frequencies, ranking: Ranking) -> Clause:
    """Return what adds for two words, which function words may stand between.

    They may be several pairs of stems, of which the first `most` are looked for.
    """
    first, last = query_terms(words[0].text).stemmed, query_terms(words[-1].text).stemmed
    weight = ranking.near * sum(_rarity(stems, frequencies) for stems in (first, last)) / 2
    ways = list(product(sorted(first), sorted(last)))[:most]
    best: list[Clause] = []
    for part, share in ranking.parts().items():
        for clause, count in _standing(part, ways, words, ranking):
            n = count * share
            best.append(dsl.constant(clause, weight * n / (n + ranking.near_k)))
    return {"dis_max": {"queries": best}}


def _standing(
    part: str, ways: list[tuple[str, str]], words: tuple[Word, ...], ranking: Ranking
) -> Iterator[tuple[Clause, float]]:
    """Yield each way in which two words may stand in a part, and what it counts."""
    name = stem_field(part)
    neighbours = len(words) == _PAIR
    if neighbours:
        yield dsl.any_of(dsl.phrase(name, way) for way in ways), 1.0
    else:
        yield dsl.phrase(part, [fold(word.text) for word in words]), 1.0
    for between in range(int(neighbours), WITHIN + 1):
        apart = [""] * between
        yield (
            dsl.any_of(dsl.phrase(name, [one, *apart, other]) for one, other in ways),
            ranking.loose / (between + 1) ** 2,
        )
    back = dsl.any_of(dsl.phrase(name, [other, one]) for one, other in ways)
    yield back, ranking.loose * ranking.backwards


def _rarity(stems: frozenset[str], frequencies: Frequencies) -> float:
    return frequencies.rarity((stem_field(part), one) for part in PARTS for one in stems)
