"""A matching document → the hit a reader sees."""

from __future__ import annotations

from typing import TYPE_CHECKING

from index import deadline
from index.engine import Hit
from index.highlight import shown
from index.record import Entity

if TYPE_CHECKING:
    from index.engines.whoosh.entities import EntityTable
    from index.highlight import Marker
    from index.record import Document


def hit(
    document: Document, score: float, marker: Marker, entities: EntityTable, *, scored: bool
) -> Hit:
    """Mark what matched in the title and the best passages of a document."""
    deadline.check()
    release = document.release
    title, passages = shown(release, marker.in_release(release, document.mentions))
    return Hit(
        id=release.id,
        title=title,
        date=release.date,
        url=release.url,
        kind=release.kind,
        score=score if scored else 0.0,
        passages=passages,
        language=release.language,
        reference=release.reference,
        entities=_entities(document, entities),
    )


def _entities(document: Document, entities: EntityTable) -> tuple[Entity, ...]:
    """Return the entities mentioned, each once, in the order of their first naming."""
    first = {mention.entity: mention for mention in reversed(document.mentions)}
    ordered = sorted(first.values(), key=lambda mention: mention.start)
    return tuple(
        entities.get(mention.entity) or Entity(mention.entity, mention.kind, mention.label)
        for mention in ordered
    )
