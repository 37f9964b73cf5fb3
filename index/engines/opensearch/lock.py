"""One writer at a time: a document that only one can create, and that its owner keeps young."""

from __future__ import annotations

import os
import socket
import threading
import time
import uuid
from typing import TYPE_CHECKING, Final, Self

from index.engines.opensearch import layout
from index.engines.opensearch.errors import EngineFailed
from index.errors import DepecheError, IndexLocked

if TYPE_CHECKING:
    from index.engines.opensearch.client import Client

LASTS: Final = 60.0
"""Seconds after which the lock of a writer that says nothing is another's to take."""
_CONFLICT: Final = 409


class Lock:
    """Holds the lock of an archive from `take` to `release`; renewed by a thread of its own."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._index = layout.lock_of(client.address.name)
        self._owner = f"{socket.gethostname()}:{os.getpid()}:{uuid.uuid4().hex[:8]}"
        self._done = threading.Event()
        self._thread: threading.Thread | None = None

    def take(self) -> Self:
        """Take the lock; raise IndexLocked where another holds it."""
        path = f"/{self._index}/_doc/writer"
        held = self._client.ask("GET", path, missing=True)
        if held and held.get("found"):
            if held["_source"]["until"] > time.time() and not self._is_mine(held):
                raise IndexLocked(directory=self._client.address.shown)
            params = {"if_seq_no": held["_seq_no"], "if_primary_term": held["_primary_term"]}
        else:
            params = {"op_type": "create"}
        try:
            self._client.ask("PUT", path, self._said(), params)
        except EngineFailed as error:
            if error.facts.get("status") != _CONFLICT:
                raise
            # of two at the same time one comes first; a first try that was heard is ours
            held = self._client.ask("GET", path, missing=True)
            if not held or not self._is_mine(held):
                raise IndexLocked(directory=self._client.address.shown) from None
        self._thread = threading.Thread(target=self._renew, daemon=True)
        self._thread.start()
        return self

    def _is_mine(self, held: dict[str, dict[str, object]]) -> bool:
        return held["_source"]["owner"] == self._owner

    def _said(self) -> dict[str, object]:
        return {"owner": self._owner, "until": time.time() + LASTS}

    def _renew(self) -> None:
        while not self._done.wait(LASTS / 3):
            try:
                self._client.ask("PUT", f"/{self._index}/_doc/writer", self._said())
            except DepecheError:
                # the writer meets the same trouble, and tells it
                continue

    def release(self) -> None:
        """Give the lock back; where the cluster cannot be reached it grows old."""
        self._done.set()
        if self._thread is not None:
            self._thread.join()
            self._thread = None
            try:
                self._client.ask("DELETE", f"/{self._index}/_doc/writer", missing=True)
            except DepecheError:
                return
