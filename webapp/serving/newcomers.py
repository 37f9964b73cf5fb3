"""New connections go to a process that has nothing to do.

The processes share one listener, and whoever looks first takes who waits there: without this, one
was found to take all connections of a busy hour, with the other idle beside it.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from waitress.server import TcpWSGIServer

    from webapp.serving.relay import Relay

LEFT = 0.02
"""Seconds for which a process that is busy leaves new connections to the others."""

IDLE = 30.0
"""Seconds until it is looked again where nothing happens."""


class Newcomers:
    """Decides whether a server takes new connections now; `others` tells that it is not alone."""

    def __init__(self, server: TcpWSGIServer, relay: Relay, *, others: bool) -> None:
        self._server = server
        self._relay = relay
        self._others = others
        self._looked = time.monotonic()

    def decide(self) -> float:
        """Have the server take new connections or not; return how long that is to hold (s).

        One that is busy takes one from time to time: the others may be busy, too.
        """
        now = time.monotonic()
        if not self._others or not self._relay.busy:
            self._looked = now
            self._server.accepting = True
            return IDLE
        self._server.accepting = now >= self._looked + LEFT
        if self._server.accepting:
            self._looked = now
        return LEFT
