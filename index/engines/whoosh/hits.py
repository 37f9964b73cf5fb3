"""A matching document → the hit a reader sees."""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.engine import Hit, Marked
from index.highlight import passages
from index.record import Entity

if TYPE_CHECKING:
    from index.engines.whoosh.entities import EntityTable
    from index.highlight import Marker
    from index.record import Document


def hit(
    document: Document, score: float, marker: Marker, entities: EntityTable, *, scored: bool
) -> Hit:
    """Mark what matched in the title and the best passages of a document."""
    release = document.release
    # The words of the title are shown with the title, so passages are taken from the rest.
    rest = "\n\n".join(part for part in (release.lead, *release.paragraphs) if part)
    return Hit(
        id=release.id,
        title=Marked(release.title, tuple(marker.marks(release.title))),
        date=release.date,
        url=release.url,
        kind=release.kind,
        score=score if scored else 0.0,
        passages=passages(rest, marker.marks(rest)),
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
