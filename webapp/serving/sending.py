"""How waitress sends an answer: its head and the beginning of its body at one go.

By itself it sends the head alone: the network is asked twice, and the reader woken twice, for a
page that is there already.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from waitress.channel import HTTPChannel
from waitress.task import WSGITask

if TYPE_CHECKING:
    from waitress.server import BaseWSGIServer


class _Task(WSGITask):
    """Answers one request."""

    def write(self, data: bytes) -> None:
        """Send a part of the body, before the first the head."""
        if self.wrote_header or not data:
            super().write(data)
            return
        channel, gathered = self.channel, _Gathered(self.channel.server)
        self.channel = cast("HTTPChannel", gathered)  # of which it needs no more
        try:
            super().write(data)
        finally:
            self.channel = channel
        channel.write_soon(b"".join(gathered.parts))


class _Gathered:
    """Stands for a connection and keeps what is to be sent."""

    def __init__(self, server: BaseWSGIServer) -> None:
        self.server = server  # a head may name it
        self.parts: list[bytes] = []

    def write_soon(self, data: bytes) -> int:
        """Keep a part; return its length."""
        self.parts.append(data)
        return len(data)


class Channel(HTTPChannel):
    """A connection whose answers are sent so."""

    task_class = _Task
