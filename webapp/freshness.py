"""Answers that a client need not fetch again while the archive and the question are the same."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from flask import Response, g, request

from webapp.addresses import base
from webapp.archive import current_archive

if TYPE_CHECKING:
    import datetime as dt

    from index.engine import IndexStats


def revision() -> str:
    """Return a short name of the commit that the engine answers from.

    It changes with every commit and every new generation of the index.
    """
    stats = _stats()
    return digest(stats.written_at.isoformat(), str(stats.releases), str(stats.schema_version))


def written_at() -> dt.datetime:
    """Return when the index was last written."""
    return _stats().written_at


def _stats() -> IndexStats:
    """Return what the engine told of its commit when the current request first asked.

    A commit that comes while it is answered must not lend its name to an answer of the last one.
    """
    if "index_stats" not in g:
        g.index_stats = current_archive().engine().stats()
    stats: IndexStats = g.index_stats
    return stats


def digest(*parts: str) -> str:
    """Return 16 hexadecimal digits that stand for these strings in this order.

    >>> digest("a", "bc") == digest("ab", "c")
    False
    """
    whole = "".join(f"{len(part)}:{part}" for part in parts)
    return hashlib.sha256(whole.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def etag() -> str:
    """Return the weak entity tag (RFC 9110) of the answer to the current request.

    Weak, since an answer tells how long it took. The addresses in it depend on the host.
    """
    return digest(revision(), base(), request.path, request.query_string.decode("latin-1"))


def unchanged() -> Response | None:
    """Return an empty 304 where the client has the present answer already, else None."""
    if request.if_none_match.contains_weak(etag()):
        return told(Response(status=304))
    return None


def told(response: Response) -> Response:
    """Tell in the head of an answer which one it is, and that it is to be asked for again."""
    response.set_etag(etag(), weak=True)
    response.last_modified = written_at()
    response.headers["Cache-Control"] = "no-cache"
    return response
