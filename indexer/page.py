"""A page as a source hands it over: bytes, and what is known about them before they are read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt

RECORD = "application/x-depeche-record"
"""The media type of a row of a table or an entry of a feed: a JSON object of strings."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RawPage:
    """One page, unread.

    `origin` names the place it came from: a path, `archive.zip!member`, `archive.warc.gz!offset`.
    `captured_at` is UTC: the time of the web capture where one is known, else the file's own time.
    `url` is the address the page had, where the source knows it (HTTP, a mirror's folders), else
    "". `media_type` is "text/html", "text/plain", RECORD, or "" where none is known. `charset` is
    what the server said, which may be wrong, or "". `status` is that of the HTTP answer, 0 where
    none is known. `columns` maps the names in a record to fields of a release, where the one who
    asked says it: (name, field) pairs.
    """

    origin: str
    data: bytes
    captured_at: dt.datetime
    url: str = ""
    media_type: str = ""
    charset: str = ""
    status: int = 0
    columns: tuple[tuple[str, str], ...] = ()
