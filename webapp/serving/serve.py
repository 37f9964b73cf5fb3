"""Serves the web app until it is told to stop: in this process, or in several."""

from __future__ import annotations

import os
import signal
import threading
from contextlib import contextmanager
from dataclasses import replace
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from webapp.delivery.clients import Clients
from webapp.delivery.metrics import FOLDER
from webapp.serving.access import check
from webapp.serving.listening import address, listen
from webapp.serving.proxies import networks
from webapp.serving.supervisor import supervise
from webapp.serving.worker import Stop, work

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from webapp.config import WebConfig
    from webapp.serving.options import ServeOptions


def serve(
    config: WebConfig, options: ServeOptions, ready: Callable[[str], None] = lambda _: None
) -> None:
    """Serve the archive until SIGINT or SIGTERM, then return.

    `ready` is called once with the address, such as "http://127.0.0.1:8000/", when connections are
    accepted. Requests that are under way when the signal comes are answered. Signals are heeded
    where this runs in the main thread. With several workers, each is a process of its own, and one
    that ends is replaced; they share the listening socket and, as the index is mapped into memory,
    its pages. Raises PortTaken, CannotListen, CannotLog, NoAddress or WorkersFail.
    """
    networks(options.trusted_proxies)
    check(options.access_log)
    stop = Stop()
    with listen(options.host, options.port) as listener, _stopped_by_signals(stop):
        where = address(options.host, listener)
        if options.workers == 1:
            work(config, options, listener, stop, lambda: ready(where))
        else:
            with _together(config) as shared:
                supervise(shared, options, listener, stop, lambda: ready(where))


@contextmanager
def _together(config: WebConfig) -> Iterator[WebConfig]:
    """Let processes that are started in this block count requests together."""
    limits = config.limits
    if limits.rate:
        config = replace(config, clients=Clients(limits.rate, limits.burst))
    if not config.metrics:
        yield config
        return
    with TemporaryDirectory(prefix="depeche-metrics-") as folder:
        os.environ[FOLDER] = folder
        try:
            yield config
        finally:
            del os.environ[FOLDER]


@contextmanager
def _stopped_by_signals(stop: Stop) -> Iterator[None]:
    """Let SIGINT and SIGTERM tell it to stop; does nothing outside the main thread."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    previous = {
        number: signal.signal(number, lambda _signal, _frame: stop())
        for number in (signal.SIGINT, signal.SIGTERM)
    }
    try:
        yield
    finally:
        for number, handler in previous.items():
            signal.signal(number, handler)
