"""Dates as people write them, in French and English, found in running text."""

from __future__ import annotations

import datetime as dt
import functools
import re
import unicodedata
from dataclasses import dataclass, replace
from typing import NamedTuple

from indexer.dates import months

# "1 er": of <sup> on a line of its own
_ORDINAL = r"(?:\s?(?:er|ère|ᵉʳ|st|nd|rd|th)|ème|eme|e|ᵉ|º|°)?"
_SPACE = (
    r"\s\u200b\u2060\ufeff"  # for a character class: with what has no width, as editors leave it
)
_DAY_NAME = r"(?:le\s+)?(?:(?:lun|mar|mercre|jeu|vendre|same)di\s+|dimanche\s+)?"
_BETWEEN_DAYS = rf"(?:\s*[,\-–—/]\s*|\s+(?:et|au|à|ou|and|to)\s+){_DAY_NAME}"
_SHORT_YEAR_END = r"(?=\s*(?:(?:(?:à|at|[-–|,])\s*)?\d{1,2}\s?[h:]\d\d|[-–|,;](?!\s*\d)|\)|$))"
_RANGE = re.compile(
    rf"\s*(?:-|–|—|\bau\b|\bà\b|\bet\b|\bto\b|\band\b)\s*{_DAY_NAME}", re.IGNORECASE
)
_WEEKDAY = re.compile(r"(?<!\w)([a-z]{3})[a-z]{0,6}\.?,?\s*$", re.IGNORECASE)
_WEEKDAYS = {
    name: number
    for number, names in enumerate(
        ("lun mon", "mar tue", "mer wed", "jeu thu", "ven fri", "sam sat", "dim sun")
    )
    for name in names.split()
}
_FIGURE, _FIRST = re.compile(r"\d"), "premier"  # no date is without one of them
_DAY_AND_YEAR = re.compile(r"\d(?:st|nd|rd|th)?,?\s+\d{4}", re.IGNORECASE)  # of "May 4, 2016"
_LINE = 400  # characters of the longest text whose dates are remembered
_CENTURY_PIVOT = 50  # a two-digit year from 50 on is 19xx: no page is older than the web's archives


@dataclass(frozen=True, slots=True)
class Found:
    """A date in a text: the first day it names, its span, and the last day where it is a range.

    `complete` is False where the text names no year and one was supplied.
    """

    date: dt.date
    start: int
    end: int
    until: dt.date | None = None
    complete: bool = True


class _Written(NamedTuple):
    """Day, month and perhaps year as written, before anything was checked."""

    day: int
    month: int
    year: int | None
    start: int
    end: int
    last_day: int | None = None


@functools.cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """Return the day-first, month-first and figures-only patterns.

    What each looks ahead for first is there for speed: one character settles most places.
    """
    day_first = (
        r"(?=[\dp])(?<!\w)(?<!\d[.,/-])(?P<day>\d{1,2}|premier)"
        + _ORDINAL
        + rf"(?:{_BETWEEN_DAYS}(?P<last>\d{{1,2}}){_ORDINAL}){{0,4}}"
        + rf"(?:\s+of\s+|[{_SPACE}\-./]{{0,3}})(?P<month>{months.pattern()})(?![^\W\d])"
        + rf"(?:\.?(?:[{_SPACE}\-,./]{{0,3}}(?P<year>\d{{4}})(?!\d)"
        + rf"|(?:[\s\-./]{{1,3}}|,?\s?['’])(?P<short>\d{{2}})(?!\d){_SHORT_YEAR_END})|\.)?"
    )
    month_first = (
        rf"(?=[adfjmnos])(?<!\w)(?P<month>{months.pattern()})\.?\s+"
        r"(?P<day>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<year>\d{4})(?!\d)"
    )
    # Not "v1.2.2010" or "10.12.2019.4"; "12/03" only before the end of a range.
    figures = (
        r"(?=\d)(?<![\dv])(?<!\d[./-])(?<!n°)(?<!n°\s)(?:"
        r"(?P<iso>\d{4}(?P<s1>[-/.])(?P<m1>\d{1,2})(?P=s1)(?P<d1>\d{1,2}))"
        r"|(?P<d2>\d{1,2})(?:er)?(?P<s2>\s?[./-]\s?)(?P<m2>\d{1,2})(?P=s2)(?P<y2>\d{4})"
        r"|(?P<d3>\d{2})(?:/(?P<m3>\d{2})/(?P<y3>\d{2})|\.(?P<m4>\d{2})\.(?P<y4>\d{2})"
        r"(?=[\s|,à-]{1,5}\d{1,2}[h:]\d{2}))"
        r"|(?P<d5>\d{1,2})(?P<s5>[./])(?P<m5>\d{1,2})"
        r"(?=\s{1,3}au\s{1,3}\d{1,2}(?P=s5)\d{1,2}(?P=s5)\d{4})"
        r")(?![\d/]|\.\d)"
    )
    flags = re.IGNORECASE
    return re.compile(day_first, flags), re.compile(month_first, flags), re.compile(figures, flags)


# "12.3.12" is a date where it is all of a text, perhaps with a time: in a sentence it may be a
# version or a chapter.
_SHORT_LINE = re.compile(
    r"\s*(?P<d>\d{1,2})([./-])(?P<m>\d{1,2})\2(?P<y>\d{2})(?=(?:\s+\d{1,2}[:h]\d{2})?\s*$)"
)


def full_year(two_digits: int) -> int:
    """Return the year that two figures stand for.

    >>> full_year(99), full_year(16)
    (1999, 2016)
    """
    return two_digits + (1900 if two_digits >= _CENTURY_PIVOT else 2000)


