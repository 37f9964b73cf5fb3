"""How often each client asks, and how long it has to wait when that is too often.

The generic cell rate algorithm (ITU-T I.371, annex A, "virtual scheduling"): of each client one
number is kept, the time at which its next request would come if it kept exactly to the rate. A
request that comes earlier than that by more than the burst allows is refused.

The table has a fixed number of rows in memory that processes can share. A client whose time has
passed is one that has never asked, so its row is free. There is no lock: two processes that write a
row at the same moment may forget one request, and nobody is refused for it.
"""

from __future__ import annotations

import ipaddress
import os
from hashlib import blake2b
from multiprocessing.sharedctypes import RawArray
from time import monotonic

ROWS = 65_536  # of 16 bytes
_PROBES = 8
_SITE = 64  # bits of an IPv6 address that one customer has to himself (RFC 6177)


class Clients:
    """Counts requests by client; `rate` is theirs a second, `burst` how many may come at once.

    It may be handed to a process when that is started, and then counts together with it. The
    clock is one for all processes of a machine.
    """

    def __init__(self, rate: float, burst: int, rows: int = ROWS) -> None:
        self._interval = 1 / rate
        self._tolerance = (burst - 1) * self._interval
        # With a key of our own, nobody can choose addresses that meet in one row.
        self._key = os.urandom(16)
        self._rows = rows
        self._tags = RawArray("Q", rows)
        self._times = RawArray("d", rows)

    def wait(self, address: str, now: float | None = None) -> float:
        """Count a request, or return the seconds after which it would not be too early.

        `now` is the time in seconds, that of the monotonic clock if it is not given.

        >>> two = Clients(rate=1, burst=2)
        >>> [two.wait("192.0.2.1", now) for now in (10, 10, 10, 11)]
        [0.0, 0.0, 1.0, 0.0]
        """
        now = monotonic() if now is None else now
        tag = self._tag(address)
        row = self._row(tag)
        due = max(now, self._times[row]) if self._tags[row] == tag else now
        early = due - now - self._tolerance
        if early > 0:
            return early
        self._tags[row] = tag
        self._times[row] = due + self._interval
        return 0.0

    def _tag(self, address: str) -> int:
        digest = blake2b(client_key(address), digest_size=8, key=self._key).digest()
        return int.from_bytes(digest, "little")

    def _row(self, tag: int) -> int:
        """Return the row of a client; if it has none, the one whose client has waited longest."""
        rows = [(tag + step) % self._rows for step in range(_PROBES)]
        for row in rows:
            if self._tags[row] == tag:
                return row
        return min(rows, key=self._times.__getitem__)


def client_key(address: str) -> bytes:
    """Return what stands for a client: its IPv4 address, or its part of an IPv6 address.

    >>> client_key("2001:db8::1") == client_key("2001:db8::2")
    True
    >>> client_key("192.0.2.1") == client_key("::ffff:192.0.2.1")
    True
    """
    try:
        read = ipaddress.ip_address(address)
    except ValueError:
        return address.encode()
    if isinstance(read, ipaddress.IPv4Address):
        return read.packed
    return read.ipv4_mapped.packed if read.ipv4_mapped else read.packed[: _SITE // 8]
