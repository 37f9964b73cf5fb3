"""Serves the web app with waitress until it is told to stop."""

from __future__ import annotations

import errno
import signal
import socket
import sys
import threading
from collections.abc import Callable
from types import FrameType
from typing import TYPE_CHECKING

from waitress.server import create_server
from waitress.wasyncore import close_all

from index.errors import DepecheError
from webapp import create_app
from webapp.archive import archive_of

if TYPE_CHECKING:
    from webapp.config import WebConfig

_LAST_PORT = 65_535


class PortTaken(DepecheError):
    """Port {port} of {host} is taken by another program."""

    hint = "Choose another with --port, or --port 0 for any that is free."


class CannotListen(DepecheError):
    """Cannot listen at {host}, port {port}: {problem}."""

    hint = "Name an address of this machine with --host and a port from 1024 to 65535 with --port."


def serve(
    config: WebConfig,
    host: str,
    port: int,
    threads: int,
    ready: Callable[[str], None] = lambda _: None,
) -> None:
    """Serve the archive until SIGINT or SIGTERM, then return.

    `port` 0 takes any free one. `ready` is called once with the address, such as
    "http://127.0.0.1:8000/", when connections are accepted. Requests that are under way when the
    signal comes are answered. Signals are heeded where this runs in the main thread.
    Raises PortTaken or CannotListen.
    """
    app = create_app(config)
    with _listen(host, port) as listener:
        connections: dict[int, socket.socket] = {}
        server = create_server(
            app,
            map=connections,
            sockets=[listener],
            threads=threads,
            ident=None,
            clear_untrusted_proxy_headers=True,
        )
        previous = _on_terminate(_stop)
        try:
            ready(_address(host, listener))
            # Ends by itself on KeyboardInterrupt and SystemExit, when answers have gone out.
            server.run()
        finally:
            _on_terminate(previous)
            # What is left are the listener and connections that wait for a next request.
            close_all(connections, ignore_all=True)
            archive_of(app).close()


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    if not 0 <= port <= _LAST_PORT:
        raise CannotListen(host=host, port=port, problem="there is no such port")
    try:
        return socket.create_server((host, port), family=family)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise PortTaken(host=host, port=port) from error
        raise CannotListen(host=host, port=port, problem=error.strerror) from error


def _address(host: str, listener: socket.socket) -> str:
    shown = f"[{host}]" if ":" in host else host
    return f"http://{shown}:{listener.getsockname()[1]}/"


_Handler = Callable[[int, FrameType | None], object] | int | None


def _on_terminate(handler: _Handler) -> _Handler:
    """Set what SIGTERM does and return what it did; nothing outside the main thread."""
    if threading.current_thread() is not threading.main_thread():
        return None
    return signal.signal(signal.SIGTERM, handler)


def _stop(_signal: int, _frame: FrameType | None) -> None:
    sys.exit(0)
