"""When a page of no known layout was published: a list of rules, the surest first."""

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
from indexer.extract import jsonld, labels
from indexer.extract.evidence import Dated, Evidence
from indexer.extract.header import opening
from indexer.extract.labels import Role
from indexer.extract.scan import LONGEST_LINE, names_of
from indexer.extract.tree import text_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement


_CUE = "text cue"
_LONGEST_BARE = 120
_LONGEST_LABEL = 40
_MOST_AFTER = 50
_SENTENCE_WORDS = 5
_NEIGHBOURS = 4
_MOST_MARKED = 500
_MOST_BESIDES = 70  # characters of names and separators around a date that stands by itself
_BEFORE, _AFTER, _FAR = 60, 90, 400  # elements around the title
_PUBLISHED_NAMES = re.compile(
    r"(?<![a-z])(?:dt-published|published|entry-date|pubdate|date-published|publication-date"
    r"|date-publication|post-date|article-date|date-header|posted-on|date-display-single)(?![a-z])"
)
_UPDATED_NAMES = re.compile(r"(?<![a-z])(?:dt-updated|updated|modified|date-modified)(?![a-z])")
_PUBLISHED_PROPERTIES = re.compile(r"datePublished|dateCreated|dc:created|dcterms:issued|dc:issued")
# What programs on a page call the time of publication (data layers, application state).
_IN_SCRIPT = re.compile(
    r"[\"'](?:datePublished|publishedAt|published_at|publicationDate|publication_date|publishDate"
    r"|publish_date|datePublication|date_publication|articlePublicationDate|pubDate)\\?[\"']\s*:\s*"
    r"\\?[\"'](\d{4}-\d{2}-\d{2})"
)
_NOISE = re.compile(
    r"\b(?:à|le|at|on|par|by|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)\b|\d{1,2}\s*[:h]\s*\d{0,2}",
    re.IGNORECASE,
)


def find(evidence: Evidence) -> Dated | None:
    """Return the publication date, or None where the page states none that can be believed."""
    lines = list(_visible(evidence))
    stated = next((line for line in lines if line.rule.startswith(_CUE)), None)
    sure = next(_sure(evidence), None)
    if sure:
        return _as_readers_see(sure, stated, lines, _updated_value(evidence))
    if stated:
        return stated
    return next(_likely(evidence, lines), None)


def _as_readers_see(sure: Dated, stated: Dated | None, lines: list[Dated], updated: str) -> Dated:
    """Return the visible date instead where metadata are known to deviate from it.

    Two cases: a time late in the evening UTC, which is the next day in Paris; and systems that
    set the publication time anew with every change.
    """
    next_day = sure.date + dt.timedelta(days=1)
    if late_in_utc(sure.value) and any(line.date == next_day for line in lines[:3]):
        return next(line for line in lines if line.date == next_day)
    rewritten = bool(updated) and machine_datetime(updated) == machine_datetime(sure.value)
    if stated and rewritten and stated.date < sure.date:
        return stated
    return sure


def _sure(evidence: Evidence) -> Iterator[Dated]:
    """Yield what machines are told of the publication: JSON-LD, meta tags, microdata."""
    for field in ("datePublished", "uploadDate", "dateCreated"):
        found = evidence.article and evidence.dated(
            jsonld.text(evidence.article, field), f"json-ld {field}"
        )
        if found:
            yield found
    yield from _from_metas(evidence, "published")
    yield from _marked(evidence)


def _likely(evidence: Evidence, lines: list[Dated]) -> Iterator[Dated]:
    """Yield what remains, the likelier first."""
    yield from _from_metas(evidence, "plain")
    yield from _times(evidence)
    yield from lines
    yield from (line for line in _visible(evidence, soft=True) if line.rule.startswith(_CUE))
    in_scripts = {match[1] for text in evidence.head.scripts for match in _IN_SCRIPT.finditer(text)}
    if len(in_scripts) == 1:  # several would be of several articles
        in_data = evidence.dated(in_scripts.pop(), "script data")
        if in_data:
            yield in_data
    for url in evidence.urls:
        date = url_date(url)
        if date and plausible(date, evidence.captured_at):
            yield Dated(date, "url", url)
    start = opening(evidence.first_paragraph)
    if start and plausible(start.date, evidence.captured_at):
        yield Dated(start.date, start.rule)
    for found in find_dates(evidence.head.title)[-1:]:
        if plausible(found.date, evidence.captured_at):
            yield Dated(found.date, "title tag")


def _from_metas(evidence: Evidence, sort: str) -> Iterator[Dated]:
    for name in labels.metas(sort):
        found = evidence.dated(evidence.head.meta(name), f"meta {name}")
        if found:
            yield found


def _near(evidence: Evidence, element: HtmlElement) -> int:
    """Return how far an element is from the title; what follows is nearer, a side box farther."""
    position = evidence.scan.position(element)
    distance = position - evidence.anchor
    aside = _FAR * evidence.scan.nodes[position].soft
    return (distance if distance >= 0 else -2 * distance) + aside


def _marked(evidence: Evidence) -> Iterator[Dated]:
    """Yield dates that the markup calls the publication's, the nearest to the title first."""
    found: list[tuple[int, Dated]] = []
    for node in evidence.scan.nodes:
        element = node.element
        if len(found) == _MOST_MARKED:
            break
        if (node.outside and not node.soft) or not element.attrib:
            continue
        names = names_of(element).lower()
        prop = f"{element.get('itemprop') or ''} {element.get('property') or ''}"
        if _PUBLISHED_PROPERTIES.search(prop):
            rule = f"markup {prop.strip()}"
        elif element.get("pubdate") is not None:
            rule = "markup time pubdate"
        elif element.tag in {"time", "abbr"} and _PUBLISHED_NAMES.search(names):
            rule = f"markup {element.tag}.{names.split()[0]}"
        else:
            continue
        dated = evidence.first(element, rule)
        if dated and _role_of(element) is not Role.UPDATED:
            found.append((_near(evidence, element), dated))
    yield from (dated for _, dated in sorted(found, key=lambda item: item[0]))


