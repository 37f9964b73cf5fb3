"""Pages of no known layout: metadata first, then the densest text block."""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from index.record import Kind
from indexer.dates import find_dates
from indexer.extract import header, jsonld, labels, published, surroundings, titles
from indexer.extract.body import of_document
from indexer.extract.draft import Draft, clean
from indexer.extract.evidence import Evidence
from indexer.extract.scan import Scan
from indexer.extract.tree import collapse

if TYPE_CHECKING:
    import datetime as dt

    from indexer.extract.document import Document
    from indexer.extract.head import Head

_LEAD_NAMES = re.compile(
    r"(?<![a-z])(?:chapo|chapeau|standfirst|lede|article-lead|article__lead|introtxt|post-excerpt"
    r"|article-intro|entry-summary|field-name-field-chapo|accroche)(?![a-z])"
)
_LEAD_LENGTHS = range(30, 1200)
_MOST_BEFORE = 0.3
_HEADER_WINDOW = 40
_LONGEST_LINE = 160
_BYLINE = re.compile(r"(?:par|by|auteure?s?|author|date)\b", re.IGNORECASE)
_MOST_BYLINES = 8
_FULL_PARAGRAPH = 80
_HEADINGS = ("h2", "h3", "h4", "h5", "h6")


def read(
    document: Document, head: Head, *, urls: tuple[str, ...], captured_at: dt.datetime
) -> Draft:
    """Read a page by general rules; `urls` are its addresses, the surest first."""
    article = jsonld.article(
        head.json_ld, url=urls[0] if urls else "", title=head.meta("og:title") or head.title
    )
    headline = jsonld.text(article, "headline") if article else ""
    scan = Scan(document)
    title, heading, title_rule = titles.find(scan, head, headline)
    region = scan.region()
    draft = Draft(title=title)
    lead = _lead(scan, heading)
    draft.lead = document.text_of(lead) if lead is not None else ""
    label = _label(scan, heading)
    evidence = Evidence(
        head=head,
        scan=scan,
        article=article,
        title=heading,
        region=region,
        own=surroundings.own_path(document, heading, region),
        urls=urls,
        captured_at=captured_at,
    )
    dated = published.find(evidence)
    if dated:
        draft.set_date(dated.date, dated.rule, dated.certainty)
    changed = published.updated(evidence)
    if changed and (dated is None or changed[0].date() >= dated.date):
        draft.updated = changed[0]
    if region is not None:
        draft.paragraphs = _body(scan, region, heading, lead, draft)
    start = header.opening(draft.paragraphs[0]) if draft.paragraphs else None
    draft.place = start.place if start else ""
    draft.reference = label.reference
    draft.kind, kind_rule = _kind(label.kind, urls, article, head)
    draft.rules = {
        "title": title_rule,
        "lead": "class of the element",
        "paragraphs": "densest text block",
        "updated": changed[1] if changed else "",
        "kind": kind_rule,
        "reference": "label line",
        "place": "place line",
    }
    return draft


def _body(
    scan: Scan, region: int, heading: int | None, lead: int | None, draft: Draft
) -> tuple[str, ...]:
    """Return the paragraphs of the region, without boilerplate and title."""
    whole = scan.document
    part = _Rest(whole, region)
    part.drop(scan.noise(region))
    part.drop(set(whole.named(region, "figcaption", "nav", "aside", "form")) - {region})
    if heading is not None and part.has(heading):
        _drop_before(part, heading)
    part.drop({at for at in (heading, lead) if at is not None and at != region and part.has(at)})
    found = clean(tuple(of_document(whole, region, part.gone)), title=draft.title, lead=draft.lead)
    headings = {part.text_of(at) for at in whole.named(region, *_HEADINGS) if part.has(at)}
    while len(found) > 1 and found[-1] in headings:
        found = found[:-1]  # of a box whose links were taken out
    return _without_byline(tuple(text for text in found if not _is_date_line(text)), draft)


