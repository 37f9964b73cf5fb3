"""Every day of 1945 to 2035 comes back from every wording; what only looks like a date does not."""

from __future__ import annotations

import datetime as dt
import functools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.dates import find_dates

FIRST, LAST = dt.date(1945, 1, 1), dt.date(2035, 12, 31)
DAYS = [FIRST + dt.timedelta(number) for number in range((LAST - FIRST).days + 1)]
FRENCH = (
    "janvier", "février", "mars", "avril", "mai", "juin",
    "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip
SHORT = (
    "janv.", "févr.", "mars", "avr.", "mai", "juin",
    "juil.", "août", "sept.", "oct.", "nov.", "déc.",
)  # fmt: skip
ENGLISH = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
THREE = [name[:3] for name in ENGLISH]
WEEKDAYS = ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"]
ORDINAL = {1: "st", 2: "nd", 3: "rd", 21: "st", 22: "nd", 23: "rd", 31: "st"}
# The parts are named in `worded`.
WORDINGS = [
    "le {d} {fr} {y}",
    "{wd} {th} {fr} {y}",
    "{wd} {spaced} {fr} {y}",
    "{wd} {raised} {fr} {y}",
    "Publié le {th} {fr} {y} à 14h05",
    "Mis en ligne le {th} {short} {y}",
    "Ce {wd} ({th} {fr} {y})",
    "Aujourd'hui ({d} {fr} {y})",
    "{d}\u00a0{fr}\u00a0{y}",
    "{d}\u2009{fr}\u2009{y}",
    "{d}\u202f{fr}\u202f{y}",
    "{d}\u200b {fr}\n{y}",
    "{d}-{fr}-{y}",
    "{d}{fr}{y}",
    "{d} {upper} {y}",
    "{d} {bare} {y}",
    "{d} {lost} {y}",
    "{d} {short} {y}",
    "{d} {three}. {y} -",
    "Mis à jour le: {D} {three}. {y} 17:41",
    "{D}-{three}-{y}",
    "{d} {en} {y}",
    "{nth} {en} {y}",
    "{d} {suffix} {en} {y}",
    "the {nth} of {en} {y}",
    "{en} {nth}, {y}",
    "{three}. {d}, {y}",
    "{D}/{M}/{y}",
    "Le {D}/{M}/{y} à 14h05",
    "{d} / {m} / {y}",
    "{d}.{m}.{y}",
    "{D}-{M}-{y}",
    "{y}-{M}-{D}T10:00:00+02:00",
    "{y}/{M}/{D}",
    "{y}.{M}.{D}",
]
# From 1950 on: what two figures are taken for.
OF_TWO_FIGURES = [
    "{d} {three} {yy} à 9:21",
    "{D}/{M}/{yy}",
    "{D}.{M}.{yy} | 15h32",
    "{d} {fr} '{yy})",
]


def parts(day: dt.date) -> dict[str, object]:
    """Return what a wording is made of."""
    month = day.month - 1
    suffix = ORDINAL.get(day.day, "th")
    return {
        "d": day.day, "D": f"{day.day:02}", "m": day.month, "M": f"{day.month:02}",
        "y": day.year, "yy": f"{day.year % 100:02}", "th": "1er" if day.day == 1 else day.day,
        "spaced": "1 er" if day.day == 1 else day.day,
        "raised": "1ᵉʳ" if day.day == 1 else day.day,
        "fr": FRENCH[month], "short": SHORT[month], "en": ENGLISH[month], "three": THREE[month],
        "upper": FRENCH[month].upper(), "bare": FRENCH[month].replace("é", "e").replace("û", "u"),
        "lost": FRENCH[month].replace("é", "?").replace("û", "\ufffd"), "suffix": suffix,
        "nth": f"{day.day}{suffix}", "wd": WEEKDAYS[day.weekday()],
    }  # fmt: skip


def worded(form: str, day: dt.date) -> str:
    """Return a day in one of the wordings."""
    return form.format_map(parts(day))


@functools.cache
def every_part() -> list[dict[str, object]]:
    return [parts(day) for day in DAYS]


def read(form: str, start: int = 0) -> list[dt.date]:
    """Return what is read from a text of all the days, between words that are none."""
    text = " ; puis ".join(form.format_map(day) for day in every_part()[start:])
    return [found.date for found in find_dates(text)]


@pytest.mark.parametrize("form", WORDINGS)
def test_every_day_comes_back(form: str) -> None:
    assert read(form) == DAYS


@pytest.mark.parametrize("form", OF_TWO_FIGURES)
def test_a_year_of_two_figures_is_the_nearest(form: str) -> None:
    start = DAYS.index(dt.date(1950, 1, 1))
    assert read(form, start) == DAYS[start:]


@pytest.mark.parametrize("form", ["du {0} au {1}", "{0} - {1}"])
@given(st.sampled_from(DAYS), st.integers(1, 60))
def test_both_ends_of_a_range_come_back(form: str, first: dt.date, length: int) -> None:
    last = first + dt.timedelta(length)
    for wording in ("{d} {fr} {y}", "{wd} {th} {short} {y}", "{D}/{M}/{y}", "{d}.{m}.{y}"):
        text = form.format(worded(wording, first), worded(wording, last))
        assert [(found.date, found.until) for found in find_dates(text)] == [(first, last)], text


@given(st.sampled_from(DAYS), st.integers(1, 27))
def test_a_range_that_names_its_month_or_year_once_comes_back(day: dt.date, length: int) -> None:
    first = day.replace(day=1 + length % 5)
    last = first + dt.timedelta(min(length, 20))
    weekdays = WEEKDAYS[first.weekday()], WEEKDAYS[last.weekday()]
    end = worded("{th} {fr} {y}", last)
    for text in (
        f"du {first.day} au {end}",
        f"les {worded('{th}', first)} et {end}",
        f"{first.day}-{end}",
        f"du {weekdays[0]} {first.day} au {weekdays[1]} {end}",
        f"du {worded('{th} {fr}', first)} au {end}",
        f"du {weekdays[0]} {worded('{d} {fr}', first)} au {weekdays[1]} {end}",
        worded("du {D}/{M} au ", first) + worded("{D}/{M}/{y}", last),
    ):
        assert [(found.date, found.until) for found in find_dates(text)] == [(first, last)], text


LOOK_ALIKES = st.sampled_from(
    """© 2009-2019|Copyright 2019|01 42 75 90 00|tél. : 01.42.75.90.00|+33 1 42 75 90 00|12/03
    |02/707.50.41|version 2.10.3|v1.2.2010|adresse 10.12.2019.4|de 12 à 15 %|12-15 °C|10h30|20:15
    |entre 10 et 20 degrés|article L. 123-4-5|la loi n° 2007-297|décret n° 2004-12-10|4 000 euros
    |directive 2004/109/CE|1er|2 nd|le 30 février 2010|31/04/2010|2019-13-01|99/99/9999|page 3/12
    |0000-00-00|12,5 mai|en mars 2019|juin 2018|2019|(2003) 003|Résolution 1244 (1999)|64-bit
    |le 12 mars, 20 à 30 élus|ISBN 978-2-07-036822-8|le premier mai|1 erreur|chapitre 12.3
    |A/RES/70/1|75 001 Paris|45 mars 2019|3 maisons|5 marsouins 2019|10 decembres2019
    |n° 2016-10-18""".replace("\n    ", "").split("|")
)
WORDS = st.text("abcdefghijklmnopqrstuvwxyzéàùç'’.,;:!?()%€ ", max_size=30).map(
    lambda word: f" {word} ; "
)


@given(st.lists(LOOK_ALIKES | WORDS, max_size=12))
def test_a_text_without_a_date_gives_none(pieces: list[str]) -> None:
    assert find_dates(" ; ".join(pieces)) == []
