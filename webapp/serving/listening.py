"""The socket at which requests arrive."""

from __future__ import annotations

import errno
import socket

from index.errors import DepecheError

_LAST_PORT = 65_535
# Connections that wait to be accepted while all workers are busy; the system may allow fewer.
_BACKLOG = 1024


class PortTaken(DepecheError):
    """Port {port} of {host} is taken by another program."""

    hint = "Choose another with --port, or --port 0 for any that is free."


class CannotListen(DepecheError):
    """Cannot listen at {host}, port {port}: {problem}."""

    hint = "Name an address of this machine with --host and a port from 1024 to 65535 with --port."


def listen(host: str, port: int) -> socket.socket:
    """Open a listening socket; raises PortTaken or CannotListen."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    if not 0 <= port <= _LAST_PORT:
        raise CannotListen(host=host, port=port, problem="there is no such port")
    try:
        return socket.create_server((host, port), family=family, backlog=_BACKLOG)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise PortTaken(host=host, port=port) from error
        raise CannotListen(host=host, port=port, problem=error.strerror) from error


def address(host: str, listener: socket.socket) -> str:
    """Return where a browser finds it, such as "http://127.0.0.1:8000/"."""
    shown = f"[{host}]" if ":" in host else host
    return f"http://{shown}:{listener.getsockname()[1]}/"
