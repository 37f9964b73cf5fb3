"""What is counted of the releases that a request matches, as an engine returns it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    from index.engine import Facet, SearchRequest


class ValueCounts(Protocol):
    """How many hits have each value of a facet."""

    def top(self, size: int, *, ties: bool = False) -> list[tuple[str, int]]:
        """Return the `size` commonest values with their counts, the commonest first.

        With `ties`, all that share the count of the last one are there too. Values that no hit has
        are never there.
        """
        ...

    def of(self, value: str) -> int:
        """Return the count of one value."""
        ...


@dataclass(frozen=True, slots=True)
class Months:
    """Counts by month, of every month from `first` on: 12 × year + month from 0 for January."""

    first: int
    counts: Sequence[int]
    undated: int

    def of(self, month: int) -> int:
        """Return the count of one month.

        >>> Months(24_203, [2, 0, 3], 0).of(24_205), Months(24_203, [2, 0, 3], 0).of(24_202)
        (3, 0)
        """
        place = month - self.first
        return self.counts[place] if 0 <= place < len(self.counts) else 0

    def years(self) -> dict[int, int]:
        """Return the counts of the years that have any, rising.

        >>> Months(24_203, [2, 0, 3], 0).years()
        {2016: 2, 2017: 3}
        """
        # whole years, so that they are cut by twelves: in half the time of a slice for each
        months = iter([*[0] * (self.first % 12), *self.counts, *[0] * 11])
        sums = map(sum, zip(*[months] * 12, strict=False))
        return {year: count for year, count in enumerate(sums, self.first // 12) if count}


@dataclass(frozen=True, slots=True)
class Counts:
    """What was counted.

    `timeline` is of the hits, `months` and `days` of the hits without the choice of dates, the days
    only of the one month that was chosen; `values` has each facet without its own choice.
    """

    timeline: Months
    months: Months
    days: dict[dt.date, int]
    values: dict[Facet, ValueCounts]


def month_of(request: SearchRequest) -> range | None:
    """Return the days, as numbers, of the month that a range of dates lies in; None where in none.

    >>> from index.engine import SearchRequest
    >>> first, last = dt.date(2016, 2, 3), dt.date(2016, 2, 29)
    >>> len(month_of(SearchRequest(date_from=first, date_to=last)))
    29
    """
    first, last = request.date_from, request.date_to
    if first is None or last is None or (first.year, first.month) != (last.year, last.month):
        return None
    month = 12 * first.year + first.month - 1
    return range(first_day(month), first_day(month + 1))


def first_day(month: int) -> int:
    """Return the day number on which a month begins, 12 × year + month from 0 for January."""
    year, index = divmod(month, 12)
    # The month after the last one of the calendar has no date, but a number.
    return (
        dt.date.max.toordinal() + 1
        if year > dt.MAXYEAR
        else dt.date(year, index + 1, 1).toordinal()
    )
