"""The facets of a page of results and the chips of its chosen filters, as links."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from index.engine import ENTITY_FACETS, FILTERS, UNDATED, Bucket, Facet
from webapp.addresses import path_to
from webapp.items import items, listed
from webapp.links import NOT, replaced, toggled, without
from webapp.params import STARTS
from webapp.pieces import begun, joined, piece, safe
from webapp.results import EntityLink, entity_href
from webapp.view import Choice, View, dated, one_month, one_year
from webapp.words import Words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from markupsafe import Markup

    from index.engine import SearchRequest

# Buckets a facet shows before its "more" link.
SHOWN = 8
# Parameters that stay when all filters are cleared.
_KEPT = {"q", "match", "expand", "sort", "limit", STARTS, "lang"}


class FacetView(NamedTuple):
    """One facet: its values and the links to more and fewer of them ("" where there are none).

    `items` are the items of the list of its values. `find` is the address that answers a search
    inside the values, "" where all of them are shown.
    """

    name: str
    title: str
    items: Markup
    more: str = ""
    fewer: str = ""
    find: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chip:
    """One chosen filter and the address without it."""

    name: str
    label: str
    href: str


def counted(request: SearchRequest, more: Facet | None) -> SearchRequest:
    """Return a request that counts what a page shows: values of each facet, and one.

    That one tells that there are more. Where values of a facet of entities are chosen or excluded,
    as many are asked for as before: these are shown beside the others, and a name may mean several.
    The timeline is drawn of the facets by date.
    """
    marked = request.filters.keys() | request.excluded.keys()
    size = request.facet_size
    if more is None and marked.isdisjoint(ENTITY_FACETS):
        size = min(size, SHOWN + 1)
    return replace(request, facet_size=size, by_month=False)


def facets(view: View, more: Facet | None) -> list[FacetView]:
    """Return the facets that have something to show, years first; `more` is shown at length."""
    found: list[FacetView] = []
    if years := view.page.facets.get(Facet.YEAR, ()):
        shown_years = years if more is Facet.YEAR else _cut(years, view)
        choices = _years(view, shown_years)
        hidden = len(years) - len(choices)
        found.append(_facet(view, Facet.YEAR, listed(choices, view.words), hidden, more))
    for facet in FILTERS:
        buckets = view.page.facets.get(facet, ())
        shown = [*buckets] if more is facet else [*buckets[:SHOWN]]
        shown += [one for one in buckets[len(shown) :] if one.selected or one.excluded]
        # Where all releases are in one language there is nothing to choose.
        if facet is Facet.LANGUAGE and len(shown) == 1:
            (only,) = shown
            if not (only.selected or only.excluded):
                continue
        if shown:
            hidden = len(buckets) - len(shown)
            found.append(_facet(view, facet, items(view, facet, shown), hidden, more))
    return found


def drawn(found: Iterable[FacetView], view: View) -> Markup:
    """Return facets as they stand in the page; a search inside one keeps what was asked for."""
    language = view.words.language
    kept = "".join(piece("kept", name=name, value=value) for name, value in without(view.pairs))
    return joined(
        _frame(one.name, one.title)(
            one.items,
            _find(one.name, one.title, language)(safe(one.find), kept) if one.find else "",
            _more(one.name, one.title, language)(safe(one.more)) if one.more else "",
            _fewer(one.name, one.title, language)(safe(one.fewer)) if one.fewer else "",
        )
        for one in found
    )


@cache
def _frame(name: str, title: str) -> Callable[..., str]:
    return begun("facet", "items", "find", "more", "fewer", name=name, title=title)


@cache
def _find(name: str, title: str, language: str) -> Callable[..., str]:
    words = Words(language)
    return begun(
        "find",
        *("action", "kept"),
        name=name,
        label=words("facets.find", facet=title),
        hint=words("facets.find-hint"),
        submit=words("facets.find-submit"),
    )


@cache
def _more(name: str, title: str, language: str) -> Callable[..., str]:
    words = Words(language)
    label = words("facets.more-of", facet=title)
    return begun("turn", "href", name=name, label=label, told=words("facets.more"))


@cache
def _fewer(name: str, title: str, language: str) -> Callable[..., str]:
    words = Words(language)
    label = words("facets.fewer-of", facet=title)
    return begun("turn", "href", name=name, label=label, told=words("facets.fewer"))


def chips(view: View) -> list[Chip]:
    """Return a chip for each chosen filter: the dates, then each facet's values, chosen first."""
    request, words = view.page.request, view.words
    found: list[Chip] = []
    dates = words.date(None) if request.undated else words.span(request.date_from, request.date_to)
    if dates:
        away = view.to(without(view.pairs, "from", "to", "undated"))
        found.append(Chip(name=words("filter.date"), label=dates, href=away))
    for facet in FILTERS if request.filters or request.excluded else ():
        buckets = view.page.facets.get(facet, ())
        found += [_chip(view, facet, bucket) for bucket in buckets if bucket.selected]
        found += [_chip(view, facet, bucket, NOT) for bucket in buckets if bucket.excluded]
    return found


