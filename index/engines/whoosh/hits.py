"""A matching document → the hit a reader sees; only here stored documents are decoded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.engine import Hit, Marked
from index.engines.whoosh.segments import SegmentData
from index.highlight import marks, passages
from index.record import Entity

if TYPE_CHECKING:
    from index.engines.whoosh.entities import EntityTable
    from index.query import Node
    from index.record import Document

Found = tuple[float, SegmentData, int]
"""A hit before it is shown: its score, and where its document is."""


def hit(found: Found, tree: Node | None, entities: EntityTable, *, scored: bool) -> Hit:
    """Decode the document and mark what matched in its title and its best passages."""
    score, data, number = found
    document = data.document(number)
    release = document.release
    # The words of the title are shown with the title, so passages are taken from the rest.
    rest = "\n\n".join(part for part in (release.lead, *release.paragraphs) if part)
    return Hit(
        id=release.id,
        title=Marked(release.title, tuple(marks(release.title, tree))),
        date=release.date,
        url=release.url,
        kind=release.kind,
        score=score if scored else 0.0,
        passages=passages(rest, marks(rest, tree)),
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
