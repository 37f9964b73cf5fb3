"""What a web app is told when it is made; nothing is read from the environment."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from index.engine import Engine
    from index.history import History


@dataclass(frozen=True, slots=True, kw_only=True)
class WebConfig:
    """Where the archive is and how it presents itself.

    `data` is the data folder of the archive and `engine_name` the engine that opens its index;
    an `engine` that is already open is used instead of both, and stays the caller's to close.
    `language` ("fr" or "en") is the one of pages that do not ask for another. `title` heads
    every page. `base_url` is where readers find the start page ("https://archive.example.org/"),
    for addresses that leave the site: feeds, site maps, citations; without it `webapp.addresses`
    says which hosts are believed. `history` is asked for captures and originals; without it
    pages do not offer them.
    """

    data: Path
    engine_name: str = "whoosh"
    engine: Engine | None = None
    history: History | None = None
    language: str = "fr"
    title: str = "Dépêche"
    base_url: str = ""
