"""The rules of RFC 4287 for what a feed must, may and may not hold, as checks over its XML."""

from __future__ import annotations

import re
from collections import Counter
from urllib.parse import urlsplit

ATOM = "{http://www.w3.org/2005/Atom}"
XML = "{http://www.w3.org/XML/1998/namespace}"
# Element → (least, most) times that it stands in its parent: 4.1.1 and 4.1.2.
FEED = {
    "author": (1, 99), "category": (0, 99), "contributor": (0, 99), "generator": (0, 1),
    "icon": (0, 1), "id": (1, 1), "link": (0, 99), "logo": (0, 1), "rights": (0, 1),
    "subtitle": (0, 1), "title": (1, 1), "updated": (1, 1), "entry": (0, 10_000),
}  # fmt: skip
ENTRY = {
    "author": (0, 99), "category": (0, 99), "content": (0, 1), "contributor": (0, 99),
    "id": (1, 1), "link": (0, 99), "published": (0, 1), "rights": (0, 1), "source": (0, 1),
    "summary": (0, 1), "title": (1, 1), "updated": (1, 1),
}  # fmt: skip
# RFC 3339, section 5.6, with the capitals that RFC 4287, 3.3, asks for.
_MOMENT = re.compile(
    r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:([0-5]\d|60)"
    r"(\.\d+)?(Z|[+-]\d{2}:\d{2})"
)
# RFC 4151, section 2.1.
_TAG = re.compile(r"tag:[a-z0-9.-]+,\d{4}(-\d{2}(-\d{2})?)?:[A-Za-z0-9._~!$&'()*+,;=:@/?%-]*")
# RFC 5646, as far as 4287 needs it.
_LANGUAGE = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*")
_MEDIA_TYPE = re.compile(r"[a-z]+/[a-z0-9.+-]+")


def assert_valid(feed):
    """Fail where the feed breaks a rule."""
    assert feed.tag == f"{ATOM}feed"
    _children(feed, FEED)
    entries = feed.findall(f"{ATOM}entry")
    for entry in entries:
        _children(entry, ENTRY)
        # 4.1.2: without content there is a link to it.
        assert any(link.get("rel") == "alternate" for link in entry.findall(f"{ATOM}link"))
        assert entry.findtext(f"{ATOM}title").strip()
    ids = [entry.findtext(f"{ATOM}id") for entry in entries]
    assert len(ids) == len(set(ids))
    for element in feed.iter():
        name = element.tag.removeprefix(ATOM)
        assert _LANGUAGE.fullmatch(element.get(f"{XML}lang", "x"))
        if name in {"updated", "published"}:
            assert _MOMENT.fullmatch(element.text), element.text
        elif name == "id":
            assert _TAG.fullmatch(element.text), element.text
        elif name == "link":
            _link(element)
        elif name == "category":
            assert element.get("term")
        elif name == "author":
            assert element.findtext(f"{ATOM}name")
    assert any(link.get("rel") == "self" for link in feed.findall(f"{ATOM}link"))


def _children(parent, allowed):
    counts = Counter(child.tag.removeprefix(ATOM) for child in parent)
    assert set(counts) <= set(allowed)
    for name, (least, most) in allowed.items():
        assert least <= counts[name] <= most, name
    # 4.1.1: one alternate of each type and language.
    kinds = Counter(
        (link.get("type"), link.get("hreflang"))
        for link in parent.findall(f"{ATOM}link")
        if link.get("rel", "alternate") == "alternate"
    )
    assert all(count == 1 for count in kinds.values())


def _link(element):
    href = element.get("href")
    assert href
    assert not re.search(r'[\s<>"{}|\\^`]', href)
    urlsplit(href)
    assert _MEDIA_TYPE.fullmatch(element.get("type", "text/html"))
