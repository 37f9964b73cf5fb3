"""What the rules for a publication date look at, and what they give."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from indexer.dates import machine_date, plausible
from indexer.extract.certainty import Certainty
from indexer.extract.scan import LONGEST_LINE
from indexer.extract.surroundings import adjoins, is_quoted, of_another, of_other_type
from indexer.extract.tree import text_of

if TYPE_CHECKING:
    import datetime as dt

    from lxml.html import HtmlElement

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
    title: HtmlElement | None
    region: HtmlElement | None
    own: frozenset[HtmlElement]
    urls: tuple[str, ...]
    captured_at: dt.datetime

    @property
    def anchor(self) -> int:
        """Return the place of the title, else of the text, in the scan."""
        for element in (self.title, self.region):
            if element is not None and element in self.scan.index:
                return self.scan.position(element)
        return 0

    @property
    def header(self) -> range:
        """Return the places between title and text: a box there, of whatever name, is a byline."""
        start = self.anchor
        if self.title is None or self.region is None:
            return range(0)
        end = self.scan.position(self.region)
        return range(start, min(end, start + LONGEST_HEADER))

    def dated(self, value: str, rule: str) -> Dated | None:
        """Return a machine-readable value as a date, where it is plausible."""
        date = machine_date(value)
        if date is None or not plausible(date, self.captured_at):
            return None
        return Dated(date, rule, value)

    def near(self, element: HtmlElement) -> int:
        """Return how far an element is from the title; before it, and in a side box, is farther."""
        position = self.scan.position(element)
        distance = position - self.anchor
        aside = FAR * self.scan.soft[position]
        return (distance if distance >= 0 else -2 * distance) + aside

    def is_foreign(self, element: HtmlElement) -> bool:
        """Tell whether an element speaks of another article, of a comment, or of today."""
        position = self.scan.position(element)
        return (
            not adjoins(self.scan, position, self.anchor)
            or is_quoted(element, self.own)
            or of_other_type(element, self.own)
            or of_another(self.scan, element, self.own, headed=position in self.header)
        )

    def in_attribute(self, element: HtmlElement) -> Dated | None:
        """Return the date that is the whole of an element's attribute."""
        if _DATE_MARKS.isdisjoint(element.keys()):
            return None
        for name in _ATTRIBUTES[2:]:
            value = element.get(name) or ""
            if _ONLY_DATE.fullmatch(value):
                return self.dated(value, f"markup {name}")
        return None

    def first(self, element: HtmlElement, rule: str) -> Dated | None:
        """Return the date of an element's attributes, else of its text."""
        values = [element.get(name) or "" for name in _ATTRIBUTES]
        values.append(text_of(element)[:LONGEST_LINE])
        found = (self.dated(value, rule) for value in values if value)
        return next(filter(None, found), None)
