"""Files of SQLite: opening, transactions, SQLite's errors turned into ours.

Everything is written in transactions that a caller closes with `commit`; a process that is killed
loses only what it had not committed.
"""

from __future__ import annotations

import errno
import sqlite3
from contextlib import contextmanager
from importlib.resources import files
from typing import TYPE_CHECKING, Any, ClassVar, Self

from index.errors import DepecheError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path


class DiskFull(DepecheError):
    """There is no room left to write {path}."""

    hint = "Free some space and run the command again: it goes on where it stopped."


class NotWritten(DepecheError):
    """Nothing can be written to {path}: {problem}."""

    hint = (
        "See whether a quota is reached and whether the disk is sound, then run the command again:"
        " it goes on where it stopped."
    )


# What SQLite says where the system refuses to write for another reason than a full disk.
_UNWRITTEN = {sqlite3.SQLITE_IOERR_WRITE, sqlite3.SQLITE_IOERR_FSYNC, sqlite3.SQLITE_IOERR_TRUNCATE}


def unwritten(path: Path, error: OSError) -> DepecheError:
    """Return our own error for one of the system's met while writing."""
    if error.errno == errno.ENOSPC:
        return DiskFull(path=path)
    return NotWritten(path=path, problem=error.strerror or error)


class Reader:
    """An open file that can be asked.

    `damaged` is raised, with `path` and `problem`, where SQLite cannot read the file.
    """

    damaged: ClassVar[type[DepecheError]]

    def __init__(self, path: Path, address: str = "") -> None:
        self.path = path
        with self._facts():
            self._db = sqlite3.connect(
                address or path, uri=bool(address), isolation_level=None, timeout=30
            )

    @contextmanager
    def _facts(self) -> Iterator[None]:
        """Turn SQLite's errors into ours."""
        try:
            yield
        except sqlite3.DatabaseError as error:
            raise self._fact(error) from error

    def _fact(self, error: sqlite3.DatabaseError) -> DepecheError:
        """Return our own error for one of SQLite's."""
        code = getattr(error, "sqlite_errorcode", 0)
        if code & 0xFF == sqlite3.SQLITE_FULL:
            return DiskFull(path=self.path)
        if code in _UNWRITTEN:
            return NotWritten(path=self.path, problem=error)
        return self.damaged(path=self.path, problem=error)

    def close(self) -> None:
        """Close the file; what was not committed is forgotten."""
        self._db.close()

    def rows(self, query: str, values: tuple[object, ...] = ()) -> list[tuple[str, ...]]:
        """Return all rows that answer a query."""
        try:  # this and `write` are called ten times a page
            return self._db.execute(query, values).fetchall()
        except sqlite3.DatabaseError as error:
            raise self._fact(error) from error

    def each(self, query: str, values: tuple[object, ...] = ()) -> Iterator[tuple[Any, ...]]:
        """Yield the rows that answer a query as they are found, in constant memory."""
        with self._facts():
            cursor = self._db.execute(query, values)
        while True:
            with self._facts():
                rows = cursor.fetchmany(1000)
            if not rows:
                return
            yield from rows

    def aside(self, statement: str, rows: Iterable[tuple[object, ...]] = ((),)) -> None:
        """Carry out a statement on tables that lie beside the file until it is closed."""
        with self._facts():
            self._db.execute("BEGIN")
            try:
                self._db.executemany(statement, rows)
            finally:
                if self._db.in_transaction:  # SQLite ends it itself where a disk is full
                    self._db.execute("COMMIT")

    def check(self) -> list[str]:
        """Return the problems SQLite finds in the file, one sentence each."""
        rows = self.rows("PRAGMA integrity_check")
        return [f"{self.path.name}: {row[0]}" for row in rows if row[0] != "ok"]

    def meta(self, key: str) -> str | None:
        """Return what was last noted under a key, None where nothing was."""
        rows = self.rows("SELECT value FROM meta WHERE key = ?", (key,))
        return rows[0][0] if rows else None


class Written(Reader):
    """A file that is written to; as a context manager it commits at the end of a good block.

    `schema` is (package, file) of statements that make what is missing; `settings` are pragmas.
    """

    schema: ClassVar[tuple[str, str]]
    settings: ClassVar[tuple[str, ...]] = ()

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        try:
            with self._facts():
                for setting in ("journal_mode = WAL", *self.settings):
                    self._db.execute(f"PRAGMA {setting}")
                self._db.execute("BEGIN IMMEDIATE")
                try:
                    self._prepare()
                except BaseException:
                    self._db.execute("ROLLBACK")
                    raise
                self._db.execute("COMMIT")
        except BaseException:
            self.close()
            raise

    def _prepare(self) -> None:
        """Make the file what it must be, within one transaction."""
        self._create()

    def _create(self) -> None:
        """Make the tables that are missing: all, or those that a later program has added."""
        package, name = self.schema
        for statement in files(package).joinpath(name).read_text("utf-8").split(";"):
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
        try:
            self._begin()
            return self._db.execute(statement, values).rowcount
        except sqlite3.DatabaseError as error:
            raise self._fact(error) from error

    def insert(self, statement: str, values: tuple[object, ...]) -> int:
        """Carry out a statement that inserts a row; return the number SQLite gives it."""
        with self._facts():
            self._begin()
            return self._db.execute(statement, values).lastrowid or 0

    def write_all(self, statement: str, rows: Iterable[tuple[object, ...]]) -> None:
        """Carry out a statement for each of the rows."""
        with self._facts():
            self._begin()
            self._db.executemany(statement, rows)

    def _begin(self) -> None:
        if not self._db.in_transaction:
            self._db.execute("BEGIN IMMEDIATE")

    def note(self, key: str, value: str) -> None:
        """Note a fact about the file as a whole."""
        self.write("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))
