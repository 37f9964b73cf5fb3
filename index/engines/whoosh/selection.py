"""Which of the matching documents pass the filters, and how many have each value of each facet.

A facet's counts leave out that facet's own choice. So each document that fails exactly one of the
choices is counted for the facet of that choice, and one that fails none is counted everywhere.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING

from index.engine import FILTERS, Facet, SearchRequest
from index.french import fold_key
from index.record import Kind
from index.schema import ENTITY_FACETS, NO_DAY, day_number

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from index.engines.whoosh.entities import EntityTable
    from index.engines.whoosh.segments import SegmentData
    from index.engines.whoosh.snapshot import View

_LAST_DAY = 2**31 - 1


@dataclass(frozen=True, slots=True)
class Choices:
    """A request's filters, resolved: slugs and kinds by facet, and a range of day numbers.

    `unknown` are values that name nothing, as they were typed; they match no release.
    """

    values: dict[Facet, frozenset[str]]
    unknown: dict[Facet, tuple[str, ...]]
    days: tuple[int, int] | None

    @classmethod
    def of(cls, request: SearchRequest, entities: EntityTable) -> Choices:
        """Resolve the filters of a request."""
        values: dict[Facet, frozenset[str]] = {}
        unknown: dict[Facet, tuple[str, ...]] = {}
        for facet in FILTERS:
            typed = request.filters.get(facet, ())
            if not typed:
                continue
            meant = {
                value: _kinds(value) if facet is Facet.KIND else entities.resolve(facet, value)
                for value in typed
            }
            values[facet] = frozenset(chain.from_iterable(meant.values()))
            unknown[facet] = tuple(value for value, found in meant.items() if not found)
        return cls(values, unknown, _days(request))


def _kinds(value: str) -> frozenset[str]:
    wanted = fold_key(value).replace("-", " ")
    return frozenset(
        kind.value for kind in Kind if fold_key(kind.value).replace("-", " ") == wanted
    )


def _days(request: SearchRequest) -> tuple[int, int] | None:
    if request.undated:
        return NO_DAY, NO_DAY
    if request.date_from is None and request.date_to is None:
        return None
    last = day_number(request.date_to) if request.date_to else _LAST_DAY
    return max(day_number(request.date_from), 1), last


@dataclass(slots=True)
class Counts:
    """Counts over all segments. Months are 12 × year + month, NO_MONTH for undated releases.

    `timeline` counts the hits, `months` the hits without the choice of dates; `values` counts
    slugs and kinds, each facet without its own choice.
    """

    timeline: Counter[int] = field(default_factory=Counter)
    months: Counter[int] = field(default_factory=Counter)
    values: dict[Facet, Counter[str]] = field(
        default_factory=lambda: {facet: Counter() for facet in FILTERS}
    )


def select(view: View, matching: Iterable[int], choices: Choices, counts: Counts) -> list[int]:
    """Return the documents of a segment that pass all choices; add to the counts."""
    data = view.data
    if view.deleted:
        matching = [number for number in matching if number not in view.deleted]
    hits, almost = _sort_out(_conditions(data, choices), matching)
    counts.timeline.update(map(data.months.__getitem__, hits))
    counts.months.update(map(data.months.__getitem__, chain(hits, almost.get(Facet.YEAR, ()))))
    for facet in ENTITY_FACETS:
        rows = map(data.entities[facet].__getitem__, chain(hits, almost.get(facet, ())))
        counts.values[facet].update(chain.from_iterable(rows))
    kinds = map(data.kinds.__getitem__, chain(hits, almost.get(Facet.KIND, ())))
    counts.values[Facet.KIND].update(kinds)
    return hits


def _conditions(data: SegmentData, choices: Choices) -> dict[Facet, Callable[[int], bool]]:
    conditions: dict[Facet, Callable[[int], bool]] = {}
    for facet, values in choices.values.items():
        if facet is Facet.KIND:
            conditions[facet] = _has_kind(data.kinds, values)
        else:
            conditions[facet] = _has_entity(data.entities[facet], values)
    if choices.days is not None:
        conditions[Facet.YEAR] = _in_days(data, *choices.days)
    return conditions


def _has_kind(kinds: list[str], values: frozenset[str]) -> Callable[[int], bool]:
    return lambda number: kinds[number] in values


def _has_entity(rows: list[tuple[str, ...]], values: frozenset[str]) -> Callable[[int], bool]:
    return lambda number: not values.isdisjoint(rows[number])


def _in_days(data: SegmentData, first: int, last: int) -> Callable[[int], bool]:
    days = data.days
    return lambda number: first <= days[number] <= last


def _sort_out(
    conditions: dict[Facet, Callable[[int], bool]], matching: Iterable[int]
) -> tuple[list[int], dict[Facet, list[int]]]:
    """Return the documents that fail no condition, and by condition those that fail only it."""
    if not conditions:
        return list(matching), {}
    hits: list[int] = []
    almost: dict[Facet, list[int]] = {facet: [] for facet in conditions}
    for number in matching:
        failed = [facet for facet, passes in conditions.items() if not passes(number)]
        if not failed:
            hits.append(number)
        elif len(failed) == 1:
            almost[failed[0]].append(number)
    return hits, almost
