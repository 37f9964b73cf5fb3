"""One process that answers requests, from the first to the last."""

from __future__ import annotations

import threading
import time
from contextlib import suppress
from typing import TYPE_CHECKING, cast

from waitress import wasyncore
from waitress.server import create_server

from index.engine import SearchRequest
from index.errors import DepecheError
from webapp import create_app, filling
from webapp.archive import archive_of
from webapp.serving.access import logged
from webapp.serving.newcomers import Newcomers
from webapp.serving.proxies import Proxies, networks
from webapp.serving.relay import Beside, Relay
from webapp.serving.sending import Channel
from webapp.words import messages

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable

    from flask import Flask
    from waitress.channel import HTTPChannel
    from waitress.server import TcpWSGIServer
    from waitress.task import ThreadedTaskDispatcher

    from webapp.config import WebConfig
    from webapp.serving.options import ServeOptions

GRACE = 20.0
"""Seconds that requests under way have when the server is told to stop."""

_CONNECTIONS = 1000  # of one worker at once; those beyond wait to be accepted
_IDLE = 75  # seconds until a connection without a request is closed
_ACCEPTED = 1.0  # seconds in which a connection that was just accepted may ask
_TICK = 0.05
# Compiled before the first reader comes: what a page of results consists of.
_FIRST_SHOWN = ("base.html", "search.html")


class Stop:
    """Tells a running server to stop; may be told from a signal handler or another thread."""

    def __init__(self) -> None:
        self._told = threading.Event()
        self._wake: Callable[[], None] = lambda: None

    def __call__(self) -> None:
        """Stop."""
        self._told.set()
        self._wake()

    def __bool__(self) -> bool:
        """Tell whether it has been told."""
        return self._told.is_set()

    def wakes(self, wake: Callable[[], None]) -> None:
        """Call `wake` when told, so that a wait for the network ends."""
        self._wake = wake


def work(
    config: WebConfig,
    options: ServeOptions,
    listener: socket.socket,
    stop: Stop,
    ready: Callable[[], None],
) -> None:
    """Answer the requests that arrive at the listener until told to stop; closes it.

    The index is open before `ready` is called, where there is one. When told to stop, no new
    connection is taken, and what has been asked is answered within GRACE seconds.
    """
    app = create_app(config)
    _warm(app)
    relay = Relay(options.threads)
    connections: dict[int, socket.socket] = {}
    made = create_server(
        Proxies(logged(Beside(app, relay), options), networks(options.trusted_proxies)),
        map=connections,
        sockets=[listener],
        _dispatcher=cast("ThreadedTaskDispatcher", relay),  # of which it needs no more
        ident=None,
        # Proxies does what these are for, and knows more than one proxy.
        clear_untrusted_proxy_headers=False,
        max_request_header_size=config.limits.header,
        # What is too large for the app, but not for this, is refused in words.
        max_request_body_size=2 * config.limits.body,
        connection_limit=_CONNECTIONS,
        channel_timeout=_IDLE,
        asyncore_use_poll=True,
    )
    # One socket gives one server; its types leave that open.
    server = cast("TcpWSGIServer", made)
    server.channel_class = Channel
    newcomers = Newcomers(server, relay, others=options.workers > 1)
    stop.wakes(server.pull_trigger)
    try:
        ready()
        while not stop:
            timeout = min(newcomers.decide(), relay.hurry())
            wasyncore.loop(timeout, use_poll=True, map=connections, count=1)
        _drain(server, relay, listener, connections)
    finally:
        stop.wakes(lambda: None)
        relay.shutdown(timeout=1)
        wasyncore.close_all(connections, ignore_all=True)
        archive_of(app).close()


def _warm(app: Flask) -> None:
    """Open the index and make what first questions would wait for; no index is no failure."""
    messages()
    filling.prepared(app, _FIRST_SHOWN)
    with suppress(DepecheError):  # the first page will tell it
        engine = archive_of(app).engine()
        engine.search(SearchRequest(query="a"))
        engine.complete("a")


def _drain(
    server: TcpWSGIServer,
    relay: Relay,
    listener: socket.socket,
    connections: dict[int, socket.socket],
) -> None:
    """Take what has already come, answer it, and close each connection that waits for nothing."""
    before = -1
    while before < len(connections):  # those that the system has accepted for us
        before = len(connections)
        server.handle_accept()
    server.accepting = False
    server.del_channel()
    listener.close()
    channels = cast("dict[int, HTTPChannel]", server.active_channels)
    until = time.monotonic() + GRACE
    while channels and time.monotonic() < until:
        for channel in list(channels.values()):
            if not _is_busy(channel):
                channel.will_close = True
        wasyncore.loop(min(_TICK, relay.hurry()), use_poll=True, map=connections, count=1)


def _is_busy(channel: HTTPChannel) -> bool:
    """Tell whether a connection has asked something that it has no full answer to, or may yet."""
    asked = channel.requests or channel.request is not None or channel.total_outbufs_len
    new = channel.last_activity == channel.creation_time
    return bool(asked or (new and time.time() < channel.creation_time + _ACCEPTED))
