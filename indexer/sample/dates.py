"""How the sample's pages write a day; pure."""

from __future__ import annotations

import datetime as dt  # noqa: TC003 - the doctests use it

from indexer.sample.grammar import MONTHS

ENGLISH_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_SHORT = (
    "janv.", "févr.", "mars", "avril", "mai", "juin",
    "juil.", "août", "sept.", "oct.", "nov.", "déc.",
)  # fmt: skip
WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")


def french(day: dt.date) -> str:
    """Write a day in French.

    >>> french(dt.date(2009, 4, 1)), french(dt.date(2003, 1, 22))
    ('1er avril 2009', '22 janvier 2003')
    """
    return f"{'1er' if day.day == 1 else day.day} {MONTHS[day.month - 1]} {day.year}"


def french_short(day: dt.date) -> str:
    """Write a day with the month abbreviated.

    >>> french_short(dt.date(1999, 1, 28))
    '28 janv. 1999'
    """
    return f"{day.day} {_SHORT[day.month - 1]} {day.year}"


def weekday(day: dt.date) -> str:
    """Write a day without its year.

    >>> weekday(dt.date(2016, 10, 18))
    'mardi 18 octobre'
    """
    return f"{WEEKDAYS[day.weekday()]} {french(day).rpartition(' ')[0]}"


def english(day: dt.date) -> str:
    """Write a day in English.

    >>> english(dt.date(2003, 1, 22))
    '22 January 2003'
    """
    return f"{day.day} {ENGLISH_MONTHS[day.month - 1]} {day.year}"


def dotted(day: dt.date) -> str:
    """Write a day as the cps pages do, in every language.

    >>> dotted(dt.date(2016, 10, 18))
    '18 Oct. 2016'
    """
    return f"{day.day:02d} {ENGLISH_MONTHS[day.month - 1][:3]}. {day.year}"


def dashed(day: dt.date) -> str:
    """Write a day as the docu pages' update line does.

    >>> dashed(dt.date(2003, 1, 22))
    '22-Jan-2003'
    """
    return f"{day.day:02d}-{ENGLISH_MONTHS[day.month - 1][:3]}-{day.year}"
