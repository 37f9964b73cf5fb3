"""The pages a reader sees: search and release."""

from __future__ import annotations

from dataclasses import replace
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from flask import Blueprint, request

from index.engine import Sort
from webapp import facets, neighbours, reading, results
from webapp.addresses import absolute, base, of_release, path_to
from webapp.archive import current_archive, current_document
from webapp.articles import articles
from webapp.citations import FORMS, french
from webapp.citations.metadata import metadata
from webapp.exports.links import offered
from webapp.feeds.links import of_search
from webapp.filling import filled
from webapp.links import Pairs, href, read, replaced, safe_url, without
from webapp.nothing import suggestions
from webapp.notices import notices
from webapp.params import LANGUAGES, Asked, default_sort, parse, unparse
from webapp.pieces import CURRENT, SELECTED, begun, joined, piece, safe
from webapp.taken import taken
from webapp.timeline import timeline
from webapp.view import View, settled
from webapp.words import Words

if TYPE_CHECKING:
    from collections.abc import Callable

    from markupsafe import Markup

blueprint = Blueprint("pages", __name__)

# Parameters that the search form sets itself or that are of one query only; all others travel as
# hidden fields.
_FORM = {"q", "match", "from", "to", "undated", "sort", "offset"}


@blueprint.get("/")
def search() -> str:
    """Show the search form and one page of results."""
    asked = ask()
    engine = current_archive().engine()
    page = engine.search(facets.counted(asked.request, asked.more))
    pairs = settled(own_pairs(asked), page)
    words = Words(asked.language)
    long = View(page=page, pairs=pairs, words=words, path=path_to("pages.search"))
    # `more` belongs to how the facets are shown, not to the search: only they keep it.
    view = replace(long, pairs=replaced(pairs, {"more": ""})) if asked.more else long
    return render_page(
        "search.html",
        words,
        pairs,
        path=view.path,
        page=page,
        stats=engine.stats() if results.is_start(page) else None,
        hits=articles(view),
        paging=results.paging(view),
        first_page=view.to(without(view.pairs)),
        facets=facets.drawn(facets.facets(long, asked.more), view),
        chips=facets.chips(view),
        named=facets.named(view),
        clear=facets.cleared(view),
        timeline=timeline(view),
        suggestions=[] if page.total or results.is_start(page) else suggestions(view, engine),
        taken=taken(view),
        sorts=_sorts(default_sort(asked.request.query), asked.request.sort, words.language),
        hidden=[pair for pair in view.pairs if pair[0] not in _FORM],
        feed=of_search(view.pairs),
        exports=offered(view.pairs) if page.total else "",
        as_json=href(path_to("api.search"), view.pairs),
        compare=_compare(asked, pairs) if page.total else "",
        dates=_dates(asked, dict(pairs)),
        notices=notices(asked, page, words),
    )


@blueprint.get("/release/<path:release_id>")
def release(release_id: str) -> str:
    """Show one release whole, with the words of the search it was found by marked."""
    asked = ask()
    document = current_document(release_id)
    words = Words(asked.language)
    pairs = own_pairs(asked)
    engine, query = current_archive().engine(), asked.request.query
    lang = dict(pairs).get("lang", "")
    home = (("lang", lang),) if lang else ()
    found = document.release
    marks = engine.mark(document, asked.request) if query else []
    links = reading.links(document, engine, words, lang=lang)
    path = of_release(release_id)
    permalink = absolute(path)
    return render_page(
        "release.html",
        words,
        pairs,
        path=path,
        canonical=href(path, home),
        metadata=metadata(document, permalink),
        release=found,
        reading=reading.reading(document, marks, links),
        entities=reading.entities(document, links, words),
        captures=reading.captures(document, words),
        addresses=reading.other_addresses(document),
        seen=reading.seen(document, words),
        captures_link=href(path_to("captures.captures", release_id=release_id), home)
        if current_archive().config.history
        else "",
        related=reading.related(document, words, home),
        certainty=reading.certainty(found, words),
        neighbours=neighbours.neighbours(release_id, asked.request, pairs),
        permalink=permalink,
        citation=french(document, words),
        citation_forms=[
            {
                "name": form.name,
                "media_type": form.media_type,
                "href": path_to("citations.cite", form=name, release_id=release_id),
            }
            for name, form in FORMS.items()
        ],
        flags=reading.flags(found, words),
        source=safe_url(found.url),
        language_name=results.language_name(found.language, words),
        marked=query if marks else "",
        back=results.search_href(pairs),
        searched=bool(without(pairs, "lang")),
        similar=results.listed(engine.similar(release_id), words, lang=lang),
    )


