"""Text goes out compressed to those who can read it so; what is streamed stays a stream."""

from __future__ import annotations

from functools import lru_cache
from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import request
from isal import isal_zlib
from werkzeug.http import parse_accept_header

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from flask import Flask, Response

# A page of results of 47 kB: 9.7 kB in 0.07 ms; zlib's level 3 saves 2 % of that in 0.30 ms.
_LEVEL = 2
_GZIP = 31  # the largest window, and a gzip header
# What is smaller fits one packet either way.
_LEAST = 1_000
_TEXTS = (
    "text/",
    "application/json",
    "application/problem+json",
    "application/ld+json",
    "application/javascript",
    "application/xml",
    "application/atom+xml",
    "application/opensearchdescription+xml",
    "application/x-ndjson",
    "application/x-research-info-systems",
    "application/vnd.citationstyles.csl+json",
    "image/svg+xml",
)


def attach(app: Flask) -> None:
    """Compress the text that the app answers with."""

    @app.after_request
    def compressed(response: Response) -> Response:
        own = {name.lower() for name, _ in response.headers}
        if "content-encoding" in own or not _may_be(response):
            return response
        if "vary" in own:
            response.vary.add("Accept-Encoding")
        else:
            response.headers.add("Vary", "Accept-Encoding")  # in a third of the time
        if not _reads_gzip(request.headers.get("Accept-Encoding", "")):
            return response
        if response.is_streamed:
            body: Iterable[bytes] = response.response  # type: ignore[assignment]  # of bytes or str
            response.response = _stream(body)
            response.headers.pop("Content-Length", None)
        elif len(data := response.get_data()) >= _LEAST:
            response.set_data(isal_zlib.compress(data, _LEVEL, _GZIP))
        else:
            return response
        response.headers.add("Content-Encoding", "gzip")
        return response


@lru_cache(maxsize=64)
def _reads_gzip(accepted: str) -> bool:
    """Tell whether a client reads gzip; there are few such headers, and reading one takes a while.

    >>> _reads_gzip("gzip, deflate, br"), _reads_gzip("gzip;q=0"), _reads_gzip("")
    (True, False, False)
    """
    return bool(parse_accept_header(accepted)["gzip"])


def _may_be(response: Response) -> bool:
    return (
        response.status_code not in {HTTPStatus.NO_CONTENT, HTTPStatus.NOT_MODIFIED}
        and response.status_code != HTTPStatus.PARTIAL_CONTENT
        and not response.direct_passthrough
        and (response.mimetype or "").startswith(_TEXTS)
        and request.method != "HEAD"
    )


def _stream(body: Iterable[bytes | str]) -> Iterator[bytes]:
    """Compress a stream as it comes."""
    packer = isal_zlib.compressobj(_LEVEL, wbits=_GZIP)
    try:
        for part in body:
            if packed := packer.compress(part.encode() if isinstance(part, str) else part):
                yield packed
        yield packer.flush()
    finally:
        if close := getattr(body, "close", None):
            close()