def _chip(view: View, facet: Facet, bucket: Bucket, before: str = "") -> Chip:
    """Return the chip of a chosen value, or with NOT `before` its facet that of an excluded one."""
    return Chip(
        name=condition(view.words, before + facet.value),
        label=view.label(facet, bucket),
        href=view.to(toggled(view.pairs, before + facet.value, bucket.value)),
    )


def condition(words: Words, name: str) -> str:
    r"""Return what a filter is called before its value; `name` is that of its parameter.

    >>> from webapp.words import Words
    >>> condition(Words("fr"), "place"), condition(Words("fr"), "not_place")
    ('Lieu\xa0:', 'Sauf lieu\xa0:')
    """
    called = words(f"filter.{name.removeprefix(NOT)}")
    if not name.startswith(NOT):
        return called
    return words("filter.not", filter=called[0].lower() + called[1:])


def cleared(view: View) -> str:
    """Return the address without any filter."""
    return view.to(tuple(pair for pair in view.pairs if pair[0] in _KEPT))


def named(view: View) -> list[EntityLink]:
    """Return a link to the page of each entity that is chosen and that releases name."""
    if not view.page.request.filters:
        return []
    lang = dict(view.pairs).get("lang", "")
    return [
        EntityLink(
            label=view.label(facet, bucket),
            kind=facet.value,
            href=entity_href(f"{facet.value}:{bucket.value}", lang),
        )
        for facet in ENTITY_FACETS
        for bucket in view.page.facets.get(facet, ())
        if bucket.selected and bucket.count
    ]


def _years(view: View, years: Iterable[Bucket]) -> list[Choice]:
    page, chosen = view.page, one_year(view.page)
    month = one_month(page)
    days = tuple(_day(view, bucket) for bucket in page.facets.get(Facet.DAY, ()))
    months = tuple(
        dated(view, bucket, days if bucket.value == month else ())
        for bucket in page.facets.get(Facet.MONTH, ())
        if chosen
    )
    return [dated(view, bucket, months if bucket.value == chosen else ()) for bucket in years]


def _day(view: View, bucket: Bucket) -> Choice:
    """Return the choice of a day, which stands below its year: "18 octobre"."""
    found = dated(view, bucket)
    return found._replace(label=found.label.rpartition(" ")[0])


def _latest(view: View) -> int:
    """Return the place of the latest year of a range of several years; 0 where none is chosen."""
    last = view.page.request.date_to
    if last is None or one_year(view.page):
        return 0
    years = view.page.facets.get(Facet.YEAR, ())
    known = (place for place, year in enumerate(years) if year.value <= f"{last.year:04}")
    return next(known, 0)


def _cut(years: Sequence[Bucket], view: View) -> list[Bucket]:
    """Return as many years as are shown, and those that always are: the one chosen, no date."""
    first = max(0, min(_latest(view), len(years) - SHOWN))
    places = range(first, first + SHOWN)
    kept = {UNDATED, one_year(view.page)}
    return [one for place, one in enumerate(years) if place in places or one.value in kept]


def _facet(view: View, facet: Facet, shown: Markup, hidden: int, more: Facet | None) -> FacetView:
    """Tell of the values that are shown of a facet, and where so many are hidden, how to see more.

    Or fewer, where it is shown at length.
    """
    long, name = more is facet, facet.value
    finds = (long or hidden) and facet in ENTITY_FACETS
    return FacetView(
        name=name,
        title=view.words(f"facet.{name}"),
        items=shown,
        more=view.more.filled(("more", name)) if hidden else "",
        fewer=view.to(replaced(view.pairs, {"more": ""})) if long else "",
        find=path_to("values.values", name=name) if finds else "",
    )
