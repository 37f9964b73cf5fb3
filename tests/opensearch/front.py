"""What may stand between Dépêche and a node: TLS, passwords, slowness, refusals.

The node behind it is real; the front passes on what it does not refuse.
"""

from __future__ import annotations

import base64
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

import urllib3

from tests.loopback import running

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable, Iterator
    from email.message import Message

    Answer = tuple[int, bytes, str | None]

PASSED_ON = {"content-type", "content-encoding", "accept", "accept-encoding"}
DROP = 0
"""Stands for a status where the connection is closed without a word."""


class Front:
    """What the front does, which a test may change at any time.

    `asked` has (method, path, status) of each request, in the order of their answers. `refuse`
    gives the status to answer instead of the node, None to pass the request on. `change` gets path
    and body of an answer and returns the body that is sent.
    """

    def __init__(self, target: str) -> None:
        self.target = target
        self.url = ""
        self.delay = 0.0
        self.credentials: tuple[str, str] | None = None
        self.refuse: Callable[[str, str], int | None] = lambda _method, _path: None
        self.change: Callable[[str, bytes], bytes] = lambda _path, body: body
        self.asked: list[tuple[str, str, int]] = []
        self.pool = urllib3.PoolManager(maxsize=16, timeout=60)

    def statuses(self, status: int) -> int:
        return sum(one == status for _, _, one in self.asked)

    def knows(self, authorization: str | None) -> bool:
        if self.credentials is None:
            return True
        wanted = base64.b64encode(":".join(self.credentials).encode()).decode()
        return authorization == f"Basic {wanted}"

    def asks(self, method: str, path: str, body: bytes, headers: Message) -> Answer:
        """Ask the node; DROP is the status where it is gone."""
        passed = {name: value for name, value in headers.items() if name.lower() in PASSED_ON}
        try:
            answer = self.pool.request(
                method, self.target + path, body=body or None, headers=passed, retries=False
            )
        except urllib3.exceptions.HTTPError:
            return DROP, b"", None
        kind = answer.headers.get("Content-Type")
        return answer.status, self.change(path, answer.data), kind


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def _pass(self) -> None:
        front: Front = self.server.front
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        time.sleep(front.delay)
        status = front.refuse(self.command, self.path)
        if not front.knows(self.headers.get("Authorization")):
            status = 401
        content, kind = f'{{"error": "refused by the front", "status": {status}}}'.encode(), None
        if status is None:
            status, content, kind = front.asks(self.command, self.path, body, self.headers)
        front.asked.append((self.command, self.path, status))
        if status == DROP:
            self.close_connection = True
            return
        self.send_response(status)
        self.send_header("Content-Type", kind or "application/json")
        self.send_header("Content-Length", str(len(content)))
        if status == 401:
            self.send_header("WWW-Authenticate", 'Basic realm="archive"')
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def __getattr__(self, name: str) -> object:
        if name.startswith("do_"):  # every method is passed on alike
            return self._pass
        raise AttributeError(name)

    def log_message(self, *_) -> None:
        pass


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_) -> None:
        """Say nothing: a client that gave up waiting is what some tests are about."""


@contextmanager
def fronted(target: str, tls: ssl.SSLContext | None = None) -> Iterator[Front]:
    """Run a front before a node until the end of the block; with an SSL context it speaks HTTPS."""
    front = Front(target)
    with _Server(("127.0.0.1", 0), _Handler) as server, running(server, tls) as front.url:
        server.front = front
        try:
            yield front
        finally:
            front.pool.clear()
