"""The facets of a page of results and the chips of its chosen filters, as links."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from index.engine import ENTITY_FACETS, FILTERS, Bucket, Facet
from webapp.addresses import path_to
from webapp.links import NOT, replaced, toggled, without
from webapp.params import STARTS
from webapp.pieces import joined, piece
from webapp.results import EntityLink, entity_href
from webapp.view import Choice, View, dated, one_month, one_year

if TYPE_CHECKING:
    from collections.abc import Iterable

    from markupsafe import Markup

    from webapp.words import Words

# Buckets a facet shows before its "more" link.
SHOWN = 8
# Parameters that stay when all filters are cleared.
_KEPT = {"q", "match", "expand", "sort", "limit", STARTS, "lang"}


@dataclass(frozen=True, slots=True, kw_only=True)
class FacetView:
    """One facet: its values and the links to more and fewer of them ("" where there are none).

    `items` are the items of the list of its values. `find` is the address that answers a search
    inside the values, "" where all of them are shown.
    """

    name: str
    title: str
    choices: tuple[Choice, ...]
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


def facets(view: View, more: Facet | None) -> list[FacetView]:
    """Return the facets that have something to show, years first; `more` is shown at length."""
    years = _years(view)
    shown_years = tuple(years) if more is Facet.YEAR else _cut(years, _latest(view))
    found = [_facet(view, Facet.YEAR, shown_years, len(years), more)]
    for facet in FILTERS:
        buckets = view.page.facets.get(facet, ())
        shown = [
            choice(view, facet, bucket)
            for place, bucket in enumerate(buckets)
            if more is facet or place < SHOWN or bucket.selected or bucket.excluded
        ]
        # Where all releases are in one language there is nothing to choose.
        if facet is Facet.LANGUAGE and len(shown) == 1 and not shown[0].pinned:
            continue
        found.append(_facet(view, facet, tuple(shown), len(buckets), more))
    return [facet for facet in found if facet.choices]


def chips(view: View) -> list[Chip]:
    """Return a chip for each chosen filter: the dates, then each facet's values, chosen first."""
    request, words = view.page.request, view.words
    found: list[Chip] = []
    dates = words.date(None) if request.undated else words.span(request.date_from, request.date_to)
    if dates:
        away = view.to(without(view.pairs, "from", "to", "undated"))
        found.append(Chip(name=words("filter.date"), label=dates, href=away))
    for facet in FILTERS:
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


def _years(view: View) -> list[Choice]:
    page, chosen = view.page, one_year(view.page)
    month = one_month(page)
    days = tuple(_day(view, bucket) for bucket in page.facets.get(Facet.DAY, ()))
    months = tuple(
        dated(view, bucket, days if bucket.value == month else ())
        for bucket in page.facets.get(Facet.MONTH, ())
        if chosen
    )
    return [
        dated(view, bucket, months if bucket.value == chosen else ())
        for bucket in page.facets.get(Facet.YEAR, ())
    ]


def _day(view: View, bucket: Bucket) -> Choice:
    """Return the choice of a day, which stands below its year: "18 octobre"."""
    found = dated(view, bucket)
    return replace(found, label=found.label.rpartition(" ")[0])


def choice(view: View, facet: Facet, bucket: Bucket) -> Choice:
    """Return the choice of a value of FILTERS, which takes a chosen or excluded one away."""
    if bucket.selected or bucket.excluded:
        name = NOT + facet.value if bucket.excluded else facet.value
        href, excludes = view.to(toggled(view.pairs, name, bucket.value)), ""
    else:
        href, excludes = (
            view.slot(name).filled((name, bucket.value))
            for name in (facet.value, NOT + facet.value)
        )
    return Choice(
        label=view.label(facet, bucket),
        count="" if bucket.excluded else view.words.number(bucket.count),
        href=href,
        selected=bucket.selected,
        pinned=bucket.selected or bucket.excluded,
        excluded=bucket.excluded,
        exclude=excludes,
    )


def listed(choices: Iterable[Choice], words: Words) -> Markup:
    """Return the items of a list of choices."""
    return joined(_item(one, words) for one in choices)


def _item(one: Choice, words: Words) -> Markup:
    address, label = one.href, one.label
    if one.excluded:
        told, readmit = words("facets.excluded"), words("facets.readmit")
        return piece("excluded", href=address, label=label, excluded=told, readmit=readmit)
    beside: Markup | str = ""
    if one.exclude:
        beside = piece("except", href=one.exclude, title=words("facets.except", value=label))
    elif one.within:
        beside = piece("within", choices=listed(one.within, words))
    if one.selected:
        form, remove = "chosen", words("facets.remove")
        return piece(form, href=address, label=label, count=one.count, remove=remove, beside=beside)
    return piece("choice", href=address, label=label, count=one.count, beside=beside)


def _latest(view: View) -> int:
    """Return the place of the latest year of a range of several years; 0 where none is chosen."""
    last = view.page.request.date_to
    if last is None or one_year(view.page):
        return 0
    years = view.page.facets.get(Facet.YEAR, ())
    known = (place for place, year in enumerate(years) if year.value <= f"{last.year:04}")
    return next(known, 0)


def _cut(choices: list[Choice], first: int) -> tuple[Choice, ...]:
    """Return as many choices as are shown from the first on, and those that always are."""
    first = max(0, min(first, len(choices) - SHOWN))
    places = range(first, first + SHOWN)
    return tuple(one for place, one in enumerate(choices) if place in places or one.pinned)


def _facet(
    view: View, facet: Facet, shown: tuple[Choice, ...], there_are: int, more: Facet | None
) -> FacetView:
    """Tell of the choices that are shown of a facet how to see more or fewer of them."""
    long = more is facet
    longer = view.to(replaced(view.pairs, {"more": facet.value}))
    shorter = view.to(replaced(view.pairs, {"more": ""}))
    hides = long or len(shown) < there_are
    finds = hides and facet in ENTITY_FACETS
    return FacetView(
        name=facet.value,
        title=view.words(f"facet.{facet.value}"),
        choices=shown,
        items=listed(shown, view.words),
        more=longer if len(shown) < there_are else "",
        fewer=shorter if long else "",
        find=path_to("values.values", name=facet.value) if finds else "",
    )
