"""The threads of a process: one answers what has come, and hands over only when it is held up.

Python runs one thread at a time, and numpy lets another one in at every step: two that answer side
by side hand over hundreds of times a page, each to find the caches full of the other's data. So one
thread goes on from request to request. Another begins when what is asked has waited for too long,
or when an answer is streamed, which mostly is waiting for the network. Of those that have nothing
to do, the one that worked last is woken: what it needs is still near the processor.
"""

from __future__ import annotations

import logging
import threading
import time
from collections import deque
from math import inf
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

PATIENCE = 0.1
"""Seconds that requests wait at most for the one under way: a slow one keeps no others."""

_log = logging.getLogger(__name__)


class Task(Protocol):
    """What waitress has a thread do: answer the next request of a connection."""

    def service(self) -> None:
        """Do it."""

    def cancel(self) -> None:
        """Give it up, and its connection with it."""


class Relay:
    """A task dispatcher for waitress, with so many threads, of which one at most has the turn.

    `patience` is in seconds. Each thread waits for work at a lock of its own, which stands for it.
    """

    def __init__(self, threads: int, patience: float = PATIENCE) -> None:
        self._patience = patience
        self._lock = threading.Lock()
        self._waiting: deque[Task] = deque()
        self._idle: list[threading.Lock] = []
        self._turn: threading.Lock | None = None  # of the thread whose turn it is
        self._begun = 0.0  # when it began with its task
        self._stopped = False
        self._own = threading.local()
        self._threads = [
            threading.Thread(target=self._run, name=f"answers-{number}", daemon=True)
            for number in range(threads)
        ]
        for thread in self._threads:
            thread.start()

    @property
    def busy(self) -> bool:
        """Whether a request waits or has the turn; what goes on beside does not count."""
        return bool(self._waiting) or self._turn is not None

    def add_task(self, task: Task) -> None:
        """Have a task done; called by waitress."""
        with self._lock:
            self._waiting.append(task)
            if self._turn is None:
                self._pass_on()

    def hurry(self) -> float:
        """Pass the turn on where what waits has waited too long; return when to ask again (s).

        To be called by the thread that waits for the network, each time something happens there.
        """
        with self._lock:
            if not self._waiting:
                return inf
            left = self._begun + self._patience - time.monotonic()
            if left > 0:
                return left
            self._pass_on()
            return self._patience

    def beside(self) -> None:
        """Go on with the task of the calling thread beside those that take turns."""
        with self._lock:
            if self._turn is self._own.lock:
                self._turn = None
                if self._waiting:
                    self._pass_on()

    def shutdown(self, cancel_pending: bool = True, timeout: float = 5) -> None:  # noqa: FBT001, FBT002 - as waitress calls it
        """End all threads that end in time (s), and give up what still waits."""
        with self._lock:
            self._stopped = True
            while self._idle:
                self._idle.pop().release()
        until = time.monotonic() + timeout
        for thread in self._threads:
            thread.join(max(0.0, until - time.monotonic()))
        with self._lock:
            left = list(self._waiting) if cancel_pending else []
            self._waiting.clear()
        for task in left:
            task.cancel()

    def _pass_on(self) -> None:
        """Give the turn to the thread that worked last, if any is idle; the lock is held."""
        if self._idle:
            self._turn = self._idle.pop()
            self._begun = time.monotonic()
            self._turn.release()

    def _run(self) -> None:
        """Do tasks until stopped."""
        self._own.lock = own = threading.Lock()
        own.acquire()
        while (task := self._next(own)) is not None:
            try:
                task.service()
            except BaseException:  # noqa: BLE001 - whatever it was, the thread goes on
                _log.exception("An answer failed outside the app")

    def _next(self, own: threading.Lock) -> Task | None:
        """Return the next task of the calling thread, which waits until there is one; None to end.

        One that comes back from a task goes on with the next, unless it has lost the turn.
        """
        while True:
            with self._lock:
                if self._stopped:
                    return None
                if self._turn is own or self._turn is None:
                    if self._waiting:
                        self._turn = own
                        self._begun = time.monotonic()
                        return self._waiting.popleft()
                    self._turn = None
                self._idle.append(own)
            own.acquire()


class Beside:
    """Answers with an app; what is streamed is streamed beside other requests."""

    def __init__(self, app: WSGIApplication, relay: Relay) -> None:
        self._app = app
        self._relay = relay

    def __call__(self, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        """Answer one request; an answer whose length is told is there already."""
        whole = False

        def started(status: str, headers: list[tuple[str, str]], *error: Any) -> Any:  # noqa: ANN401 - as PEP 3333 has it
            nonlocal whole
            whole = any(name.lower() == "content-length" for name, _ in headers)
            return start(status, headers, *error)

        body = self._app(environ, started)
        if not whole:
            self._relay.beside()
        return body
