"""Entries of feeds, RSS 2.0, RSS 1.0 and Atom (RFC 4287), each with the text that the feed has."""

from __future__ import annotations

import datetime as dt
import json
import os
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from lxml import etree

from indexer.page import RECORD, RawPage
from indexer.refusal import DamagedFeed, NotInside, PageTooLarge, Refused, UnreadableFile
from indexer.sources.locator import MAX_PAGE_BYTES, Container, Form, Locator, is_offset

if TYPE_CHECKING:
    from collections.abc import Iterator

    from indexer.sources.locator import Found

ENDINGS = (".rss", ".atom", ".xml")
_ROOTS: Final = {"rss", "feed", "RDF"}
_ENTRIES: Final = {"item", "entry"}
# What holds each field of a record, the best first; names without their namespaces.
_FIELDS: Final = {
    "title": ("title",),
    "body": ("encoded", "content", "description", "summary"),
    "lead": ("description", "summary"),
    "date": ("pubDate", "published", "issued", "date", "updated"),
    "updated": ("updated", "modified"),
    "url": ("origLink", "link", "guid"),
    "kind": ("category",),
}
_COLUMNS: Final = tuple((name, name) for name in (*_FIELDS, "language"))


def locate(path: str, origin: str, status: os.stat_result, found: Found) -> Iterator[Locator]:
    """Yield the entries of a feed; XML that is no feed is counted as no page."""
    container = Container(origin, f"{status.st_size}:{status.st_mtime_ns}")
    if found.is_known(container):
        return
    try:
        if status.st_size > MAX_PAGE_BYTES:
            raise PageTooLarge(origin=origin, size=status.st_size, limit=MAX_PAGE_BYTES)
        entries = _entries(path, status.st_mtime_ns, origin)
    except Refused as refused:
        found.on_refusal(refused)
        return
    if entries is None:
        found.ignored += 1
    for number, entry in enumerate(entries or ()):
        stamp = f"{len(entry)}:{status.st_mtime_ns}"
        where = (f"{origin}!{number}", path, str(number), stamp, len(entry), status.st_mtime)
        yield Locator(*where, Form.FEED)
    found.read_through.append(container)


def at(path: str, member: str, origin: str, status: os.stat_result) -> Locator:
    """Return the locator of an entry known by its number; raises NotInside."""
    if not is_offset(member):
        raise NotInside(origin=origin)
    return Locator(origin, path, member, "", 0, status.st_mtime, Form.FEED)


def read(locator: Locator) -> RawPage:
    """Read one entry as a record; raises DamagedFeed or UnreadableFile."""
    try:
        changed = os.stat(locator.path).st_mtime_ns  # noqa: PTH116 (may be no UTF-8)
    except OSError as error:
        raise UnreadableFile.of(locator.origin, error) from error
    entries = _entries(locator.path, changed, locator.origin) or ()
    number = int(locator.member)
    if number >= len(entries):
        raise NotInside(origin=locator.origin)
    return RawPage(
        origin=locator.origin,
        data=entries[number].encode(),
        captured_at=dt.datetime.fromtimestamp(locator.modified, tz=dt.UTC),
        media_type=RECORD,
        charset="utf-8",
        columns=_COLUMNS,
    )


@lru_cache(maxsize=4)
def _entries(path: str, _changed: int, origin: str) -> tuple[str, ...] | None:
    """Return the entries of a feed as JSON objects, None where the XML is none."""
    # No entity is resolved and nothing is fetched: a feed may come from anywhere.
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(Path(path).read_bytes(), parser)
    except OSError as error:
        raise UnreadableFile.of(origin, error) from error
    except (etree.XMLSyntaxError, ValueError) as error:
        raise DamagedFeed(origin=origin, problem=error) from error
    if _name(root) not in _ROOTS:
        return None
    language = next((e.text for e in root.iter() if _name(e) == "language" and e.text), "")
    language = language or root.get("{http://www.w3.org/XML/1998/namespace}lang") or ""
    found = []
    for entry in root.iter():
        if _name(entry) in _ENTRIES:
            values = _values(entry) | ({"language": language.strip()[:2]} if language else {})
            found.append(json.dumps(values, ensure_ascii=False, sort_keys=True))
    return tuple(found)


def _values(entry: etree._Element) -> dict[str, str]:
    children: dict[str, str] = {}
    for child in entry:
        name = _name(child)
        if name == "link" and child.get("rel", "alternate") != "alternate":
            continue
        children.setdefault(name, _text(child))
    values: dict[str, str] = {}
    for field, names in _FIELDS.items():
        value = next((children[name] for name in names if children.get(name)), "")
        if value and value not in values.values():
            values[field] = value
    return values


def _text(element: etree._Element) -> str:
    """Return what an element holds: its markup where it is XHTML, its address where it is empty."""
    if len(element):
        inner = [element.text or ""]
        inner += [etree.tostring(child, encoding="unicode") for child in element]
        return "".join(inner).strip()
    return (element.text or element.get("href") or "").strip()


def _name(element: etree._Element) -> str:
    """Return an element's name without its namespace, "" for comments and instructions."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""
