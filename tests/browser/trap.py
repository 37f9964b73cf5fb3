"""Another host, as far as a browser can tell: a port that writes down who comes."""

from __future__ import annotations

import socket
import threading
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


class Trap:
    """Listens at `address`; `caught` has the first line each connection sent, "" for none."""

    def __init__(self, listening: socket.socket) -> None:
        self.address = f"http://127.0.0.1:{listening.getsockname()[1]}"
        self.caught: list[str] = []
        self._listening = listening

    def run(self) -> None:
        with suppress(OSError):  # closed from without
            while True:
                connection, _ = self._listening.accept()
                with connection:
                    # A connection that asks for nothing is one too.
                    connection.settimeout(0.2)
                    sent = b""
                    with suppress(OSError):
                        sent = connection.recv(1_000)
                    self.caught.append(sent.decode("latin-1").partition("\r\n")[0])


@contextmanager
def trap() -> Iterator[Trap]:
    """Listen until the end of the block."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        one = Trap(listening)
        thread = threading.Thread(target=one.run, daemon=True)
        thread.start()
        yield one
        listening.shutdown(socket.SHUT_RDWR)
    thread.join(timeout=5)
