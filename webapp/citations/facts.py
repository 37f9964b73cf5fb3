"""What all forms of a citation say of a release, as strings on one line that break no format."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

from index.kinds import label
from index.record import Kind
from webapp.links import safe_url

if TYPE_CHECKING:
    from index.record import Release

# Line breaks of any kind, other control characters and half a surrogate pair.
_BROKEN = re.compile("[\\s\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]+")

_HOST = re.compile("https?://[^/?#]*", re.IGNORECASE)
_BARE_PERCENT = re.compile("%(?![0-9A-Fa-f]{2})")


def line(text: str) -> str:
    r"""Return a text on one line, without characters that a record cannot hold.

    >>> line(" Déclaration\r\nER  - \x00fin ")
    'Déclaration ER - fin'
    """
    return _BROKEN.sub(" ", text).strip()


def source(release: Release) -> str:
    """Return the address of the page that a release was read from, "" where none can be followed.

    What may not stand where it stands in an address (RFC 3986) is percent-encoded: brackets behind
    the host, a second #, a % that encodes nothing.

    >>> from index.record import Release
    >>> source(Release(id="a", url="https://example.org/{a} b?c[]=100%#d#e"))
    'https://example.org/%7Ba%7D%20b?c%5B%5D=100%25#d%23e'
    """
    whole = quote(safe_url(line(release.url)), safe=":/?#[]@!$&'()*+,;=-._~%")
    host = _HOST.match(whole)
    behind = host.end() if host else 0
    place, sign, fragment = _BARE_PERCENT.sub("%25", whole[behind:]).partition("#")
    rest = place + sign + fragment.replace("#", "%23")
    return whole[:behind] + rest.replace("[", "%5B").replace("]", "%5D")


def site(release: Release) -> str:
    """Return the host that published a release, without "www.", "" where it is not known.

    >>> from index.record import Release
    >>> site(Release(id="a", url="https://www.nato.int/cps/fr/news_1.htm"))
    'nato.int'
    """
    return (urlsplit(source(release)).hostname or "").removeprefix("www.")


def genre(release: Release) -> str:
    """Return what kind of text it is in its own language, French or else English; "" if unknown.

    >>> from index.record import Kind, Release
    >>> genre(Release(id="a", kind=Kind.DISCOURS)), genre(Release(id="a"))
    ('Discours', '')
    """
    known = release.kind is not Kind.AUTRE
    return label(release.kind, "fr" if release.language == "fr" else "en") if known else ""