class _Rest:
    """A region without what was dropped: its places, and the texts that are left."""

    def __init__(self, document: Document, region: int) -> None:
        self.gone: set[int] = set()
        self.region = region
        self.document = document
        self._texts = document.texts_of(region)
        self._first = document.starts[region]

    def drop(self, places: set[int]) -> None:
        """Take elements out, with all that is within."""
        starts, stops, ends = self.document.starts, self.document.stops, self.document.ends
        for place in places - self.gone:
            self.gone.update(range(place, ends[place]))
            start, stop = starts[place] - self._first, stops[place] - self._first
            self._texts[start:stop] = [""] * (stop - start)

    def has(self, place: int) -> bool:
        """Tell whether an element is the region, or is still within it."""
        return place in self.document.within(self.region) and place not in self.gone

    def text_of(self, place: int) -> str:
        """Return what is left of an element's text."""
        start, stop = self.document.starts[place], self.document.stops[place]
        return collapse("".join(self._texts[start - self._first : stop - self._first]))


def _without_byline(texts: tuple[str, ...], draft: Draft) -> tuple[str, ...]:
    """Return the text from its first full paragraph on, where a date or a byline stands before."""
    for index, text in enumerate(texts[:_MOST_BYLINES]):
        if len(text) >= _FULL_PARAGRAPH or text.endswith((".", "!", "?", ":", "»")):
            before = texts[:index]
            known = any(
                line == draft.title
                or _BYLINE.match(line)
                or any(found.date == draft.date for found in find_dates(line))
                for line in before
            )
            return texts[index:] if known else texts
    return texts


def _drop_before(part: _Rest, heading: int) -> None:
    """Take out what stands before the heading, unless that is a good part of the text."""
    before: set[int] = set()
    document, node = part.document, heading
    while node != part.region:
        before.update(document.before(node))
        node = document.parents[node]
    before -= part.gone
    length = sum(len(part.text_of(at)) for at in before)
    if length < _MOST_BEFORE * len(part.text_of(part.region)):
        part.drop(before)


def _is_date_line(text: str) -> bool:
    """Tell whether a paragraph is the page's own date line.

    >>> _is_date_line("Publié le 12/03/2019 à 10h00"), _is_date_line("Le 12 mars 2019, il dit oui.")
    (True, False)
    """
    if len(text) > _LONGEST_LINE:
        return False
    dates = find_dates(text)
    if not dates:
        return False
    role = labels.role(text[: dates[0].start])
    started = len(text[: dates[0].start].split()) <= 4  # noqa: PLR2004 - "Article publié le mardi"
    short = len(text) - (dates[-1].end - dates[0].start) <= len(" à 10h00 | Mis à jour le : ") * 2
    return started and short and role is not labels.Role.NONE


def _lead(scan: Scan, heading: int | None) -> int | None:
    """Return the introduction that the page sets apart, by the class of its element."""
    for place in range(heading or 0, len(scan.tags)):
        if scan.outside[place] or not _name_lead(scan.names(place)):
            continue
        if len(scan.document.text_of(place)) in _LEAD_LENGTHS:
            return place
    return None


@functools.lru_cache(maxsize=4096)
def _name_lead(names: str) -> bool:
    """Tell whether class and id words are those of an introduction.

    >>> _name_lead("Chapo"), _name_lead("chaponniere")
    (True, False)
    """
    return _LEAD_NAMES.search(names.lower()) is not None


def _label(scan: Scan, heading: int | None) -> header.Header:
    """Return what the short lines around the title say of kind and reference."""
    if heading is None:
        return header.Header()
    return header.read_labels(
        line for _, line in scan.lines(heading - _HEADER_WINDOW, heading + _HEADER_WINDOW)
    )


def _kind(
    label: Kind | None, urls: tuple[str, ...], article: dict[str, object] | None, head: Head
) -> tuple[Kind, str]:
    """Return the kind and the rule: label line, URL, JSON-LD, og:type."""
    if label:
        return label, "label line"
    for url in urls:
        kind = labels.kind_of_url(urlsplit(url).path)
        if kind:
            return kind, "URL"
    if article and jsonld.types(article) & jsonld.ARTICLES:
        return Kind.ACTUALITE, "json-ld @type"
    if head.meta("og:type").lower() == "article":
        return Kind.ACTUALITE, "meta og:type"
    return Kind.AUTRE, "no rule applied"
