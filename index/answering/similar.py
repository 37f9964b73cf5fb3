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

from index.french import fold, stemmed_terms
from index.french.lists import function_words
from index.languages import FRENCH
from index.record import Relation
from index.schema import PARTS, facet_of, slug, stem_field
from index.stored import from_stored
from index.suggest import telling

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from index.answering.holdings import Holdings, Row
    from index.record import Document

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


def similar(document: Document, limit: int, holdings: Holdings[Any]) -> list[Row]:
    """Return the releases most like one, the likest first.

    The release itself, by its id, is left out, and so is what has nearly its words or those of a
    liker one; its translation is not. Only releases that share something telling are returned.
    """
    if limit <= 0:
        return []
    stems, entities = _stems(document, holdings), _entities(document, holdings)
    if not (stems or entities):
        return []
    found = holdings.likest(stems, _PARTS, entities, document.release.id, _TRIES * limit)
    return list(islice(_different(document, found), limit))


def _different(document: Document, found: list[Row]) -> Iterator[Row]:
    """Yield what was found but for near-duplicates of the document and of what came before."""
    told = _copies(document)
    for row in found:
        if row.id not in told:
            yield row
            told |= _copies(from_stored(row.stored()))


def _copies(document: Document) -> set[str]:
    """Return the ids of the releases that have nearly the same words."""
    return {one.id for one in document.related if one.relation is Relation.NEAR_DUPLICATE}


def _stems(document: Document, holdings: Holdings[Any]) -> dict[str, float]:
    """Return the most telling stems and what they weigh."""
    occurrences: defaultdict[str, float] = defaultdict(float)
    for part, _, text in document.release.parts():
        for stem, count in Counter(stemmed_terms(text)).items():
            occurrences[stem] += count * _PARTS[part]
    carrying = [stem for stem in occurrences if stem not in _function_terms()]
    frequent = heapq.nlargest(_MOST_STEMS, carrying, key=occurrences.__getitem__)
    likely = {stem: occurrences[stem] for stem in frequent}
    counts = holdings.held([(stem_field(PARTS[-1]), stem)] for stem in likely)
    held = dict(zip(likely, counts, strict=True))
    total = holdings.releases
    if document.release.language != FRENCH and likely:
        # Its function words are in no list, but the most frequent one is in all of its language.
        total = held[max(likely, key=likely.__getitem__)]
    return dict(telling(likely, held, total, STEMS))


def _entities(document: Document, holdings: Holdings[Any]) -> dict[str, float]:
    """Return the ids of the most telling entities, weighed by how few releases mention them."""
    occurrences = Counter(mention.entity for mention in document.mentions)
    total = holdings.releases
    counts = holdings.held([(facet_of(one), slug(one))] for one in occurrences)
    held = dict(zip(occurrences, counts, strict=True))
    chosen = telling(occurrences, held, total, ENTITIES)
    return {one: _ENTITY * says * log(total / held[one] + 1) for one, says in chosen.items()}
