"""What one reader may ask: so long an address, so large a body, so often, and for so long."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

from flask import request
from werkzeug.exceptions import RequestURITooLarge, TooManyRequests

from index.deadline import within
from webapp.delivery.clients import Clients

if TYPE_CHECKING:
    from collections.abc import Iterable
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

    from flask import Flask

    from webapp.config import WebConfig

# Never refused for coming too often: what a page consists of, and what looks after the server.
_FREE = {"static", "static_of_another_version", "health.healthz", "health.readyz", "metrics"}


def attach(app: Flask, config: WebConfig) -> None:
    """Hold every request of the app to the limits of its configuration."""
    bounds = config.limits
    clients = config.clients
    if clients is None and bounds.rate:
        clients = Clients(bounds.rate, bounds.burst)
    app.config["MAX_CONTENT_LENGTH"] = bounds.body

    @app.before_request
    def hold() -> None:
        if len(request.path) + len(request.query_string) > bounds.address:
            raise RequestURITooLarge
        if clients is not None and request.endpoint not in _FREE:
            seconds = clients.wait(request.remote_addr or "")
            if seconds:
                raise TooManyRequests(retry_after=ceil(seconds))

    app.wsgi_app = _limited(app.wsgi_app, bounds.seconds)  # type: ignore[assignment,method-assign]


def _limited(app: WSGIApplication, seconds: float) -> WSGIApplication:
    """Return the app with so much time for each answer; what is streamed may take longer."""

    def limited(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        with within(seconds):
            return app(environ, start)

    return limited
