"""A page's place, and how to read the page from it."""

from __future__ import annotations

import datetime as dt
import os
from dataclasses import dataclass
from pathlib import Path

from indexer.page import RawPage
from indexer.refusal import PageTooLarge, UnreadableFile
from indexer.sources import zips
from indexer.sources.mirror import url_of

# A release is rarely over 100 kB; a page that is larger by a factor of 200 is something else.
MAX_PAGE_BYTES = 20_000_000

MEDIA_TYPES = {
    ".html": "text/html",
    ".htm": "text/html",
    ".xhtml": "application/xhtml+xml",
    ".txt": "text/plain",
}


@dataclass(frozen=True, slots=True)
class Locator:
    """One page that can be read, and how to tell whether it has changed.

    `origin` is printable and unique: an absolute path, or `archive.zip!member`. `path` is the file
    itself, `member` the name inside a ZIP, else "". An equal `stamp` means that the page has not
    changed since. `modified` is the file's own time in seconds since 1970, UTC.
    """

    origin: str
    path: str
    member: str
    stamp: str
    size: int
    modified: float

    @property
    def media_type(self) -> str:
        """What the name promises, or "" where it promises nothing known."""
        return media_type(self.member or self.path)


def media_type(name: str) -> str:
    """Guess what a page holds from its name, as mirroring tools write it.

    >>> media_type("news_1.htm?selectedLocale=fr"), media_type("a.HTML"), media_type("photo.jpg")
    ('text/html', 'text/html', '')
    """
    for end in (name, name.split("?", 1)[0], name.split("@", 1)[0]):
        found = MEDIA_TYPES.get(os.path.splitext(end)[1].lower())  # noqa: PTH122 (may be no path)
        if found:
            return found
    return ""


def printable(path: str) -> str:
    r"""Return a path as text that any file can store: bytes that are not UTF-8 become `\\xNN`."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def read(locator: Locator) -> RawPage:
    """Read one page; raises PageTooLarge, UnreadableFile or a refusal of the ZIP it lies in."""
    if locator.size > MAX_PAGE_BYTES:
        raise PageTooLarge(origin=locator.origin, size=locator.size, limit=MAX_PAGE_BYTES)
    if locator.member:
        data = zips.read_member(locator.path, locator.member, MAX_PAGE_BYTES, locator.origin)
    else:
        try:
            with Path(locator.path).open("rb") as file:
                data = file.read(MAX_PAGE_BYTES + 1)
        except OSError as error:
            problem = error.strerror or str(error)
            raise UnreadableFile(origin=locator.origin, problem=problem) from error
    if len(data) > MAX_PAGE_BYTES:
        raise PageTooLarge(origin=locator.origin, size=len(data), limit=MAX_PAGE_BYTES)
    return RawPage(
        origin=locator.origin,
        data=data,
        captured_at=dt.datetime.fromtimestamp(locator.modified, tz=dt.UTC),
        url=url_of(locator.member or printable(locator.path)),
        media_type=locator.media_type,
    )
