"""The releases most like one: those that hold what sets it apart from the rest of the archive.

Its most telling stems and the entities it mentions are asked for, any of them, and scored as a
query is. When it was published plays no part: what is like an old release is often its sequel,
years later. Equals stand newest first.
"""

from __future__ import annotations

import heapq
from collections import Counter, defaultdict
from functools import cache
from itertools import islice
from math import log
from typing import TYPE_CHECKING, Final

from whoosh.query import compound, wrappers
from whoosh.query.terms import Term

from index.engines.whoosh.arrays import Ask
from index.engines.whoosh.vocabulary import releases
from index.french import fold, stemmed_terms
from index.french.lists import function_words
from index.record import Relation
from index.schema import ID, PARTS, facet_of, slug, stem_field
from index.suggest import telling

if TYPE_CHECKING:
    from collections.abc import Iterator

    from index.engines.whoosh.snapshot import Commit
    from index.record import Document

FRENCH: Final = "fr"
STEMS: Final = 25
"""Stems that are asked for; the next ones add time and hardly another release."""
ENTITIES: Final = 10
"""Entities that are asked for, the most telling first."""

_PARTS: Final = dict(zip(PARTS, (3.0, 1.5, 1.0), strict=True))
"""How many occurrences one in a part counts for, here and in the other release."""
_ENTITY: Final = 2.0
"""What an entity weighs beside a stem of equal rarity: it is known to be the same thing."""
_TRIES: Final = 6
"""So many times the releases that are wanted are looked at: some are copies of each other."""
_MOST_STEMS: Final = 400
"""Stems of a long release that are looked up, the most frequent first."""


@cache
def _function_terms() -> frozenset[str]:
    """Return the terms of function words, which are not stemmed."""
    return frozenset(map(fold, function_words()))


def similar(document: Document, limit: int, commit: Commit) -> list[tuple[int, float]]:
    """Return (document number, score) of the releases most like one, the likest first.

    The release itself, by its id, is left out, and so is what has nearly its words or those of a
    liker one; its translation is not. Only releases that share something telling are returned.
    """
    wanted = [*_stems(document, commit), *_entities(document, commit)]
    if not wanted or limit <= 0:
        return []
    query = compound.AndNot(compound.Or(wanted), Term(ID, document.release.id))
    found = commit.collector.ask(Ask(query=query, limit=_TRIES * limit)).page
    return list(islice(_different(document, found, commit), limit))


def _different(
    document: Document, found: list[tuple[int, float]], commit: Commit
) -> Iterator[tuple[int, float]]:
    """Yield what was found but for near-duplicates of the document and of what came before."""
    told = _copies(document)
    for number, score in found:
        if commit.id(number) not in told:
            yield number, score
            told |= _copies(commit.stored(number))


def _copies(document: Document) -> set[str]:
    """Return the ids of the releases that have nearly the same words."""
    return {one.id for one in document.related if one.relation is Relation.NEAR_DUPLICATE}


def _stems(document: Document, commit: Commit) -> list[compound.Or]:
    """Return a query for each of the most telling stems, in any part of a release."""
    occurrences: defaultdict[str, float] = defaultdict(float)
    for part, _, text in document.release.parts():
        for stem, count in Counter(stemmed_terms(text)).items():
            occurrences[stem] += count * _PARTS[part]
    carrying = [stem for stem in occurrences if stem not in _function_terms()]
    frequent = heapq.nlargest(_MOST_STEMS, carrying, key=occurrences.__getitem__)
    likely = {stem: occurrences[stem] for stem in frequent}
    held = {stem: releases(commit, [(stem_field(PARTS[-1]), stem)]) for stem in likely}
    total = commit.stats.releases
    if document.release.language != FRENCH and likely:
        # Its function words are in no list, but the most frequent one is in all of its language.
        total = held[max(likely, key=likely.__getitem__)]
    chosen = telling(likely, held, total, STEMS)
    return [
        compound.Or([Term(stem_field(p), stem, boost=w * says) for p, w in _PARTS.items()])
        for stem, says in chosen.items()
    ]


def _entities(document: Document, commit: Commit) -> list[wrappers.ConstantScoreQuery]:
    """Return a query for each of the most telling entities, scored by how few mention it."""
    occurrences = Counter(mention.entity for mention in document.mentions)
    total = commit.stats.releases
    held = {one: releases(commit, [(facet_of(one), slug(one))]) for one in occurrences}
    chosen = telling(occurrences, held, total, ENTITIES)
    return [
        wrappers.ConstantScoreQuery(
            Term(facet_of(one), slug(one)), _ENTITY * says * log(total / held[one] + 1)
        )
        for one, says in chosen.items()
    ]
