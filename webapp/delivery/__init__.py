"""How answers reach the reader: headers, limits, caching, compression, static files, health."""

from __future__ import annotations

from typing import TYPE_CHECKING

from webapp.delivery import assets, caching, compression, headers, health, limits, metrics

if TYPE_CHECKING:
    from flask import Flask

    from webapp.config import WebConfig


def attach(app: Flask, config: WebConfig) -> None:
    """Give the app all of it.

    What comes first here sees a request first and its answer last: so a request that is refused
    is counted, and a page is tagged before it is compressed.
    """
    if config.metrics:
        metrics.attach(app)
    headers.attach(app)
    compression.attach(app)
    caching.attach(app)
    limits.attach(app, config)
    assets.attach(app)
    app.register_blueprint(health.blueprint)
