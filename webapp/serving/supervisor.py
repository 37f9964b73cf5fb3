"""Starts the processes that answer requests, and another in the place of each that ends.

They are started afresh, not forked: so they share nothing but the listening socket and what is
handed to them, on every operating system. Each holds one end of a pipe. It says there when it is
ready; and when the other end closes, because the server stops or was killed, it stops too.
"""

from __future__ import annotations

import logging
import multiprocessing
import os
import signal
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing import connection
from typing import TYPE_CHECKING

from prometheus_client.multiprocess import mark_process_dead

from index.errors import DepecheError
from webapp.delivery.metrics import FOLDER
from webapp.serving.worker import GRACE, Stop, work

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable
    from multiprocessing.connection import Connection
    from multiprocessing.context import SpawnProcess

    from webapp.config import WebConfig
    from webapp.serving.options import ServeOptions

_CONTEXT = multiprocessing.get_context("spawn")
_READY = "ready"
# A process that does not even live so many seconds is not replaced at once.
_SOON = 2.0
_log = logging.getLogger(__name__)


class WorkersFail(DepecheError):
    """A worker process ended before it was ready, with exit code {code}."""

    hint = "What it wrote before says why; with --workers 1 there is one process only."


@dataclass(slots=True)
class _Worker:
    process: SpawnProcess
    pipe: Connection
    started: float = field(default_factory=time.monotonic)
    ready: bool = False


def supervise(
    config: WebConfig,
    options: ServeOptions,
    listener: socket.socket,
    stop: Stop,
    ready: Callable[[], None],
) -> None:
    """Keep `options.workers` processes answering at the listener until told to stop; closes it.

    `ready` is called when all of them are. Raises WorkersFail where the first ones fail to start.
    """
    woken, wake = _CONTEXT.Pipe(duplex=False)
    stop.wakes(lambda: wake.send_bytes(b"."))
    workers = [_start(config, options, listener) for _ in range(options.workers)]
    try:
        _await(workers, woken, stop)
        if not stop:
            ready()
        while not stop:
            for ended in _ended(workers, woken):
                _replace(ended, workers, lambda: _start(config, options, listener), stop)
    finally:
        stop.wakes(lambda: None)
        # First ours: while any copy of the listener is open, connections go on to queue up there.
        listener.close()
        _end(workers)
        woken.close()
        wake.close()


def _start(config: WebConfig, options: ServeOptions, listener: socket.socket) -> _Worker:
    ours, theirs = _CONTEXT.Pipe()
    process = _CONTEXT.Process(
        target=_work, args=(config, options, listener, theirs), name="depeche-worker"
    )
    process.start()
    theirs.close()
    return _Worker(process, ours)


def _work(
    config: WebConfig, options: ServeOptions, listener: socket.socket, pipe: Connection
) -> None:
    """Run in a worker: answer requests until told to stop, or until the other end closes."""
    stop = Stop()
    # Ctrl-C reaches every process of a terminal; the one that started this one decides.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, lambda _signal, _frame: stop())

    def listen_to_the_end() -> None:
        connection.wait([pipe])
        stop()

    def tell() -> None:
        with suppress(BrokenPipeError):  # then nobody waits for it any more, and it stops
            pipe.send(_READY)

    threading.Thread(target=listen_to_the_end, daemon=True).start()
    work(config, options, listener, stop, tell)


def _await(workers: list[_Worker], woken: Connection, stop: Stop) -> None:
    """Wait until all are ready; raises WorkersFail if one ends before."""
    while not stop and not all(worker.ready for worker in workers):
        waiting = {worker.pipe: worker for worker in workers if not worker.ready}
        for one in connection.wait([*waiting, woken]):
            if one is woken:
                return
            worker = waiting[one]  # type: ignore[index]  # of the pipes that were handed in
            try:
                worker.ready = worker.pipe.recv() == _READY
            except EOFError:
                worker.process.join(GRACE)
                raise WorkersFail(code=worker.process.exitcode) from None


def _ended(workers: list[_Worker], woken: Connection) -> list[_Worker]:
    """Wait until a worker ends or the server is told to stop; return those that have ended."""
    sentinels = {worker.process.sentinel: worker for worker in workers}
    return [
        sentinels[one]
        for one in connection.wait([*sentinels, woken])
        if isinstance(one, int) and one in sentinels
    ]


def _replace(
    ended: _Worker, workers: list[_Worker], start: Callable[[], _Worker], stop: Stop
) -> None:
    ended.process.join()
    _log.error(
        "A worker process ended unexpectedly (exit code %s); another takes its place.",
        ended.process.exitcode,
    )
    if os.environ.get(FOLDER):
        # What it counted stays in the sums; what it had under way does not.
        mark_process_dead(ended.process.pid)  # type: ignore[no-untyped-call]
    ended.pipe.close()
    if time.monotonic() - ended.started < _SOON:
        time.sleep(_SOON)
    if not stop:
        workers[workers.index(ended)] = start()


def _end(workers: list[_Worker]) -> None:
    """Tell all to stop, and end those that do not in time."""
    for worker in workers:
        worker.pipe.close()
    until = time.monotonic() + GRACE + 5
    for worker in workers:
        worker.process.join(max(0.0, until - time.monotonic()))
        if worker.process.is_alive():
            worker.process.kill()
            worker.process.join()
        worker.process.close()
