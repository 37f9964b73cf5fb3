"""What has been fetched, and how far a collection is: state.db in the folder of its WARC files.

A page is noted in the same step as the length of the WARC file that holds it: whatever lies behind
that length was being written when a run was cut short, and is cut off by the next one.
"""

from __future__ import annotations

import fcntl
from contextlib import contextmanager
from dataclasses import astuple, dataclass
from typing import TYPE_CHECKING

from indexer.collect.errors import Collecting, StateDamaged
from indexer.sqlite import Written

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """The latest capture of an address: where it led, validators, payload digest, WARC-Date."""

    target: str
    run: int
    etag: str
    modified: str
    digest: str
    date: str


class State(Written):
    """An open state.db; one process at a time has it."""

    damaged = StateDamaged
    schema = ("indexer.collect", "schema.sql")
    settings = ("synchronous = FULL",)

    def __init__(self, folder: Path) -> None:
        super().__init__(folder / "state.db")
        self.folder = folder
        self.run = int(self.meta("run") or 0)
        if (self.meta("finished") or "yes") == "yes":
            self.run += 1
            self.note("finished", "no")
            self.note("run", str(self.run))
            self.commit()
        self._mend()

    def known(self, url: str) -> Known | None:
        """Return the latest capture of an address, None where there is none."""
        found = self.rows(
            "SELECT target, run, etag, modified, digest, date FROM page WHERE url = ?", (url,)
        )
        if not found:
            return None
        target, run, *others = found[0]
        etag, modified, digest, date = others
        return Known(
            target=target, run=int(run), etag=etag, modified=modified, digest=digest, date=date
        )

    def begin(self, warc: str) -> None:
        """Note that a WARC file is about to be made: until a page is in it, it is worth nothing."""
        self.write("INSERT INTO warc VALUES (?, 0)", (warc,))
        self.commit()

    def keep(self, url: str, known: Known, warc: tuple[str, int]) -> None:
        """Note a capture, and the file it is in with that file's length."""
        values = (url, *astuple(known))
        self.write("INSERT OR REPLACE INTO page VALUES (?, ?, ?, ?, ?, ?, ?)", values)
        self.write("INSERT OR REPLACE INTO warc VALUES (?, ?)", warc)
        self.commit()

    def finish(self) -> None:
        """Note that the collection came to its end: the next run is another one."""
        self.note("finished", "yes")
        self.commit()

    def _mend(self) -> None:
        """Cut off what was being written when a run was cut short; other files are left alone."""
        for name, size in self.rows("SELECT name, size FROM warc"):
            path = self.folder / name
            if not path.exists():
                continue
            if not int(size):
                path.unlink()
            elif path.stat().st_size > int(size):
                with path.open("r+b") as file:
                    file.truncate(int(size))


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
