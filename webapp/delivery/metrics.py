"""What Prometheus reads at /metrics: how many requests, how long they took, what the index holds.

Where several processes answer, PROMETHEUS_MULTIPROC_DIR names the folder in which they add up, and
any of them tells the sums of all.
"""

from __future__ import annotations

import os
from http import HTTPMethod
from time import perf_counter
from typing import TYPE_CHECKING

from flask import Response, g, request
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from index.errors import DepecheError
from webapp.archive import archive_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask
    from prometheus_client import Metric

FOLDER = "PROMETHEUS_MULTIPROC_DIR"
"""The variable by which prometheus_client is told where processes add up; read at its import."""

# Seconds; about where a page, a completion and the time limit lie.
_BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
_METHODS = frozenset(HTTPMethod)
# The version that scrapers ask for unless they say otherwise.
_TEXT = "text/plain; version=0.0.4; charset=utf-8"


def attach(app: Flask) -> None:
    """Count what the app does and tell it at /metrics."""
    registry = CollectorRegistry()
    labels = ("endpoint", "method", "status")
    requests = Counter("depeche_requests", "Requests answered.", labels, registry=registry)
    seconds = Histogram(
        "depeche_request_seconds",
        "Seconds from a request to the beginning of its answer.",
        ("endpoint",),
        buckets=_BUCKETS,
        registry=registry,
    )
    under_way = Gauge(
        "depeche_requests_under_way",
        "Requests that are being answered.",
        multiprocess_mode="livesum",
        registry=registry,
    )

    @app.before_request
    def begin() -> None:
        g.began = perf_counter()
        under_way.inc()

    @app.after_request
    def count(response: Response) -> Response:
        endpoint = request.endpoint or "none"
        # A client may invent methods; each would be a row of its own.
        method = request.method if request.method in _METHODS else "other"
        requests.labels(endpoint, method, response.status_code).inc()
        seconds.labels(endpoint).observe(perf_counter() - g.began)
        return response

    @app.teardown_request
    def end(_error: BaseException | None) -> None:
        if g.pop("began", None) is not None:
            under_way.dec()

    def metrics() -> Response:
        told = registry
        if os.environ.get(FOLDER):
            told = CollectorRegistry()
            MultiProcessCollector(told)  # type: ignore[no-untyped-call]
        index = CollectorRegistry()
        index.register(_Index(app))
        return Response(
            generate_latest(told) + generate_latest(index),
            content_type=_TEXT,
            headers={"Cache-Control": "no-store"},
        )

    app.add_url_rule("/metrics", "metrics", metrics)


class _Index(Collector):
    """Tells what the index holds, asked when it is told; nothing where it does not open."""

    def __init__(self, app: Flask) -> None:
        self._app = app

    def collect(self) -> Iterator[Metric]:
        try:
            stats = archive_of(self._app).engine().stats()
        except DepecheError:
            yield GaugeMetricFamily("depeche_index_open", "Whether the index opens.", 0)
            return
        yield GaugeMetricFamily("depeche_index_open", "Whether the index opens.", 1)
        yield GaugeMetricFamily("depeche_index_releases", "Releases in it.", stats.releases)
        yield GaugeMetricFamily(
            "depeche_index_written_timestamp_seconds",
            "When it was last written.",
            stats.written_at.timestamp(),
        )
