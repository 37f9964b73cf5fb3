"""What the rules for a publication date look at, and what they give."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from indexer.dates import machine_date, plausible
from indexer.extract.scan import LONGEST_LINE
from indexer.extract.tree import text_of

if TYPE_CHECKING:
    import datetime as dt

    from lxml.html import HtmlElement

    from indexer.extract.head import Head
    from indexer.extract.scan import Scan

_ATTRIBUTES = ("content", "datetime", "data-datetime", "data-date", "title")


@dataclass(frozen=True, slots=True)
class Dated:
    """A date, the rule that found it, and the value as the page has it."""

    date: dt.date
    rule: str
    value: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Everything the rules look at."""

    head: Head
    scan: Scan
    article: dict[str, Any] | None
    title: HtmlElement | None
    region: HtmlElement | None
    urls: tuple[str, ...]
    first_paragraph: str
    captured_at: dt.datetime

    @property
    def anchor(self) -> int:
        """Return the place of the title, else of the text, in the scan."""
        for element in (self.title, self.region):
            if element is not None and element in self.scan.index:
                return self.scan.position(element)
        return 0

    def dated(self, value: str, rule: str) -> Dated | None:
        """Return a machine-readable value as a date, where it is plausible."""
        date = machine_date(value)
        if date is None or not plausible(date, self.captured_at):
            return None
        return Dated(date, rule, value)

    def first(self, element: HtmlElement, rule: str) -> Dated | None:
        """Return the date of an element's attributes, else of its text."""
        values = [element.get(name) or "" for name in _ATTRIBUTES]
        values.append(text_of(element)[:LONGEST_LINE])
        found = (self.dated(value, rule) for value in values if value)
        return next(filter(None, found), None)
