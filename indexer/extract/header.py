"""The lines above a release: label, reference, place, date, time of update."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from indexer.dates import find_dates, machine_datetime
from indexer.extract import labels
from indexer.extract.tree import collapse

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from index.record import Kind

_EDGES = " \t\r\n\xa0•·|*"
_REFERENCE = re.compile(
    r"^(?P<label>[^()\d\n]{3,40}?)\s*(?:[A-Z][A-Z/\-0-9]{0,15}\s*)?"
    r"\((?P<year>\d{4}|\d{2})\)\s*\d{1,4}(?!\d)"
)
_NUMBER_LINE = re.compile(
    r"^(?:[A-Z][A-Z/\-0-9]{0,15}\s*)?\((?P<year>\d{4}|\d{2})\)\s*\d{1,4}(?!\d)"
)
_PLACE = re.compile(r"^(?P<place>[^\W\d_]+(?:[ '’\-]+[^\W\d_]+){0,6}?)\s*,?\s+(?:le\s+|the\s+)?$")
_CONNECTORS = frozenset({"de", "du", "des", "la", "le", "les", "sur", "en", "of", "the", "d", "l"})
_NOT_PLACES = frozenset({
    "le", "les", "du", "des", "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi",
    "dimanche", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
    "on", "issued", "posted", "updated", "publié", "date", "depuis",
})  # fmt: skip
_OPENING_DAY = re.compile(
    r"^(?:(?:Ce|Cette|Aujourd['’]hui|Today|This|On)\b[^.()]{0,30}\($"
    r"|(?:Les|On)\s+$|(?:Du)\s+$)"
)
_OPENING_PLAIN = re.compile(r"^(?:Le|Ce|On)\s+(?:[a-zA-Z]+\s+)?$")
_AFTER_PLACE = re.compile(r"^\s*(?:[-–—:(.]|$)")
_LONGEST_LINE = 120


@dataclass(frozen=True, slots=True)
class Header:
    """What header lines say; a field they do not name is empty."""

    date: dt.date | None = None
    date_line: str = ""
    until: dt.date | None = None
    updated: dt.datetime | None = None
    kind: Kind | None = None
    reference: str = ""
    place: str = ""
    year: int | None = None


def read(lines: Iterable[str]) -> Header:
    """Read header lines, in their order.

    >>> header = read(["• 18 Oct. 2016 -", "• |", "Mis à jour le: 18 Oct. 2016 17:41"])
    >>> header.date.isoformat(), header.updated.isoformat()
    ('2016-10-18', '2016-10-18T17:41:00')
    >>> read(["Communiqué de Presse", "(2003) 003", "Bruxelles, le 22 janvier 2003"]).reference
    'Communiqué de Presse (2003) 003'
    """
    header = Header()
    label = ""
    for line in map(_trimmed, lines):
        if line:
            header, label = _with_label(header, line, label)
            header = _with_dates(header, line)
    return header


def read_labels(lines: Iterable[str]) -> Header:
    """Read only kind and reference off header lines: to look for dates takes most of the time.

    >>> read_labels(["Communiqué de Presse", "(2003) 003", "22 janvier 2003"]).kind
    <Kind.COMMUNIQUE: 'communique'>
    """
    header = Header()
    label = ""
    for line in map(_trimmed, lines):
        if line:
            header, label = _with_label(header, line, label)
    return header


def _trimmed(line: str) -> str:
    """Return a line without what is around its text, or "" where it is too long."""
    line = collapse(line.strip(_EDGES))
    return line if len(line) <= _LONGEST_LINE else ""


def _with_label(header: Header, line: str, label: str) -> tuple[Header, str]:
    """Return the header with kind and reference of a line, and the label of the next line."""
    header = _with_reference(header, line, label)
    kind = labels.kind_of_label(line)
    if kind and header.kind is None:
        header = replace(header, kind=kind)
    return header, line if kind else label


def _with_reference(header: Header, line: str, label: str) -> Header:
    """Return the header with the reference that a line, or a label and a line, make up."""
    if header.reference or "(" not in line:
        return header
    match = _REFERENCE.match(line)
    if match:
        kind = labels.kind_of_label(match["label"])
        if kind is None:
            return header
        reference = match[0]
    else:
        match = _NUMBER_LINE.match(line)
        if not match or not label:
            return header
        kind, reference = labels.kind_of_label(label), f"{label} {match[0]}"
    year = int(match["year"]) if len(match["year"]) == len("2003") else None
    return replace(header, reference=reference, kind=header.kind or kind, year=year)


def _with_dates(header: Header, line: str) -> Header:
    """Return the header with the place, the date and the update time of a line."""
    for found in find_dates(line, year=header.year):
        before = line[: found.start]
        if labels.role(before) is labels.Role.UPDATED:
            if header.updated is None:
                header = replace(header, updated=machine_datetime(line[found.start :]))
        elif header.date is None and labels.role(before) is not labels.Role.OTHER:
            place = place_before(before)
            header = replace(
                header,
                date=found.date,
                date_line=line,
                until=found.until,
                place=header.place or place,
            )
    return header


def place_before(before: str) -> str:
    """Return the place that stands before a date: "Bruxelles, le ".

    >>> place_before("Bruxelles, le "), place_before("Le mardi ")
    ('Bruxelles', '')
    """
    match = _PLACE.match(before)
    if not match or labels.role(before) is not labels.Role.NONE or labels.is_occasion(before, ""):
        return ""
    words = re.findall(r"[^\W\d_]+", match["place"])
    named = all(word[0].isupper() or word in _CONNECTORS for word in words)
    if not words[0][0].isupper() or not named or words[0].lower() in _NOT_PLACES:
        return ""
    return match["place"] if "," in before or " le " in before else ""


@dataclass(frozen=True, slots=True)
class Opening:
    """What the first words of a text say of its date and place."""

    date: dt.date
    place: str
    rule: str


def opening(
    paragraph: str,
    *,
    year: int | None = None,
    before: dt.date | None = None,
    plain_from: int | None = None,
) -> Opening | None:
    """Return the date that the first words of a text name, or None.

    Read are "Bruxelles, le 2 janvier 2009 - …", "Ce mercredi (30 juin 2021), …", "Aujourd'hui
    (8 juin 2018), …", "Les 6 et 7 février 2012, …"; and "Le 3 mai 2016, …" from the year
    `plain_from` on, since texts that look back open in the same way. `year` and `before` are as
    for `find_dates`, and serve only after a place.

    >>> opening("Bruxelles, 2 janvier - Le Conseil", year=2003).date.isoformat()
    '2003-01-02'
    >>> opening("Le 4 avril 1949, douze pays", plain_from=2008) is None
    True
    """
    start = paragraph[:_LONGEST_LINE]
    dates = find_dates(start, year=year, before=before)
    if not dates:
        return None
    found = dates[0]
    words = start[: found.start]
    place = place_before(words)
    if place and _AFTER_PLACE.match(start[found.end :]):
        return Opening(found.date, place, "place line")
    if not found.complete:
        return None
    if _OPENING_DAY.match(words) and (words.endswith("(") or found.until):
        return Opening(found.date, "", "first words of the text")
    if plain_from and found.date.year >= plain_from and _OPENING_PLAIN.match(words):
        return Opening(found.date, "", "first words of the text")
    return None
