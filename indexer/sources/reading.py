"""The bytes of one page, from wherever it lies."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from indexer.page import RawPage
from indexer.refusal import NotInside, PageTooLarge, Refused, UnknownFormat, UnreadableFile
from indexer.sources import feeds, httrack, tables, warcs, zips
from indexer.sources.locator import MAX_PAGE_BYTES, Form, Found, Locator, printable
from indexer.sources.mirror import address, captured_at
from indexer.sources.walk import locate

if TYPE_CHECKING:
    from indexer.sources.locator import Columns


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
        with Path(locator.path).open("rb") as file:
            return file.read(MAX_PAGE_BYTES + 1)
    except OSError as error:
        problem = error.strerror or str(error)
        raise UnreadableFile(origin=locator.origin, problem=problem) from error


def reread(origin: str, columns: Columns = ()) -> RawPage:
    """Read a page again from its origin as `Locator` has it; raises Refused or NoSuchPath."""
    path, member = _divided(origin)
    refusals: list[Refused] = []
    found = Found(on_refusal=refusals.append, columns=columns)
    if member and path.lower().endswith(warcs.ENDINGS):
        return read(warcs.at(path, member, origin))
    for locator in locate([Path(path)], found):
        if locator.origin == origin:
            return read(locator)
    if refusals:
        raise refusals[0]
    raise NotInside(origin=origin) if member else UnknownFormat(origin=origin)


def transferred(origin: str, sha256: str) -> tuple[Any, bytes] | None:
    """Return the HTTP headers and the body of a web archive's record as they were transferred.

    None where the origin is no such record, or its page has another digest. Raises Refused.
    """
    path, member = _divided(origin)
    if not (member and path.lower().endswith(warcs.ENDINGS)):
        return None
    locator = warcs.at(path, member, origin)
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
