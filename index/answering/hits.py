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

_START = itemgetter(4)
"""Where a mention begins."""


def hit(stored: str, score: float, marker: Marker, entities: EntityTable) -> Hit:
    """Mark what matched in the title and the best passages of a release."""
    deadline.check()
    release, rows = shown_of_stored(stored)
    mentions = map(mention, rows) if marker.names_entities else ()
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
        entities=_entities(rows, entities),
    )


def _entities(rows: list[MentionRow], entities: EntityTable) -> tuple[Entity, ...]:
    """Return the entities mentioned, each once, in the order of their first naming."""
    first: dict[str, MentionRow] = {}
    for row in sorted(rows, key=_START):
        first.setdefault(row[0], row)
    return tuple(
        entities.get(entity) or Entity(entity, EntityKind(kind), label)
        for entity, kind, label, *_ in first.values()
    )
