"""Dates as a person writes them in a filter: a year, a month or a day.

A period written short has a first and a last day; both functions below take the same three forms,
`YYYY`, `YYYY-MM` and `YYYY-MM-DD` (ISO 8601 calendar dates, reduced or whole).
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from functools import lru_cache

from index.errors import BadDate

_FORM = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
_DECEMBER = 12


@lru_cache(maxsize=4096)
def first_day(text: str) -> dt.date:
    """Return the first day of the period; raise BadDate where it is none.

    >>> first_day("2016-10")
    datetime.date(2016, 10, 1)
    """
    year, month, day = _numbers(text)
    return _date(text, year, 1 if month is None else month, 1 if day is None else day)


@lru_cache(maxsize=4096)
def last_day(text: str) -> dt.date:
    """Return the last day of the period; raise BadDate where it is none.

    >>> last_day("2016")
    datetime.date(2016, 12, 31)
    >>> last_day("2016-02")
    datetime.date(2016, 2, 29)
    """
    year, month, day = _numbers(text)
    if month is None:
        month = _DECEMBER
    if day is None:
        # `_date` refuses the month or year for which there is no calendar.
        first = _date(text, year, month, 1)
        day = calendar.monthrange(first.year, first.month)[1]
    return _date(text, year, month, day)


def short_first(day: dt.date) -> str:
    """Write a first day as short as `first_day` reads it back.

    >>> short_first(dt.date(2016, 1, 1)), short_first(dt.date(2016, 10, 1))
    ('2016', '2016-10')
    """
    if day.day > 1:
        return day.isoformat()
    return day.isoformat()[:7] if day.month > 1 else day.isoformat()[:4]


def short_last(day: dt.date) -> str:
    """Write a last day as short as `last_day` reads it back.

    >>> short_last(dt.date(2016, 12, 31)), short_last(dt.date(2016, 12, 30))
    ('2016', '2016-12-30')
    """
    if day.day < calendar.monthrange(day.year, day.month)[1]:
        return day.isoformat()
    return day.isoformat()[:7] if day.month < _DECEMBER else day.isoformat()[:4]


def _numbers(text: str) -> tuple[int, int | None, int | None]:
    found = _FORM.fullmatch(text.strip())
    if found is None:
        raise BadDate(value=text)
    year, month, day = found.groups()
    return int(year), int(month) if month else None, int(day) if day else None


def _date(text: str, year: int, month: int, day: int) -> dt.date:
    try:
        return dt.date(year, month, day)
    except ValueError:
        raise BadDate(value=text) from None
