"""str → Release: what a page says, read by the profile of its site or by general rules.

`extract` is the one entry. It raises `indexer.refusal.Refused` and nothing else.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from indexer.decode import Decoded, decode
from indexer.extract import (
    cut,
    draft,
    generic,
    head,
    json_page,
    lexbor,
    plain,
    profile,
    records,
    site,
    tree,
)
from indexer.extract.document import Document, of_tree
from indexer.extract.identity import clean_url
from indexer.extract.profile_file import Texts, known
from indexer.extract.result import Extraction, Trace
from indexer.extract.selector import select
from indexer.page import RECORD
from indexer.refusal import NoText, UnknownFormat

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    from indexer.page import RawPage

__all__ = ["Extraction", "Trace", "extract"]

Profiles = tuple[profile.Profile, ...]

_WORDS = re.compile(r"[\w-]{3,}")  # of a selector
_NEAR = 300  # characters around the name of an address, within which it stands

_MARKUP = re.compile(
    r"<(?:!doctype\s+html|html|head|body|title|meta|h[1-6]|p|div|table|article|br|span)\b",
    re.IGNORECASE,
)
_OTHER_XML = re.compile(
    r"^\s*(?:<\?xml[^>]*\?>\s*)?<(?:rss|feed|urlset|sitemapindex|svg|rdf:rdf)\b", re.IGNORECASE
)
_JSON = re.compile(r"^\s*[\[{]\s*[\"\[{\]}]")


def extract(page: RawPage, own: Texts = ()) -> Extraction:
    """Return what a page says, with the rule behind each field; raises Refused and nothing else.

    `own` are the archive's own profiles, whose form was checked by `profile_file.known`.
    """
    profiles = known(own)
    if page.media_type == RECORD:
        return records.read(page, profiles)
    decoded = decode(page.data, origin=page.origin, charset=page.charset)
    text = decoded.text
    if _OTHER_XML.match(text[:2000]):
        raise UnknownFormat(origin=page.origin)
    if _JSON.match(text[:200]):
        return _json(page, decoded, profiles)
    named_text = page.media_type == "text/plain" or page.origin.lower().endswith(".txt")
    opening = text.lstrip()[:15].lower()
    if named_text and not opening.startswith(("<!doctype html", "<html")):
        return _text(page, decoded, profiles)
    if not _MARKUP.search(text):
        return _text(page, decoded, profiles)
    return _html(page, decoded, profiles)


def _encoding(decoded: Decoded) -> str:
    return f"{decoded.encoding}: {decoded.source}"


def _known(
    page: RawPage, profiles: Profiles, *addresses: str
) -> tuple[profile.Place | None, str, str]:
    """Return (place, URL, where it was found) of the first address that a profile knows.

    The address a page was reached by comes first: only there the language may be chosen.
    """
    named = profile.url_of_name(page.origin, profiles)
    sources = ("address of the page", "file name", "link canonical", "meta og:url")
    for address, source in zip((page.url, named, *addresses), sources, strict=False):
        url = clean_url(address)
        place = profile.locate(url, profiles) if url else None
        if place:
            return place, place.url, source
    return None, "", ""


def _known_or_own(page: RawPage, profiles: Profiles) -> tuple[profile.Place | None, str, str]:
    """Do the same for a page that names no address itself: where none is known, it has its own."""
    place, url, source = _known(page, profiles)
    return (place, url, source) if url else (None, clean_url(page.url), "address of the page")


def _text(page: RawPage, decoded: Decoded, profiles: Profiles) -> Extraction:
    """Read a page that is plain text."""
    place, url, url_rule = _known_or_own(page, profiles)
    return draft.finish(
        plain.read(decoded.text, place=place, captured_at=page.captured_at),
        profiles=profiles,
        origin=page.origin,
        profile="text",
        place=place,
        url=url,
        url_rule=url_rule,
        stated_language="",
        encoding=_encoding(decoded),
    )


def _json(page: RawPage, decoded: Decoded, profiles: Profiles) -> Extraction:
    """Read a page that is JSON, which only a profile can; raises UnknownFormat for any other."""
    place, url, url_rule = _known_or_own(page, profiles)
    data = json_page.load(decoded.text)
    found = None
    layouts = (place.profile,) if place else profiles
    for layout in layouts if data is not None else ():
        found = json_page.read(
            data or {}, profile=layout, place=place, captured_at=page.captured_at
        )
        if found is not None:
            break
    if found is None:
        raise UnknownFormat(origin=page.origin)
    return draft.finish(
        found,
        profiles=profiles,
        origin=page.origin,
        profile=layout.name,
        place=place,
        url=url,
        url_rule=url_rule,
        stated_language="",
        encoding=_encoding(decoded),
    )


def _html(page: RawPage, decoded: Decoded, profiles: Profiles) -> Extraction:
    """Read a page that is HTML: by its profile, else by general rules."""
    tags = tree.count_tags(decoded.text, decoded.utf8)
    text = tree.bounded(decoded.text, tags)
    is_truncated = len(text) < len(decoded.text)
    place, url, url_rule = _known(page, profiles)
    if place:
        text = cut.without(text, cut.parts(place.profile.drop))
    text = tree.few_attributes(text)
    encoded = decoded.utf8 if text is decoded.text else b""
    encoded = encoded or text.encode("utf-8", "replace")
    fast = None if place or _may_be_known(page, text, profiles) else lexbor.read(encoded, tags=tags)
    root = None if fast else _tree(page, text, encoded)
    facts = head.read(fast.beside if fast else head.of_tree(root), url=clean_url(page.url))
    addresses = [clean_url(url) for url in (facts.canonical, facts.og_url, page.url)]
    urls = tuple(dict.fromkeys(url for url in addresses if url))
    if not place:
        place, url, url_rule = _known(page, profiles, facts.canonical, facts.og_url)
    if fast and (place or (not urls and _bears_marks(text, profiles))):
        root = _tree(page, text, encoded)
    layout = None
    if root is not None:
        tree.prune(root)
        layout = place.profile if place else None if urls else _layout_of(root, profiles)
    found = None
    if root is not None and layout:
        found = site.read(root, facts, profile=layout, place=place, captured_at=page.captured_at)
    if found is None:
        layout = None
        document = fast.document if fast and root is None else _body(root)
        found = generic.read(document, facts, urls=urls, captured_at=page.captured_at)
    if fast and root is None and not found.is_whole:  # what is left open may end later for lxml
        root = _tree(page, text, encoded)
        facts = head.read(head.of_tree(root), url=clean_url(page.url))
        found = generic.read(_body(root), facts, urls=urls, captured_at=page.captured_at)
    if not url and urls:
        url = urls[0]
        url_rule = "link canonical" if url == addresses[0] else "meta og:url or address of the page"
    found.truncated = is_truncated
    return draft.finish(
        found,
        profiles=profiles,
        origin=page.origin,
        profile=layout.name if layout else "generic",
        place=place,
        url=url,
        url_rule=url_rule,
        stated_language=facts.language,
        encoding=_encoding(decoded),
        alternates=facts.alternates,
    )


def _tree(page: RawPage, text: str, encoded: bytes) -> HtmlElement:
    """Return the root of a page; raises NoText where it has no markup to speak of."""
    root = tree.parse(text, encoded)
    if root is None:
        raise NoText(origin=page.origin)
    return root


def _body(root: HtmlElement) -> Document:
    """Return the body of a tree as general rules read it."""
    tree.prune(root)
    body = root.find("body")
    return of_tree(root if body is None else body)


def _may_be_known(page: RawPage, text: str, profiles: Profiles) -> bool:
    """Tell whether a page seems to be of a site that a profile knows.

    It is then read by lxml at once: all that depends on this is how long it takes.
    """
    near = ""
    for word in ("canonical", "og:url"):
        at = text.find(word)
        near += text[max(at - _NEAR, 0) : at + _NEAR] if at >= 0 else ""
    if near or page.url:
        return any(host in near for one in profiles for host in one.sites)
    return _bears_marks(text, profiles)


def _bears_marks(text: str, profiles: Profiles) -> bool:
    """Tell whether a page has the words of a profile's marks, without which it has none of them."""
    marks = (_WORDS.findall(mark) for one in profiles for mark in one.marks)
    return any(all(word in text for word in words) for words in marks)


def _layout_of(root: HtmlElement, profiles: Profiles) -> profile.Profile | None:
    """Return the profile whose marks a page without an address bears."""
    found = select(root, sum((one.marks for one in profiles), ()))
    return next((one for one in profiles if any(found[mark] for mark in one.marks)), None)
