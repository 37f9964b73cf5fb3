"""The bytes of one page, from wherever it lies."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING, Any

from indexer.page import RawPage
from indexer.refusal import NotInside, PageTooLarge, UnknownFormat, UnreadableFile
from indexer.sources import feeds, httrack, tables, warcs, zips
from indexer.sources.locator import MAX_PAGE_BYTES, Form, Locator, printable
from indexer.sources.mirror import address, captured_at
from indexer.sources.walk import NoSuchPath, file_locator, zip_locator

if TYPE_CHECKING:
    from indexer.sources.locator import Columns

_CONTAINERS = (".zip", *warcs.ENDINGS, *tables.ENDINGS, *feeds.ENDINGS)


def read(locator: Locator) -> RawPage:
    """Read one page; raises PageTooLarge, UnreadableFile or a refusal of what it lies in."""
    if locator.size > MAX_PAGE_BYTES:
        raise PageTooLarge(origin=locator.origin, size=locator.size, limit=MAX_PAGE_BYTES)
    if locator.form is Form.WARC:
        return warcs.read(locator)
    if locator.form is Form.TABLE:
        return tables.read(locator)
    if locator.form is Form.FEED:
        return feeds.read(locator)
    if locator.form is Form.ZIP:
        data = zips.read_member(locator.path, locator.member, MAX_PAGE_BYTES, locator.origin)
    else:
        data = _file(locator)
    if len(data) > MAX_PAGE_BYTES:
        raise PageTooLarge(origin=locator.origin, size=len(data), limit=MAX_PAGE_BYTES)
    modified = dt.datetime.fromtimestamp(locator.modified, tz=dt.UTC)
    if httrack.is_cached(locator.member):
        info = zips.member(locator.path, locator.member, locator.origin)
        answer = httrack.answer(locator.path, info, locator.origin)
        return RawPage(
            origin=locator.origin,
            data=data,
            captured_at=modified,
            url=locator.member,
            media_type=answer.media_type,
            charset=answer.charset,
            status=answer.status,
        )
    return RawPage(
        origin=locator.origin,
        data=data,
        captured_at=captured_at(data) or modified,
        url=address(locator.member or printable(locator.path), data),
        media_type=locator.media_type,
    )


def _file(locator: Locator) -> bytes:
    try:
        # Without a buffer, and room made for what is there: for the limit it would be 20 MB a page.
        with Path(locator.path).open("rb", buffering=0) as file:
            data = file.read(locator.size + 1)
            if len(data) == locator.size:
                return data
            return data + (file.read(MAX_PAGE_BYTES + 1) or b"")  # it grows
    except OSError as error:
        raise UnreadableFile.of(locator.origin, error) from error


def reread(origin: str, columns: Columns = ()) -> RawPage:
    """Read a page again from its origin as `Locator` has it; raises Refused or NoSuchPath.

    What lies inside of a file is read where the origin says: nothing before it is looked at, but
    the directory of a ZIP archive and the whole of a feed, which are both kept at hand.
    """
    path, member = _divided(origin)
    if not os.path.lexists(path):
        raise NoSuchPath(path=path)
    try:
        status = os.stat(path)  # noqa: PTH116 (may hold bytes that are not UTF-8)
    except OSError as error:
        raise UnreadableFile.of(origin, error) from error
    return read(_at(path, member, origin, status, columns))


def _at(path: str, member: str, origin: str, status: os.stat_result, columns: Columns) -> Locator:
    """Return the locator of a page by its place; raises Refused."""
    name = path.lower()
    if not member:
        if not stat.S_ISREG(status.st_mode) or name.endswith(_CONTAINERS):
            raise UnknownFormat(origin=origin)
        return file_locator(path, origin, status)
    if name.endswith(".zip"):
        return zip_locator(path, zips.member(path, member, origin), origin, status)
    if name.endswith(warcs.ENDINGS):
        return warcs.at(path, member, origin, status, columns)
    if name.endswith(tables.ENDINGS):
        return tables.at(path, member, origin, status, columns)
    if name.endswith(feeds.ENDINGS):
        return feeds.at(path, member, origin, status)
    raise NotInside(origin=origin)


def transferred(origin: str, sha256: str) -> tuple[Any, bytes] | None:
    """Return the HTTP headers and the body of a web archive's record as they were transferred.

    None where the origin is no such record, or its page has another digest. Raises Refused.
    """
    path, member = _divided(origin)
    if not (member and path.lower().endswith(warcs.ENDINGS)):
        return None
    locator = _at(path, member, origin, os.stat(path), ())  # noqa: PTH116 (as above)
    if hashlib.sha256(read(locator).data).hexdigest() != sha256:
        return None
    return warcs.transferred(locator)


def _divided(origin: str) -> tuple[str, str]:
    """Divide an origin into the file and the place inside of it; a name may hold "!", too."""
    end = len(origin)
    while (end := origin.rfind("!", 0, end)) > 0:
        if os.path.isfile(origin[:end]):  # noqa: PTH113 (may be no path at all)
            return origin[:end], origin[end + 1 :]
    return origin, ""