def day(year: int, month: int, number: int) -> dt.date | None:
    """Return the date, or None where the calendar has no such day.

    >>> day(2016, 2, 30) is None
    True
    """
    try:
        return dt.date(year, month, number)
    except ValueError:
        return None


def _written(text: str) -> tuple[_Written, ...]:
    """Return what looks like a date, in the order of the text, without overlaps."""
    day_first, month_first, figures = _patterns()
    hits = [_from_words(match) for match in day_first.finditer(text)]
    if _DAY_AND_YEAR.search(text):
        hits += [_from_words(match) for match in month_first.finditer(text)]
    hits += [_from_figures(match) for match in figures.finditer(text)]
    alone = _SHORT_LINE.match(text)
    if alone:
        numbers = int(alone["d"]), int(alone["m"]), full_year(int(alone["y"]))
        hits.append(_Written(*numbers, *alone.span()))
    hits.sort(key=lambda hit: (hit.start, -hit.end))
    apart: list[_Written] = []
    for hit in hits:
        if not apart or hit.start >= apart[-1].end:
            apart.append(hit)
        elif apart[-1].year is None and hit.year is not None:
            apart[-1] = hit  # "18 May 4, 2016": the reading that has a year
    return tuple(apart)


@functools.lru_cache(maxsize=64)  # of one page, for whose lines several rules ask
def _of_line(text: str) -> tuple[_Written, ...]:
    return _written(text)


def _from_words(match: re.Match[str]) -> _Written:
    groups = match.groupdict()
    year = int(groups["year"]) if groups["year"] else None
    if groups.get("short"):
        year = full_year(int(groups["short"]))
    last = int(groups["last"]) if groups.get("last") else None
    month = months.number(groups["month"]) or 0
    number = int(groups["day"]) if groups["day"].isdigit() else 1
    return _Written(number, month, year, *match.span(), last)


def _from_figures(match: re.Match[str]) -> _Written:
    if match["iso"]:
        numbers = int(match["d1"]), int(match["m1"]), int(match["iso"][:4])
    elif match["d2"]:
        numbers = _day_and_month(match, int(match["y2"]))
    elif match["d5"]:
        return _Written(int(match["d5"]), int(match["m5"]), None, *match.span())
    else:
        year = full_year(int(match["y3"] or match["y4"]))
        numbers = int(match["d3"]), int(match["m3"] or match["m4"]), year
    return _Written(*numbers, *match.span())


def _day_and_month(match: re.Match[str], year: int) -> tuple[int, int, int]:
    """Return (day, month, year); the month first only where calendar or weekday leave no choice.

    English-made systems print "lun, 03/11/2019" on French pages, too.
    """
    first, second = int(match["d2"]), int(match["m2"])
    as_french, as_english = day(year, second, first), day(year, first, second)
    if as_english is None:
        return first, second, year
    named = _WEEKDAY.search(match.string, max(match.start() - 12, 0), match.start())
    weekday = _WEEKDAYS.get(named[1].lower()) if named else None
    if as_french is None or (weekday == as_english.weekday() != as_french.weekday()):
        return second, first, year
    return first, second, year


def _year_for(hit: _Written, following: _Written | None, joined: bool) -> int | None:  # noqa: FBT001 - private
    """Return the year of the range's end for a start that has none: "28 juin au 2 juillet 2022"."""
    if hit.year is not None or following is None or not joined or following.year is None:
        return hit.year
    return following.year - (hit.month > following.month)


def latest(number: int, month: int, before: dt.date) -> dt.date | None:
    """Return the last such day of a year on or before a date.

    >>> latest(30, 12, dt.date(2005, 1, 2))
    datetime.date(2004, 12, 30)
    """
    this_year = day(before.year, month, number)
    if this_year and this_year <= before:
        return this_year
    return day(before.year - 1, month, number)


def find_dates(text: str, *, year: int | None = None, before: dt.date | None = None) -> list[Found]:
    """Return every date of a text in its order; offsets are code points of the NFC text.

    A date without a year ("Bruxelles, 2 janvier -") is taken only where `year` is given, or
    `before`, the day on or before which it must lie. Impossible days are left out.

    >>> [found.date.isoformat() for found in find_dates("Mis à jour le: 18 Oct. 2016 17:41")]
    ['2016-10-18']
    >>> [(f.date.day, f.until.day) for f in find_dates("du 28 au 30 juin 2022")]
    [(28, 30)]
    """
    if not _FIGURE.search(text) and _FIRST not in text.lower():
        return []
    text = unicodedata.normalize("NFC", text)
    hits = _of_line(text) if len(text) <= _LINE else _written(text)
    result: list[Found] = []
    skip_until = -1
    for index, hit in enumerate(hits):
        if hit.start < skip_until:
            continue
        following = hits[index + 1] if index + 1 < len(hits) else None
        joined = bool(following and _RANGE.fullmatch(text, hit.end, following.start))
        stated = _year_for(hit, following, joined)
        of_year = stated or year
        if of_year is not None:
            date = day(of_year, hit.month, hit.day)
        else:
            date = latest(hit.day, hit.month, before) if before else None
        if date is None:
            continue
        found = Found(date, hit.start, hit.end, complete=stated is not None)
        if hit.last_day:
            found = replace(found, until=day(date.year, hit.month, hit.last_day))
        elif joined and following:
            until = day(following.year or date.year, following.month, following.day)
            if until and until > date:
                found = replace(found, until=until, end=following.end)
                skip_until = following.end
        result.append(found)
    return result


def first_date(text: str, *, year: int | None = None) -> dt.date | None:
    """Return the first date of a text.

    >>> first_date("Communiqué de presse du 1er avril 2009")
    datetime.date(2009, 4, 1)
    """
    found = find_dates(text, year=year)
    return found[0].date if found else None
