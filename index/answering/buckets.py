"""Counts → the buckets that a reader sees: labels, order, and what is selected."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from index import languages
from index.engine import ENTITY_FACETS, UNDATED, Bucket, Facet, SearchRequest
from index.kinds import label
from index.record import Kind

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from index.answering.choices import Choices
    from index.answering.counts import Counts, Months, ValueCounts
    from index.answering.entities import EntityTable

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
_MOST_LISTED = 50
_FEW = 256  # values of which it is remembered what they are called
WITHOUT_DATE = "sans date"
"""French labels; the web app has its own for other languages, by value."""

_Names: TypeAlias = Callable[[str], tuple[str, str]]
"""Tells what a value is called, and in English ("" where it is the same)."""

_Facts: TypeAlias = tuple[int, str, str, str]
"""What a bucket is made from, in the order of buckets: how many hits have the value, below 0; what
it is called; the value; what it is called in English."""


def buckets(
    request: SearchRequest, counts: Counts, choices: Choices, entities: EntityTable
) -> dict[Facet, tuple[Bucket, ...]]:
    """Return the buckets of every facet; MONTH and DAY as `SearchPage` says."""
    years = counts.months.years()
    hits = years if counts.timeline is counts.months else counts.timeline.years()
    facets = {Facet.YEAR: _years(request, years, counts.months.undated)}
    year = _one_year(request, hits)
    if year is not None:
        facets[Facet.MONTH] = _months(request, counts.months, year)
    if counts.days:
        facets[Facet.DAY] = _days(request, counts.days)
    for facet in ENTITY_FACETS:
        shown = Shown(facet, counts.values[facet], choices, entities)
        facets[facet] = shown.largest(request.facet_size)
    for facet in (Facet.KIND, Facet.LANGUAGE):
        facets[facet] = _listed(facet, counts.values[facet], choices)
    return facets


def timeline(months: Months) -> tuple[Bucket, ...]:
    """Return the hits by month, oldest first, undated ones left out."""
    return tuple(
        _month_bucket(month, count, selected=False)
        for month, count in enumerate(months.counts, months.first)
        if count
    )


def _years(request: SearchRequest, years: dict[int, int], undated: int) -> tuple[Bucket, ...]:
    """Return the buckets of years by their counts; `undated` have none."""
    chosen = _chosen_year(request)
    if chosen is not None:
        years = {chosen: 0, **years}
    shown = []
    for year in sorted(years, reverse=True):
        value = f"{year:04d}"
        shown.append(Bucket(value, value, years[year], year == chosen))
    if undated or request.undated:
        shown.append(Bucket(UNDATED, WITHOUT_DATE, undated, request.undated))
    return tuple(shown)


def _months(request: SearchRequest, months: Months, year: int) -> tuple[Bucket, ...]:
    chosen = None
    if request.date_from and request.date_to:
        first, last = (
            12 * one.year + one.month - 1 for one in (request.date_from, request.date_to)
        )
        chosen = first if first == last else None
    return tuple(
        _month_bucket(month, months.of(month), selected=month == chosen)
        for month in range(12 * year, 12 * year + 12)
        if months.of(month) or month == chosen
    )


def _days(request: SearchRequest, days: dict[dt.date, int]) -> tuple[Bucket, ...]:
    chosen = request.date_from if request.date_from == request.date_to else None
    return tuple(
        Bucket(day.isoformat(), _day_name(day), count, selected=day == chosen)
        for day, count in days.items()
        if count or day == chosen
    )


def _day_name(day: dt.date) -> str:
    """Return the French label of a day.

    >>> import datetime
    >>> _day_name(datetime.date(2016, 10, 1)), _day_name(datetime.date(2016, 10, 18))
    ('1er octobre 2016', '18 octobre 2016')
    """
    number = "1er" if day.day == 1 else str(day.day)
    return f"{number} {MONTHS[day.month - 1]} {day.year:04d}"


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


def _one_year(request: SearchRequest, years: dict[int, int]) -> int | None:
    """Return the year that is chosen, or else the only one of the hits."""
    chosen = _chosen_year(request)
    if chosen is not None:
        return chosen
    return next(iter(years)) if len(years) == 1 else None


class Shown(NamedTuple):
    """What the buckets of an entity facet are made from."""

    facet: Facet
    counted: ValueCounts
    choices: Choices
    entities: EntityTable

    @property
    def chosen(self) -> frozenset[str]:
        """The values that were chosen."""
        return self.choices.values.get(self.facet, frozenset())

    def largest(self, size: int) -> tuple[Bucket, ...]:
        """Return the largest buckets and all selected ones, those of unknown values last."""
        names, chosen = self._names, self.chosen
        facts = _in_order(self.counted.top(size, ties=True), names)[: max(size, 0)]
        if chosen:
            counts = {value: -less for less, _, value, _ in facts}
            counts |= {value: self.counted.of(value) for value in chosen}
            facts = _in_order(counts.items(), names)
        known = _buckets(facts, chosen, self.choices.unknown.get(self.facet, ()))
        return _with_excluded(known, self.facet, self.choices, names)

    @property
    def _names(self) -> _Names:
        return self.entities.called(self.facet.value).__getitem__

    def among(self, values: Iterable[str], size: int) -> tuple[Bucket, ...]:
        """Return the largest buckets of some values, none that is neither counted nor selected."""
        counts = [(value, self.counted.of(value)) for value in values]
        kept = [(value, count) for value, count in counts if count or value in self.chosen]
        return _buckets(_in_order(kept, self._names)[: max(size, 0)], self.chosen)


def _in_order(counts: Iterable[tuple[str, int]], names: _Names) -> list[_Facts]:
    """Return what buckets of counted values are made from."""
    facts: list[_Facts] = []
    for value, count in counts:
        label, english = names(value)
        facts.append((-count, label, value, english))
    facts.sort()
    return facts


def _listed(facet: Facet, counted: ValueCounts, choices: Choices) -> tuple[Bucket, ...]:
    """Return the buckets of a facet of few values, kinds or languages."""
    names = _kind_names if facet is Facet.KIND else _language_names
    chosen = choices.values.get(facet, frozenset())
    counts = {value: counted.of(value) for value in chosen}
    counts |= counted.top(_MOST_LISTED)
    shown = _in_order(counts.items(), names)
    known = _buckets(shown, chosen, choices.unknown.get(facet, ()))
    return _with_excluded(known, facet, choices, names)


@lru_cache(maxsize=_FEW)
def _kind_names(value: str) -> tuple[str, str]:
    return label(Kind(value), "fr"), label(Kind(value), "en")


@lru_cache(maxsize=_FEW)
def _language_names(value: str) -> tuple[str, str]:
    return languages.label(value, "fr"), languages.label(value, "en")


def _with_excluded(
    known: tuple[Bucket, ...],
    facet: Facet,
    choices: Choices,
    names: _Names,
) -> tuple[Bucket, ...]:
    """Add what a request excludes to the buckets of a facet, those of unknown values last."""
    excluded = choices.excluded.get(facet)
    if excluded is None:
        return known
    named = sorted((names(value), value) for value in excluded)
    unknown = choices.unknown_excluded.get(facet, ())
    return (
        *(one for one in known if one.value not in excluded or one.selected),
        *(Bucket(v, fr, 0, english=en, excluded=True) for (fr, en), v in named),
        *(Bucket(value, value, 0, excluded=True) for value in unknown),
    )


def _buckets(
    shown: list[_Facts], chosen: frozenset[str], unknown: tuple[str, ...] = ()
) -> tuple[Bucket, ...]:
    known = [
        Bucket(value, label, -less, value in chosen, english)
        for less, label, value, english in shown
    ]
    return (*known, *(Bucket(value, value, 0, selected=True) for value in unknown))
