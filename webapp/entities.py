"""The page of an entity: its names, its releases over time, who and what it appears with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import Blueprint, url_for

from index.schema import slug
from webapp import graph
from webapp.about import About, about, current_entity, moved
from webapp.archive import current_archive
from webapp.articles import articles
from webapp.facets import SHOWN, FacetView
from webapp.feeds.links import of_entity
from webapp.items import listed
from webapp.links import Pairs, href, toggled
from webapp.pages import ask, own_pairs, render_page
from webapp.timeline import timeline
from webapp.together import together
from webapp.view import Choice, View
from webapp.words import Words

if TYPE_CHECKING:
    from werkzeug.wrappers import Response

    from index.engine import Bucket, Facet
    from index.record import Entity

blueprint = Blueprint("entities", __name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """What an entity is called: on this page, in the other language ("" if the same), besides."""

    shown: str
    other: str
    others: tuple[str, ...]


@blueprint.get("/entity/<path:entity_id>")
def entity(entity_id: str) -> str | Response:
    """Show one entity; an id that was merged into another leads to that one."""
    asked = ask()
    words = Words(asked.language)
    lang = tuple(pair for pair in own_pairs(asked) if pair[0] == "lang")
    found = current_entity(entity_id)
    path = url_for(".entity", entity_id=found.id)
    if found.id != entity_id:
        return moved(href(path, lang))
    told = about(found, current_archive().engine(), words.language)
    pairs = ((told.facet.value, slug(found.id)), *lang)
    view = View(page=told.page, pairs=pairs, words=words, path=url_for("pages.search"))
    return render_page(
        "entity.html",
        words,
        lang,
        path=path,
        canonical=href(path, lang),
        feed=of_entity(found.id, lang),
        entity=found,
        names=names(found, words.language),
        kind=words(f"complete.{found.kind.value}"),
        span=words.span(told.first, told.last) or words.date(None),
        total=told.page.total,
        all_releases=view.to(pairs),
        compare=href(url_for("explore.explore"), (("q", told.query), *lang)),
        hidden=pairs,
        hits=articles(view),
        timeline=timeline(view),
        appearing=_appearing(told, view, lang),
        together=together(told, words, lang),
        drawing=(graph.WIDTH, graph.HEIGHT),
    )


def names(entity: Entity, language: str) -> Names:
    """Return what an entity is called on a page of a language, "fr" or "en".

    >>> from index.record import Entity, EntityKind
    >>> names(Entity("place:chypre", EntityKind.PLACE, "Chypre", english="Cyprus"), "en")
    Names(shown='Cyprus', other='Chypre', others=())

    Names that differ by capitals only are one:

    >>> names(Entity("organisation:otan", EntityKind.ORGANISATION, "OTAN", ("Otan",)), "fr")
    Names(shown='OTAN', other='', others=())
    """
    shown = entity.called(language)
    other = entity.called("fr" if language == "en" else "en")
    told = {shown.casefold(), other.casefold()}
    others = {name.casefold(): name for name in reversed(entity.names)}
    return Names(
        shown=shown,
        other=other if other != shown else "",
        others=tuple(others[key] for key in reversed(others) if key not in told),
    )


def _appearing(told: About, view: View, lang: Pairs) -> list[FacetView]:
    found = told.appearing().items()
    return [_facet(told, view, lang, facet, buckets) for facet, buckets in found if buckets]


def _facet(
    told: About, view: View, lang: Pairs, facet: Facet, buckets: tuple[Bucket, ...]
) -> FacetView:
    # Two values of one facet widen: within its own facet, the entity is kept by the query.
    bare = (("q", told.query), *lang) if facet is told.facet else view.pairs
    choices = tuple(
        Choice(
            label=view.label(facet, bucket),
            count=view.words.number(bucket.count),
            href=view.to(toggled(bare, facet.value, bucket.value)),
            selected=False,
        )
        for bucket in buckets[:SHOWN]
    )
    more = view.to((*bare, ("more", facet.value))) if len(buckets) > SHOWN else ""
    return FacetView(
        name=facet.value,
        title=view.words(f"facet.{facet.value}"),
        items=listed(choices, view.words),
        more=more,
    )
