"""Connections to public addresses only: what a name stands for is looked up once, and checked."""

from __future__ import annotations

import ipaddress
import socket
from typing import TYPE_CHECKING

from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.poolmanager import PoolManager
from urllib3.util.timeout import Timeout

if TYPE_CHECKING:
    from collections.abc import Callable

CONNECT_SECONDS = 20
READ_SECONDS = 60


class NotPublic(ValueError):
    """A name stands for an address that is not of the public internet."""

    def __init__(self, address: str) -> None:
        super().__init__(f"{address} is not public")
        self.address = address


def is_public(address: str) -> bool:
    """Tell whether an IP address is of the public internet.

    An IPv4 address inside an IPv6 one counts as itself.

    >>> is_public("127.0.0.1"), is_public("10.1.2.3"), is_public("::ffff:192.168.0.1")
    (False, False, False)
    >>> is_public("169.254.169.254"), is_public("152.152.31.120")
    (False, True)
    """
    found = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(found, ipaddress.IPv6Address):
        inner = found.ipv4_mapped or found.sixtofour
        if inner is not None:
            found = inner
    return found.is_global and not found.is_multicast


def public_address(host: str, port: int) -> str:
    """Return the address of a host; raises NotPublic where any of its addresses is not public."""
    found = [str(info[4][0]) for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    for address in found:
        if not is_public(address):
            raise NotPublic(address)
    return found[0]


def _connected(connection: HTTPConnection, connect: Callable[[], socket.socket]) -> socket.socket:
    """Connect to the address that was checked: the name is not looked up a second time."""
    name = connection._dns_host  # noqa: SLF001 - urllib3 has no other way to name it
    try:
        address = public_address(name.strip("[]"), connection.port or connection.default_port)
        connection._dns_host = address  # noqa: SLF001 - as above
        return connect()
    finally:
        connection._dns_host = name  # noqa: SLF001 - the Host header and TLS are of the name


class _Public(HTTPConnection):
    def _new_conn(self) -> socket.socket:
        return _connected(self, super()._new_conn)


class _PublicSecure(HTTPSConnection):
    def _new_conn(self) -> socket.socket:
        return _connected(self, super()._new_conn)


class _Pool(HTTPConnectionPool):
    ConnectionCls = _Public


class _SecurePool(HTTPSConnectionPool):
    ConnectionCls = _PublicSecure


def manager(*, private: bool) -> PoolManager:
    """Return what makes connections; with `private`, to any address."""
    timeout = Timeout(connect=CONNECT_SECONDS, read=READ_SECONDS)
    made = PoolManager(num_pools=4, maxsize=1, timeout=timeout, retries=False)
    if not private:
        made.pool_classes_by_scheme = {"http": _Pool, "https": _SecurePool}
    return made
