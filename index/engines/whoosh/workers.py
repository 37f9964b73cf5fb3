"""Builders at work: in this process for a few documents, in processes of their own for many.

A worker gets pickled batches of documents through a pipe, analyses and inverts them, and leaves
complete segments in the generation's folder. It holds no lock and makes no commit; when the
process that started it dies, its pipe ends and so does it.
"""

from __future__ import annotations

import gc
import signal
from array import array
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing import get_all_start_methods, get_context
from multiprocessing.connection import Connection, wait
from typing import TYPE_CHECKING, Protocol

from index.engines.whoosh.arrays.build import Filler
from index.engines.whoosh.layout import INDEX_NAME, codec, row_of, whoosh_schema
from index.engines.whoosh.storage import DurableStorage
from index.schema import fields

if TYPE_CHECKING:
    from multiprocessing.process import BaseProcess
    from pathlib import Path

    from index.engines.whoosh.arrays import SegmentEntry
    from index.record import Document

Batch = list[tuple[int, "Document"]]

BATCH = 16
"""Documents a message: about what a pipe holds, so that sending does not wait for the worker."""

_UNTIL_COLLECTED = 20_000
"""Objects that may wait for the collector in a process of its own."""


@dataclass(frozen=True, slots=True)
class Built:
    """A segment that is complete on disk, not yet part of any commit.

    `serials` has, for each document in order, the number it was added under.
    """

    segment: SegmentEntry
    serials: array[int]


class Builders(Protocol):
    """Turns batches of numbered documents into segments."""

    def add(self, batch: Batch) -> None:
        """Take a batch; may wait for room."""
        ...

    def finish(self) -> list[Built]:
        """Return all segments, complete on disk; nothing can be added any more."""
        ...

    def stop(self) -> None:
        """Give up; what is on disk is removed by the next commit."""
        ...


class LocalBuilders:
    """Builds in this process, one segment after the other."""

    def __init__(self, folder: Path) -> None:
        self._filler = Filler(DurableStorage(folder), whoosh_schema(), codec(), INDEX_NAME)
        self._serials = array("Q")

    def add(self, batch: Batch) -> None:
        """Analyse and invert a batch."""
        for serial, document in batch:
            self._serials.append(serial)
            self._filler.add(row_of(fields(document)))

    def finish(self) -> list[Built]:
        """Write what is left and return all segments."""
        found: list[Built] = []
        first = 0
        for built in self._filler.finish():
            serials = (self._serials[first + place] for place in built.places.tolist())
            found.append(Built(built.segment, array("Q", serials)))
            first += len(built.places)
        return found

    def stop(self) -> None:
        """Forget what was gathered."""
        self._filler.stop()


class ProcessBuilders:
    """Builds in `jobs` processes; a batch goes to the one that has least to do."""

    def __init__(self, folder: Path, jobs: int) -> None:
        # Not forked from here: a fork would inherit the lock and hold it when we are killed. The
        # server of forks has no lock, and may have imported all that is needed already.
        forks = "forkserver" in get_all_start_methods()
        context = get_context("forkserver") if forks else get_context("spawn")
        self._waiting: dict[Connection, int] = {}
        self._processes: list[BaseProcess] = []
        for _ in range(jobs):
            ours, theirs = context.Pipe()
            process = context.Process(target=_work, args=(theirs, folder), daemon=True)
            process.start()
            theirs.close()
            self._waiting[ours] = 0
            self._processes.append(process)

    def add(self, batch: Batch) -> None:
        """Send a batch to a worker."""
        while True:
            ready = [one for one in self._waiting if one.poll()]
            if not ready and min(self._waiting.values()) > 1:
                ready = [one for one in wait(list(self._waiting)) if isinstance(one, Connection)]
            for connection in ready:
                self._receive(connection)
            connection = min(self._waiting, key=self._waiting.__getitem__)
            if self._waiting[connection] <= 1:
                break
        self._send(connection, batch)
        self._waiting[connection] += 1

    def finish(self) -> list[Built]:
        """Wait for all segments and end the processes."""
        for connection in self._waiting:
            self._send(connection, [])
        built: list[Built] = []
        for connection in self._waiting:
            while (answer := self._receive(connection)) is None:
                pass
            built += answer
        self._end()
        return built

    def stop(self) -> None:
        """End the processes at once."""
        for process in self._processes:
            process.terminate()
        self._end()

    def _end(self) -> None:
        for connection in self._waiting:
            connection.close()
        for process in self._processes:
            process.join()
            process.close()
        self._waiting, self._processes = {}, []

    def _send(self, connection: Connection, batch: Batch) -> None:
        # Where the worker has failed, its error is the next thing to be received.
        with suppress(BrokenPipeError):
            connection.send(batch)

    def _receive(self, connection: Connection) -> list[Built] | None:
        """Take one answer: None for a batch done; raises what the worker raised."""
        try:
            answer = connection.recv()
        except (EOFError, ConnectionResetError):
            raise ChildProcessError("an indexing process ended before its work was done") from None
        if isinstance(answer, BaseException):
            raise answer
        self._waiting[connection] -= 1
        return answer if isinstance(answer, list) else None


def _work(connection: Connection, folder: Path) -> None:
    """Serve one writer until it says finish, or its pipe ends."""
    # Ctrl-C reaches the whole process group; the writer decides what it means.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # What is gathered stays to the end and is in no cycles: the collector would look for naught.
    gc.freeze()
    gc.set_threshold(_UNTIL_COLLECTED)
    builders = LocalBuilders(folder)
    with suppress(EOFError, BrokenPipeError, ConnectionResetError):
        try:
            while batch := connection.recv():
                builders.add(batch)
                connection.send(None)
            connection.send(builders.finish())
        except (OSError, ValueError, MemoryError) as error:
            if isinstance(error, EOFError | BrokenPipeError | ConnectionResetError):
                raise
            connection.send(error)
