"""What the pages say, in French and English: messages, dates and numbers.

The messages are data, in messages.toml. Dates and numbers follow the usage of each language:
"1er janvier 2016" and "12 480" in French (Lexique des règles typographiques en usage à
l'Imprimerie nationale), "1 January 2016" and "12,480" in English.
"""

from __future__ import annotations

import datetime as dt
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from index.kinds import label
from index.period import first_day, short_first, short_last
from index.record import Kind

_THOUSAND = 1_000
# U+202F NARROW NO-BREAK SPACE parts thousands in French.
_THOUSANDS = {"fr": "\u202f", "en": ","}


class Words:
    """The messages and forms of one language, "fr" or "en"."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._messages = _in(language)

    def __call__(self, key: str, **facts: object) -> str:
        """Return a message with its {facts} filled in; an unknown key is a KeyError."""
        message = self._messages[key]
        return message.format(**facts) if facts else message

    def has(self, key: str) -> bool:
        """Tell whether there is such a message."""
        return key in self._messages

    def count(self, key: str, number: int) -> str:
        r"""Return the message for this many: `key.none` for 0, then `key.one` or `key.many`.

        One is singular in both languages.

        >>> Words("fr").count("results", 12480)
        '12\u202f480 textes trouvés'
        """
        form = "none" if number == 0 else "one" if number == 1 else "many"
        return self(f"{key}.{form}", count=self.number(number))

    def number(self, number: int) -> str:
        """Write a whole number.

        >>> Words("en").number(12480)
        '12,480'
        """
        if number < _THOUSAND:  # as most are
            return str(number)
        return f"{number:,}".replace(",", _THOUSANDS[self.language])

    def months(self) -> tuple[str, ...]:
        """Return the names of the twelve months."""
        return _words_of("date.months", self.language)

    def short_months(self) -> tuple[str, ...]:
        """Return the twelve months abbreviated, those that have an abbreviation."""
        return _words_of("date.short-months", self.language)

    def date(self, day: dt.date | None) -> str:
        r"""Write a date, its day and month on one line; None is an undated release.

        >>> Words("fr").date(dt.date(2016, 10, 18)), Words("fr").date(dt.date(2016, 10, 1))
        ('18\xa0octobre 2016', '1er\xa0octobre 2016')
        """
        if day is None:
            return self("date.none")
        number = self("date.first") if day.day == 1 else str(day.day)
        return f"{number}\u00a0{self._month_of(day)}"

    def month(self, value: str) -> str:
        """Write a month given as YYYY-MM.

        >>> Words("en").month("2016-10")
        'October 2016'
        """
        return self._month_of(first_day(value))

    def _month_of(self, day: dt.date) -> str:
        return f"{self.months()[day.month - 1]} {day.year}"

    def moment(self, moment: dt.datetime) -> str:
        r"""Write a date and time to the minute, with "UTC" where the zone is known to be that.

        >>> Words("fr").moment(dt.datetime(2016, 10, 18, 17, 41))
        '18\xa0octobre 2016 à 17\u202fh\u202f41'
        """
        zone = ""
        if moment.tzinfo is not None:
            moment, zone = moment.astimezone(dt.UTC), " UTC"
        time = self("date.time", hour=moment.hour, minute=moment.minute)
        return f"{self.date(moment.date())} {time}{zone}"

    def span(self, first: dt.date | None, last: dt.date | None) -> str:
        """Write a range of dates, as short as whole years and months allow; "" for none.

        >>> Words("fr").span(dt.date(2016, 10, 1), dt.date(2016, 10, 31))
        'octobre 2016'
        >>> Words("fr").span(dt.date(2016, 1, 1), dt.date(2018, 12, 31))
        '2016 – 2018'
        """
        if first is None or last is None:
            key = "date.until" if last else "date.since" if first else ""
            return self(key, date=self.date(last or first)) if key else ""
        forms = short_first(first), short_last(last)
        if max(map(len, forms)) < len(first.isoformat()):
            by_year = max(map(len, forms)) == len("YYYY")
            ends = forms if by_year else (self._month_of(first), self._month_of(last))
            return ends[0] if ends[0] == ends[1] else " – ".join(ends)
        return self.date(first) if first == last else f"{self.date(first)} – {self.date(last)}"


@cache
def messages() -> dict[str, dict[str, Any]]:
    """Return key → language → message: messages.toml, and `kind.…` for each kind of release."""
    read = tomllib.loads(files("webapp").joinpath("messages.toml").read_text("utf-8"))
    kinds = {f"kind.{kind}": {one: label(kind, one) for one in _THOUSANDS} for kind in Kind}
    return read | kinds


@cache
def _words_of(key: str, language: str) -> tuple[str, ...]:
    return tuple(_in(language)[key].split())


@cache
def _in(language: str) -> dict[str, str]:
    return {key: message[language] for key, message in messages().items()}
