"""The file archive.db itself: opening, transactions, SQLite's errors turned into ours.

Everything is written in transactions that a caller closes with `commit`; a process that is killed
loses only what it had not committed.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing, contextmanager
from importlib.resources import files
from typing import TYPE_CHECKING, Self

from indexer.store.facts import DiskFull, NoArchive, StoreDamaged, StoreOutdated
from indexer.store.migrations import VERSION, migrate

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_VERSION = "schema_version"


@contextmanager
def _facts(path: Path) -> Iterator[None]:
    """Turn SQLite's errors into ours."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        if code == sqlite3.SQLITE_FULL:
            raise DiskFull(path=path) from error
        raise StoreDamaged(path=path, problem=error) from error


class Reader:
    """An open connection to archive.db that can be asked."""

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self.path = path
        self._db = connection

    @contextmanager
    def _facts(self) -> Iterator[None]:
        """Turn SQLite's errors into ours."""
        with _facts(self.path):
            yield

    def close(self) -> None:
        """Close the file; what was not committed is forgotten."""
        self._db.close()

    def rows(self, query: str, values: tuple[object, ...] = ()) -> list[tuple[str, ...]]:
        """Return all rows that answer a query."""
        with self._facts():
            return self._db.execute(query, values).fetchall()

    def meta(self, key: str) -> str | None:
        """Return what was last noted under a key, None where nothing was."""
        rows = self.rows("SELECT value FROM meta WHERE key = ?", (key,))
        return rows[0][0] if rows else None


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
    address = f"{path.absolute().as_uri()}?mode=ro{locked}"
    with _facts(path):
        connection = sqlite3.connect(address, uri=True, timeout=30)
    with closing(connection):
        reader = Reader(path, connection)
        found = reader.meta(_VERSION)
        if found != VERSION:
            raise StoreOutdated(path=path, found=found, needed=VERSION)
        yield reader


class Database(Reader):
    """An open archive.db; use as a context manager, which commits at the end of a good block."""

    def __init__(self, data: Path, *, create: bool = True) -> None:
        path = data / "archive.db"
        if not create and not path.exists():
            raise NoArchive(directory=data)
        data.mkdir(parents=True, exist_ok=True)
        with _facts(path):
            super().__init__(path, sqlite3.connect(path, isolation_level=None, timeout=30))
            try:
                self._prepare()
            except BaseException:
                self._db.close()
                raise

    def _prepare(self) -> None:
        self._db.execute("PRAGMA journal_mode = WAL")
        self._db.execute("PRAGMA synchronous = FULL")
        self._db.execute("BEGIN IMMEDIATE")
        try:
            if not self._db.execute("SELECT 1 FROM sqlite_master WHERE name = 'meta'").fetchone():
                self._create()
                self._db.execute("INSERT INTO meta VALUES (?, ?)", (_VERSION, VERSION))
            self._upgrade()
            self._create()
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")

    def _upgrade(self) -> None:
        """Bring an older archive.db up to this program's version; raise StoreOutdated if none."""
        found = self.meta(_VERSION)
        if migrate(self._db, found) != VERSION:
            raise StoreOutdated(path=self.path, found=found, needed=VERSION)
        if found != VERSION:
            self._db.execute("UPDATE meta SET value = ? WHERE key = ?", (VERSION, _VERSION))

    def _create(self) -> None:
        """Make the tables that are missing: all, or those that a later program has added."""
        statements = files("indexer.store").joinpath("schema.sql").read_text("utf-8")
        for statement in statements.split(";"):
            self._db.execute(statement)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *rest: object) -> None:
        try:
            if kind is None:
                self.commit()
        finally:
            self.close()

    def commit(self) -> None:
        """Make everything since the last commit durable."""
        with self._facts():
            if self._db.in_transaction:
                self._db.execute("COMMIT")

    def write(self, statement: str, values: tuple[object, ...] = ()) -> int:
        """Carry out a statement inside the open transaction; return how many rows it changed."""
        with self._facts():
            if not self._db.in_transaction:
                self._db.execute("BEGIN IMMEDIATE")
            return self._db.execute(statement, values).rowcount

    def note(self, key: str, value: str) -> None:
        """Note a fact about the archive as a whole."""
        self.write("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))
