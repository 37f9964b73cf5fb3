"""An entity and the releases that name it: what its page and the API tell."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from flask import redirect

from index.engine import ENTITY_FACETS, Bucket, Engine, Facet, SearchPage, SearchRequest, Sort
from index.errors import DepecheError
from index.query import Named, show
from index.schema import slug
from webapp.archive import current_archive
from webapp.params import MAX_VALUE

if TYPE_CHECKING:
    import datetime as dt

    from werkzeug.wrappers import Response

    from index.record import Entity

# Releases that an entity's page lists.
NEWEST = 10


class UnknownEntity(DepecheError):
    """No release of the archive names {id}."""

    hint = "Search for it: identifiers stand in the entities of 'depeche explain'."


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """An entity with the releases that name it.

    `page` has the newest of them and their counts; `query` finds the same releases without
    choosing a value of a facet. `first` and `last` are dates of publication, None where all
    releases are undated.
    """

    entity: Entity
    query: str
    page: SearchPage
    first: dt.date | None
    last: dt.date | None

    @property
    def facet(self) -> Facet:
        """The facet that the entity is a value of."""
        return Facet(self.entity.kind.value)

    def appearing(self) -> dict[Facet, tuple[Bucket, ...]]:
        """Return who and what is named in the same releases, by facet; itself is left out."""
        found = self.page.facets
        return {
            facet: tuple(bucket for bucket in found.get(facet, ()) if not bucket.selected)
            for facet in ENTITY_FACETS
        }


def about(entity: Entity, engine: Engine, language: str) -> About:
    """Find the releases that name an entity; `language` is the one the query is written in."""
    query = naming(entity, language)
    # The filter chooses the releases. The counts of its own facet leave it out, so the query says
    # the same once more; it also has the names marked.
    request = SearchRequest(
        query=query,
        filters={Facet(entity.kind.value): (entity.id,)},
        sort=Sort.NEWEST,
        limit=NEWEST,
    )
    page = engine.search(request)
    oldest = engine.search(replace(request, sort=Sort.OLDEST, limit=1)).hits
    return About(
        entity=entity,
        query=query,
        page=page,
        first=oldest[0].date if oldest else None,
        last=page.hits[0].date if page.hits else None,
    )


def naming(entity: Entity, language: str) -> str:
    """Return the query for the releases that name an entity, its field called in a language.

    >>> from index.record import Entity, EntityKind
    >>> iraq = Entity("place:iraq", EntityKind.PLACE, "Iraq")
    >>> naming(iraq, "fr"), naming(iraq, "en")
    ('lieu:iraq', 'place:iraq')
    """
    # A quotation mark would end the name.
    typed = show(Named(entity.kind, slug(entity.id).replace('"', " "), 0))
    return typed if language == "fr" else f"{entity.kind.value}:{typed.partition(':')[2]}"


def current_entity(entity_id: str) -> Entity:
    """Return an entity of the archive under its present id; raises UnknownEntity."""
    found = None
    if len(entity_id) <= MAX_VALUE:
        found = current_archive().engine().entity(entity_id)
    if found is None:
        raise UnknownEntity(id=entity_id[:MAX_VALUE])
    return found


def moved(address: str) -> Response:
    """Lead from an id that was merged into another to the address of the present one."""
    response = redirect(address, 301)
    # Whoever keeps the archive may take a merge back.
    response.headers["Cache-Control"] = "no-cache"
    return response
