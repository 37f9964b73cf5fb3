"""The file archive.db itself: its version, and opening it to write or only to ask."""

from __future__ import annotations

import os
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

from indexer.sqlite import Reader, Written
from indexer.store.facts import NoArchive, StoreDamaged, StoreOutdated
from indexer.store.migrations import VERSION, migrate

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_VERSION = "schema_version"


class _Asked(Reader):
    damaged = StoreDamaged


@contextmanager
def reading(data: Path) -> Iterator[Reader]:
    """Give an archive.db to ask that nothing is written to, while others may write to it.

    Raises NoArchive, StoreOutdated or StoreDamaged.
    """
    path = data / "archive.db"
    if not path.exists():
        raise NoArchive(directory=data)
    # SQLite wants to write beside a file that it only reads, unless nobody can change it.
    locked = "&immutable=1" if not os.access(data, os.W_OK) else ""
    with closing(_Asked(path, f"{path.absolute().as_uri()}?mode=ro{locked}")) as reader:
        found = reader.meta(_VERSION)
        if found != VERSION:
            raise StoreOutdated(path=path, found=found, needed=VERSION)
        yield reader


class Database(Written):
    """An open archive.db; use as a context manager, which commits at the end of a good block."""

    damaged = StoreDamaged
    schema = ("indexer.store", "schema.sql")
    settings = ("synchronous = FULL",)

    def __init__(self, data: Path, *, create: bool = True) -> None:
        path = data / "archive.db"
        if not create and not path.exists():
            raise NoArchive(directory=data)
        data.mkdir(parents=True, exist_ok=True)
        super().__init__(path)

    def _prepare(self) -> None:
        if not self.rows("SELECT 1 FROM sqlite_master WHERE name = 'meta'"):
            self._create()
            self._db.execute("INSERT INTO meta VALUES (?, ?)", (_VERSION, VERSION))
        self._upgrade()
        self._create()

    def _upgrade(self) -> None:
        """Bring an older archive.db up to this program's version; raise StoreOutdated if none."""
        found = self.meta(_VERSION)
        if migrate(self._db, found) != VERSION:
            raise StoreOutdated(path=self.path, found=found, needed=VERSION)
        if found != VERSION:
            self._db.execute("UPDATE meta SET value = ? WHERE key = ?", (VERSION, _VERSION))
