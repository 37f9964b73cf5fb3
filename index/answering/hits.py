"""A release that was found → the hit a reader sees."""

from __future__ import annotations

from operator import itemgetter
from typing import TYPE_CHECKING

from index import deadline
from index.engine import Hit
from index.highlight import shown
from index.record import Entity, EntityKind
from index.schema import mention, shown_of_stored

if TYPE_CHECKING:
    from index.answering.entities import EntityTable
    from index.highlight import Marker
    from index.schema import MentionRow

_ID, _START = itemgetter(0), itemgetter(4)
"""Whom a mention names, and where it begins."""


def hit(stored: str, score: float, marker: Marker, entities: EntityTable) -> Hit:
    """Mark what matched in the title and the best passages of a release."""
    deadline.check()
    release = shown_of_stored(stored)
    mentions = map(mention, release.mentions) if marker.names_entities else ()
    title, passages = shown(release, marker.in_release(release, mentions))
    return Hit(
        id=release.id,
        title=title,
        date=release.date,
        url=release.url,
        kind=release.kind,
        score=score,
        passages=passages,
        language=release.language,
        reference=release.reference,
        entities=_entities(release.mentions, entities),
    )


def _entities(rows: list[MentionRow], entities: EntityTable) -> tuple[Entity, ...]:
    """Return the entities mentioned, each once, in the order of their first naming."""
    # a loop over rows is several times slower
    named = dict.fromkeys(map(_ID, sorted(rows, key=_START)))
    return tuple([entities.get(one) or _as_named(one, rows) for one in named])


def _as_named(entity_id: str, rows: list[MentionRow]) -> Entity:
    """Return an entity that is in no table as it is named first."""
    first = min((row for row in rows if row[0] == entity_id), key=_START)
    return Entity(entity_id, EntityKind(first[1]), first[2])
