"""When a page of no known layout was published: a list of rules, the surest first.

1. JSON-LD of the page's own article (its address or headline), else of the page: datePublished,
   uploadDate, dateCreated. Never of a film, a comment, an item of a list.
2. The meta tags of publication, in the order of labels.toml; creation last.
3. Microdata, RDFa, microformats and `time[pubdate]`, the nearest to the title; creation last.
4. A line with a cue ("Publié le", "Mis en ligne", "Par … le"), the nearest to the title; "créé"
   yields to "publié". Of two dates in one line each has the role of the words before it.
5. The meta tags and properties of an unspecified date (dc:date); `time` elements and date
   attributes; a line that is a date and little else, before, at or after the text; a cue in a side
   box; a script's data; the address; the first words of the text; the title tag.

Certainty: 1-4 are stated, and of 5 what stands before the text or in tags; the rest of 5 is
inferred.

1-3 are overruled by a visible date in two cases (`_as_readers_see`). Dates of change, of events
(ranges, "jusqu'au", "Réunion publique le", hours), of other articles (cards, lists), of comments
and quotations (other microdata, several dates after the text), of today (a banner, far before the
title) and of things cited ("loi du") count nowhere; nor does a day after the capture. What is
written counts: no time zone is applied. Where nothing remains the page has no date.
"""

from __future__ import annotations

import datetime as dt
import itertools
import re
from typing import TYPE_CHECKING

from indexer.dates import (
    find_dates,
    late_in_utc,
    machine_datetime,
    plausible,
    url_date,
)
from indexer.extract import jsonld, labels, visible
from indexer.extract.certainty import Certainty
from indexer.extract.evidence import AFTER, BEFORE, FAR, OF_EVENTS, Dated, Evidence
from indexer.extract.header import opening
from indexer.extract.labels import Role
from indexer.extract.scan import LONGEST_LINE
from indexer.extract.scripts import publication_dates
from indexer.extract.visible import CUE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from indexer.extract.document import Document

_LONGEST_LABEL = 40
_NEIGHBOURS = 4
_MOST_MARKED = 500
_LEAST_TEXT = 70  # characters of a first paragraph; a shorter one is a line of data
_PUBLISHED_NAMES = re.compile(
    r"(?<![a-z])(?:dt-published|published|entry-date|pubdate|date-published|publication-date"
    r"|date-publication|post-date|article-date|date-header|posted-on|date-display-single)(?![a-z])"
)
_TIMES = frozenset({"time", "abbr"})
_TIMED = frozenset({"span", "abbr", "div", "p", "small"})
_UPDATED_NAMES = re.compile(r"(?<![a-z])(?:dt-updated|updated|modified|date-modified)(?![a-z])")
_PUBLISHED_PROPERTIES = re.compile(
    r"(?:datePublished|dateCreated|published_time|dc(?:terms)?:(?:created|issued)"
    r"|purl\.org/dc/\S{1,20}/(?:created|issued)|sioc:created_at)(?!\w)"
)
_ANY_DATE = re.compile(r"(?:dc(?:terms)?:|purl\.org/dc/\S{1,20}/)date(?!\w)")
_NOT_ITS_OWN = frozenset({Role.UPDATED, Role.OTHER})


def find(evidence: Evidence) -> Dated | None:
    """Return the publication date, or None where the page states none that can be believed."""
    sure = next(_sure(evidence), None)
    rewritten = sure is not None and _is_rewritten(sure, _updated_value(evidence))
    late = sure is not None and late_in_utc(sure.value)
    if sure and not rewritten and not late:
        return sure  # what readers see would not change it
    others = visible.dates(evidence)
    first = next(others, None)
    stated = first if first and first.rule.startswith(CUE) else None
    lines = itertools.chain((first,) if first else (), others)
    if sure:
        return _as_readers_see(sure, stated if rewritten else None, list(lines) if late else [])
    return stated or next(_likely(evidence, lines), None)


def _is_rewritten(sure: Dated, updated: str) -> bool:
    """Tell whether a system seems to set the publication time anew with every change."""
    return bool(updated) and machine_datetime(updated) == machine_datetime(sure.value)


def _as_readers_see(sure: Dated, stated: Dated | None, lines: list[Dated]) -> Dated:
    """Return the visible date instead where metadata are known to deviate from it.

    Two cases: a time late in the evening UTC, which is the next day in Paris; and a time that was
    rewritten, where `stated` is the date with a cue that the page has.
    """
    next_day = sure.date + dt.timedelta(days=1)
    if late_in_utc(sure.value) and any(line.date == next_day for line in lines[:3]):
        return next(line for line in lines if line.date == next_day)
    if stated and stated.date < sure.date:
        return stated
    return sure


def _sure(evidence: Evidence) -> Iterator[Dated]:
    """Yield what machines are told of the publication: JSON-LD, meta tags, microdata."""
    for field in ("datePublished", "uploadDate", "dateCreated"):
        value = jsonld.text(evidence.article, field) if evidence.article else ""
        found = evidence.dated(value, f"json-ld {field}") if value else None
        if found:
            yield found
    yield from _from_metas(evidence, "published")
    yield from _marked(evidence, _PUBLISHED_PROPERTIES)