_SECTIONS = (
    ("search", "pages.search"),
    ("explore", "explore.explore"),
    ("batch", "batch.form"),
    ("saved", "saved.saved"),
    ("about", "information.about"),
)
_REFUSED = ' aria-invalid="true"'
# An endpoint that answers what the form of a section sends.
_ANSWERS = {"batch.count": "batch.form", "kept.export": "saved.saved"}


def ask() -> Asked:
    """Read the question that the address of the current request asks."""
    return parse(read(request.query_string), current_archive().config.language)


def own_pairs(asked: Asked) -> Pairs:
    """Write the shortest address of the question; the archive's own language needs no `lang`."""
    return unparse(asked, current_archive().config.language)


def render_page(
    template: str, words: Words, pairs: Pairs, path: str | None = None, **shown: object
) -> str:
    """Fill a template with what every page shows and what this one does.

    `path` is the page's own; a page without one offers the other language at the start page.
    """
    config = current_archive().config
    other = next(language for language in LANGUAGES if language != words.language)
    lang = {"lang": "" if other == config.language else other}
    home = tuple(pair for pair in pairs if pair[0] == "lang")
    own = pairs if path else home
    return filled(
        template,
        words,
        path=path or path_to("pages.search"),
        site=config.title,
        search_href=href(path_to("discovery.opensearch"), home) if base() else "",
        other=other,
        own_href=href(path or path_to("pages.search"), without(own, "lang")),
        other_href=href(path or path_to("pages.search"), replaced(own, lang)),
        **_around(request.script_root, request.endpoint, home, words.language),
        **shown,
    )


@lru_cache(maxsize=256)
def _around(root: str, current: str | None, home: Pairs, language: str) -> dict[str, object]:
    """Return what stands around each page of an endpoint; addresses of a site begin with `root`."""
    del root  # `path_to` asks for it: it is a part of the key
    words = Words(language)
    current = _ANSWERS.get(current or "", current)
    return {
        "home": results.search_href(home),
        "batch_href": href(path_to("batch.form"), home),
        "help_href": href(path_to("information.about"), home) + "#ask",
        "sections": joined(
            piece(
                "section",
                href=href(path_to(endpoint), home),
                current=CURRENT if current == endpoint else "",
                label=words(f"site.{name}"),
            )
            for name, endpoint in _SECTIONS
        ),
        "api_href": href(path_to("api.page"), home),
    }


@cache
def _sorts(usual: Sort, chosen: Sort, language: str) -> Markup:
    """Return what the form offers to sort by, the usual order first.

    The usual order has the value "": it depends on whether there are words, and a reader who adds
    words to an empty search should get its relevance.
    """
    words = Words(language)
    others = [sort for sort in Sort if sort not in {usual, Sort.RELEVANCE}]
    return joined(
        piece(
            "sort",
            value="" if sort is usual else sort.value,
            selected=SELECTED if sort is chosen else "",
            label=words(f"sort.{sort.value}"),
        )
        for sort in (usual, *others)
    )


def _compare(asked: Asked, pairs: Pairs) -> str:
    """Return the address that compares a query with others, "" where it is not all that is asked.

    Only queries are compared: filters would be lost unsaid.
    """
    request = asked.request
    bounds = (request.date_from, request.date_to, request.undated)
    if not request.query or request.filters or request.excluded or any(bounds):
        return ""
    kept = tuple(pair for pair in pairs if pair[0] in {"q", "lang"})
    return href(path_to("explore.explore"), kept)


def _dates(asked: Asked, pairs: dict[str, str]) -> Markup:
    """Return the two fields of dates with what they hold; what was refused stays, and is told."""
    fields = []
    for name in ("from", "to"):
        refused = asked.refused(name)
        held = safe(pairs.get(name) or refused)
        fields.append(_date_field(name, asked.language)(held, _REFUSED if refused else ""))
    return joined(fields)


@cache
def _date_field(name: str, language: str) -> Callable[..., str]:
    words = Words(language)
    return begun(
        "date-field",
        *("value", "refused"),
        name=name,
        label=words(f"dates.{name}"),
        form=words("dates.form"),
        hint=words("dates.hint"),
    )
