"""Documents on their way to a cluster: several batches at once, none lost and none done twice.

Each document bears a version, and the cluster keeps the highest: what is sent again after a lost
answer changes nothing, and what comes late undoes nothing that is newer.
"""

from __future__ import annotations

import json
from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from index.engines.opensearch.client import BUSY, TRIES, is_block, told, wait
from index.engines.opensearch.documents import place_of
from index.engines.opensearch.errors import (
    EngineFailed,
    EngineReadOnly,
    MappingConflict,
    RefusedDocument,
)

if TYPE_CHECKING:
    from index.engines.opensearch.client import Client

BATCH_BYTES: Final = 4_000_000
"""Bytes in one request: large enough for a cluster to be busy, small enough for its memory."""
UNDER_WAY: Final = 4
"""Requests at once; the next one waits until the oldest is answered, so a slow cluster is not
drowned and memory does not grow."""
_LAYOUT: Final = frozenset({"strict_dynamic_mapping_exception", "mapper_parsing_exception"})
_DONE: Final = frozenset({200, 201})
_NOT_FOUND: Final = 404
_CONFLICT: Final = 409


@dataclass(frozen=True, slots=True)
class Action:
    """One document to put, or one to delete where `source` is None."""

    id: str
    version: int
    source: str | None

    def lines(self, index: str) -> str:
        """Return it as a bulk request has it."""
        kind = "delete" if self.source is None else "index"
        head = {
            "_index": index,
            "_id": place_of(self.id),
            "version": self.version,
            "version_type": "external",
        }
        first = json.dumps({kind: head}, ensure_ascii=False) + "\n"
        return first if self.source is None else f"{first}{self.source}\n"


class Bulk:
    """Sends actions to one index; `finish` returns when all are acknowledged."""

    def __init__(self, client: Client, index: str) -> None:
        self._client = client
        self._index = index
        self._threads = ThreadPoolExecutor(UNDER_WAY)
        self._under_way: deque[Future[None]] = deque()
        self._waiting: list[Action] = []
        self._size = 0

    def add(self, action: Action) -> None:
        """Take an action; waits while too many are under way. Raises what sending has raised."""
        self._waiting.append(action)
        self._size += len(action.source or "")
        if self._size >= BATCH_BYTES:
            self._send()

    def finish(self) -> None:
        """Wait until all that was added is acknowledged."""
        self._send()
        while self._under_way:
            self._under_way.popleft().result()
        self._threads.shutdown()

    def stop(self) -> None:
        """Give up what has not been sent."""
        self._threads.shutdown(cancel_futures=True)

    def _send(self) -> None:
        batch, self._waiting, self._size = self._waiting, [], 0
        if batch:
            self._under_way.append(self._threads.submit(self._sent, batch))
        while len(self._under_way) > UNDER_WAY:
            self._under_way.popleft().result()

    def _sent(self, batch: list[Action]) -> None:
        """Send a batch until each of its actions is done, those that were not again."""
        for tries in range(1, TRIES + 1):
            body = "".join(action.lines(self._index) for action in batch)
            answer = self._client.ask("POST", "/_bulk", body)
            left = _left(batch, answer["items"])
            batch = [action for action, _ in left]
            if not batch:
                return
            for action, item in left:
                self._check(action, item)
            if tries < TRIES:
                wait(tries, 1)
        status, problem = left[0][1].get("status"), told(left[0][1].get("error"))
        raise EngineFailed(url=self._client.address.shown, status=status, problem=problem)

    def _check(self, action: Action, item: dict[str, Any]) -> None:
        """Raise where sending an action again would not help."""
        error = item.get("error")
        if is_block(error):
            raise EngineReadOnly(url=self._client.address.shown, problem=told(error))
        if isinstance(error, dict) and error.get("type") in _LAYOUT:
            raise MappingConflict(index=self._index, problem=told(error))
        if item.get("status") not in BUSY:
            raise RefusedDocument(id=action.id, problem=told(error))


def _left(
    batch: list[Action], items: list[dict[str, dict[str, Any]]]
) -> list[tuple[Action, dict[str, Any]]]:
    """Return the actions that are not done, with what was answered.

    >>> _left([Action("a", 1, None)], [{"delete": {"status": 409}}])
    []
    """
    answered = (next(iter(item.values())) for item in items)
    return [
        (action, item)
        for action, item in zip(batch, answered, strict=True)
        # a conflict: this version or a newer one is there; what is to be deleted may not be
        if item.get("status") not in {*_DONE, _CONFLICT, _NOT_FOUND}
        or (item["status"] == _NOT_FOUND and action.source is not None)
    ]
