"""A request → the question to the arrays, and what they answered → counts by value and month."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from typing import TYPE_CHECKING

from whoosh.query import compound, qcore
from whoosh.query.terms import Term

from index.answering.counts import Counts, Months, first_day, month_of
from index.answering.demotion import is_demoting
from index.engine import Facet, SearchRequest, Sort
from index.engines.whoosh.arrays import Ask, Between, Demotion, Histogram, Order
from index.engines.whoosh.layout import FACETS
from index.schema import DAY, LANGUAGE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from index.answering.choices import Choices
    from index.answering.ranking import Ranking
    from index.engines.whoosh.arrays import Found
    from index.engines.whoosh.arrays.counting import HistogramCounts
    from index.query import Node

DATES = "dates"
"""Names the choice of dates among the filters of a question."""

_ORDERS = {
    Sort.RELEVANCE: Order.RELEVANCE,
    Sort.NEWEST: Order.NEWEST,
    Sort.OLDEST: Order.OLDEST,
}


def filters_of(choices: Choices) -> dict[str, qcore.Query]:
    """Return one query for each choice, under the name of its facet."""
    filters: dict[str, qcore.Query] = {}
    if choices.undated:
        filters[DATES] = compound.AndNot(qcore.Every(), qcore.Every(DAY))
    elif choices.days is not None:
        filters[DATES] = Between(DAY, *choices.days)
    for facet, values in choices.values.items():
        terms = [Term(facet.value, value) for value in sorted(values)]
        filters[facet.value] = compound.Or(terms) if terms else qcore.NullQuery
    for facet, values in choices.excluded.items():
        terms = [Term(facet.value, value) for value in sorted(values)]
        if terms:
            # no facet has this name: what is excluded is so for its own facet's counts, too
            filters[f"not {facet.value}"] = compound.AndNot(qcore.Every(), compound.Or(terms))
    return filters


def demotion(tree: Node, languages: Iterable[str], ranking: Ranking) -> Demotion | None:
    """Return what lowers the scores of releases in these languages, None where nothing does."""
    foreign = [Term(LANGUAGE, language) for language in languages]
    if not foreign or ranking.foreign == 1.0 or not is_demoting(tree):
        return None
    return Demotion(compound.Or(foreign), ranking.foreign)


def question(
    request: SearchRequest, query: qcore.Query, choices: Choices, span: tuple[int, int]
) -> Ask:
    """Return the question of a request; `span` are the first and the last day in the index."""
    borders = _borders(*span)
    filters = filters_of(choices)
    histograms = {"timeline": Histogram(borders)}
    if DATES in filters:
        histograms["months"] = Histogram(borders, frozenset({DATES}))
    days = month_of(request)
    if days is not None:
        histograms["days"] = Histogram((*days, days.stop), frozenset({DATES}))
    return Ask(
        query=query,
        filters=filters,
        order=_ORDERS[request.sort],
        limit=max(request.limit, 0),
        offset=max(request.offset, 0),
        facets=FACETS,
        histograms=histograms,
    )


def counts_of(found: Found, span: tuple[int, int], request: SearchRequest) -> Counts:
    """Return the counts of an answer to `question`."""
    days = month_of(request)
    by_day = found.histograms["days"].counts if days is not None else ()
    timeline = _by_month(found.histograms["timeline"], span)
    other = found.histograms.get("months")
    months = timeline if other is None else _by_month(other, span)
    return Counts(
        timeline,
        months,
        {dt.date.fromordinal(day): count for day, count in zip(days or (), by_day, strict=False)},
        {Facet(name): one for name, one in found.facets.items()},
    )


def _by_month(found: HistogramCounts, span: tuple[int, int]) -> Months:
    return Months(_month(span[0]), found.counts, found.without)


def _month(day: int) -> int:
    date = dt.date.fromordinal(day)
    return 12 * date.year + date.month - 1


@lru_cache(maxsize=16)
def _borders(first: int, last: int) -> tuple[int, ...]:
    """Return the first day of each month from that of `first` to the one after that of `last`."""
    return tuple(first_day(month) for month in range(_month(first), _month(last) + 2))