def _likely(evidence: Evidence, lines: Iterable[Dated]) -> Iterator[Dated]:
    """Yield what remains, the likelier first."""
    yield from _from_metas(evidence, "plain")
    yield from _marked(evidence, _ANY_DATE)
    yield from _times(evidence)
    yield from lines
    yield from (line for line in visible.dates(evidence, soft=True) if line.rule.startswith(CUE))
    in_scripts = {date for text in evidence.head.scripts for date in publication_dates(text())}
    if len(in_scripts) == 1:  # several would be of several articles
        in_data = in_scripts.pop()
        if plausible(in_data, evidence.captured_at):
            yield Dated(in_data, "script data", certainty=Certainty.INFERRED)
    for url in evidence.urls:
        date = url_date(url)
        if date and plausible(date, evidence.captured_at):
            yield Dated(date, "url", url, Certainty.INFERRED)
    first_paragraph = evidence.scan.first_paragraph(evidence.region)
    start = opening(first_paragraph)
    # "Du 12/03/2019 au 30/06/2019" by itself is when something takes place.
    alone = len(first_paragraph) < _LEAST_TEXT and bool(start and not start.place)
    if start and not alone and plausible(start.date, evidence.captured_at):
        yield Dated(start.date, start.rule, certainty=Certainty.INFERRED)
    for found in find_dates(evidence.head.title)[-1:]:
        if plausible(found.date, evidence.captured_at):
            yield Dated(found.date, "title tag", certainty=Certainty.INFERRED)


def _from_metas(evidence: Evidence, sort: str) -> Iterator[Dated]:
    for name in labels.metas(sort):
        value = evidence.head.dates.get(name)
        found = evidence.dated(value, f"meta {name}") if value else None
        if found:
            yield found


def _marked(evidence: Evidence, properties: re.Pattern[str]) -> Iterator[Dated]:
    """Yield dates that the markup calls the publication's, the nearest to the title first."""
    found: list[tuple[int, Dated]] = []
    scan, get, known = evidence.scan, evidence.scan.document.get, evidence.scan.document.known
    for place in scan.marked(soft=True):
        if len(found) == _MOST_MARKED:
            break
        is_time = scan.tags[place] in _TIMES
        marks = known[place] or scan.document.attributes(place)
        if not is_time and not ("itemprop" in marks or "property" in marks or "pubdate" in marks):
            continue
        prop = f"{get(place, 'itemprop') or ''} {get(place, 'property') or ''}"
        if properties.search(prop):
            rule = f"markup {prop.strip()}"
        elif "pubdate" in marks:
            rule = "markup time pubdate"
        elif is_time and _PUBLISHED_NAMES.search(scan.names(place).lower()):
            rule = f"markup {scan.tags[place]}.{scan.names(place).lower().split()[0]}"
        else:
            continue
        dated = evidence.first(place, rule)
        role = _role_of(scan.document, place)
        if dated and role is not Role.UPDATED and not evidence.is_foreign(place):
            written = FAR * ("reated" in rule and "ublished" not in rule)
            found.append((evidence.near(place) + written, dated))
    yield from (dated for _, dated in sorted(found, key=lambda item: item[0]))


def _times(evidence: Evidence) -> Iterator[Dated]:
    """Yield the dates around the title that markup gives, the nearest first.

    Those of time elements, and of others with a date for an attribute: "il y a 3 heures".
    """
    found: list[tuple[int, Dated]] = []
    anchor, scan, document = evidence.anchor, evidence.scan, evidence.scan.document
    times = (
        place
        for place, tag in enumerate(scan.tags)
        if tag == "time" or (tag in _TIMED and evidence.in_attribute(place))
    )
    for place in itertools.islice(times, _MOST_MARKED):
        aside = scan.outside[place] and not scan.soft[place]
        if aside and place not in evidence.header:
            continue
        names = scan.names(place).lower()
        if not -BEFORE <= place - anchor <= FAR or _UPDATED_NAMES.search(names):
            continue
        if document.get(place, "itemprop") in OF_EVENTS or evidence.is_foreign(place):
            continue
        dated = evidence.first(place, "markup time")
        if dated and _role_of(document, place) not in _NOT_ITS_OWN:
            found.append((evidence.near(place), dated))
    yield from (dated for _, dated in sorted(found, key=lambda item: item[0]))


def _role_of(document: Document, place: int) -> Role:
    """Return what the words before an element make of its date."""
    own = document.text_of(place)[:LONGEST_LINE]
    dates = find_dates(own)
    before = own[: dates[0].start] if dates else ""
    for _ in range(2):
        if not place or len(before) > _LONGEST_LABEL:
            break
        for sibling in itertools.islice(document.before(place), _NEIGHBOURS):
            text, tail = document.text_of(sibling)[-LONGEST_LINE:], document.tail(sibling)
            if find_dates(text):
                # What stands before another date speaks of that one.
                return labels.role(tail + " " + before)
            before = f"{text} {tail} {before}"
        place = document.parents[place]
        before = f"{document.opening(place)} {before}"
    return labels.role(before)


def _updated_value(evidence: Evidence) -> str:
    """Return the value that metadata give for the last change, or ""."""
    value = jsonld.text(evidence.article, "dateModified") if evidence.article else ""
    metas = (evidence.head.dates.get(name, "") for name in labels.metas("updated"))
    return value or next(filter(None, metas), "")


def updated(evidence: Evidence) -> tuple[dt.datetime, str] | None:
    """Return (time of the last change, rule), from metadata or from the lines at the title."""
    value = _updated_value(evidence)
    moment = machine_datetime(value)
    if moment and plausible(moment.date(), evidence.captured_at):
        return moment, "metadata"
    anchor = evidence.anchor
    for _, text in evidence.scan.lines(anchor - BEFORE, anchor + AFTER):
        for found in find_dates(text):
            if labels.role(text[: found.start]) is Role.UPDATED:
                moment = machine_datetime(text[found.start :])
                if moment and plausible(moment.date(), evidence.captured_at):
                    return moment, f"{CUE}: {text}"[:90]
    return None
