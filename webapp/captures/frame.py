"""The bytes of a page that was read, answered so that a browser shows them and does nothing else.

Nothing in such a page is trusted. It runs no script, sends no form and asks no host for anything:
its own headers say so, besides the sandbox of the frame that it is shown in.
"""

from __future__ import annotations

import codecs
from typing import TYPE_CHECKING

from flask import Response

from webapp.captures.inert import inert

if TYPE_CHECKING:
    from index.history import Original

POLICY = (
    "sandbox; default-src 'none'; style-src 'unsafe-inline' data:; img-src data:; font-src data:; "
    "form-action 'none'; base-uri 'none'; frame-ancestors 'self'"
)
_HTML = "text/html"
_TEXT = "text/plain"
_OTHER = "application/octet-stream"
_PAGES = {"text/html": _HTML, "application/xhtml+xml": _HTML, "text/plain": _TEXT}
# Where a page that names no media type must begin to be one.
_HEAD = 2_048


def answer(original: Original, *, as_file: bool = False) -> Response:
    """Answer with a page or text to be shown; all else, and any on demand, is kept as a file.

    A file has the bytes as they were read; a page to be shown leads nowhere.
    """
    media_type = _OTHER if as_file else shown_type(original)
    data = inert(original.data) if media_type == _HTML else original.data
    response = Response(data, content_type=media_type)
    if media_type != _OTHER and (charset := shown_charset(original)):
        response.content_type = f"{media_type}; charset={charset}"
    if media_type == _OTHER:
        response.headers["Content-Disposition"] = "attachment"
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["X-Frame-Options"] = "SAMEORIGIN"
    # A browser may look up the hosts of a page's links before anyone follows one.
    response.headers["X-DNS-Prefetch-Control"] = "off"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def shown_type(original: Original) -> str:
    """Return the media type to answer with: a page, a text, or bytes that are no business here.

    >>> from index.history import Original
    >>> shown_type(Original(data=b"", media_type="Text/HTML; charset=x"))
    'text/html'
    >>> shown_type(Original(data=b"<svg onload=alert(1)>", media_type="image/svg+xml"))
    'application/octet-stream'
    >>> shown_type(Original(data=b"Bruxelles, le 3 mai")), shown_type(Original(data=b" <p>"))
    ('text/plain', 'text/html')
    """
    named = original.media_type.partition(";")[0].strip().lower()
    if named:
        return _PAGES.get(named, _OTHER)
    head = original.data[:_HEAD]
    return _HTML if b"<" in head else _OTHER if b"\0" in head else _TEXT


def shown_charset(original: Original) -> str:
    r"""Return the encoding to answer with, "" where the page's own words are to be believed.

    >>> from index.history import Original
    >>> shown_charset(Original(data=b"", charset="ISO-8859-1"))
    'iso8859-1'
    >>> shown_charset(Original(data="été".encode(), charset="x\r\nSet-Cookie: a=b"))
    'utf-8'
    >>> shown_charset(Original(data=b"\xe9t\xe9")), shown_charset(Original(data=b"<p>\xe9t\xe9"))
    ('windows-1252', '')
    """
    try:
        return codecs.lookup(original.charset).name
    except (LookupError, ValueError):
        pass  # none is named, or none that is known: the bytes tell
    try:
        original.data.decode()
    except UnicodeDecodeError:
        return "" if shown_type(original) == _HTML else "windows-1252"
    return "utf-8"
