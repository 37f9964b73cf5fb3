"""The dates that readers see around a title: in lines with a cue, or by themselves."""

from __future__ import annotations

import re
from operator import itemgetter
from typing import TYPE_CHECKING

from indexer.dates import Found, find_dates, plausible
from indexer.extract import labels
from indexer.extract.certainty import Certainty
from indexer.extract.evidence import AFTER, BEFORE, FAR, OF_EVENTS, Dated, Evidence
from indexer.extract.labels import Role
from indexer.extract.surroundings import text_start

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from indexer.extract.document import Document

    _Line = tuple[int, str, Found, Role]  # the last is what the words before make of it

CUE = "text cue"
_LONGEST_BARE = 120
_LONGEST_LABEL = 40
_MOST_AFTER = 50
_SENTENCE_WORDS = 5
_CREATED_LATER = 4  # elements by which "créé" is put behind "publié"
_MOST_BESIDES = 70  # characters of names and separators around a date that stands by itself
_STATED = frozenset({Role.PUBLISHED, Role.CREATED})
_MOST_BESIDES_LATE = 25  # "Fait à Strasbourg, le"
# "Loi du 12 mars 2019": what a text refers to by its date
_REFERENCE = re.compile(
    r"\b(?:du|des)\s+(?:(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)\s+)?$",
    re.IGNORECASE,
)
_DATE_ALONE = re.compile(r"(?:^|\s)dates?\s*:?\s*$", re.IGNORECASE)
_DIGIT = re.compile(r"\d")
_NOISE = re.compile(
    r"\b(?:à|le|at|on|par|by|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)\b|\d{1,2}\s*[:h]\s*\d{0,2}",
    re.IGNORECASE,
)


def dates(evidence: Evidence, *, soft: bool = False) -> Iterator[Dated]:
    """Yield the dates readers see around the title: with a cue first, then by themselves."""
    lines = list(_lines_with_dates(evidence, soft=soft))
    yield from _cued(evidence, lines)
    yield from _alone(evidence, lines)


def _cued(evidence: Evidence, lines: list[_Line]) -> Iterator[Dated]:
    """Yield the dates with a cue, the nearest first."""
    cued: list[tuple[int, Dated]] = []
    for element, text, found, role in lines:
        if role in _STATED and not _is_prose(text) and not evidence.is_foreign(element):
            order = evidence.near(element) + _CREATED_LATER * (role is Role.CREATED)
            cued.append((order, Dated(found.date, f"{CUE}: {text}"[:90], text)))
    yield from (dated for _, dated in sorted(cued, key=itemgetter(0)))


def _alone(evidence: Evidence, lines: list[_Line]) -> Iterator[Dated]:
    """Yield the dates that stand by themselves: before the text, then behind it."""
    start_of_text = text_start(evidence.scan, evidence.region, evidence.anchor)
    bare: list[tuple[int, Dated]] = []
    late: list[tuple[int, Dated]] = []
    others: set[dt.date] = set()
    for element, text, found, role in lines:
        after = element >= start_of_text
        if role is not Role.NONE or found.until is not None:
            others |= {found.date} if after and role is Role.OTHER else set()
            continue
        if _is_bare(evidence, element, text, found, late=after):
            sure = Certainty.INFERRED if after else Certainty.STATED
            line = Dated(found.date, f"text line: {text}"[:90], text, sure)
            (late if after else bare).append((evidence.near(element) + found.start, line))
    if len({dated.date for _, dated in late} | others) > 1:
        late = []  # comments, or a list of other articles
    for candidates in (bare, late):
        yield from (dated for _, dated in sorted(candidates, key=itemgetter(0)))


def _lines_with_dates(evidence: Evidence, *, soft: bool) -> Iterator[_Line]:
    """Yield (element, line, date, role) of the plausible dates of short lines around the title."""
    label = ""
    anchor = evidence.anchor
    lines = list(
        evidence.scan.lines(anchor - BEFORE, anchor + FAR, soft=soft, always=evidence.header)
    )
    followers = [*(text for _, text in lines[1:]), ""]
    for (element, text), below in zip(lines, followers, strict=False):
        dates = find_dates(text) if _DIGIT.search(text) else []
        is_listed = False
        if dates and evidence.scan.tags[element] == "td":
            own, others = _headings_of(evidence.scan.document, element)
            label = own or label
            is_listed = any(map(labels.is_column_of_occasions, others))
        for found, told in _roles(text, dates, label, below):
            role = Role.OTHER if is_listed and told is Role.NONE else told
            if plausible(found.date, evidence.captured_at):
                yield element, text, found, role
        label = text if not dates and len(text) <= _LONGEST_LABEL else ""


def _headings_of(document: Document, cell: int) -> tuple[str, list[str]]:
    """Return the heading of a cell's column and those of the others.

    They are those of a table whose first row has headings, "" where it has none.
    """
    row, tags = document.parents[cell], document.tags
    table = next((up for up in document.above(cell) if tags[up] == "table"), cell)
    first = next((at for at in document.within(table)[1:] if tags[at] == "tr"), row)
    cells, headings = list(document.children(row)), list(document.children(first))
    if not cell or first == row or len(headings) != len(cells):
        return "", []
    told = [document.text_of(one)[:_LONGEST_LABEL] if tags[one] == "th" else "" for one in headings]
    return told.pop(cells.index(cell)), told


def _roles(text: str, dates: list[Found], label: str, below: str) -> Iterator[tuple[Found, Role]]:
    """Yield (date, role) of each date of a line; the label line before it counts too.

    So does the line below, where it tells the place or the hour of what takes place on the day.
    """
    start = 0
    before = label + " "
    for found in dates:
        before += text[start : found.start]
        role = labels.role(before)
        if role is Role.NONE or _DATE_ALONE.search(before):
            after = text[found.end :]
            if labels.is_occasion(before, after) or labels.is_of_occasion(below):
                role = Role.OTHER
        yield found, role
        start, before = found.end, ""


def _is_prose(text: str) -> bool:
    """Tell whether the dates of a line stand in a sentence: too much before, or after, them."""
    if labels.is_about_itself(text):
        return False
    dates = find_dates(text)
    after = text[dates[-1].end :]
    sentence = text.endswith(".") and sum(map(str.isalpha, after.split())) >= _SENTENCE_WORDS
    return sentence or dates[0].start > _MOST_BESIDES or len(after) > _MOST_AFTER


def _is_bare(evidence: Evidence, element: int, text: str, found: Found, *, late: bool) -> bool:
    """Tell whether a line near the title, or at the end, is a date and little else."""
    offset = element - evidence.anchor
    if element == evidence.title or not -BEFORE <= offset <= AFTER or len(text) > _LONGEST_BARE:
        return False
    if _is_marked_otherwise(evidence.scan.document, element, found.date):
        return False
    if "©" in text or _REFERENCE.search(text[: found.start]) or evidence.is_foreign(element):
        return False
    besides = _NOISE.sub("", text)
    for date in reversed(find_dates(besides)):
        besides = besides[: date.start] + besides[date.end :]
    return len(besides.strip()) <= (_MOST_BESIDES_LATE if late else _MOST_BESIDES)


def _is_marked_otherwise(document: Document, element: int, date: dt.date) -> bool:
    """Tell whether the markup within a line says that its date is one of change, or of an event."""
    return any(
        document.get(marked, "itemprop") in OF_EVENTS
        and date in [found.date for found in find_dates(document.text_of(marked)[:_LONGEST_BARE])]
        for marked in document.named(element, "time", "span", "abbr")
    )
