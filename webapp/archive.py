"""The one open engine of a running web app, opened when it is first needed."""

from __future__ import annotations

import threading
from contextlib import suppress
from typing import TYPE_CHECKING, TypeVar, cast

from flask import Flask, current_app

from index.errors import UnknownRelease
from webapp.provenance import without_folders

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    from index.engine import Engine, IndexStats
    from index.record import Document
    from webapp.config import WebConfig

_KEY = "depeche"
T = TypeVar("T")
_MOST = 1_000


class Archive:
    """Opens the index at the first question and keeps it open.

    Where there is no index yet, each question tries again, so that a page served before the first
    `depeche index` shows the archive as soon as it is there.
    """

    def __init__(self, config: WebConfig) -> None:
        self.config = config
        self._opened: Engine | None = None
        self._lock = threading.Lock()
        self._known_of: IndexStats | None = None
        self._known: dict[Hashable, object] = {}

    def engine(self) -> Engine:
        """Return the engine; raises what `index.engines.open_engine` does."""
        if self.config.engine is not None:
            return self.config.engine
        with self._lock:
            if self._opened is None:
                self._opened = self.config.chosen.open(self.config.data, warmed=True)
            return self._opened

    def once(self, what: Hashable, ask: Callable[[Engine], T]) -> T:
        """Return what `ask` finds out of the index, found out once for each commit.

        `what` names it. Only for what is the same for every reader, and little: of more than
        _MOST answers all are forgotten.
        """
        engine = self.engine()
        stats = engine.stats()
        if self._known_of != stats:
            self._known_of, self._known = stats, {}
        known = self._known
        with suppress(KeyError):
            return cast("T", known[what])
        found = ask(engine)
        if len(known) >= _MOST:
            # these and no others: a later commit may have come meanwhile, and has its own
            known.clear()
        known[what] = found
        return found

    def close(self) -> None:
        """Close the engine that was opened here; the next question opens it again."""
        with self._lock:
            if self._opened is not None:
                self._opened.close()
            self._opened = None


def attach(app: Flask, config: WebConfig) -> None:
    """Give the app its archive."""
    app.extensions[_KEY] = Archive(config)


def archive_of(app: Flask) -> Archive:
    """Return the archive that `attach` gave to this app."""
    return cast("Archive", app.extensions[_KEY])


def current_archive() -> Archive:
    """Return the archive of the app that is answering a request."""
    return archive_of(current_app)


def current_document(release_id: str) -> Document:
    """Return a release of that archive as readers may see it; raises UnknownRelease."""
    document = current_archive().engine().get(release_id)
    if document is None:
        raise UnknownRelease(id=release_id)
    return without_folders(document)
