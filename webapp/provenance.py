"""Where a capture was read, told to readers who need not know the folders of the server."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

if TYPE_CHECKING:
    from index.record import Document

# `archive.zip!member`; nothing but these endings makes a "!" the border of an archive.
_MEMBER = re.compile(r"(?is)(?P<archive>.+?\.(?:zip|warc|warc\.gz|wacz))!(?P<member>.+)")
_SEPARATOR = re.compile(r"[/\\]")


def shown_origin(origin: str, url: str) -> str:
    """Return an origin without the folders around it that say something about the server.

    Of a member stays its archive's name and its own path. Of a file stays its name, and the
    folders that mirror its `url` from the host on: they tell what the address tells. An `origin`
    that is a web address stays.

    >>> shown_origin("/home/anne/nato.zip!www.nato.int/docu/p03.htm", "")
    'nato.zip!www.nato.int/docu/p03.htm'
    >>> shown_origin("/srv/in/www.nato.int/docu/p03.htm", "https://www.nato.int/docu/p03.htm")
    'www.nato.int/docu/p03.htm'
    >>> shown_origin("/srv/in/p03.htm", "https://www.nato.int/docu/p03.htm")
    'p03.htm'
    """
    if origin.startswith(("https://", "http://")):
        return origin
    if found := _MEMBER.fullmatch(origin):
        return f"{_SEPARATOR.split(found['archive'])[-1]}!{found['member']}"
    *folders, name = _SEPARATOR.split(origin)
    mirrored = _folders(url)
    if mirrored and [unquote(folder) for folder in folders[-len(mirrored) :]] == mirrored:
        return "/".join([*folders[-len(mirrored) :], name])
    return name


def without_folders(document: Document) -> Document:
    """Return the document with the origins of its captures as `shown_origin` gives them."""
    captures = tuple(
        replace(capture, origin=shown_origin(capture.origin, capture.url))
        for capture in document.captures
    )
    return replace(document, captures=captures)


def _folders(url: str) -> list[str]:
    """Return the host of an address and the folders of its path, [] where it has no host.

    >>> _folders("https://www.nato.int/docu/pr/p03.htm?x=1")
    ['www.nato.int', 'docu', 'pr']
    """
    try:
        parts = urlsplit(url)
    except ValueError:
        return []
    path = unquote(parts.path).split("/")[1:-1]
    return [parts.netloc, *path] if parts.netloc else []
