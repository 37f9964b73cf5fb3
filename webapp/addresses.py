"""Addresses within the site, and whole ones of a host that is ours and not a client's invention.

Pages link within the site and need no host. Feeds, site maps and citations do. Their host is the
one that the archive was told (`WebConfig.base_url`), else that of the request where nobody else
could own it: a client may write any name into its Host header, and what repeats it could be
kept in a cache for others.
"""

from __future__ import annotations

import re
from functools import lru_cache
from ipaddress import ip_address
from urllib.parse import quote

from flask import request, url_for

from webapp.archive import current_archive

# A host and perhaps a port; letters, digits and hyphens as in DNS, or an IPv6 literal.
_HOST = re.compile(
    r"(?P<name>[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?|\[[0-9A-Fa-f:.]+\])(:\d{1,5})?"
)

# What Werkzeug leaves as it is in a path.
_PLAIN = "!$&'()*+,/:;=@"
# Most ids: `quote` looks at each five times as long.
_as_it_is = re.compile(r"[A-Za-z0-9_.:/-]*").fullmatch


def path_to(endpoint: str, **values: str) -> str:
    """Return the address of a page of this site, as `url_for` does, many times faster.

    `endpoint` is whole, with its blueprint. A page of results has a hundred such addresses; they
    are few and remembered.
    """
    return _built(request.root_path, endpoint, tuple(values.items()))


@lru_cache(maxsize=8192)
def _built(root: str, endpoint: str, values: tuple[tuple[str, str], ...]) -> str:
    del root  # the address begins with it: it is a part of the key
    return url_for(endpoint, **dict(values))  # type: ignore[arg-type]  # all are of the address


def of_release(release_id: str) -> str:
    """Return the address of the page of a release; there are too many to remember them."""
    return releases() + in_path(release_id)


def releases() -> str:
    """Return what stands before the id in the address of the page of any release."""
    return path_to("pages.release", release_id="-").removesuffix("-")


def in_path(entry_id: str) -> str:
    """Write an id as it stands in a path.

    >>> in_path("nato:news_1:fr"), in_path("page:1?é")
    ('nato:news_1:fr', 'page:1%3F%C3%A9')
    """
    return entry_id if _as_it_is(entry_id) else quote(entry_id, safe=_PLAIN)


def of_entity(entity_id: str) -> str:
    """Return the address of the page of an entity; some archives have many, too."""
    before = path_to("entities.entity", entity_id="-").removesuffix("-")
    return before + in_path(entity_id)


def base() -> str:
    """Return the address of the start page without its last slash, "" where none is sure."""
    told = current_archive().config.base_url
    if told:
        return told.rstrip("/")
    return f"{request.scheme}://{request.host}{request.root_path}" if own(request.host) else ""


def absolute(path: str) -> str:
    """Return the whole address of a path of this site, the path itself where no host is sure."""
    found = base()
    return found + path.removeprefix(request.root_path) if found else path


@lru_cache(maxsize=256)
def own(host: str) -> bool:
    """Tell whether a Host header can only mean this machine or one of its network.

    That is an address, or a name without a dot; anybody can own any other.

    >>> own("localhost:8000"), own("127.0.0.1"), own("[::1]:8000"), own("archives")
    (True, True, True, True)
    >>> own("evil.example"), own("a/b"), own("")
    (False, False, False)
    """
    found = _HOST.fullmatch(host)
    if not found:
        return False
    name = found["name"].strip("[]")
    try:
        ip_address(name)
    except ValueError:
        return "." not in name and ":" not in name
    return True
