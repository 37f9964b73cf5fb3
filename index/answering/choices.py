"""A request's filters, resolved: what each value that was typed stands for."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from index.engine import FILTERS, Facet
from index.kinds import kinds_called
from index.languages import languages_called
from index.schema import NO_DAY, day_number

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from index.answering.entities import EntityTable
    from index.engine import SearchRequest


class Days(NamedTuple):
    """A range of day numbers, both included; `last` is None where it is open."""

    first: int
    last: int | None


@dataclass(frozen=True, slots=True)
class Choices:
    """A request's filters, resolved: slugs, kinds, languages by facet, a range of day numbers.

    `unknown` are values that name nothing, as they were typed; they match no release. `excluded`
    and `unknown_excluded` are likewise those that no hit may have. `undated` keeps only releases
    without a date; then `days` is None.
    """

    values: dict[Facet, frozenset[str]]
    unknown: dict[Facet, tuple[str, ...]]
    days: Days | None
    undated: bool
    excluded: dict[Facet, frozenset[str]]
    unknown_excluded: dict[Facet, tuple[str, ...]]

    @classmethod
    def of(cls, request: SearchRequest, entities: EntityTable) -> Choices:
        """Resolve the filters of a request."""
        chosen = _resolved(request.filters, entities) if request.filters else ({}, {})
        excluded = _resolved(request.excluded, entities) if request.excluded else ({}, {})
        return cls(*chosen, _days(request), request.undated, *excluded)


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


def _days(request: SearchRequest) -> Days | None:
    if request.undated or (request.date_from is None and request.date_to is None):
        return None
    first = NO_DAY + 1 if request.date_from is None else day_number(request.date_from)
    last = None if request.date_to is None else day_number(request.date_to)
    return Days(first, last)
