"""Who asks, and how, where requests come through a proxy.

The headers that tell it are taken from trusted proxies only: anyone else can write anything there.
"""

from __future__ import annotations

import ipaddress
from typing import TYPE_CHECKING

from index.errors import DepecheError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

Network = ipaddress.IPv4Network | ipaddress.IPv6Network

_FOR, _PROTO, _PREFIX = "HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO", "HTTP_X_FORWARDED_PREFIX"
_TOLD_BY_PROXIES = (_FOR, _PROTO, _PREFIX, "HTTP_X_FORWARDED_HOST", "HTTP_FORWARDED")


class NoAddress(DepecheError):
    """'{value}' is neither an address nor a network."""

    hint = "Write an IP address such as 127.0.0.1, or a network such as 10.0.0.0/8."


def networks(values: Iterable[str]) -> tuple[Network, ...]:
    """Read addresses and networks; raises NoAddress.

    >>> networks(["127.0.0.1", "10.0.0.0/8"])
    (IPv4Network('127.0.0.1/32'), IPv4Network('10.0.0.0/8'))
    """
    read = []
    for value in values:
        try:
            read.append(ipaddress.ip_network(value))
        except ValueError as error:
            raise NoAddress(value=value) from error
    return tuple(read)


def is_among(address: str, trusted: Sequence[Network]) -> bool:
    """Tell whether an address lies in one of the networks; what is no address does not.

    >>> is_among("10.1.2.3", networks(["10.0.0.0/8"])), is_among("unix:", networks(["::/0"]))
    (True, False)
    """
    try:
        read = ipaddress.ip_address(address)
    except ValueError:
        return False
    return any(read in network for network in trusted)


def client(peer: str, forwarded_for: str, trusted: Sequence[Network]) -> str:
    """Return who asks: the last address of the way here that is no trusted proxy.

    Each proxy adds the address that it was asked by at the end of X-Forwarded-For, so what stands
    before the first untrusted one, read from the end, may be invented.

    >>> local = networks(["127.0.0.1", "10.0.0.0/8"])
    >>> client("127.0.0.1", "1.2.3.4, 203.0.113.9, 10.0.0.7", local)
    '203.0.113.9'
    >>> client("198.51.100.5", "203.0.113.9", local)
    '198.51.100.5'
    """
    way = [peer]
    if forwarded_for:
        way = [*(hop.strip() for hop in forwarded_for.split(",")), peer]
    asked_by = peer
    for hop in reversed(way):
        if not _is_address(hop):
            break
        asked_by = hop
        if not is_among(hop, trusted):
            break
    return asked_by


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True


class Proxies:
    """Puts the client's address and scheme, and the path below which it is served, in their place.

    From X-Forwarded-For, X-Forwarded-Proto and X-Forwarded-Prefix of a trusted proxy; the host is
    the one of the Host header, which a proxy passes on.
    """

    def __init__(self, app: WSGIApplication, trusted: Sequence[Network]) -> None:
        self._app = app
        self._trusted = trusted

    def __call__(self, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        """Answer a request."""
        told = {name: environ.pop(name, "") for name in _TOLD_BY_PROXIES}
        peer = environ.get("REMOTE_ADDR", "")
        if is_among(peer, self._trusted):
            environ["REMOTE_ADDR"] = client(peer, told[_FOR], self._trusted)
            scheme = told[_PROTO].rpartition(",")[2].strip()
            if scheme in {"http", "https"}:
                environ["wsgi.url_scheme"] = scheme
            if (prefix := told[_PREFIX].rstrip("/")).startswith("/"):
                environ["SCRIPT_NAME"] = prefix
                environ["PATH_INFO"] = environ["PATH_INFO"].removeprefix(prefix)
        return self._app(environ, start)
