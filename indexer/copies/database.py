"""The file copies.db: what is known of each release's text, and what it is related to."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple, Self

import numpy as np

from index.errors import DepecheError
from indexer.copies.likeness import METHOD
from indexer.copies.related import MANY, related
from indexer.sqlite import Written

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from index.record import Related, Release

NEAR = 20
"""Near-duplicates that are told of a release at most, the likest first."""

_METHOD, _COMPLETE = "method", "complete"


class CopiesDamaged(DepecheError):
    """The file {path} cannot be read: {problem}."""

    hint = "Run 'depeche reindex': it is made again from archive.db; no page is read again."


class Member(NamedTuple):
    """A present release: the number of its text, its digest, and what is shown beside others.

    `text` is None where the text is too short to be compared; `date` is ISO 8601 or "".
    """

    text: int | None
    digest: str
    title: str
    language: str
    date: str

    @classmethod
    def of(cls, release: Release, text: int | None, digest: str) -> Self:
        """Return what is known of a release whose text has this number and digest."""
        date = release.date.isoformat() if release.date else ""
        return cls(text, digest, release.title, release.language, date)


class Copies(Written):
    """An open copies.db; as a context manager it keeps what was done in a good block.

    One of another method, or that is to be made anew, is emptied. `complete` tells that every
    release of the archive was compared once.
    """

    damaged = CopiesDamaged
    schema = ("indexer.copies", "schema.sql")
    # 64 MB are kept at hand: keys are written all over the file
    settings = ("synchronous = NORMAL", "cache_size = -65536")

    def __init__(self, data: Path, *, anew: bool = False) -> None:
        path = data / "copies.db"
        if anew:
            for one in (path, *map(path.with_name, ("copies.db-wal", "copies.db-shm"))):
                one.unlink(missing_ok=True)
        super().__init__(path)

    def _prepare(self) -> None:
        self._create()
        if self.meta(_METHOD) != METHOD:
            for table in ("meta", "text", "band", "alike", "member", "twin", "meeting"):
                self._db.execute(f"DELETE FROM {table}")  # noqa: S608 (names of ours)
            self._db.execute("INSERT INTO meta VALUES (?, ?)", (_METHOD, METHOD))

    @property
    def complete(self) -> bool:
        """Whether every release of the archive was compared once."""
        return self.meta(_COMPLETE) is not None

    def note_complete(self) -> None:
        """Note that every release was compared."""
        self.note(_COMPLETE, "")

    # Releases

    def member(self, release_id: str) -> Member | None:
        """Return what is known of a release, None where it is not there."""
        query = "SELECT text, digest, title, language, date FROM member WHERE release = ?"
        rows = self.rows(query, (release_id,))
        return Member(*rows[0]) if rows else None  # type: ignore[arg-type]  # columns are typed

    def members(self) -> Iterator[str]:
        """Yield the ids of all releases that are known."""
        yield from (row[0] for row in self.rows("SELECT release FROM member"))

    def stated(self, release_id: str) -> set[str]:
        """Return the ids that a release names as itself in other languages."""
        rows = self.rows("SELECT other FROM twin WHERE release = ?", (release_id,))
        return {row[0] for row in rows}

    def keys(self, release_id: str) -> set[str]:
        """Return the keys under which a release meets itself in other languages."""
        rows = self.rows("SELECT key FROM meeting WHERE release = ?", (release_id,))
        return {row[0] for row in rows}

    def met(self, release_id: str) -> set[str]:
        """Return the releases that have such a key in common with one, MANY at most."""
        query = (
            "SELECT DISTINCT b.release FROM meeting a JOIN meeting b ON b.key = a.key"
            " WHERE a.release = ?1 AND b.release <> ?1 LIMIT ?2"
        )
        return {row[0] for row in self.rows(query, (release_id, MANY))}

    def put(
        self, release_id: str, member: Member, twins: Iterable[str], keys: Iterable[str] = ()
    ) -> None:
        """Note what a release is now, in place of what it was."""
        self.write("DELETE FROM meeting WHERE release = ?", (release_id,))
        self.write("DELETE FROM twin WHERE release = ?", (release_id,))
        self.add(release_id, member, twins, keys)

    def add(
        self, release_id: str, member: Member, twins: Iterable[str], keys: Iterable[str]
    ) -> None:
        """Note what a release is of which nothing was known."""
        for key in keys:
            self.write("INSERT OR IGNORE INTO meeting VALUES (?, ?)", (release_id, key))
        self.write("INSERT OR REPLACE INTO member VALUES (?, ?, ?, ?, ?, ?)", (release_id, *member))
        for other in twins:
            self.write("INSERT OR IGNORE INTO twin VALUES (?, ?)", (release_id, other))

    def drop(self, release_id: str) -> None:
        """Forget a release."""
        self.write("DELETE FROM member WHERE release = ?", (release_id,))
        self.write("DELETE FROM twin WHERE release = ?", (release_id,))
        self.write("DELETE FROM meeting WHERE release = ?", (release_id,))

    # Texts

    def text(self, digest: str) -> int | None:
        """Return the number of a text, None where it is not there."""
        rows = self.rows("SELECT number FROM text WHERE digest = ?", (digest,))
        return int(rows[0][0]) if rows else None

    def candidates(self, keys: Iterable[int]) -> list[int]:
        """Return the texts that have keys in common with these, the most first, MANY at most.

        Of each key only the latest MANY are looked at: a notice may have been put up 100,000 times.
        """
        query = "SELECT text FROM band WHERE key = ? ORDER BY text DESC LIMIT ?"
        common = Counter(int(row[0]) for key in keys for row in self.rows(query, (key, MANY)))
        return sorted(common, key=lambda text: (-common[text], text))[:MANY]

    def digest(self, text: int) -> str:
        """Return the digest of a text that is there."""
        return self.rows("SELECT digest FROM text WHERE number = ?", (text,))[0][0]

    def is_held(self, text: int) -> bool:
        """Tell whether any release has a text."""
        return bool(self.rows("SELECT 1 FROM member WHERE text = ? LIMIT 1", (text,)))

    def put_text(self, digest: str, keys: Sequence[int]) -> int:
        """Note a text that is new with its keys; return its number."""
        packed = np.array(keys, dtype="<i8").tobytes()
        return self.insert("INSERT INTO text VALUES (NULL, ?, ?)", (digest, packed))

    def put_keys(self, text: int, keys: Sequence[int]) -> None:
        """Make a text one that others find by its keys."""
        rows = [(key, text) for key in keys]
        self.write_all("INSERT OR IGNORE INTO band VALUES (?, ?)", rows)

    def put_alike(self, text: int, other: int, degree: float) -> None:
        """Note that two texts are so like each other."""
        rows = [(text, other, degree), (other, text, degree)]
        self.write_all("INSERT INTO alike VALUES (?, ?, ?)", rows)

    def drop_text(self, number: int) -> None:
        """Forget a text that no release has any more."""
        rows = self.rows("SELECT keys FROM text WHERE number = ?", (number,))
        for key in np.frombuffer(rows[0][0], dtype="<i8").tolist():  # type: ignore[call-overload]
            self.write("DELETE FROM band WHERE key = ? AND text = ?", (key, number))
        self.write("DELETE FROM text WHERE number = ?", (number,))
        rows = self.rows("SELECT other FROM alike WHERE text = ?", (number,))
        self.write("DELETE FROM alike WHERE text = ?", (number,))
        for (other,) in rows:
            self.write("DELETE FROM alike WHERE text = ? AND other = ?", (other, number))

    # What is alike

    def alike(self, least: float) -> Iterator[tuple[int, int, float]]:
        """Yield each pair of texts that are at least so like, once, with their likeness."""
        query = "SELECT text, other, likeness FROM alike WHERE text < other AND likeness >= ?"
        for text, other, degree in self.rows(query, (least,)):
            yield int(text), int(other), float(degree)

    def shared(self) -> Iterator[int]:
        """Yield the texts that more than one release has."""
        query = "SELECT text FROM member WHERE text NOT NULL GROUP BY text HAVING count(*) > 1"
        yield from (int(row[0]) for row in self.rows(query))

    def holders(self, text: int) -> list[tuple[str, ...]]:
        """Return (id, title, language, date) of the releases that have a text."""
        return self.rows(
            "SELECT release, title, language, date FROM member WHERE text = ?", (text,)
        )

    def related(self, release_id: str, *, most: int = NEAR) -> tuple[Related, ...]:
        """Return the twins of a release by language, then at most so many near-duplicates."""
        return related(self, release_id, most)
