"""A server of a test, running in a thread of its own on loopback."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import ssl
    from collections.abc import Iterator
    from http.server import HTTPServer


@contextmanager
def running(server: HTTPServer, tls: ssl.SSLContext | None = None) -> Iterator[str]:
    """Run a server until the end of the block; with an SSL context it speaks HTTPS.

    The block is given its address, such as "http://127.0.0.1:41234".
    """
    if tls:
        # The handshake is the handler's: one slow client must not keep others out.
        server.socket = tls.wrap_socket(
            server.socket, server_side=True, do_handshake_on_connect=False
        )
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"{'https' if tls else 'http'}://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
