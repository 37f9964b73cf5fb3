"""The feeds of searches and of entities, newest first."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from flask import Blueprint, Response, url_for

from index.changes import text_since
from index.engine import Facet, SearchRequest, Sort
from index.record import Kind
from index.schema import slug
from webapp.about import current_entity, moved
from webapp.addresses import absolute, base
from webapp.archive import current_archive
from webapp.feeds.atom import MEDIA_TYPE, Entry, Feed, atom, tag
from webapp.feeds.links import listed, own
from webapp.freshness import told, unchanged, written_at
from webapp.links import OFFSET, Pairs, href, replaced
from webapp.pages import ask, own_pairs
from webapp.provenance import without_folders
from webapp.results import entity_href, search_href
from webapp.words import Words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from werkzeug.wrappers import Response as WerkzeugResponse

    from index.engine import SearchPage

blueprint = Blueprint("feeds", __name__)

# Entries of one page of a feed.
SIZE = 20


@blueprint.get("/feed")
def search() -> Response:
    """Answer with the feed of a search; `offset` leads to its older pages."""
    if same := unchanged():
        return same
    asked = ask()
    words = Words(asked.language)
    pairs = listed(own_pairs(asked))
    query = asked.request.query
    title = words("search.title-query", query=query) if query else words("summary.latest")
    return _feed(asked.request, url_for(".search"), pairs, title, search_href(pairs))


@blueprint.get("/feed/entity/<path:entity_id>")
def entity(entity_id: str) -> Response | WerkzeugResponse:
    """Answer with the feed of the releases that name an entity."""
    if same := unchanged():
        return same
    asked = ask()
    found = current_entity(entity_id)
    pairs = own(own_pairs(asked))
    path = url_for(".entity", entity_id=found.id)
    if found.id != entity_id:
        return moved(href(path, pairs))
    filters = {Facet(found.kind.value): (slug(found.id),)}
    request = SearchRequest(filters=filters, offset=asked.request.offset)
    page = entity_href(found.id, dict(pairs).get("lang", ""))
    return _feed(request, path, pairs, found.called(asked.language), page)


def _feed(request: SearchRequest, path: str, pairs: Pairs, title: str, alternate: str) -> Response:
    config, words = current_archive().config, Words(ask().language)
    asked = replace(request, sort=Sort.NEWEST, limit=SIZE, facet_size=0)
    page = current_archive().engine().search(asked)
    feed = Feed(
        tag=tag(base(), *path.strip("/").split("/"), urlencode(pairs)),
        title=f"{title} – {config.title}",
        subtitle=words.count("results", page.total),
        author=config.title,
        language=words.language,
        links={"alternate": absolute(alternate)} | _links(page, path, pairs),
        entries=tuple(_entries(page, words)),
        changed=written_at(),
        icon=absolute(url_for("static", filename="icon.svg")),
    )
    response = Response(atom(feed))
    response.content_type = f"{MEDIA_TYPE}; charset=utf-8"
    return told(response)


def _links(page: SearchPage, path: str, pairs: Pairs) -> dict[str, str]:
    """Return the addresses of this page of the feed and of those around it (RFC 5005, 3)."""
    here = page.request.offset
    last = max(0, (page.total - 1) // SIZE * SIZE)
    places = {"self": here, "first": 0, "last": last}
    if here:
        places["previous"] = max(0, min(here, last + SIZE) - SIZE)
    if here + SIZE < page.total:
        places["next"] = here + SIZE
    return {
        relation: absolute(href(path, replaced(pairs, {OFFSET: str(place) if place else ""})))
        for relation, place in places.items()
    }


def _entries(page: SearchPage, words: Words) -> Iterator[Entry]:
    engine, lang = current_archive().engine(), own(own_pairs(ask()))
    history = current_archive().config.history
    for hit in page.hits:
        # A release may have gone since the page was counted.
        if document := engine.get(hit.id):
            address = href(url_for("pages.release", release_id=hit.id), lang)
            yield Entry(
                document=without_folders(document),
                changed=text_since(history.readings(hit.id)) if history else None,
                address=absolute(address),
                tag=tag(base(), "release", hit.id),
                kind="" if hit.kind is Kind.AUTRE else words(f"kind.{hit.kind.value}"),
            )
