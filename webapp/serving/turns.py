"""Requests take turns in a process: two that compute at once take longer than one by one.

Python runs one thread at a time, and numpy lets another one in at every step: two that answer side
by side hand over hundreds of times a page, each to find the caches full of the other's data.
"""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

PATIENCE = 0.1
"""Seconds a request waits for the one before at most: a slow one keeps no others."""


class Turns:
    """Answers with an app, one request after the other; what is streamed is streamed beside."""

    def __init__(self, app: WSGIApplication, patience: float = PATIENCE) -> None:
        self._app = app
        self._patience = patience
        self._turn = Lock()

    def __call__(self, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        """Answer one request, after that before it or after so long."""
        waited = self._turn.acquire(timeout=self._patience)
        try:
            return self._app(environ, start)
        finally:
            if waited:
                self._turn.release()
