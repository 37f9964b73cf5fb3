"""A web server on loopback that misbehaves as told, and a clock that nobody waits for."""

from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from indexer.collect import CollectOptions
from tests.loopback import running

HTML = [("Content-Type", "text/html; charset=utf-8")]


class Site:
    """What a server answers: `pages` maps paths to bodies, (status, headers, body), or functions.

    A function gets the handler, and answers itself; `otherwise` gives the answer for other paths.
    `asked` has (path, headers) of all requests.
    """

    def __init__(self):
        self.otherwise = lambda _path: (404, HTML, b"gone")
        self.pages = {"/robots.txt": (404, [], b"")}
        self.asked = []
        self.address = ""
        self.host = ""

    def paths(self):
        return [path for path, _ in self.asked if path != "/robots.txt"]


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        site = self.server.site
        site.asked.append((self.path, dict(self.headers)))
        answer = site.pages.get(self.path) or site.otherwise(self.path)
        if callable(answer):
            answer = answer(self)
        if answer is None:
            self.close_connection = True
            return
        status, headers, body = answer if isinstance(answer, tuple) else (200, HTML, answer)
        self.send_response(status)
        for name, value in headers:
            self.send_header(name, value)
        if not any(name == "Content-Length" for name, _ in headers):
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


@contextmanager
def served(tls=None):
    """Run a server; with an SSL context it speaks HTTPS."""
    site = Site()
    with ThreadingHTTPServer(("127.0.0.1", 0), _Handler) as server:
        server.daemon_threads = True
        server.site = site
        with running(server, tls) as site.address:
            site.host = f"127.0.0.1:{server.server_port}"
            yield site


class Clock:
    """Time that passes when somebody sleeps; `slept` has every wait."""

    def __init__(self):
        self.now = 0.0
        self.slept = []

    def sleep(self, seconds):
        self.slept.append(seconds)
        self.now += seconds

    def options(self, **others):
        return CollectOptions(
            private=True,
            clock=lambda: self.now,
            sleep=self.sleep,
            chance=lambda: 1.0,
            **others,
        )
