"""archive.db: every release, every capture of it, what was refused and why (SQLite).

`pending` holds the releases whose entry in the index is behind what is stored here, so that a run
that was cut short is made up for by the next one.
"""

from __future__ import annotations

import uuid
from dataclasses import replace
from typing import TYPE_CHECKING

from index.record import Document, release_from_json, release_to_json
from indexer.store.containers import Containers
from indexer.store.database import Database
from indexer.store.decided import Decided
from indexer.store.facts import Refusal, Source, StoreStats
from indexer.store.moved import document_of
from indexer.store.readings import present, readings
from indexer.store.superseded import Superseded
from indexer.store.texts import text_digest

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from index.record import Capture, Release


# Under this its name is kept; a copy of the file is the same archive.
_NAME = "archive"


class Store(Database):
    """An open archive.db; use as a context manager, which commits at the end of a good block."""

    def __init__(self, data: Path, *, create: bool = True) -> None:
        super().__init__(data, create=create)
        self.decided = Decided(self)
        self.superseded = Superseded(self)
        self.containers = Containers(self)

    def name(self) -> str:
        """Return what names this archive and no other; it is drawn by chance once."""
        found = self.meta(_NAME)
        if found is None:
            found = uuid.uuid4().hex
            self.note(_NAME, found)
            self.commit()
        return found

    # What was looked at

    def source(self, origin: str) -> Source | None:
        """Return what became of a page the last time it was looked at, None where it never was."""
        rows = self.rows(
            "SELECT s.stamp, s.sha256, s.release, r.reason, r.sentence FROM source s"
            " LEFT JOIN refusal r ON r.origin = s.origin WHERE s.origin = ?",
            (origin,),
        )
        if not rows:
            return None
        stamp, sha256, release, reason, sentence = rows[0]
        refusal = Refusal(origin, reason, sentence) if reason else None
        return Source(stamp, sha256, release, refusal)

    def places(self, release_id: str) -> int:
        """Count the present pages that give a release."""
        rows = self.rows("SELECT count(*) FROM source WHERE release = ?", (release_id,))
        return int(rows[0][0])

    def restamp(self, origin: str, stamp: str) -> None:
        """Note that a page was touched but holds the same bytes."""
        self.write("UPDATE source SET stamp = ? WHERE origin = ?", (stamp, origin))

    def origins(self, prefix: str) -> Iterator[str]:
        """Yield every known origin that is `prefix` or lies below it (folder/, archive.zip!)."""
        place = prefix.rstrip("/")
        query = "SELECT origin FROM source WHERE origin = ? OR substr(origin, 1, ?) IN (?, ?)"
        values = (place, len(place) + 1, place + "/", place + "!")
        yield from (row[0] for row in self.rows(query, values))

    # What was read

    def put(self, release: Release, capture: Capture, *, stamp: str, profile: str) -> bool:
        """Record what a page gave; return whether the archive did not hold this reading yet.

        A page that is another copy of a release that is there becomes a capture of that one.
        """
        query = "SELECT release, sha256 FROM source WHERE origin = ?"
        before = self.rows(query, (capture.origin,))
        known = before[0][0] if before else None
        release = replace(release, id=document_of(self, release, profile, known))
        new = self.write(
            "INSERT INTO capture"
            " (release, origin, captured_at, url, sha256, profile, record, status, text)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
            " ON CONFLICT (release, origin, sha256) DO UPDATE SET"
            " record = excluded.record, profile = excluded.profile, url = excluded.url,"
            " status = excluded.status, text = excluded.text"
            " WHERE record <> excluded.record OR status <> excluded.status",
            (
                release.id,
                capture.origin,
                capture.captured_at.isoformat(),
                capture.url,
                capture.sha256,
                profile,
                release_to_json(release),
                capture.status,
                text_digest(release),
            ),
        )
        self._look(capture.origin, stamp, capture.sha256, release.id)
        if before:
            self.write("DELETE FROM refusal WHERE origin = ?", (capture.origin,))
        if new or before != [(release.id, capture.sha256)]:
            self.mark([release.id])
        if known not in {None, release.id}:
            self.mark([known])
        return bool(new)

    def refuse(self, refusal: Refusal, *, stamp: str, sha256: str, at: dt.datetime) -> None:
        """Record that a page gave no release, and why; a release it gave before is gone."""
        self.forget(refusal.origin)
        self._look(refusal.origin, stamp, sha256, None)
        self.write(
            "INSERT OR REPLACE INTO refusal VALUES (?, ?, ?, ?)",
            (refusal.origin, refusal.reason, refusal.sentence, at.isoformat()),
        )

    def forget(self, origin: str) -> None:
        """Drop a page that is gone: its captures stay readable but are not searched."""
        rows = self.rows("SELECT release FROM source WHERE origin = ?", (origin,))
        if rows and rows[0][0] is not None:
            self.mark([rows[0][0]])
        self.write("DELETE FROM source WHERE origin = ?", (origin,))
        self.write("DELETE FROM refusal WHERE origin = ?", (origin,))

    def _look(self, origin: str, stamp: str, sha256: str, release: str | None) -> None:
        self.write(
            "INSERT OR REPLACE INTO source VALUES (?, ?, ?, ?)", (origin, stamp, sha256, release)
        )

    def mark(self, release_ids: Iterable[str]) -> None:
        """Note that the index is behind for these releases, whatever the reason."""
        for release_id in release_ids:
            self.write("INSERT OR IGNORE INTO pending VALUES (?)", (release_id,))

    # What the index is made from

    def pending(self) -> list[str]:
        """Return the ids of releases whose entry in the index is behind, in order."""
        return [row[0] for row in self.rows("SELECT release FROM pending ORDER BY release")]

    def gone(self) -> list[str]:
        """Return the pending ids of releases that no present page gives any more, in order."""
        query = (
            "SELECT release FROM pending WHERE release NOT IN"
            " (SELECT release FROM source WHERE release IS NOT NULL) ORDER BY release"
        )
        return [row[0] for row in self.rows(query)]

    def settle(self) -> None:
        """Note that the index holds every release as it is now."""
        self.write("DELETE FROM pending")

    def release_ids(self) -> list[str]:
        """Return the ids of all releases that a present page gives, in order."""
        query = "SELECT DISTINCT release FROM source WHERE release IS NOT NULL ORDER BY release"
        return [row[0] for row in self.rows(query)]

    def document(self, release_id: str) -> Document | None:
        """Return a release with its captures, oldest first; None where no present page gives it."""
        found = readings(self, release_id)
        speaks = present(found)
        if speaks is None:
            return None
        captures = tuple(reading.capture for reading in found)
        return Document(release=speaks.release, captures=captures)

    def with_text(self, digest: str) -> Release | None:
        """Return a release as it was when it had a text, None where no capture gave it."""
        rows = self.rows("SELECT record FROM capture WHERE text = ? LIMIT 1", (digest,))
        return release_from_json(rows[0][0]) if rows else None

    # What a person asks

    def refusals(self) -> Iterator[Refusal]:
        """Yield every page that is refused, in the order of their places."""
        query = "SELECT origin, reason, sentence FROM refusal ORDER BY origin"
        for origin, reason, sentence in self.rows(query):
            yield Refusal(origin, reason, sentence)

    def stats(self) -> StoreStats:
        """Count what the archive holds."""
        queries = {
            "releases": "SELECT count(DISTINCT release) FROM source WHERE release IS NOT NULL",
            "captures": "SELECT count(*) FROM capture",
            "replaced": "SELECT count(*) FROM superseded",
            "sources": "SELECT count(*) FROM source",
            "refused": "SELECT count(*) FROM refusal",
            "pending": "SELECT count(*) FROM pending",
        }
        return StoreStats(**{name: int(self.rows(q)[0][0]) for name, q in queries.items()})
