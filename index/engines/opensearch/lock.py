"""One writer at a time: a document that only one can create, and that its owner keeps young."""

from __future__ import annotations

import os
import socket
import threading
import time
import uuid
from typing import TYPE_CHECKING, Any, Final, Self

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
        self._index = f"/{layout.lock_of(client.address.name)}"
        self._path = f"{self._index}/_doc/writer"
        self._owner = f"{socket.gethostname()}:{os.getpid()}:{uuid.uuid4().hex[:8]}"
        self._done = threading.Event()
        self._thread: threading.Thread | None = None

    def take(self) -> Self:
        """Take the lock; raise IndexLocked where another holds it."""
        self._make()
        held = self._held()
        if held is not None and held["_source"]["until"] > time.time():
            raise self._locked()
        self._say(_after(held) if held else {"op_type": "create"})
        self._thread = threading.Thread(target=self._renew, daemon=True)
        self._thread.start()
        return self

    def _make(self) -> None:
        """Make the index, where none has: by itself it would ask for a second node."""
        if self._client.ask("GET", f"{self._index}/_settings", missing=True) is None:
            try:
                self._client.ask("PUT", self._index, {"settings": layout.SMALL})
            except EngineFailed as error:
                if "already exists" not in str(error):
                    raise

    def check(self) -> None:
        """Raise IndexLocked where another has taken the lock since: it had grown too old."""
        if not self._is_mine(self._held()):
            raise self._locked()

    def _held(self) -> dict[str, Any] | None:
        found: dict[str, Any] | None = self._client.ask("GET", self._path, missing=True)
        return found

    def _is_mine(self, held: dict[str, Any] | None) -> bool:
        return held is not None and held["_source"]["owner"] == self._owner

    def _locked(self) -> IndexLocked:
        return IndexLocked(directory=self._client.address.shown)

    def _say(self, only: dict[str, Any]) -> None:
        """Write whose the lock is, only if nobody has written it meanwhile."""
        said = {"owner": self._owner, "until": time.time() + LASTS}
        try:
            self._client.ask("PUT", self._path, said, only)
        except EngineFailed as error:
            if error.facts.get("status") != _CONFLICT:
                raise
            # of two at the same time one comes first; a first try that was heard is ours
            if not self._is_mine(self._held()):
                raise self._locked() from None

    def _renew(self) -> None:
        while not self._done.wait(LASTS / 3):
            try:
                held = self._held()
                if held is None or not self._is_mine(held):
                    return  # `check` tells it
                self._say(_after(held))
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
                held = self._held()
                if held is not None and self._is_mine(held):
                    self._client.ask("DELETE", self._path, params=_after(held), missing=True)
            except DepecheError:
                return


def _after(held: dict[str, Any]) -> dict[str, Any]:
    """Return what lets a change pass only where nothing came after what was read."""
    return {"if_seq_no": held["_seq_no"], "if_primary_term": held["_primary_term"]}
