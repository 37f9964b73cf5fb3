"""Connections to public addresses only: what a name stands for is looked up once, and checked.

Certificates are always checked, by the system's authorities and one that was named beside them.
"""

from __future__ import annotations

import contextlib
import ipaddress
import socket
import ssl
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import HTTPError
from urllib3.poolmanager import PoolManager
from urllib3.util.timeout import Timeout

from indexer.collect.errors import BadAuthority

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

CONNECT_SECONDS = 20
READ_SECONDS = 60
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
"""IPv4 addresses as machines without IPv4 reach them (RFC 6052)."""


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
    >>> is_public("64:ff9b::7f00:1"), is_public("64:ff9b::9898:1f78")
    (False, True)
    """
    found = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(found, ipaddress.IPv6Address):
        inner = found.ipv4_mapped or found.sixtofour
        if found in _NAT64:
            inner = ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)
        if inner is not None:
            found = inner
    return found.is_global and not found.is_multicast


def public_addresses(host: str, port: int) -> list[str]:
    """Return the addresses of a host; raises NotPublic where any of them is not public."""
    found = _addresses(host, port)
    for address in found:
        if not is_public(address):
            raise NotPublic(address)
    return found


def _addresses(host: str, port: int) -> list[str]:
    return [str(info[4][0]) for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


class Wire:
    """The connections of one client, which asks for one thing at a time.

    With `private` to any address. `ca_file` has certificates of authorities (PEM) that are believed
    beside the system's; raises BadAuthority where it has none. What takes too long is cut from
    outside: a server that sends a byte now and then keeps within every timeout of a single read.
    """

    def __init__(self, *, private: bool, ca_file: Path | None = None) -> None:
        self._look_up = _addresses if private else public_addresses
        self._twin: socket.socket | None = None
        timeout = Timeout(connect=CONNECT_SECONDS, read=READ_SECONDS)
        self.pools = PoolManager(
            num_pools=4,
            maxsize=1,
            timeout=timeout,
            retries=False,
            ssl_context=_believing(ca_file),
        )
        self.pools.pool_classes_by_scheme = {
            "http": _pool(HTTPConnectionPool, _plain(self)),
            "https": _pool(HTTPSConnectionPool, _secure(self)),
        }

    @contextmanager
    def within(self, seconds: float) -> Iterator[threading.Event]:
        """Cut what is not done in so many seconds; the event tells whether that was done."""
        is_cut = threading.Event()

        def cut() -> None:
            is_cut.set()
            if self._twin is not None:
                with contextlib.suppress(OSError):  # it may have been closed by the other side
                    self._twin.shutdown(socket.SHUT_RDWR)

        timer = threading.Timer(seconds, cut)
        timer.start()
        try:
            yield is_cut
        finally:
            timer.cancel()
            timer.join()

    def close(self) -> None:
        """Close all connections."""
        self.pools.clear()
        self._forget()

    def connected(
        self, connection: HTTPConnection, connect: Callable[[], socket.socket]
    ) -> socket.socket:
        """Connect to an address that was checked: the name is not looked up a second time."""
        name = connection._dns_host  # noqa: SLF001 - urllib3 has no other way to name it
        port = connection.port or connection.default_port
        failed: Exception | None = None
        try:
            for address in self._look_up(name.strip("[]"), port or 0):
                connection._dns_host = address  # noqa: SLF001 - as above
                try:
                    made = connect()
                except HTTPError as error:
                    failed = error
                else:
                    self._forget()
                    # stands for the same connection, also when TLS has taken the first one over
                    self._twin = made.dup()
                    return made
        finally:
            connection._dns_host = name  # noqa: SLF001 - Host header and TLS are of the name
        raise failed or OSError(f"{name} has no address")

    def _forget(self) -> None:
        if self._twin is not None:
            self._twin.close()
        self._twin = None


def _believing(ca_file: Path | None) -> ssl.SSLContext:
    """Return how connections are secured; raises BadAuthority."""
    context = ssl.create_default_context()
    if ca_file is not None:
        try:
            context.load_verify_locations(ca_file)
        except OSError as error:  # ssl.SSLError is one
            problem = error.reason if isinstance(error, ssl.SSLError) else error.strerror
            raise BadAuthority(path=ca_file, problem=problem or error) from error
    return context


def certificate_problem(error: Exception) -> str:
    """Return what is wrong with a server's certificate, "" where a request failed otherwise."""
    for cause in (error, *error.args):
        if isinstance(cause, ssl.SSLCertVerificationError):
            return cause.verify_message.rstrip(".")
    return ""


def _plain(wire: Wire) -> type[HTTPConnection]:
    class Plain(HTTPConnection):
        def _new_conn(self) -> socket.socket:
            return wire.connected(self, super()._new_conn)

    return Plain


def _secure(wire: Wire) -> type[HTTPSConnection]:
    class Secure(HTTPSConnection):
        def _new_conn(self) -> socket.socket:
            return wire.connected(self, super()._new_conn)

    return Secure


def _pool(
    kind: type[HTTPConnectionPool], connection: type[HTTPConnection]
) -> type[HTTPConnectionPool]:
    return type(kind.__name__, (kind,), {"ConnectionCls": connection})
