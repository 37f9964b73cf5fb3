"""The facets of a page of results and the chips of its chosen filters, as links."""

from __future__ import annotations

from dataclasses import dataclass

from index.engine import FILTERS, Bucket, Facet
from webapp.links import replaced, toggled, without
from webapp.view import Choice, View, dated, one_year

# Buckets a facet shows before its "more" link.
SHOWN = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class FacetView:
    """One facet: its values and the links to more and fewer of them ("" where there are none)."""

    name: str
    title: str
    choices: tuple[Choice, ...]
    more: str = ""
    fewer: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chip:
    """One chosen filter and the address without it."""

    name: str
    label: str
    href: str


def facets(view: View, more: Facet | None) -> list[FacetView]:
    """Return the facets that have something to show, years first; `more` is shown at length."""
    found = [_facet(view, Facet.YEAR, _years(view), more)]
    for facet in FILTERS:
        buckets = view.page.facets.get(facet, ())
        found.append(_facet(view, facet, [_choice(view, facet, each) for each in buckets], more))
    return [facet for facet in found if facet.choices]


def chips(view: View) -> list[Chip]:
    """Return a chip for each chosen filter: the range of dates, then the facets' values."""
    request, words = view.page.request, view.words
    found: list[Chip] = []
    dates = words.date(None) if request.undated else words.span(request.date_from, request.date_to)
    if dates:
        away = view.to(without(view.pairs, "from", "to", "undated"))
        found.append(Chip(name=words("filter.date"), label=dates, href=away))
    for facet in FILTERS:
        found += [
            Chip(
                name=words(f"filter.{facet.value}"),
                label=view.label(facet, bucket),
                href=view.to(toggled(view.pairs, facet.value, bucket.value)),
            )
            for bucket in view.page.facets.get(facet, ())
            if bucket.selected
        ]
    return found


def _years(view: View) -> list[Choice]:
    page, chosen = view.page, one_year(view.page)
    months = tuple(dated(view, bucket) for bucket in page.facets.get(Facet.MONTH, ()) if chosen)
    return [
        dated(view, bucket, months if bucket.value == chosen else ())
        for bucket in page.facets.get(Facet.YEAR, ())
    ]


def _choice(view: View, facet: Facet, bucket: Bucket) -> Choice:
    return Choice(
        label=view.label(facet, bucket),
        count=view.words.number(bucket.count),
        href=view.to(toggled(view.pairs, facet.value, bucket.value)),
        selected=bucket.selected,
        pinned=bucket.selected,
    )


def _facet(view: View, facet: Facet, choices: list[Choice], more: Facet | None) -> FacetView:
    """Cut a facet to what is shown."""
    long = more is facet
    shown = tuple(
        choice for place, choice in enumerate(choices) if long or place < SHOWN or choice.pinned
    )
    longer = view.to(replaced(view.pairs, {"more": facet.value}))
    shorter = view.to(replaced(view.pairs, {"more": ""}))
    return FacetView(
        name=facet.value,
        title=view.words(f"facet.{facet.value}"),
        choices=shown,
        more=longer if len(shown) < len(choices) else "",
        fewer=shorter if long else "",
    )
