"""Counts → the buckets that a reader sees: labels, order, and what is selected."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from index.engine import ENTITY_FACETS, UNDATED, Bucket, Facet, SearchRequest
from index.kinds import label
from index.record import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from index.engines.whoosh.arrays.counting import FacetCounts
    from index.engines.whoosh.asking import Choices, Counts, Months
    from index.engines.whoosh.entities import EntityTable

MONTHS = (
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
)
WITHOUT_DATE = "sans date"
"""French labels; the web app has its own for other languages, by value."""


def buckets(
    request: SearchRequest, counts: Counts, choices: Choices, entities: EntityTable
) -> dict[Facet, tuple[Bucket, ...]]:
    """Return the buckets of every facet; MONTH only where the range or the hits are one year's."""
    facets = {Facet.YEAR: _years(request, counts.months)}
    year = _one_year(request, counts.timeline)
    if year is not None:
        facets[Facet.MONTH] = _months(request, counts.months, year)
    for facet in ENTITY_FACETS:
        shown = Shown(facet, counts.values[facet], choices, entities)
        facets[facet] = shown.largest(request.facet_size)
    facets[Facet.KIND] = _kinds(counts.values[Facet.KIND], choices)
    return facets


def timeline(months: Months) -> tuple[Bucket, ...]:
    """Return the hits by month, oldest first, undated ones left out."""
    return tuple(
        _month_bucket(month, count, selected=False) for month, count in months.counts.items()
    )


def _years(request: SearchRequest, months: Months) -> tuple[Bucket, ...]:
    years: dict[int, int] = {}
    for month, count in months.counts.items():
        years[month // 12] = years.get(month // 12, 0) + count
    chosen = _chosen_year(request)
    if chosen is not None:
        years.setdefault(chosen, 0)
    shown = [
        Bucket(f"{year:04d}", f"{year:04d}", years[year], selected=year == chosen)
        for year in sorted(years, reverse=True)
    ]
    if months.undated or request.undated:
        shown.append(Bucket(UNDATED, WITHOUT_DATE, months.undated, selected=request.undated))
    return tuple(shown)


def _months(request: SearchRequest, months: Months, year: int) -> tuple[Bucket, ...]:
    chosen = None
    if request.date_from and request.date_to:
        first, last = (
            12 * one.year + one.month - 1 for one in (request.date_from, request.date_to)
        )
        chosen = first if first == last else None
    return tuple(
        _month_bucket(month, months.counts.get(month, 0), selected=month == chosen)
        for month in range(12 * year, 12 * year + 12)
        if month in months.counts or month == chosen
    )


def _month_bucket(month: int, count: int, *, selected: bool) -> Bucket:
    value, label = _month_names(month)
    return Bucket(value, label, count, selected)


@cache
def _month_names(month: int) -> tuple[str, str]:
    """Return the value and the label of a month: there are a few hundred, shown in each answer."""
    year, index = divmod(month, 12)
    return f"{year:04d}-{index + 1:02d}", f"{MONTHS[index]} {year:04d}"


def _chosen_year(request: SearchRequest) -> int | None:
    first, last = request.date_from, request.date_to
    if request.undated or first is None or last is None or first.year != last.year:
        return None
    return first.year


def _one_year(request: SearchRequest, hits: Months) -> int | None:
    chosen = _chosen_year(request)
    if chosen is not None:
        return chosen
    years = {month // 12 for month in hits.counts}
    return years.pop() if len(years) == 1 else None


class Shown(NamedTuple):
    """What the buckets of an entity facet are made from."""

    facet: Facet
    counted: FacetCounts
    choices: Choices
    entities: EntityTable

    @property
    def chosen(self) -> frozenset[str]:
        """The values that were chosen."""
        return self.choices.values.get(self.facet, frozenset())

    def largest(self, size: int) -> tuple[Bucket, ...]:
        """Return the largest buckets and all selected ones, those of unknown values last."""
        facts = self._facts(self.counted.top(size, ties=True))[: max(size, 0)]
        if self.chosen:
            counts = {one.value: one.found for one in facts}
            counts |= {value: self.counted.of(value) for value in self.chosen}
            facts = self._facts(counts.items())
        return _buckets(facts, self.chosen, self.choices.unknown.get(self.facet, ()))

    def among(self, values: Iterable[str], size: int) -> tuple[Bucket, ...]:
        """Return the largest buckets of some values, none that is neither counted nor selected."""
        counts = [(value, self.counted.of(value)) for value in values]
        kept = [(value, count) for value, count in counts if count or value in self.chosen]
        return _buckets(self._facts(kept)[: max(size, 0)], self.chosen)

    def _facts(self, counts: Iterable[tuple[str, int]]) -> list[_Facts]:
        facet, labels = self.facet.value, self.entities.labels
        return sorted(
            (_Facts(value, count, *labels(f"{facet}:{value}")) for value, count in counts),
            key=_rank,
        )


class _Facts(NamedTuple):
    """What a bucket is made from: how many hits have the value, and what it is called."""

    value: str
    found: int
    label: str
    english: str


def _rank(one: _Facts) -> tuple[int, str, str]:
    return -one.found, one.label, one.value


def _kinds(counted: FacetCounts, choices: Choices) -> tuple[Bucket, ...]:
    chosen = choices.values.get(Facet.KIND, frozenset())
    found = [
        _Facts(kind.value, counted.of(kind.value), label(kind, "fr"), label(kind, "en"))
        for kind in Kind
    ]
    shown = sorted((one for one in found if one.found or one.value in chosen), key=_rank)
    return _buckets(shown, chosen, choices.unknown.get(Facet.KIND, ()))


def _buckets(
    shown: list[_Facts], chosen: frozenset[str], unknown: tuple[str, ...] = ()
) -> tuple[Bucket, ...]:
    known = [
        Bucket(value, label, count, selected=value in chosen, english=english)
        for value, count, label, english in shown
    ]
    return (*known, *(Bucket(value, value, 0, selected=True) for value in unknown))
