"""Aggregations → counts of facet values and of months, exact whatever the number of shards."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Final

from index.answering.counts import Counts, Months, month_of
from index.engine import ENTITY_FACETS, Facet
from index.engines.opensearch import dsl
from index.engines.opensearch.layout import MONTH
from index.schema import DAY

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from index.answering.choices import Choices
    from index.engine import SearchRequest
    from index.engines.opensearch.dsl import Clause

FACETS: Final = (*ENTITY_FACETS, Facet.KIND, Facet.LANGUAGE)
DATES: Final = "dates"
SEEN: Final = 300
"""Values of a facet that come with an answer; all of them are asked for where these do not do."""
EVERY: Final = 65_000
"""Values that one answer may have (search.max_buckets is 65,535)."""


class ValueCounts:
    """How many hits have each value of a facet; what did not come with the answer is fetched."""

    def __init__(self, found: dict[str, Any], fetch: Callable[[], dict[str, int]]) -> None:
        self._fetch = fetch
        self._counts = {str(b["key"]): int(b["doc_count"]) for b in found["buckets"]}
        self._all = not found["sum_other_doc_count"]
        self._exact = self._all or not found["doc_count_error_upper_bound"]

    def _complete(self) -> None:
        if not self._all:
            self._counts = self._fetch()
            self._all = self._exact = True

    def top(self, size: int, *, ties: bool = False) -> list[tuple[str, int]]:
        """See index.answering.counts.ValueCounts."""
        if size < 1:
            return []
        if not self._exact or self._is_cut(size):
            self._complete()
        ordered = sorted(self._counts.items(), key=lambda one: (-one[1], one[0].encode()))
        shown = ordered[:size]
        if ties and shown:
            shown += [one for one in ordered[size:] if one[1] == shown[-1][1]]
        return shown

    def _is_cut(self, size: int) -> bool:
        """Tell whether values that did not come may belong to the largest."""
        counts = sorted(self._counts.values(), reverse=True)
        return not self._all and (len(counts) <= size or counts[size - 1] == counts[-1])

    def of(self, value: str) -> int:
        """See index.answering.counts.ValueCounts."""
        if value not in self._counts:
            self._complete()
        return self._counts.get(value, 0)


def aggregations(request: SearchRequest, filters: dict[str, Clause]) -> dict[str, Any]:
    """Return what counts an answer; each facet under all filters but its own."""
    asked: dict[str, Any] = {
        facet.value: _under(filters, facet.value, _terms(facet.value)) for facet in FACETS
    }
    month = {"terms": {"field": MONTH, "size": EVERY, "order": {"_key": "asc"}}}
    undated = {"missing": {"field": DAY}}
    for name, left_out in (("timeline", ""), ("months", DATES)):
        asked[name] = _under(filters, left_out, month)
        asked[f"{name} undated"] = _under(filters, left_out, undated)
    if days := month_of(request):
        within = dsl.between(DAY, days.start, days.stop - 1)
        counted = {"terms": {"field": DAY, "size": len(days)}}
        asked["days"] = _under(filters, DATES, counted, within)
    return asked


def others(filters: dict[str, Clause], left_out: str) -> list[Clause]:
    """Return the filters of other names."""
    return [clause for name, clause in filters.items() if name != left_out]


def every_value(
    field: str, within: Clause, search: Callable[[dict[str, Any]], Any]
) -> Iterator[tuple[str, int]]:
    """Yield every value of a field of keys, in its order, with the number of hits that have it."""
    pages = {"size": EVERY, "sources": [{"key": {"terms": {"field": field}}}]}
    while True:
        body = {"size": 0, "query": within, "aggs": {"all": {"composite": pages}}}
        found = search(body)["aggregations"]["all"]
        for bucket in found["buckets"]:
            yield bucket["key"]["key"], int(bucket["doc_count"])
        if len(found["buckets"]) < EVERY:
            return
        pages["after"] = found["after_key"]


def _terms(field: str) -> dict[str, Any]:
    return {"terms": {"field": field, "size": SEEN, "shard_size": 3 * SEEN}}


def _under(
    filters: dict[str, Clause], left_out: str, counted: dict[str, Any], *more: Clause
) -> dict[str, Any]:
    """Return an aggregation under the filters of other names."""
    clauses = [*others(filters, left_out), *more]
    return {"filter": {"bool": {"filter": clauses}}, "aggs": {"of": counted}}


def counts_of(
    found: dict[str, Any], request: SearchRequest, fetch: Callable[[Facet], dict[str, int]]
) -> Counts:
    """Return the counts of an answer to `aggregations`."""
    values = {
        facet: ValueCounts(found[facet.value]["of"], lambda facet=facet: fetch(facet))  # type: ignore[misc] # a lambda's default
        for facet in FACETS
    }
    days = month_of(request)
    by_day = {b["key"]: b["doc_count"] for b in found["days"]["of"]["buckets"]} if days else {}
    return Counts(
        _months(found, "timeline"),
        _months(found, "months"),
        {dt.date.fromordinal(day): by_day.get(day, 0) for day in days or ()},
        dict(values),
    )


def _months(found: dict[str, Any], name: str) -> Months:
    counts = {int(b["key"]): int(b["doc_count"]) for b in found[name]["of"]["buckets"]}
    first, end = min(counts, default=0), max(counts, default=-1) + 1
    every = [counts.get(month, 0) for month in range(first, end)]
    return Months(first, every, int(found[f"{name} undated"]["of"]["doc_count"]))


def filters_of(choices: Choices) -> dict[str, Clause]:
    """Return one clause for each choice, under the name of its facet."""
    filters: dict[str, Clause] = {}
    if choices.undated:
        filters[DATES] = dsl.none_of([{"exists": {"field": DAY}}])
    elif choices.days is not None:
        filters[DATES] = dsl.between(DAY, *choices.days)
    for facet, values in choices.values.items():
        filters[facet.value] = dsl.terms(facet.value, values)
    for facet, values in choices.excluded.items():
        if values:
            # no facet has this name: what is excluded is so for its own facet's counts, too
            out = dsl.none_of([dsl.terms(facet.value, values)])
            filters[f"not {facet.value}"] = out
    return filters
