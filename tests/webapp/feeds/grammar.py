"""The rules of RFC 4287 for what a feed must, may and may not hold, as checks over its XML.

What stands where is a schema (atom.rng); here is what the text of the RFC says besides.
"""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from urllib.parse import urlsplit

from lxml import etree

ATOM = "{http://www.w3.org/2005/Atom}"
SCHEMA = etree.RelaxNG(etree.parse(Path(__file__).with_name("atom.rng")))
# RFC 4151, section 2.1.
_TAG = re.compile(r"tag:[a-z0-9.-]+,\d{4}(-\d{2}(-\d{2})?)?:[A-Za-z0-9._~!$&'()*+,;=:@/?%-]*")


def assert_valid(feed):
    """Fail where the feed breaks a rule."""
    SCHEMA.assertValid(feed)
    entries = feed.findall(f"{ATOM}entry")
    for entry in entries:
        # 4.1.2: without content there is a link to it.
        assert any(link.get("rel") == "alternate" for link in entry.findall(f"{ATOM}link"))
        assert entry.findtext(f"{ATOM}title").strip()
    ids = [element.text for element in feed.iter(f"{ATOM}id")]
    assert len(ids) == len(set(ids))
    assert all(_TAG.fullmatch(one) for one in ids), ids
    for parent in (feed, *entries):
        _links(parent.findall(f"{ATOM}link"))
    assert any(link.get("rel") == "self" for link in feed.findall(f"{ATOM}link"))


def _links(links):
    for link in links:
        assert not re.search(r'[\s<>"{}|\\^`]', link.get("href"))
        urlsplit(link.get("href"))
    # 4.1.1: one alternate of each type and language.
    kinds = Counter(
        (link.get("type"), link.get("hreflang"))
        for link in links
        if link.get("rel", "alternate") == "alternate"
    )
    assert all(count == 1 for count in kinds.values())
