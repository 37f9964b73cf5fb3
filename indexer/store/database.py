"""The file archive.db itself: opening, transactions, SQLite's errors turned into ours.

Everything is written in transactions that a caller closes with `commit`; a process that is killed
loses only what it had not committed.
"""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from importlib.resources import files
from typing import TYPE_CHECKING, Self

from indexer.store.facts import DiskFull, NoArchive, StoreDamaged, StoreOutdated

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SCHEMA_VERSION = "1"
_VERSION = "schema_version"


class Database:
    """An open archive.db; use as a context manager, which commits at the end of a good block."""

    def __init__(self, data: Path, *, create: bool = True) -> None:
        self.path = data / "archive.db"
        if not create and not self.path.exists():
            raise NoArchive(directory=data)
        data.mkdir(parents=True, exist_ok=True)
        with self._facts():
            self._db = sqlite3.connect(self.path, isolation_level=None, timeout=30)
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
                self._db.execute("INSERT INTO meta VALUES (?, ?)", (_VERSION, SCHEMA_VERSION))
            found = self.meta(_VERSION)
            if found != SCHEMA_VERSION:
                raise StoreOutdated(path=self.path, found=found, needed=SCHEMA_VERSION)
            self._create()
        finally:
            self._db.execute("COMMIT")

    def _create(self) -> None:
        """Make the tables that are missing: all, or those that a later program has added."""
        statements = files("indexer.store").joinpath("schema.sql").read_text("utf-8")
        for statement in statements.split(";"):
            self._db.execute(statement)

    @contextmanager
    def _facts(self) -> Iterator[None]:
        """Turn SQLite's errors into ours."""
        try:
            yield
        except sqlite3.DatabaseError as error:
            code = getattr(error, "sqlite_errorcode", 0) & 0xFF
            if code == sqlite3.SQLITE_FULL:
                raise DiskFull(path=self.path) from error
            raise StoreDamaged(path=self.path, problem=error) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *rest: object) -> None:
        try:
            if kind is None:
                self.commit()
        finally:
            self.close()

    def close(self) -> None:
        """Close the file; what was not committed is forgotten."""
        self._db.close()

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

    def rows(self, query: str, values: tuple[object, ...] = ()) -> list[tuple[str, ...]]:
        """Return all rows that answer a query."""
        with self._facts():
            return self._db.execute(query, values).fetchall()

    def meta(self, key: str) -> str | None:
        """Return what was last noted under a key, None where nothing was."""
        rows = self.rows("SELECT value FROM meta WHERE key = ?", (key,))
        return rows[0][0] if rows else None

    def note(self, key: str, value: str) -> None:
        """Note a fact about the archive as a whole."""
        self.write("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))
