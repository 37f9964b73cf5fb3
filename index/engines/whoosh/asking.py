"""A request → the question to the arrays, and what they answered → counts by value and month."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING

from whoosh.query import compound, qcore
from whoosh.query.terms import Term

from index.engine import FILTERS, Facet, SearchRequest, Sort
from index.engines.whoosh.arrays import Ask, Between, Histogram, Order
from index.engines.whoosh.layout import FACETS
from index.kinds import kinds_called
from index.languages import languages_called
from index.schema import DAY, NO_DAY, day_number

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from index.engines.whoosh.arrays import Found
    from index.engines.whoosh.arrays.counting import FacetCounts
    from index.engines.whoosh.entities import EntityTable

DATES = "dates"
"""Names the choice of dates among the filters of a question."""

_ORDERS = {
    Sort.RELEVANCE: Order.RELEVANCE,
    Sort.NEWEST: Order.NEWEST,
    Sort.OLDEST: Order.OLDEST,
}


@dataclass(frozen=True, slots=True)
class Choices:
    """A request's filters, resolved: slugs, kinds, languages by facet, a range of day numbers.

    `unknown` are values that name nothing, as they were typed; they match no release. `excluded`
    and `unknown_excluded` are likewise those that no hit may have.
    """

    values: dict[Facet, frozenset[str]]
    unknown: dict[Facet, tuple[str, ...]]
    dates: qcore.Query | None
    excluded: dict[Facet, frozenset[str]]
    unknown_excluded: dict[Facet, tuple[str, ...]]

    @classmethod
    def of(cls, request: SearchRequest, entities: EntityTable) -> Choices:
        """Resolve the filters of a request."""
        chosen = _resolved(request.filters, entities) if request.filters else ({}, {})
        excluded = _resolved(request.excluded, entities) if request.excluded else ({}, {})
        return cls(*chosen, _dates(request), *excluded)

    def filters(self) -> dict[str, qcore.Query]:
        """Return one query for each choice, under the name of its facet."""
        filters: dict[str, qcore.Query] = {}
        if self.dates is not None:
            filters[DATES] = self.dates
        for facet, values in self.values.items():
            terms = [Term(facet.value, value) for value in sorted(values)]
            filters[facet.value] = compound.Or(terms) if terms else qcore.NullQuery
        for facet, values in self.excluded.items():
            terms = [Term(facet.value, value) for value in sorted(values)]
            if terms:
                # no facet has this name: what is excluded is so for its own facet's counts, too
                filters[f"not {facet.value}"] = compound.AndNot(qcore.Every(), compound.Or(terms))
        return filters


def _resolved(
    typed: Mapping[Facet, tuple[str, ...]], entities: EntityTable
) -> tuple[dict[Facet, frozenset[str]], dict[Facet, tuple[str, ...]]]:
    """Return the values that are meant, and those typed that mean nothing, by facet."""
    values: dict[Facet, frozenset[str]] = {}
    unknown: dict[Facet, tuple[str, ...]] = {}
    for facet in FILTERS:
        if not typed.get(facet):
            continue
        meant = {value: _meant(facet, value, entities) for value in typed[facet]}
        values[facet] = frozenset(chain.from_iterable(meant.values()))
        unknown[facet] = tuple(value for value, found in meant.items() if not found)
    return values, unknown


def _meant(facet: Facet, value: str, entities: EntityTable) -> Iterable[str]:
    if facet is Facet.KIND:
        return kinds_called(value)
    if facet is Facet.LANGUAGE:
        return languages_called(value)
    return entities.resolve(facet, value)


def _dates(request: SearchRequest) -> qcore.Query | None:
    if request.undated:
        return compound.AndNot(qcore.Every(), qcore.Every(DAY))
    if request.date_from is None and request.date_to is None:
        return None
    first = NO_DAY + 1 if request.date_from is None else day_number(request.date_from)
    last = None if request.date_to is None else day_number(request.date_to)
    return Between(DAY, first, last)


@dataclass(frozen=True, slots=True)
class Months:
    """Counts by month: 12 × year + month from 0 for January; those without hits are left out."""

    counts: dict[int, int]
    undated: int


@dataclass(frozen=True, slots=True)
class Counts:
    """What was counted.

    `timeline` is of the hits, `months` and `days` of the hits without the choice of dates, the days
    only of the one month that was chosen; `values` has each facet without its own choice.
    """

    timeline: Months
    months: Months
    days: dict[dt.date, int]
    values: dict[Facet, FacetCounts]


def question(
    request: SearchRequest, query: qcore.Query, choices: Choices, span: tuple[int, int]
) -> Ask:
    """Return the question of a request; `span` are the first and the last day in the index."""
    borders = _borders(*span)
    histograms = {
        "timeline": Histogram(borders),
        "months": Histogram(borders, frozenset({DATES})),
    }
    days = month_of(request)
    if days is not None:
        histograms["days"] = Histogram((*days, days.stop), frozenset({DATES}))
    return Ask(
        query=query,
        filters=choices.filters(),
        order=_ORDERS[request.sort],
        limit=max(request.limit, 0),
        offset=max(request.offset, 0),
        facets=FACETS,
        histograms=histograms,
    )


def month_of(request: SearchRequest) -> range | None:
    """Return the days, as numbers, of the month that a range of dates lies in; None where in none.

    >>> first, last = dt.date(2016, 2, 3), dt.date(2016, 2, 29)
    >>> len(month_of(SearchRequest(date_from=first, date_to=last)))
    29
    """
    first, last = request.date_from, request.date_to
    if first is None or last is None or (first.year, first.month) != (last.year, last.month):
        return None
    month = 12 * first.year + first.month - 1
    return range(_first_day(month), _first_day(month + 1))


def counts_of(found: Found, span: tuple[int, int], request: SearchRequest) -> Counts:
    """Return the counts of an answer to `question`."""
    days = month_of(request)
    by_day = found.histograms["days"].counts if days is not None else ()
    first = _month(span[0])
    timeline, months = (
        Months(
            {first + place: count for place, count in enumerate(one.counts) if count}, one.without
        )
        for one in (found.histograms["timeline"], found.histograms["months"])
    )
    return Counts(
        timeline,
        months,
        {dt.date.fromordinal(day): count for day, count in zip(days or (), by_day, strict=False)},
        {Facet(name): one for name, one in found.facets.items()},
    )


def _month(day: int) -> int:
    date = dt.date.fromordinal(day)
    return 12 * date.year + date.month - 1


@lru_cache(maxsize=16)
def _borders(first: int, last: int) -> tuple[int, ...]:
    """Return the first day of each month from that of `first` to the one after that of `last`."""
    return tuple(_first_day(month) for month in range(_month(first), _month(last) + 2))


def _first_day(month: int) -> int:
    year, index = divmod(month, 12)
    # The month after the last one of the calendar has no date, but a number.
    return (
        dt.date.max.toordinal() + 1
        if year > dt.MAXYEAR
        else dt.date(year, index + 1, 1).toordinal()
    )
