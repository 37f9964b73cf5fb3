"""Addresses that leave the site: whole ones, of a host that is ours and not a client's invention.

Pages link within the site and need no host. Feeds, site maps and citations do. Their host is the
one that the archive was told (`WebConfig.base_url`), else that of the request where nobody else
could own it: a client may write any name into its Host header, and what repeats it could be
kept in a cache for others.
"""

from __future__ import annotations

import re
from ipaddress import ip_address

from flask import request

from webapp.archive import current_archive

# A host and perhaps a port; letters, digits and hyphens as in DNS, or an IPv6 literal.
_HOST = re.compile(
    r"(?P<name>[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?|\[[0-9A-Fa-f:.]+\])(:\d{1,5})?"
)


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
