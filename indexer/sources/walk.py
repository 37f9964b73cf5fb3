"""Find pages in folders, files and archives without reading them."""

from __future__ import annotations

import os
import re
import stat
from typing import TYPE_CHECKING

from index.errors import DepecheError
from indexer.refusal import EmptyPage, OldHttrackCache, Refused, UnknownFormat, UnreadableFile
from indexer.sources import feeds, httrack, tables, warcs, zips
from indexer.sources.headers import PAGES
from indexer.sources.locator import Form, Found, Locator, media_type, printable
from indexer.sources.mirror import address

if TYPE_CHECKING:
    import zipfile
    from collections.abc import Iterable, Iterator
    from pathlib import Path


class NoSuchPath(DepecheError):
    """There is no file or folder {path}."""

    hint = "Check the spelling; a name with spaces needs quotes."


def locate(paths: Iterable[Path], found: Found) -> Iterator[Locator]:
    """Yield every page below the paths, folders in the order of their names.

    Raises NoSuchPath before anything is yielded. Names that promise no page are counted in
    `found.ignored`; places that cannot be read go to `found.on_refusal`, and the walk goes on.
    """
    starts = [os.path.abspath(path) for path in paths]  # noqa: PTH100 (keeps symbolic links)
    for start in starts:
        if not os.path.lexists(start):
            raise NoSuchPath(path=start)
    return _walk(starts, found)


def _walk(starts: list[str], found: Found) -> Iterator[Locator]:
    seen: set[tuple[int, int]] = set()
    # Folders under way, each with the names that are still to be looked at, the next one last: of
    # a folder of a million files a list of names is held, and nothing else.
    stack = [("", starts[::-1])]
    while stack:
        folder, names = stack[-1]
        if not names:
            stack.pop()
            continue
        path = os.path.join(folder, names.pop())  # noqa: PTH118 (may hold bytes that are no UTF-8)
        origin = printable(path)
        try:
            status = os.stat(path)  # noqa: PTH116 (as above)
            if stat.S_ISDIR(status.st_mode):
                if (status.st_dev, status.st_ino) not in seen:
                    seen.add((status.st_dev, status.st_ino))
                    stack.append((path, sorted(os.listdir(path), reverse=True)))  # noqa: PTH208
            elif not stat.S_ISREG(status.st_mode):
                # to open a pipe would be to wait for who writes to it
                found.on_refusal(UnreadableFile(origin=origin, problem="it is no regular file"))
            else:
                yield from _in_file(path, origin, status, found, named_by_hand=not folder)
        except OSError as error:
            found.on_refusal(UnreadableFile.of(origin, error))


def _in_file(
    path: str, origin: str, status: os.stat_result, found: Found, *, named_by_hand: bool
) -> Iterator[Locator]:
    """Yield the page that a file is, or the pages that it holds."""
    name = path.lower()
    if name.endswith(".zip"):
        yield from _in_zip(path, origin, status, found)
    elif name.endswith(warcs.ENDINGS) and not status.st_size:
        found.on_refusal(EmptyPage(origin=origin))
    elif name.endswith(warcs.ENDINGS):
        yield from warcs.locate(path, origin, status, found)
    elif name.endswith(tables.ENDINGS):
        yield from tables.locate(path, origin, status, found, named_by_hand=named_by_hand)
    elif name.endswith(feeds.ENDINGS):
        yield from feeds.locate(path, origin, status, found)
    elif _promises_page(path, found, named_by_hand=named_by_hand):
        yield file_locator(path, origin, status)
    elif httrack.is_old_cache(path):
        found.on_refusal(OldHttrackCache(origin=origin))
    elif named_by_hand:
        found.on_refusal(UnknownFormat(origin=origin))
    else:
        found.ignored += 1


def _promises_page(path: str, found: Found, *, named_by_hand: bool = False) -> bool:
    """Tell whether a name is one of a page: by its ending, or as a release in a mirror.

    Mirrors have releases in JSON, and pages whose names are their addresses without any ending.
    """
    if media_type(path):
        return True
    if path.lower().endswith(".json"):
        return named_by_hand or found.is_json_page(path) or found.is_json_page(address(path, b""))
    name = re.split(r"[?@]", os.path.basename(path), maxsplit=1)[0]  # noqa: PTH119 (as in _walk)
    return "." not in name and found.is_release(address(path, b""))


def _in_zip(path: str, origin: str, status: os.stat_result, found: Found) -> Iterator[Locator]:
    try:
        for info in zips.members(path, origin):
            place = f"{origin}!{info.filename}"
            try:
                zips.refuse_unsafe(info, place)
                if httrack.is_old_cache(info.filename):
                    raise OldHttrackCache(origin=place)
                is_page = _is_page(path, info, place, found)
            except Refused as refused:
                found.on_refusal(refused)
                continue
            if not is_page:
                found.ignored += 1
                continue
            yield zip_locator(path, info, place, status)
    except Refused as refused:
        found.on_refusal(refused)


def file_locator(path: str, origin: str, status: os.stat_result) -> Locator:
    """Return the locator of a file that is a page."""
    stamp = f"{status.st_size}:{status.st_mtime_ns}"
    return Locator(origin, path, "", stamp, status.st_size, status.st_mtime)


def zip_locator(path: str, info: zipfile.ZipInfo, origin: str, status: os.stat_result) -> Locator:
    """Return the locator of a member of a ZIP archive; `status` is that of the archive."""
    modified = zips.modified(info) or status.st_mtime
    where = (origin, path, info.filename, zips.stamp_of(info), info.file_size, modified)
    return Locator(*where, Form.ZIP)


def _is_page(path: str, info: zipfile.ZipInfo, place: str, found: Found) -> bool:
    """Tell whether a member of a ZIP archive is a page, by its name or as HTTrack noted it."""
    name = info.filename
    if not httrack.is_cached(name):
        return _promises_page(name, found)
    answer = httrack.answer(path, info, place)
    is_json = "json" in answer.media_type and found.is_json_page(name)
    return answer.can_be_read and (answer.media_type in PAGES or is_json)
