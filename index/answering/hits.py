"""A release that was found → the hit a reader sees."""

from __future__ import annotations

from typing import TYPE_CHECKING

from index import deadline
from index.engine import Hit
from index.highlight import shown
from index.record import Entity
from index.stored import mentions_of_stored, shown_of_stored

if TYPE_CHECKING:
    from index.answering.entities import EntityTable
    from index.highlight import Marker


def hit(stored: str, score: float, marker: Marker, entities: EntityTable) -> Hit:
    """Mark what matched in the title and the best passages of a release."""
    deadline.check()
    release = shown_of_stored(stored)
    mentions = mentions_of_stored(stored) if marker.names_entities else ()
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
        entities=tuple([entities.get(one) or _as_named(one, stored) for one in release.entities]),
    )


def _as_named(entity_id: str, stored: str) -> Entity:
    """Return an entity that is in no table as a release names it first."""
    named = [one for one in mentions_of_stored(stored) if one.entity == entity_id]
    first = min(named, key=lambda one: one.start)
    return Entity(entity_id, first.kind, first.label)
