"""A page that a browser has already is not sent again: it is told that nothing has changed.

The tag of a page is the digest of what it says, so it is right whatever the page is made from. A
page is always asked for anew: a new index is seen at once.
"""

from __future__ import annotations

from hashlib import sha1
from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import request
from werkzeug.http import quote_etag

if TYPE_CHECKING:
    from flask import Flask, Response

REVALIDATED = "no-cache"
# By which a client says what it has (RFC 9110, 13.1 and 14.2), as WSGI names them.
_ASKED = ("IF_NONE_MATCH", "IF_MATCH", "IF_MODIFIED_SINCE", "IF_UNMODIFIED_SINCE", "RANGE")
_CONDITIONS = frozenset(f"HTTP_{name}" for name in _ASKED)


def attach(app: Flask) -> None:
    """Tag every answer that is whole, and send none that the browser has already."""

    @app.after_request
    def tagged(response: Response) -> Response:
        if request.method not in {"GET", "HEAD"} or response.status_code != HTTPStatus.OK:
            return response
        # Looked through once: Werkzeug takes as long to find that one is not there.
        own = {name.lower() for name, _ in response.headers}
        if "cache-control" not in own:
            response.headers.add("Cache-Control", REVALIDATED)
        if response.is_streamed or response.direct_passthrough:
            return response
        if "etag" not in own:
            # Weak: compressed or not, it says the same.
            response.headers.add("ETag", quote_etag(_digest(response.get_data()), weak=True))
        if not _CONDITIONS.isdisjoint(request.environ):
            response.make_conditional(request)
        return response


def _digest(page: bytes) -> str:
    """Return 24 hexadecimal digits that stand for a page.

    Processors compute SHA-1: a page of results takes 25 µs, with BLAKE2b 190. Whoever could make
    two pages of one address with one digest would keep an old page from nobody but himself.
    """
    return sha1(page, usedforsecurity=False).hexdigest()[:24]
