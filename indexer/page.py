"""A page as a source hands it over: bytes, and what is known about them before they are read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt


@dataclass(frozen=True, slots=True, kw_only=True)
class RawPage:
    """One page, unread.

    `origin` names the place it came from: a path, or `archive.zip!member`. `captured_at` is UTC:
    the time of the web capture where one is known, else the file's own time. `url` is the address
    the page had, where the source knows it (HTTP, a mirror's folders), else "". `media_type` is
    "text/html", "text/plain" or "" where neither is known. `charset` is what the server said,
    which may be wrong, or "".
    """

    origin: str
    data: bytes
    captured_at: dt.datetime
    url: str = ""
    media_type: str = ""
    charset: str = ""
