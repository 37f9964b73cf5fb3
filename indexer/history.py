"""What the archive remembers of its releases, for those who show it: archive.db, asked.

Each question opens archive.db for itself, read-only: so threads share nothing, a run that writes is
not in the way, and an archive that was replaced is seen.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import TYPE_CHECKING

from index.history import Arrival, Original, OriginalGone, Reading, RefusedPage
from indexer.refusal import Refused
from indexer.sources import reread
from indexer.sources.walk import NoSuchPath
from indexer.store import first_captures, reading, readings

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from index.history import FirstCaptures


class StoreHistory:
    """The captures of the archive in a data folder; implements `index.history.History`."""

    def __init__(self, data: Path) -> None:
        self._data = data

    def readings(self, release_id: str) -> tuple[Reading, ...]:
        """Return every capture of a release, the oldest first; none for an unknown id."""
        with reading(self._data) as reader:
            return readings(reader, release_id)

    def first_captures(
        self,
        present: Iterable[str],
        superseded: Iterable[tuple[str, str]],
        *,
        offset: int,
        limit: int,
    ) -> FirstCaptures:
        """Order releases by the first capture that gave one of the texts asked for."""
        with reading(self._data) as reader:
            return first_captures(reader, present, superseded, offset=offset, limit=limit)

    def original(self, release_id: str, sha256: str) -> Original | None:
        """Return the bytes of one capture, None where the release has no such capture.

        They are read again from where they lay; where several captures have the same bytes, from
        the first place that still holds them. Raises OriginalGone where none does.
        """
        query = "SELECT origin FROM capture WHERE release = ? AND sha256 = ? ORDER BY id DESC"
        with reading(self._data) as reader:
            origins = [row[0] for row in reader.rows(query, (release_id, sha256))]
        gone: OriginalGone | None = None
        for origin in origins:
            try:
                page = reread(origin)
            except (Refused, NoSuchPath) as problem:
                why = problem.sentence().rstrip(".")
                gone = OriginalGone(id=release_id, origin=origin, problem=why)
                continue
            if hashlib.sha256(page.data).hexdigest() == sha256:
                return Original(data=page.data, media_type=page.media_type, charset=page.charset)
            gone = OriginalGone(id=release_id, origin=origin, problem="it has other bytes now")
        if gone is not None:
            raise gone
        return None

    def arrivals(self, limit: int = 10) -> tuple[Arrival, ...]:
        """Return the releases that the archive took in last, the last first, each once."""
        query = (
            "SELECT c.release, c.captured_at, EXISTS (SELECT 1 FROM capture AS earlier"
            " WHERE earlier.release = c.release AND earlier.id < c.id AND earlier.text <> c.text)"
            " FROM capture AS c WHERE NOT EXISTS (SELECT 1 FROM capture AS later"
            " WHERE later.release = c.release AND later.id > c.id) ORDER BY c.id DESC LIMIT ?"
        )
        with reading(self._data) as reader:
            rows = reader.rows(query, (limit,))
            return tuple(
                Arrival(
                    id=release,
                    captured_at=dt.datetime.fromisoformat(captured_at),
                    changed=bool(changed),
                )
                for release, captured_at, changed in rows
            )

    def refusals(self, offset: int = 0, limit: int = 100) -> tuple[RefusedPage, ...]:
        """Return refused pages in the order of their places."""
        query = "SELECT origin, reason, sentence FROM refusal ORDER BY origin LIMIT ? OFFSET ?"
        with reading(self._data) as reader:
            rows = reader.rows(query, (limit, offset))
        return tuple(RefusedPage(origin=o, reason=r, sentence=s) for o, r, s in rows)

    def refused_by_reason(self) -> Mapping[str, int]:
        """Return how many pages are refused for each reason, the most frequent first."""
        query = (
            "SELECT reason, count(*) FROM refusal GROUP BY reason ORDER BY count(*) DESC, reason"
        )
        with reading(self._data) as reader:
            return {reason: int(count) for reason, count in reader.rows(query)}
