"""Releases → what is sent of them, analysed in this process or, of many, in several."""

from __future__ import annotations

import json
import signal
from collections import deque
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from typing import TYPE_CHECKING, Final

from index.engines.opensearch.bulk import Action
from index.engines.opensearch.documents import source_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from index.record import Document

FEW: Final = 500
"""Up to so many documents starting other processes costs more than it saves."""
CHUNK: Final = 64
_SEVERAL: Final = 2
_AHEAD: Final = 2


class Analysis:
    """Analyses documents in the order they are added."""

    def __init__(self, jobs: int) -> None:
        self._jobs = jobs
        self._waiting: list[tuple[Document, int]] = []
        self._seen = 0
        self._pool: ProcessPoolExecutor | None = None
        self._under_way: deque[Future[list[Action]]] = deque()

    def add(self, document: Document, version: int) -> Iterator[Action]:
        """Take a document; yield the actions that are ready."""
        self._seen += 1
        if self._jobs < _SEVERAL or self._seen <= FEW:
            yield action_of(document, version)
            return
        self._waiting.append((document, version))
        if len(self._waiting) == CHUNK:
            self._start()
        while len(self._under_way) > _AHEAD * self._jobs:
            yield from self._oldest()

    def rest(self) -> Iterator[Action]:
        """Yield the actions of all documents that were added."""
        if self._waiting:
            self._start()
        while self._under_way:
            yield from self._oldest()

    def _oldest(self) -> list[Action]:
        try:
            return self._under_way.popleft().result()
        except BrokenProcessPool:
            raise ChildProcessError("an indexing process ended before its work was done") from None

    def close(self) -> None:
        """End the processes."""
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)

    def _start(self) -> None:
        if self._pool is None:
            # Spawned, not forked: threads are sending meanwhile.
            context = get_context("spawn")
            self._pool = ProcessPoolExecutor(self._jobs, context, initializer=_ignore_interrupts)
        chunk, self._waiting = self._waiting, []
        self._under_way.append(self._pool.submit(_actions_of, chunk))


def _ignore_interrupts() -> None:
    # Ctrl-C is for the writer, which then ends its workers.
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _actions_of(chunk: list[tuple[Document, int]]) -> list[Action]:
    return [action_of(document, version) for document, version in chunk]


def action_of(document: Document, version: int) -> Action:
    """Return what puts a document."""
    source = json.dumps(source_of(document), ensure_ascii=False, separators=(",", ":"))
    return Action(document.release.id, version, source)
