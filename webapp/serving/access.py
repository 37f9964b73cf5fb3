"""The access log: one line for each request, with how long it took.

A line is: time (UTC), client's address, method, path, status, bytes of the body, milliseconds from
the request's arrival to the last byte of its answer, such as

    2026-11-28T06:43:01.123Z 203.0.113.9 GET /release/nato:news_1:fr 200 15321 7.31

What readers search for is their own affair: what follows the "?" is left out unless asked for.
"""

from __future__ import annotations

import datetime as dt
import logging
import sys
import time
from logging.handlers import WatchedFileHandler
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from index.errors import DepecheError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from types import TracebackType
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

    from webapp.serving.options import ServeOptions

    _ExcInfo = tuple[type[BaseException], BaseException, TracebackType] | tuple[None, None, None]

# What stands for itself in the path and the query of an address.
_PLAIN = "/:@!$&'()*+,;=-._~%"


class CannotLog(DepecheError):
    """The access log {path} cannot be written: {problem}."""

    hint = "Name a file in a folder that exists and may be written to, or - for standard output."


def logged(app: WSGIApplication, options: ServeOptions) -> WSGIApplication:
    """Return the app with an access log if the options name one."""
    if not options.access_log:
        return app
    return _AccessLog(app, _writer(options.access_log), queries=options.log_queries)


def check(path: str) -> None:
    """Raise CannotLog where an access log cannot be written; makes the file."""
    if path not in {"", "-"}:
        try:
            Path(path).open("a", encoding="utf-8").close()
        except OSError as error:
            raise CannotLog(path=path, problem=error.strerror) from error


def _writer(path: str) -> Callable[[str], None]:
    """Return what adds a line to a file, or to standard output for "-".

    Each line is written at once, at the end of the file, so that processes can share it; a file
    that was moved away, as logrotate does, is made anew.
    """
    stdout = path == "-"
    handler = (
        logging.StreamHandler(sys.stdout) if stdout else WatchedFileHandler(path, "a", "utf-8")
    )
    logger = logging.getLogger(__name__)
    for old in tuple(logger.handlers):
        logger.removeHandler(old)
        old.close()
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    logger.propagate = False
    return logger.info


class _AccessLog:
    """Writes a line for each request when its answer has gone out or was given up."""

    def __init__(
        self, app: WSGIApplication, write: Callable[[str], None], *, queries: bool
    ) -> None:
        self._app = app
        self._write = write
        self._queries = queries

    def __call__(self, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        started = time.perf_counter()
        seen = _Seen()

        def starting(
            status: str, headers: list[tuple[str, str]], exc_info: _ExcInfo | None = None
        ) -> Callable[[bytes], object]:
            seen.status = status.partition(" ")[0]
            return start(status, headers, exc_info)

        def done() -> None:
            self._write(line(environ, seen, time.perf_counter() - started, queries=self._queries))

        return _Counted(self._app(environ, starting), seen, done)


class _Seen:
    """What is seen of an answer on its way."""

    def __init__(self) -> None:
        self.status = "-"
        self.size = 0


class _Counted:
    """The body of an answer, its bytes counted; calls `done` when it is closed."""

    def __init__(self, body: Iterable[bytes], seen: _Seen, done: Callable[[], None]) -> None:
        self._body = body
        self._seen = seen
        self._done = done

    def __iter__(self) -> Iterator[bytes]:
        for part in self._body:
            self._seen.size += len(part)
            yield part

    def close(self) -> None:
        if close := getattr(self._body, "close", None):
            close()
        self._done()


def line(environ: WSGIEnvironment, seen: _Seen, seconds: float, *, queries: bool) -> str:
    """Write one line; whatever was asked for, it has seven fields without spaces in them."""
    now = dt.datetime.now(dt.UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    path = quote(environ.get("PATH_INFO", "").encode("latin-1"), _PLAIN) or "/"
    query = quote(environ.get("QUERY_STRING", "").encode("latin-1"), _PLAIN + "?")
    if query:
        path += f"?{query}" if queries else "?"
    who, method = environ.get("REMOTE_ADDR", "-"), environ.get("REQUEST_METHOD", "-")
    return f"{now} {who} {method} {path} {seen.status} {seen.size} {seconds * 1000:.2f}"
