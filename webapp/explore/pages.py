"""The page of the archive over time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, request, url_for

from index.engine import Facet, SearchRequest, Sort
from webapp import results
from webapp.archive import current_archive
from webapp.batch.counting import by_year
from webapp.explore import charts, coverage
from webapp.explore.compare import Whole, compared
from webapp.links import read
from webapp.pages import ask, own_pairs, render_page
from webapp.params import MAX_QUERY
from webapp.view import View
from webapp.words import Words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from index.engine import Engine, SearchPage
    from webapp.links import Pairs


blueprint = Blueprint("explore", __name__)

MOST = 5
"""Queries that are compared at once."""
SHARE = "share"
"""The parameter that asks for shares of each year's releases in place of their numbers."""
_NEWEST = 6
_GAPS = 8
_WHOLE = "the archive over time"
_NAMES = 6
_DRAWN = (Facet.PERSON, Facet.PLACE, Facet.ORGANISATION)


@blueprint.get("/explore")
def explore() -> str:
    """Show the archive over time, and up to five queries side by side."""
    asked = ask()
    words = Words(asked.language)
    lang = tuple(pair for pair in own_pairs(asked) if pair[0] == "lang")
    queries, share = _queries(), request.args.get(SHARE) == "1"
    kept = (*(((SHARE, "1"),) if share else ()), *lang)
    whole = SearchRequest(sort=Sort.NEWEST, limit=_NEWEST, facet_size=_NAMES)
    page = current_archive().once(_WHOLE, lambda engine: engine.search(whole))
    view = View(page=page, pairs=lang, words=words, path=url_for("pages.search"))
    counts = {month.value: month.count for month in page.timeline}
    years = [year for year, _ in reversed(coverage.months(counts))]
    return render_page(
        "explore.html",
        words,
        (*(("q", query) for query in queries), *kept),
        path=url_for(".explore"),
        years=years,
        kinds=_panels(view, (Facet.KIND,), years),
        names=_panels(view, _DRAWN, years),
        size=(charts.WIDTH, charts.HEIGHT),
        months=_months(view, counts),
        gaps=[
            (_gap(words, first, last), words.count("explore.months", number))
            for first, last, number in coverage.gaps(counts)[:_GAPS]
        ],
        hits=results.hits(view),
        arrivals=list(_arrivals(words, lang)),
        queries=[*queries, *[""] * (MOST - len(queries))],
        compared=compared(queries, kept, words, _whole(page) if share else None)
        if queries
        else None,
        share=share,
        lang_fields=lang,
        marker=charts.marker,
    )


def _whole(page: SearchPage) -> Whole:
    years = by_year(page)
    return Whole(years=years, undated=page.total - sum(years.values()))


def _queries() -> list[str]:
    """Return the queries of the address, at most MOST, each once."""
    typed = [value.strip()[:MAX_QUERY] for name, value in read(request.query_string) if name == "q"]
    return list(dict.fromkeys(query for query in typed if query))[:MOST]


def _arrivals(words: Words, lang: Pairs) -> Iterator[dict[str, str]]:
    """Yield what the archive took in last, whatever its date of publication."""
    archive = current_archive()
    for one in archive.config.history.arrivals(_NEWEST) if archive.config.history else ():
        # What is taken in is found once the index is written.
        if document := archive.engine().get(one.id):
            read = words("explore.changed" if one.changed else "explore.added")
            yield {
                "title": document.release.title or words("release.untitled"),
                "language": document.release.language,
                "href": results.release_href(one.id, lang),
                "told": f"{read} {words.moment(one.captured_at)}",
            }


def _panels(view: View, facets: tuple[Facet, ...], years: list[str]) -> list[dict[str, object]]:
    """Return a small drawing for each of the largest values of facets."""
    archive, words = current_archive(), view.words
    panels: list[dict[str, object]] = []
    for facet in facets:
        most = _NAMES // len(facets) if len(facets) > 1 else None
        for bucket in view.page.facets.get(facet, ())[:most]:
            if not bucket.count:
                continue
            counts = archive.once((facet, bucket.value), _by_year_of(facet, bucket.value))
            panels.append(
                {
                    "label": view.label(facet, bucket),
                    "count": words.count("releases", bucket.count),
                    "href": view.to((*view.pairs, (facet.value, bucket.value))),
                    "bars": charts.small_bars(counts, years),
                    "told": _told(counts, words),
                }
            )
    return panels


def _by_year_of(facet: Facet, value: str) -> Callable[[Engine], Mapping[str, int]]:
    asked = SearchRequest(filters={facet: (value,)}, limit=0, facet_size=0)
    return lambda engine: by_year(engine.search(asked))


def _told(counts: Mapping[str, int], words: Words) -> str:
    """Say in words what a small drawing shows."""
    if not counts:
        return words.date(None)
    most = max(counts, key=lambda year: counts[year])
    return words(
        "explore.told",
        first=min(counts),
        last=max(counts),
        year=most,
        releases=words.count("releases", counts[most]),
    )


def _months(view: View, counts: Mapping[str, int]) -> list[tuple[str, list[dict[str, object]]]]:
    words = view.words
    return [
        (
            year,
            [
                {
                    "shade": month.shade,
                    "count": words.number(month.count) if month.count else "",
                    "gap": month.inside and not month.count,
                    "href": view.to((*view.pairs, ("from", month.value), ("to", month.value))),
                    "title": f"{words.month(month.value)}, {words.count('releases', month.count)}",
                }
                for month in months
            ],
        )
        for year, months in coverage.months(counts)
    ]


def _gap(words: Words, first: str, last: str) -> str:
    return words.month(first) if first == last else f"{words.month(first)} – {words.month(last)}"
