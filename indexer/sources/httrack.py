"""What HTTrack notes of each answer in its cache, the ZIP archive hts-cache/new.zip.

A member's name is the address that was asked for, its bytes are the page as it was sent; errors
are members, too. The extra field of the local header is text, in lines like those of HTTP
(https://www.httrack.com/html/cache.html).
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from indexer.refusal import DamagedZip, UnreadableFile
from indexer.sources.headers import FOUND, content_type, status_code
from indexer.sources.zips import begin_of

if TYPE_CHECKING:
    import zipfile

_ADDRESS = ("http://", "https://")


class Answer(NamedTuple):
    """What HTTP said of a page; `stored` tells whether its bytes are in the cache."""

    status: int
    media_type: str
    charset: str
    stored: bool

    @property
    def can_be_read(self) -> bool:
        """Whether it was found, and can be read from the cache."""
        return self.stored and self.status in FOUND


def is_old_cache(path: str) -> bool:
    r"""Tell whether a file is the cache of HTTrack before release 3.31, by its place.

    >>> is_old_cache("/mirror/hts-cache/new.dat"), is_old_cache("C:\\m\\HTS-CACHE\\new.zip")
    (True, False)
    """
    return path.lower().replace("\\", "/").endswith("hts-cache/new.dat")


def is_cached(name: str) -> bool:
    """Tell whether a member of a ZIP archive is named as those of HTTrack's cache are."""
    return name.startswith(_ADDRESS)


def answer(path: str, info: zipfile.ZipInfo, origin: str) -> Answer:
    """Read what HTTP said of a member; raises DamagedZip or UnreadableFile."""
    try:
        with Path(path).open("rb") as file:
            _, extra = begin_of(file, info, origin)
    except OSError as error:
        raise UnreadableFile.of(origin, error) from error
    noted = _noted(extra)
    if "x-in-cache" not in noted:
        raise DamagedZip(origin=origin, problem="nothing tells how the page was answered")
    media_type, charset = content_type(noted.get("content-type", ""))
    return Answer(
        status=status_code(noted.get("x-statuscode", "")),
        media_type=media_type,
        charset=charset or noted.get("x-charset", "")[:40],
        stored=noted["x-in-cache"] == "1",
    )


def _noted(extra: bytes) -> dict[str, str]:
    r"""Divide the text of an extra field into names, in small letters, and values.

    >>> _noted(b"HTTP/1.1 200 OK\r\nX-In-Cache: 1\r\nX-StatusCode: 200\r\n\r\nDate: today\r\n")
    {'x-in-cache': '1', 'x-statuscode': '200'}
    """
    lines = extra.decode("latin-1").replace("\r\n", "\n").partition("\n\n")[0].split("\n")
    pairs = (line.partition(":") for line in lines)
    return {name.strip().lower(): value.strip() for name, colon, value in pairs if colon}
