"""What the rules for a publication date look at, and what they give."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from indexer.dates import machine_date, plausible
from indexer.extract.certainty import Certainty
from indexer.extract.scan import LONGEST_LINE
from indexer.extract.surroundings import adjoins, is_quoted, of_another, of_other_type

if TYPE_CHECKING:
    import datetime as dt

    from indexer.extract.head import Head
    from indexer.extract.scan import Scan

BEFORE, AFTER, FAR = 60, 90, 400  # elements around the title
# Microdata of dates that are not the publication's.
OF_EVENTS = frozenset({"startDate", "endDate", "uploadDate", "dateModified", "validThrough"})
LONGEST_HEADER = 90  # elements
_ATTRIBUTES = (
    "content", "datetime", "data-datetime", "data-date", "data-timestamp", "data-time", "title",
)  # fmt: skip
_DATE_MARKS = frozenset(_ATTRIBUTES[2:])
# A whole attribute that is a date, as of elements that show "il y a 3 heures" instead.
_ONLY_DATE = re.compile(
    r"(?:le\s+)?(?:(?:lun|mar|mer|jeu|ven|sam|dim)\w*\.?,?\s+)?\d[^.!?;]{5,35}", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Dated:
    """A date, the rule that found it, the value as the page has it, and how sure it is."""

    date: dt.date
    rule: str
    value: str = ""
    certainty: Certainty = Certainty.STATED


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Everything the rules look at; `own` holds title and text with all that is around them."""

    head: Head
    scan: Scan
    article: dict[str, Any] | None
    title: int | None
    region: int | None
    own: frozenset[int]
    urls: tuple[str, ...]
    captured_at: dt.datetime

    @property
    def anchor(self) -> int:
        """Return the place of the title, else of the text."""
        return self.region or 0 if self.title is None else self.title

    @property
    def header(self) -> range:
        """Return the places between title and text: a box there, of whatever name, is a byline."""
        start = self.anchor
        if self.title is None or self.region is None:
            return range(0)
        return range(start, min(self.region, start + LONGEST_HEADER))

    def dated(self, value: str, rule: str) -> Dated | None:
        """Return a machine-readable value as a date, where it is plausible."""
        date = machine_date(value)
        if date is None or not plausible(date, self.captured_at):
            return None
        return Dated(date, rule, value)

    def near(self, place: int) -> int:
        """Return how far an element is from the title; before it, and in a side box, is farther."""
        distance = place - self.anchor
        aside = FAR * self.scan.soft[place]
        return (distance if distance >= 0 else -2 * distance) + aside

    def is_foreign(self, place: int) -> bool:
        """Tell whether an element speaks of another article, of a comment, or of today."""
        document = self.scan.document
        return (
            not adjoins(self.scan, place, self.anchor)
            or is_quoted(document, place, self.own)
            or of_other_type(document, place, self.own)
            or of_another(self.scan, place, self.own, headed=place in self.header)
        )

    def in_attribute(self, place: int) -> Dated | None:
        """Return the date that is the whole of an element's attribute."""
        marks = self.scan.document.attributes(place)
        if _DATE_MARKS.isdisjoint(marks):
            return None
        for name in _ATTRIBUTES[2:]:
            value = marks.get(name) or ""
            if _ONLY_DATE.fullmatch(value):
                return self.dated(value, f"markup {name}")
        return None

    def first(self, place: int, rule: str) -> Dated | None:
        """Return the date of an element's attributes, else of its text."""
        document = self.scan.document
        values = [document.get(place, name) or "" for name in _ATTRIBUTES]
        values.append(document.text_of(place)[:LONGEST_LINE])
        found = (self.dated(value, rule) for value in values if value)
        return next(filter(None, found), None)
