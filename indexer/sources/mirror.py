"""The address of a page from the folders a mirroring tool (wget, HTTrack) put it in."""

from __future__ import annotations

import re
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt

# A folder is taken for a host name when it begins with www., or ends in a country code or in one
# of the generic top-level domains that institutions use (RFC 2606 keeps .example for samples).
_HOST = re.compile(
    r"(?:www\.[a-z0-9-]+(?:\.[a-z0-9-]+)+"
    r"|(?:[a-z0-9-]+\.)+(?:int|org|com|net|edu|gov|eu|example|[a-z]{2}))(?::\d+)?",
)
# Between a file's name and its query, wget writes ? (Unix) or @ (Windows).
_QUERY = re.compile(r"(\.\w+)@(?=\w+=)")


def url_of(path: str) -> str:
    """Return the address that a mirrored path stands for, "" where no folder is a host name.

    >>> url_of("/home/ana/miroir/www.nato.int/docu/pr/1999/p99-001f.htm")
    'https://www.nato.int/docu/pr/1999/p99-001f.htm'
    >>> url_of("www.nato.int/cps/fr/natohq/news_1.htm@selectedLocale=fr.html")
    'https://www.nato.int/cps/fr/natohq/news_1.htm?selectedLocale=fr'
    >>> url_of("/home/ana/releases/p99-001f.htm")
    ''
    """
    parts = path.replace("\\", "/").split("/")
    for place in range(len(parts) - 2, -1, -1):
        if _HOST.fullmatch(parts[place].lower()):
            address = "/".join([parts[place].lower(), *parts[place + 1 :]])
            address, found = _QUERY.subn(r"\1?", address, count=1)
            if found or "?" in address:
                address = address.removesuffix(".html")
            return "https://" + address
    return ""


# What HTTrack writes near the head of each page it saves, and what browsers write above a page
# that is saved from them.
_MIRRORED = re.compile(
    rb"<!-- Mirrored from (?:https?://)?([^\s<>]{4,2000}) by HTTrack"
    rb"(?:[^<>]*, (\w{3}, \d\d? \w{3} \d{4} [\d:]{8} GMT) -->)?"
)
_SAVED = re.compile(rb"<!-- saved from url=\(\d{4}\)(https?://[^\s<>]{4,2000}) -->")
_HEAD = 4096


def address(path: str, data: bytes) -> str:
    r"""Return the address that a page had: as the page itself tells, else as its folders do.

    >>> address("a.htm", b"<html>\n<!-- Mirrored from www.nato.int/a.htm?b=c by HTTrack Website")
    'https://www.nato.int/a.htm?b=c'
    """
    head = data[:_HEAD]
    if told := _MIRRORED.search(head):
        return "https://" + told[1].decode("utf-8", "replace")
    if told := _SAVED.search(head):
        return told[1].decode("utf-8", "replace")
    return url_of(path)


def captured_at(data: bytes) -> dt.datetime | None:
    """Return when HTTrack fetched a page, as it notes beside the address (UTC), None elsewhere.

    >>> captured_at(b"<!-- Mirrored from a.int/b by HTTrack Website Copier/3.x [XR&CO'2014], "
    ...             b"Tue, 18 Oct 2016 17:41:00 GMT -->")
    datetime.datetime(2016, 10, 18, 17, 41, tzinfo=datetime.timezone.utc)
    """
    told = _MIRRORED.search(data[:_HEAD])
    if not told or not told[2]:
        return None
    try:
        return parsedate_to_datetime(told[2].decode("latin-1"))
    except ValueError:  # there may be a 31st of June
        return None
