"""The values of date:, after: and before: → the days they mean; all of them calendar dates."""

from __future__ import annotations

import datetime as dt
import re
from typing import Final

from index.engine import Problem
from index.errors import BadDate
from index.period import first_day, last_day
from index.query.fields import Field
from index.query.tree import Dated

_ISO = re.compile(r"([0-9]{4})-([0-9]{1,2})(?:-([0-9]{1,2}))?")
_FRENCH = re.compile(r"(?:([0-9]{1,2})[/.])?([0-9]{1,2})[/.]([0-9]{4})")
_COMPARED = re.compile(r"([<>≤≥]=?)\s*(.+)", re.DOTALL)
_RANGE = re.compile(r"\.{2,}|…")
_AFTER: Final = " ,;:!?"
_DAY = dt.timedelta(days=1)


def dated(field: Field, value: str, position: int, problems: list[Problem]) -> Dated | None:
    """Return the days that a value of a date field means, or None and a problem where it is none.

    A period is a year, a month or a day: 2016, 2016-10, 10/2016, 2016-10-18, 18/10/2016,
    18.10.2016. A date is a period, two of them as in 2016..2018 (one may be missing), or one after
    a comparison as in >2016-10. "After" and ">" begin when the period has ended, "before" and "<"
    end when it has not begun.
    """
    text = value.strip().rstrip(_AFTER)
    if text.endswith(".") and not text.endswith(".."):
        text = text[:-1]
    try:
        first, last = _days(field, text)
    except (BadDate, OverflowError):
        problems.append(Problem(position, "unknown-date", text))
        return None
    if first and last and first > last:
        problems.append(Problem(position, "reversed-dates", text))
        first, last = _days(field, "..".join(reversed(_RANGE.split(text, maxsplit=1))))
    return Dated(first, last, position)


def _days(field: Field, text: str) -> tuple[dt.date | None, dt.date | None]:
    """Return the first and the last day; raise BadDate, or OverflowError beyond all calendars."""
    if field is Field.AFTER:
        return last_day(_iso(text)) + _DAY, None
    if field is Field.BEFORE:
        return None, first_day(_iso(text)) - _DAY
    if compared := _COMPARED.fullmatch(text):
        period = _iso(compared.group(2))
        match compared.group(1):
            case ">":
                return last_day(period) + _DAY, None
            case "<":
                return None, first_day(period) - _DAY
            case ">=" | "≥":
                return first_day(period), None
            case "<=" | "≤":
                return None, last_day(period)
            case _:
                raise BadDate(value=text)
    begin, *rest = _RANGE.split(text, maxsplit=1)
    end = rest[0] if rest else begin
    return (
        first_day(_iso(begin)) if begin.strip() else None,
        last_day(_iso(end)) if end.strip() else None,
    )


def _iso(text: str) -> str:
    """Return a period in the form that `index.period` takes."""
    text = text.strip()
    if found := _ISO.fullmatch(text):
        year, month, day = found.groups()
    elif found := _FRENCH.fullmatch(text):
        day, month, year = found.groups()
    else:
        return text
    return "-".join(number.zfill(2) for number in (year, month, day) if number)
