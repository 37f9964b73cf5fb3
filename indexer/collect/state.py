"""What has been fetched, and how far a collection is: state.db in the folder of its WARC files.

A page is noted in the same step as the length of the WARC file that holds it: whatever lies behind
that length was being written when a run was cut short, and is cut off by the next one.
"""

from __future__ import annotations

import fcntl
import sqlite3
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from indexer.collect.errors import Collecting

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_SCHEMA = """
CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
-- The latest capture of each address; `run` is the collection that asked for it last.
CREATE TABLE IF NOT EXISTS page (
    url      TEXT PRIMARY KEY,
    run      INTEGER NOT NULL,
    etag     TEXT NOT NULL,
    modified TEXT NOT NULL,
    digest   TEXT NOT NULL,
    date     TEXT NOT NULL
) WITHOUT ROWID;
-- WARC files, and how much of each is complete.
CREATE TABLE IF NOT EXISTS warc (name TEXT PRIMARY KEY, size INTEGER NOT NULL) WITHOUT ROWID;
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """The latest capture of an address: HTTP validators, payload digest, WARC-Date."""

    run: int
    etag: str
    modified: str
    digest: str
    date: str


class State:
    """An open state.db; one process at a time has it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._db = sqlite3.connect(folder / "state.db", isolation_level=None)
        self._db.execute("PRAGMA synchronous = FULL")
        self._db.executescript(_SCHEMA)
        self.run = int(self._meta("run", "0"))
        if self._meta("finished", "yes") == "yes":
            self.run += 1
            self._put("finished", "no")
            self._put("run", str(self.run))
        self._mend()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._db.close()

    def known(self, url: str) -> Known | None:
        """Return the latest capture of an address, None where there is none."""
        row = self._db.execute(
            "SELECT run, etag, modified, digest, date FROM page WHERE url = ?", (url,)
        ).fetchone()
        if row is None:
            return None
        return Known(run=row[0], etag=row[1], modified=row[2], digest=row[3], date=row[4])

    def note(self, url: str, known: Known, warc: tuple[str, int] | None) -> None:
        """Note a capture, and the file it is in with that file's length."""
        self._db.execute("BEGIN")
        values = (url, known.run, known.etag, known.modified, known.digest, known.date)
        self._db.execute("INSERT OR REPLACE INTO page VALUES (?, ?, ?, ?, ?, ?)", values)
        if warc is not None:
            self._db.execute("INSERT OR REPLACE INTO warc VALUES (?, ?)", warc)
        self._db.execute("COMMIT")

    def finish(self) -> None:
        """Note that the collection came to its end: the next run is another one."""
        self._put("finished", "yes")

    def _mend(self) -> None:
        """Cut off what was being written when a run was cut short."""
        sizes = dict(self._db.execute("SELECT name, size FROM warc"))
        for path in self.folder.glob("*.warc.gz"):
            size = int(sizes.get(path.name, 0))
            if not size:
                path.unlink()
            elif path.stat().st_size > size:
                with path.open("r+b") as file:
                    file.truncate(size)

    def _meta(self, key: str, default: str) -> str:
        row = self._db.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return str(row[0]) if row else default

    def _put(self, key: str, value: str) -> None:
        self._db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))


@contextmanager
def opened(folder: Path) -> Iterator[State]:
    """Open the state of a collection; raises Collecting where another process has it."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Collecting(directory=folder) from error
        with State(folder) as state:
            yield state
