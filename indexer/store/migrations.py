"""Older versions of archive.db, each brought up to the next; nothing that was stored is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from indexer.store.texts import record_digest

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Mapping

VERSION = "2"


def _from_1(database: sqlite3.Connection) -> None:
    """Give captures the HTTP status and the digest of their text."""
    database.create_function("record_digest", 1, record_digest, deterministic=True)
    database.execute("ALTER TABLE capture ADD COLUMN status INTEGER NOT NULL DEFAULT 0")
    database.execute("ALTER TABLE capture ADD COLUMN text TEXT NOT NULL DEFAULT ''")
    database.execute("UPDATE capture SET text = record_digest(record)")


_STEPS: Mapping[str, tuple[str, Callable[[sqlite3.Connection], None]]] = {"1": ("2", _from_1)}


def migrate(database: sqlite3.Connection, found: str | None) -> str | None:
    """Bring a database of version `found` as far up as can be, and return the version it has then.

    Works inside the caller's transaction, so that a run that is cut short leaves the old version.
    """
    while found is not None and found in _STEPS:
        found, step = _STEPS[found]
        step(database)
    return found
