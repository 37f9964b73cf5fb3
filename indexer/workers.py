"""Apply a function to many items in several processes: in order, in bounded memory.

A process that dies while it works (a crash in a C library, the kernel's memory killer) takes down
nothing but the item it worked on: what was under way is done again one by one, and the item that
kills its process a second time is handed to `crashed`. Where no process can begin to work at all,
no item is to blame, and NoWorkers is raised.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import threading
from collections import deque
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import chain, islice
from multiprocessing import forkserver
from typing import TYPE_CHECKING, Generic, TypeVar

from index.errors import DepecheError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from multiprocessing.process import BaseProcess

T = TypeVar("T")
R = TypeVar("R")

# Chunks under way for each process: enough that none waits while the parent stores results.
_AHEAD = 3
# Fewer chunks than this are done sooner than processes have started.
_WORTH_PROCESSES = 4
# What processes are started for, imported once for them all; the index's builders are among them.
_PRELOADED = [
    "indexer.reading",
    "indexer.copies.likeness",
    "indexer.entities.ready",
    "indexer.authority.recognition",
    "index.engines.whoosh.workers",
]
# Objects in cycles, of which pages make few, that may wait to be freed: some MB.
_UNTIL_COLLECTED = 20_000


class NoWorkers(DepecheError):
    """No further process can be started: {problem}."""

    hint = (
        "Run it again with --jobs 1, which needs none, or allow more processes and memory (ulimit,"
        " /dev/shm); it goes on where it stopped. Programs that call it need"
        " 'if __name__ == \"__main__\":'."
    )


def cores() -> int:
    """Return the number of processor cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def ordered_map(
    function: Callable[[T], R],
    items: Iterable[T],
    *,
    jobs: int,
    crashed: Callable[[T], R],
    chunk: int = 16,
    meanwhile: Callable[[], object] = bool,
) -> Iterator[R]:
    """Yield `function(item)` for each item, in order.

    `function` must be importable by name and must not raise; what it raises ends the iteration.
    Raises NoWorkers. With one job, or with only a few chunks of items, all is done in this process.
    `meanwhile` is called while the processes start, where there are any.
    """
    source = iter(items)
    first = list(islice(source, _WORTH_PROCESSES * chunk))
    if jobs <= 1 or len(first) < _WORTH_PROCESSES * chunk:
        yield from map(function, first)
        yield from map(function, source)
        return
    rest = chain(first, source)
    pool = _Pool(function, jobs, crashed)
    try:
        meanwhile()
        while batch := list(islice(rest, chunk)):
            yield from pool.run(batch)
        yield from pool.rest()
    finally:
        pool.close()


def apply(function: Callable[[T], R], items: list[T]) -> list[R]:
    """Apply the function to each item; the unit of work that is sent to a process."""
    return [function(item) for item in items]


def _start() -> None:
    # What is there stays, and what a page takes is freed without the collector's help.
    gc.freeze()
    gc.set_threshold(_UNTIL_COLLECTED)
    # Ctrl-C is for the parent, which then ends its workers; a parent that was killed cannot.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent,), daemon=True).start()


def _end_with(parent: BaseProcess) -> None:
    parent.join()
    os._exit(1)


def _new(jobs: int) -> ProcessPoolExecutor:
    # Not plain fork: the parent may run threads (the progress bar has one).
    method = "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"
    context = multiprocessing.get_context(method)
    if method == "forkserver":
        context.set_forkserver_preload(_PRELOADED)
    try:
        if method == "forkserver":
            forkserver.ensure_running()  # it does not wait for what it imports
        return ProcessPoolExecutor(jobs, mp_context=context, initializer=_start)
    except OSError as error:
        raise NoWorkers(problem=error.strerror or error) from error


class _Pool(Generic[T, R]):
    """Chunks under way, oldest first, and the processes that work on them."""

    def __init__(self, function: Callable[[T], R], jobs: int, crashed: Callable[[T], R]) -> None:
        self._function = function
        self._jobs = jobs
        self._crashed = crashed
        self._executor = _new(jobs)
        self._under_way: deque[tuple[list[T], Future[list[R]]]] = deque()

    def run(self, chunk: list[T]) -> Iterator[R]:
        """Start a chunk; yield results of older ones where enough are under way."""
        self._under_way.append((chunk, self._submit(chunk)))
        if len(self._under_way) > _AHEAD * self._jobs:
            yield from self._oldest()

    def rest(self) -> Iterator[R]:
        """Yield the results of all that is under way."""
        while self._under_way:
            yield from self._oldest()

    def close(self) -> None:
        """End the processes; what they had not begun is forgotten."""
        self._executor.shutdown(wait=True, cancel_futures=True)

    def _submit(self, chunk: list[T]) -> Future[list[R]]:
        try:
            return self._executor.submit(apply, self._function, chunk)
        except BrokenProcessPool as error:
            future: Future[list[R]] = Future()
            future.set_exception(error)
            return future
        except OSError as error:
            raise NoWorkers(problem=error.strerror or error) from error

    def _oldest(self) -> list[R]:
        chunk, future = self._under_way.popleft()
        try:
            return future.result()
        except BrokenProcessPool:
            self._restart()
            return [self._alone(item) for item in chunk]

    def _restart(self) -> None:
        self.close()
        self._executor = _new(self._jobs)
        again = [(chunk, future) for chunk, future in self._under_way]
        self._under_way.clear()
        for chunk, future in again:
            survived = future.done() and future.exception() is None
            self._under_way.append((chunk, future if survived else self._submit(chunk)))

    def _alone(self, item: T) -> R:
        with _new(1) as executor:
            try:
                executor.submit(os.getpid).result()
            except (BrokenProcessPool, OSError) as error:
                raise NoWorkers(problem="they end before they have begun to work") from error
            try:
                return executor.submit(apply, self._function, [item]).result()[0]
            except BrokenProcessPool:
                return self._crashed(item)
