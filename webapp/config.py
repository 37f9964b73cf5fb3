"""What a web app is told when it is made; nothing is read from the environment."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from index.engines import HERE, EngineChoice

if TYPE_CHECKING:
    from pathlib import Path

    from index.engine import Engine
    from index.history import History
    from webapp.delivery.clients import Clients


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one reader may ask of the server.

    `seconds` is how long one question may take. `rate` is the number of requests a second of one
    client, 0 for any number, and `burst` how many may come at once. `address` is the length of an
    address after the host, `header` and `body` the size of these parts of a request; all in bytes.
    """

    seconds: float = 10.0
    rate: float = 0.0
    burst: int = 20
    address: int = 16_000
    header: int = 32_768
    body: int = 2 * 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class WebConfig:
    """Where the archive is and how it presents itself.

    `data` is the data folder of the archive and `chosen` the engine that opens its index;
    an `engine` that is already open is used instead of both, and stays the caller's to close.
    `language` ("fr" or "en") is the one of pages that do not ask for another. `title` heads
    every page. `base_url` is where readers find the start page ("https://archive.example.org/"),
    for addresses that leave the site: feeds, site maps, citations; without it `webapp.addresses`
    says which hosts are believed. `history` is asked for captures and originals; without it
    pages do not offer them.
    `limits` bound what one reader may ask; apps that share `clients` count a client's requests
    together. `metrics` offers /metrics to Prometheus.
    """

    data: Path
    chosen: EngineChoice = HERE
    engine: Engine | None = None
    history: History | None = None
    language: str = "fr"
    title: str = "Dépêche"
    base_url: str = ""
    limits: Limits = Limits()
    clients: Clients | None = None
    metrics: bool = False