def _times(evidence: Evidence) -> Iterator[Dated]:
    """Yield the dates of time elements around the title, the nearest first."""
    found: list[tuple[int, Dated]] = []
    anchor = evidence.anchor
    times = evidence.scan.nodes[0].element.iter("time")
    for element in itertools.islice(times, _MOST_MARKED):
        node = evidence.scan.nodes[evidence.scan.position(element)]
        if node.outside and not node.soft:
            continue
        offset = evidence.scan.position(element) - anchor
        if not -_BEFORE <= offset <= _FAR or _UPDATED_NAMES.search(names_of(element).lower()):
            continue
        dated = evidence.first(element, "markup time")
        if dated and _role_of(element) not in {Role.UPDATED, Role.OTHER}:
            found.append((_near(evidence, element), dated))
    yield from (dated for _, dated in sorted(found, key=lambda item: item[0]))


def _role_of(element: HtmlElement) -> Role:
    """Return what the words before an element make of its date."""
    own = text_of(element)[:LONGEST_LINE]
    dates = find_dates(own)
    before = own[: dates[0].start] if dates else ""
    node: HtmlElement | None = element
    for _ in range(2):
        if node is None or len(before) > _LONGEST_LABEL:
            break
        for sibling in itertools.islice(node.itersiblings(preceding=True), _NEIGHBOURS):
            if find_dates(text_of(sibling)[-LONGEST_LINE:]):
                # What stands before another date speaks of that one.
                return labels.role((sibling.tail or "") + " " + before)
            before = f"{text_of(sibling)[-LONGEST_LINE:]} {sibling.tail or ''} {before}"
        node = node.getparent()
        before = f"{(node.text or '') if node is not None else ''} {before}"
    return labels.role(before)


def _visible(evidence: Evidence, *, soft: bool = False) -> Iterator[Dated]:
    """Yield the dates readers see around the title: with a cue first, then by themselves."""
    anchor = evidence.anchor
    cued: list[tuple[int, Dated]] = []
    bare: list[tuple[int, Dated]] = []
    label = ""
    for node, text in evidence.scan.lines(anchor - _BEFORE, anchor + _FAR, soft=soft):
        if not any(char.isdigit() for char in text):
            label = text if len(text) <= _LONGEST_LABEL else ""
            continue
        near = _near(evidence, node.element)
        for date, role, start in _roles(text, label):
            if not plausible(date, evidence.captured_at):
                continue
            if role is Role.PUBLISHED and not _is_prose(text):
                cued.append((near, Dated(date, f"{_CUE}: {text}"[:90], text)))
            elif role is Role.NONE and _is_bare(evidence, node.element, text):
                bare.append((near + start, Dated(date, f"text line: {text}"[:90], text)))
        label = ""
    for found in (cued, bare):
        yield from (dated for _, dated in sorted(found, key=lambda item: item[0]))


def _roles(text: str, label: str) -> Iterator[tuple[dt.date, Role, int]]:
    """Yield (date, role, offset) of each date of a line; a label line before it counts too."""
    start = 0
    before = label + " "
    for found in find_dates(text):
        yield found.date, labels.role(before + text[start : found.start]), found.start
        start, before = found.end, ""


def _is_prose(text: str) -> bool:
    """Tell whether the dates of a line stand in a sentence: too much before, or after, them."""
    dates = find_dates(text)
    after = text[dates[-1].end :]
    sentence = text.endswith(".") and len(after.split()) >= _SENTENCE_WORDS
    return sentence or dates[0].start > _MOST_BESIDES or len(after) > _MOST_AFTER


def _is_bare(evidence: Evidence, element: HtmlElement, text: str) -> bool:
    """Tell whether a line near the title is a date and little else."""
    offset = evidence.scan.position(element) - evidence.anchor
    if element is evidence.title or not -_BEFORE <= offset <= _AFTER or len(text) > _LONGEST_BARE:
        return False
    besides = _NOISE.sub("", text)
    for found in reversed(find_dates(besides)):
        besides = besides[: found.start] + besides[found.end :]
    return len(besides.strip()) <= _MOST_BESIDES


def _updated_value(evidence: Evidence) -> str:
    """Return the value that metadata give for the last change, or ""."""
    value = jsonld.text(evidence.article, "dateModified") if evidence.article else ""
    return value or evidence.head.meta(*labels.metas("updated"))


def updated(evidence: Evidence) -> tuple[dt.datetime, str] | None:
    """Return (time of the last change, rule), from metadata or from the lines at the title."""
    value = _updated_value(evidence)
    moment = machine_datetime(value)
    if moment and plausible(moment.date(), evidence.captured_at):
        return moment, "metadata"
    anchor = evidence.anchor
    for _, text in evidence.scan.lines(anchor - _BEFORE, anchor + _AFTER):
        for found in find_dates(text):
            if labels.role(text[: found.start]) is Role.UPDATED:
                moment = machine_datetime(text[found.start :])
                if moment and plausible(moment.date(), evidence.captured_at):
                    return moment, f"{_CUE}: {text}"[:90]
    return None
