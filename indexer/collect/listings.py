"""A page of a listing → the addresses it names, each with its date where it tells one. Pure."""

from __future__ import annotations

import json
import zlib
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urljoin

from bs4 import BeautifulSoup
from lxml import etree
from soupsieve import SelectorSyntaxError

from indexer.collect.coding import gunzipped
from indexer.collect.errors import BadListing
from indexer.dates import first_date, machine_date
from indexer.decode import decode
from indexer.refusal import Refused

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from bs4.element import Tag

    from indexer.collect.site import Listing


class Named(NamedTuple):
    """An address that a listing names; `is_listing` where it is another listing of the kind.

    `date` is that of publication, `changed` the day of the last change: no page is younger.
    """

    url: str
    date: dt.date | None = None
    is_listing: bool = False
    changed: dt.date | None = None


def named(body: bytes, url: str, listing: Listing, charset: str = "") -> list[Named]:
    """Return what one page of a listing names, each address once; raises BadListing."""
    if listing.form == "html":
        found = _html(body, url, listing, charset)
    elif listing.form == "json":
        found = _json(body, url, listing)
    else:
        found = _xml(body, url)
    return list({one.url: one for one in found}.values())


def _html(body: bytes, url: str, listing: Listing, charset: str) -> Iterator[Named]:
    try:
        soup = BeautifulSoup(decode(body, origin=url, charset=charset).text, "lxml")
    except Refused as refused:
        raise BadListing(url=url, problem=type(refused).__name__) from refused
    try:
        links = [link for selector in listing.links or ("a",) for link in soup.select(selector)]
        rows = {id(row) for row in soup.select(listing.row)} if listing.row else set()
    except SelectorSyntaxError as error:
        raise BadListing(url=url, problem=error) from error
    for link in links:
        address = _address(url, str(link.get("href") or ""))
        if address:
            yield Named(address, _date_beside(link, rows))


def _date_beside(link: Tag, rows: set[int]) -> dt.date | None:
    """Return the first date in the row around a link, outside of the link."""
    row = next((parent for parent in link.parents if id(parent) in rows), None)
    if row is None:
        return None
    inside = set(map(id, link.descendants))
    text = " ".join(string for string in row.strings if id(string) not in inside)
    return first_date(text[:500])


def _json(body: bytes, url: str, listing: Listing) -> Iterator[Named]:
    try:
        value: Any = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise BadListing(url=url, problem=f"no JSON: {error}"[:200]) from error
    for name in filter(None, listing.items.split(".")):
        value = value.get(name) if isinstance(value, dict) else None
    if not isinstance(value, list):
        raise BadListing(url=url, problem=f"it has no list called {listing.items}")
    for item in value:
        link = item.get(listing.link) if isinstance(item, dict) else None
        if not isinstance(link, str):
            continue
        address = _address(url, listing.linked.format(link=link))
        if address:
            yield Named(address, _date(str(item.get(listing.date, ""))))


def _xml(body: bytes, url: str) -> Iterator[Named]:
    """Read RSS, Atom, a sitemap or an index of sitemaps, which may be gzipped."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(gunzipped(body), parser)
    except (etree.XMLSyntaxError, ValueError, zlib.error) as error:
        raise BadListing(url=url, problem=error) from error
    for entry in root.iter():
        kind = _name(entry)
        if kind not in {"item", "entry", "url", "sitemap"}:
            continue
        told: dict[str, str] = {}
        for child in entry:
            if child.get("rel", "alternate") == "alternate":
                told.setdefault(_name(child), (child.text or child.get("href") or "").strip())
        link = told.get("loc") or told.get("link") or told.get("guid") or ""
        when = told.get("pubDate") or told.get("published") or told.get("date") or ""
        address = _address(url, link)
        if address:
            changed = _date(told.get("lastmod", ""))
            yield Named(address, _date(when), is_listing=kind == "sitemap", changed=changed)


def _date(text: str) -> dt.date | None:
    return machine_date(text) or first_date(text[:200])


def _address(base: str, link: str) -> str:
    """Return a link as an address of its own, "" where it is none of the web.

    >>> _address("https://e.example/a/", "b.htm#c"), _address("https://e.example/", "mailto:x@y")
    ('https://e.example/a/b.htm', '')
    """
    try:
        address = urljoin(base, link.strip()).partition("#")[0]
    except ValueError:
        return ""
    return address if address.startswith(("http://", "https://")) else ""


def _name(element: etree._Element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""
