"""What was sent compressed (RFC 9110, 8.4.1), read up to a limit: listings and robots.txt only.

Releases are kept as they were sent.
"""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

import brotli

from indexer.collect.errors import BadListing

if TYPE_CHECKING:
    from indexer.collect.polite import Answer

MOST_BYTES = 50_000_000
"""A sitemap has at most so many (sitemaps.org, 2016)."""

_GZIP, _ZLIB = 16 + zlib.MAX_WBITS, zlib.MAX_WBITS


def plain(answer: Answer) -> bytes:
    """Return the body of an answer without its codings; raises BadListing."""
    codings = [one.strip() for one in answer.header("Content-Encoding").lower().split(",")]
    body = answer.body
    try:
        for coding in reversed([one for one in codings if one not in {"", "identity"}]):
            body = _without(coding, body)
    except (zlib.error, brotli.error, ValueError) as error:
        raise BadListing(url=answer.url, problem=error) from error
    return body


def gunzipped(body: bytes) -> bytes:
    """Return a body without gzip's coding where it begins so; raises ValueError or zlib.error."""
    return _inflated(body, _GZIP) if body.startswith(b"\x1f\x8b") else body


def _without(coding: str, body: bytes) -> bytes:
    if coding in {"gzip", "x-gzip"}:
        return _inflated(body, _GZIP)
    if coding == "deflate":
        return _inflated(body, _ZLIB)
    if coding == "br":
        opened = brotli.Decompressor()
        return _bounded(opened.process(body, output_buffer_limit=MOST_BYTES + 1))
    message = f"its coding is {coding[:40]!r}"
    raise ValueError(message)


def _inflated(body: bytes, form: int) -> bytes:
    opened = zlib.decompressobj(form)
    data = _bounded(opened.decompress(body, MOST_BYTES + 1))
    if not opened.eof:
        message = "its compressed data is cut off"
        raise ValueError(message)
    return data


def _bounded(data: bytes) -> bytes:
    if len(data) > MOST_BYTES:
        message = f"it has over {MOST_BYTES} bytes"
        raise ValueError(message)
    return data
