"""Counts → the buckets that a reader sees: labels, order, and what is selected."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from index.engine import UNDATED, Bucket, Facet, SearchRequest
from index.engines.whoosh.segments import NO_MONTH
from index.schema import ENTITY_FACETS

if TYPE_CHECKING:
    from index.engines.whoosh.entities import EntityTable
    from index.engines.whoosh.selection import Choices, Counts

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
KINDS = {
    "communique": "Communiqué",
    "actualite": "Actualité",
    "discours": "Discours",
    "declaration": "Déclaration",
    "texte-officiel": "Texte officiel",
    "transcription": "Transcription",
    "evenement": "Événement",
    "dossier": "Dossier",
    "autre": "Autre",
}
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
        labels = {
            slug: entities.label(f"{facet}:{slug}")
            for slug in {*counts.values[facet], *choices.values.get(facet, ())}
        }
        facets[facet] = _values(facet, counts, choices, labels, request.facet_size)
    facets[Facet.KIND] = _values(Facet.KIND, counts, choices, KINDS, len(KINDS))
    return facets


def timeline(months: Counter[int]) -> tuple[Bucket, ...]:
    """Return the hits by month, oldest first, undated ones left out."""
    return tuple(
        _month_bucket(month, months[month], selected=False)
        for month in sorted(months)
        if month != NO_MONTH
    )


def _years(request: SearchRequest, months: Counter[int]) -> tuple[Bucket, ...]:
    years: Counter[int] = Counter()
    for month, count in months.items():
        if month != NO_MONTH:
            years[month // 12] += count
    chosen = _chosen_year(request)
    if chosen is not None:
        years.setdefault(chosen, 0)
    shown = [
        Bucket(f"{year:04d}", f"{year:04d}", years[year], selected=year == chosen)
        for year in sorted(years, reverse=True)
    ]
    if months[NO_MONTH] or request.undated:
        shown.append(Bucket(UNDATED, WITHOUT_DATE, months[NO_MONTH], selected=request.undated))
    return tuple(shown)


def _months(request: SearchRequest, months: Counter[int], year: int) -> tuple[Bucket, ...]:
    chosen = None
    if request.date_from and request.date_to:
        first, last = (
            12 * one.year + one.month - 1 for one in (request.date_from, request.date_to)
        )
        chosen = first if first == last else None
    return tuple(
        _month_bucket(month, months[month], selected=month == chosen)
        for month in range(12 * year, 12 * year + 12)
        if months[month] or month == chosen
    )


def _month_bucket(month: int, count: int, *, selected: bool) -> Bucket:
    year, index = divmod(month, 12)
    return Bucket(
        f"{year:04d}-{index + 1:02d}", f"{MONTHS[index]} {year:04d}", count, selected=selected
    )


def _chosen_year(request: SearchRequest) -> int | None:
    first, last = request.date_from, request.date_to
    if request.undated or first is None or last is None or first.year != last.year:
        return None
    return first.year


def _one_year(request: SearchRequest, hits: Counter[int]) -> int | None:
    chosen = _chosen_year(request)
    if chosen is not None:
        return chosen
    years = {month // 12 for month, count in hits.items() if count and month != NO_MONTH}
    return years.pop() if len(years) == 1 else None


def _values(
    facet: Facet, counts: Counts, choices: Choices, labels: dict[str, str], size: int
) -> tuple[Bucket, ...]:
    """Return the largest buckets and all selected ones, those of unknown values last."""
    chosen = choices.values.get(facet, frozenset())
    counted = counts.values[facet]
    order = sorted({*counted, *chosen}, key=lambda value: (-counted[value], labels[value], value))
    shown = [
        Bucket(value, labels[value], counted[value], selected=value in chosen)
        for place, value in enumerate(order)
        if value in chosen or (place < size and counted[value])
    ]
    shown += [Bucket(value, value, 0, selected=True) for value in choices.unknown.get(facet, ())]
    return tuple(shown)
