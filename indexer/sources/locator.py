"""A page's place: what it is, how to name it, and how to tell whether it has changed."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

    from indexer.refusal import Refused

# A release is rarely over 100 kB; a page that is larger by a factor of 200 is something else.
MAX_PAGE_BYTES = 20_000_000
_DIGITS = 18  # of an offset: below 2**63, which is as far as a file may reach

MEDIA_TYPES = {
    ".html": "text/html",
    ".htm": "text/html",
    ".xhtml": "application/xhtml+xml",
    ".txt": "text/plain",
}
JSON = "application/json"

Columns = tuple[tuple[str, str], ...]


class Form(Enum):
    """What a page lies in."""

    FILE = "file"
    ZIP = "zip"
    WARC = "warc"
    TABLE = "table"
    FEED = "feed"


@dataclass(frozen=True, slots=True)
class Locator:
    """One page that can be read, and how to tell whether it has changed.

    `origin` is printable and unique: an absolute path, or `archive.zip!member`. `path` is the file
    itself, `member` the place inside of it (the name in a ZIP archive, the offset of a record), ""
    where the file is the page. An equal `stamp` means that the page has not changed since. `size`
    is in bytes, 0 where only reading would tell. `modified` is the file's own time in seconds since
    1970, UTC. `columns` are those of `RawPage`.
    """

    origin: str
    path: str
    member: str
    stamp: str
    size: int
    modified: float
    form: Form = Form.FILE
    columns: Columns = ()

    @property
    def media_type(self) -> str:
        """What the name promises, or "" where it promises nothing known."""
        name = self.member or self.path
        return media_type(name) or (JSON if name.lower().endswith(".json") else "")


@dataclass(frozen=True, slots=True)
class Revisit:
    """A capture of a web archive that repeats an earlier one, whose bytes are not stored again.

    It repeats what was captured at `of_url`, at the time `of_time` where it is told (UTC), else
    before `captured_at`. `is_page` tells whether it is known to be of a page, not of a picture.
    """

    origin: str
    stamp: str
    url: str
    captured_at: dt.datetime
    status: int
    of_url: str
    of_time: dt.datetime | None
    is_page: bool


@dataclass(frozen=True, slots=True)
class Container:
    """A file that holds many pages, each of which is found only by reading all of it.

    `stamp` is equal as long as the file has not changed.
    """

    origin: str
    stamp: str


@dataclass
class Found:
    """What a walk meets beside pages, and what it need not look into.

    `ignored` counts names and records that are no pages. `on_refusal` is told of places that could
    not be looked at, `on_revisit` of captures that repeat others. A container of which `is_known`
    is true is passed over; `read_through` has those that were read to their end without damage.
    `columns` is how the columns of tables are to be read, () by their names. `is_json_page` tells
    of a name that ends in .json, or of an address, whether a release is written there in JSON;
    `is_release` of an address whether it is known as one of a release.
    """

    ignored: int = 0
    on_refusal: Callable[[Refused], None] = field(default=lambda _refused: None)
    on_revisit: Callable[[Revisit], None] = field(default=lambda _revisit: None)
    is_known: Callable[[Container], bool] = field(default=lambda _container: False)
    read_through: list[Container] = field(default_factory=list)
    columns: Columns = ()
    is_json_page: Callable[[str], bool] = field(default=lambda _name: False)
    is_release: Callable[[str], bool] = field(default=lambda _address: False)


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


def is_offset(text: str) -> bool:
    """Tell whether a text is a place in a file, or a number in a list, that can be.

    >>> is_offset("48213"), is_offset("-1"), is_offset("9" * 20)
    (True, False, False)
    """
    return text.isascii() and text.isdigit() and len(text) <= _DIGITS


def printable(path: str) -> str:
    r"""Return a path as text that any file can store: bytes that are not UTF-8 become `\\xNN`."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")
