"""Atom (RFC 4287), in pages that lead to one another (RFC 5005): releases → XML.

Ids are tag URIs (RFC 4151) of the archive's own host and never change with the address a feed is
reached by. A publication date is a day without an hour; as a moment it is noon UTC, which is that
day in every zone but the farthest.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

from lxml import etree

from webapp.citations.facts import line, source

if TYPE_CHECKING:
    from collections.abc import Mapping

    from index.record import Document

MEDIA_TYPE = "application/atom+xml"
_ATOM = "http://www.w3.org/2005/Atom"
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
# The year from which the host of an archive is known to be its own (RFC 4151, 2.1).
_SINCE = "2026"
_NOON = dt.time(12, tzinfo=dt.UTC)
_HOST = re.compile(r"[a-z0-9.-]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A release and its addresses: its page here, its id as a tag URI, its kind in words.

    `changed` is when its present text was first read, None where no other came before.
    """

    document: Document
    changed: dt.datetime | None
    address: str
    tag: str
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """One page of a feed.

    `links` maps relations (self, alternate, first, previous, next, last) to addresses. `changed`
    is when the index was written, the `updated` of a feed without entries. `author` is who keeps
    the archive.
    """

    tag: str
    title: str
    subtitle: str
    author: str
    language: str
    links: Mapping[str, str]
    entries: tuple[Entry, ...]
    changed: dt.datetime
    icon: str


def tag(address: str, *parts: str) -> str:
    """Return the tag URI of something in the archive at an address, "" where its host is not known.

    >>> tag("https://archive.example.org/a/", "release", "nato:news_1:fr")
    'tag:archive.example.org,2026:release/nato:news_1:fr'
    >>> tag("", "search", "q=été")
    'tag:localhost,2026:search/q%3D%C3%A9t%C3%A9'
    """
    host = (urlsplit(address).hostname or "").lower()
    authority = host if _HOST.fullmatch(host) else "localhost"
    specific = "/".join(quote(part, safe=":", errors="replace") for part in parts)
    return f"tag:{authority},{_SINCE}:{specific}"


def updated(document: Document, changed: dt.datetime | None = None) -> dt.datetime:
    """Return the moment of the last change of a release that is known.

    That is its page's own time of update, else its date, else its first capture; never later than
    the last capture, nor earlier than the text is known to have `changed`.

    >>> from index.record import Document, Release
    >>> updated(Document(release=Release(id="a", date=dt.date(2016, 10, 18)))).isoformat()
    '2016-10-18T12:00:00+00:00'
    """
    release = document.release
    captured = sorted(capture.captured_at.astimezone(dt.UTC) for capture in document.captures)
    if release.updated:
        # A page's own time has no zone.
        found = release.updated.replace(tzinfo=release.updated.tzinfo or dt.UTC)
    elif release.date:
        found = dt.datetime.combine(release.date, _NOON)
    else:
        found = captured[0] if captured else dt.datetime.fromtimestamp(0, dt.UTC)
    found = min(found.astimezone(dt.UTC), captured[-1]) if captured else found
    return max(found, changed) if changed else found


def atom(feed: Feed) -> bytes:
    """Return the XML of a feed, in UTF-8."""
    root = etree.Element(f"{{{_ATOM}}}feed", nsmap={None: _ATOM})  # type: ignore[dict-item]  # None: no prefix
    root.set(_LANGUAGE, feed.language)
    _text(root, "id", feed.tag)
    _text(root, "title", feed.title)
    _text(root, "subtitle", feed.subtitle)
    _text(root, "updated", _moment(max(map(_updated, feed.entries), default=feed.changed)))
    _text(etree.SubElement(root, f"{{{_ATOM}}}author"), "name", feed.author)
    _text(root, "generator", "Dépêche")
    _text(root, "icon", feed.icon)
    for relation, address in feed.links.items():
        kind = "text/html" if relation == "alternate" else MEDIA_TYPE
        _link(root, relation, address, kind)
    for entry in feed.entries:
        _entry(root, entry)
    whole: bytes = etree.tostring(root, xml_declaration=True, encoding="utf-8")
    return whole


def _updated(entry: Entry) -> dt.datetime:
    return updated(entry.document, entry.changed)


def _entry(root: etree._Element, entry: Entry) -> None:
    release = entry.document.release
    element = etree.SubElement(root, f"{{{_ATOM}}}entry")
    if re.fullmatch("[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*", release.language):
        element.set(_LANGUAGE, release.language)
    _text(element, "id", entry.tag)
    _text(element, "title", line(release.title) or line(release.id))
    _text(element, "updated", _moment(_updated(entry)))
    if release.date:
        noon = dt.datetime.combine(release.date, _NOON)
        # What was updated on its first day was not published after that.
        same_day = _updated(entry).date() == release.date
        _text(element, "published", _moment(min(noon, _updated(entry)) if same_day else noon))
    _link(element, "alternate", entry.address, "text/html")
    if address := source(release):
        _link(element, "via", address, "text/html")
    if entry.kind:
        etree.SubElement(element, f"{{{_ATOM}}}category", term=release.kind.value, label=entry.kind)
    if summary := release.lead or next(iter(release.paragraphs), ""):
        _text(element, "summary", line(summary))


def _text(parent: etree._Element, name: str, text: str) -> None:
    if text:
        etree.SubElement(parent, f"{{{_ATOM}}}{name}").text = text


def _link(parent: etree._Element, relation: str, address: str, media_type: str) -> None:
    etree.SubElement(parent, f"{{{_ATOM}}}link", rel=relation, href=address, type=media_type)


def _moment(moment: dt.datetime) -> str:
    """Write a moment as RFC 3339 has it, four digits of the year and "Z"."""
    return moment.astimezone(dt.UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
