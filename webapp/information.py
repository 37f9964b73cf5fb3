"""The page about the archive: what it holds, what was refused, how to ask it."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from flask import Blueprint, url_for

from index.engine import ENTITY_FACETS, FILTERS, Facet, SearchRequest
from webapp.archive import current_archive
from webapp.pages import ask, own_pairs, render_page
from webapp.provenance import shown_origin
from webapp.results import search_href
from webapp.view import View, dated
from webapp.words import Words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from index.history import History

blueprint = Blueprint("information", __name__)

# Refused pages that are looked through for examples, and the examples shown of each reason.
_LOOKED_AT = 2_000
_EXAMPLES = 3


@blueprint.get("/about")
def about() -> str:
    """Tell what the archive holds and how it is searched."""
    asked = ask()
    words = Words(asked.language)
    lang = tuple(pair for pair in own_pairs(asked) if pair[0] == "lang")
    archive = current_archive()
    engine = archive.engine()
    page = engine.search(SearchRequest(limit=0, facet_size=0))
    view = View(page=page, pairs=lang, words=words, path=url_for("pages.search"))
    stats = engine.stats()
    history = archive.config.history
    return render_page(
        "about.html",
        words,
        lang,
        path=url_for(".about"),
        stats=stats,
        written=words.moment(stats.written_at),
        counts=list(_counts(view)),
        refused=_refused(history, words) if history else None,
        examples=[
            (one["query"], one[words.language], search_href((("q", one["query"]), *lang)))
            for one in examples()
        ],
    )


@cache
def examples() -> list[dict[str, Any]]:
    """Return the queries that show how to ask: `query`, and what it finds in `fr` and `en`."""
    read = tomllib.loads(files("webapp").joinpath("examples.toml").read_text("utf-8"))
    found: list[dict[str, Any]] = read["example"]
    return found


def _counts(view: View) -> Iterator[tuple[str, list[tuple[str, str, str]]]]:
    """Yield (title, rows of label, count, address) by kind, language and year."""
    words = view.words
    for facet in (facet for facet in FILTERS if facet not in ENTITY_FACETS):
        buckets = view.page.facets.get(facet, ())
        rows = [
            (
                view.label(facet, bucket),
                words.number(bucket.count),
                view.to((*view.pairs, (facet.value, bucket.value))),
            )
            for bucket in buckets
            if bucket.count
        ]
        yield words(f"facet.{facet.value}"), rows
    years = [dated(view, bucket) for bucket in view.page.facets.get(Facet.YEAR, ())]
    yield words("facet.year"), [(year.label, year.count, year.href) for year in years]


def _refused(history: History, words: Words) -> list[tuple[str, str, list[str]]]:
    """Return (reason, number of pages, places of some) of what was refused."""
    places: dict[str, list[str]] = {}
    for page in history.refusals(limit=_LOOKED_AT):
        found = places.setdefault(page.reason, [])
        if len(found) < _EXAMPLES:
            # The sentence names folders of the server; the place as readers may see it does not.
            found.append(shown_origin(page.origin, ""))
    return [
        (reason_in_words(reason, words), words.number(count), places.get(reason, []))
        for reason, count in history.refused_by_reason().items()
    ]


def reason_in_words(reason: str, words: Words) -> str:
    """Return why pages were refused; a reason without words of its own is shown as it is."""
    key = f"refused-page.{reason}"
    return words(key) if words.has(key) else reason
