"""How many releases each month has, and which months between the first and the last have none."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

# Shades that a month can have, from one release to the most.
SHADES = 5
# Beyond this span some date is surely wrong, and years without a release are left out.
MAX_YEARS = 150
_MONTHS = 12


@dataclass(frozen=True, slots=True)
class Month:
    """One month: "2016-10", its releases, its shade from 0 (none) to SHADES.

    `inside` tells that it lies between the first and the last month that have any.
    """

    value: str
    count: int
    shade: int
    inside: bool


def months(counts: Mapping[str, int]) -> list[tuple[str, list[Month]]]:
    """Return (year, its twelve months) from the newest year to the oldest.

    >>> [(year, months[1]) for year, months in months({"1999-02": 8, "2000-01": 1})]
    [('2000', Month(value='2000-02', count=0, shade=0, inside=False)), \
('1999', Month(value='1999-02', count=8, shade=5, inside=True))]
    """
    if not counts:
        return []
    first, last, most = min(counts), max(counts), max(counts.values())
    years = _years(counts)
    return [
        (year, [_month(f"{year}-{month:02}", counts, first, last, most) for month in _twelve()])
        for year in reversed(years)
    ]


def gaps(counts: Mapping[str, int]) -> list[tuple[str, str, int]]:
    """Return (first month, last month, how many) of each stretch without a release, longest first.

    >>> gaps({"1999-11": 1, "2000-02": 1, "2000-04": 2})
    [('1999-12', '2000-01', 2), ('2000-03', '2000-03', 1)]
    """
    found: list[tuple[str, str, int]] = []
    present = sorted(value for value, count in counts.items() if count)
    for before, after in pairwise(present):
        missing = _number(after) - _number(before) - 1
        if missing > 0:
            first, last = _value(_number(before) + 1), _value(_number(after) - 1)
            found.append((first, last, missing))
    return sorted(found, key=lambda gap: -gap[2])


def _years(counts: Mapping[str, int]) -> list[str]:
    years = sorted({value[:4] for value in counts})
    if int(years[-1]) - int(years[0]) < MAX_YEARS:
        return [f"{year:04}" for year in range(int(years[0]), int(years[-1]) + 1)]
    return years


def _twelve() -> range:
    return range(1, _MONTHS + 1)


def _month(value: str, counts: Mapping[str, int], first: str, last: str, most: int) -> Month:
    count = counts.get(value, 0)
    # By the square root: a few months with very many would leave all others pale.
    shade = max(1, round(SHADES * (count / most) ** 0.5)) if count else 0
    return Month(value, count, shade, inside=first <= value <= last)


def _number(value: str) -> int:
    return int(value[:4]) * _MONTHS + int(value[5:]) - 1


def _value(number: int) -> str:
    return f"{number // _MONTHS:04}-{number % _MONTHS + 1:02}"
