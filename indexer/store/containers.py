"""Files that hold many pages: whether they have changed, and what their captures repeat."""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.record import release_from_json
from indexer.store.facts import Refusal

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from index.record import Release
    from indexer.store.database import Database


class Containers:
    """What a store knows of containers, by their origins."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def is_known(self, origin: str, stamp: str) -> bool:
        """Tell whether a container was read to its end when it had this stamp."""
        query = "SELECT 1 FROM container WHERE origin = ? AND stamp = ?"
        return bool(self._database.rows(query, (origin, stamp)))

    def note(self, origin: str, stamp: str) -> None:
        """Note that all of a container is in the store."""
        self._database.write("INSERT OR REPLACE INTO container VALUES (?, ?)", (origin, stamp))

    def count(self, origin: str) -> int:
        """Count the pages of a container that were looked at."""
        query = "SELECT count(*) FROM source WHERE origin > ? AND origin < ?"
        return int(self._database.rows(query, _within(origin))[0][0])

    def refusals(self, origin: str) -> Iterator[Refusal]:
        """Yield the refused pages of a container."""
        query = "SELECT origin, reason, sentence FROM refusal WHERE origin > ? AND origin < ?"
        for place, reason, sentence in self._database.rows(query, _within(origin)):
            yield Refusal(place, reason, sentence)

    def repeated(
        self, url: str, at: dt.datetime | None, before: dt.datetime
    ) -> tuple[Release, str, str] | None:
        """Return (release, SHA-256, profile) of what was captured at an address.

        At the time `at` where it is known, else the last time before another; None where nothing
        was.
        """
        query = "SELECT release, record, sha256, profile FROM capture WHERE url = ?"
        if at is not None:
            rows = self._database.rows(f"{query} AND captured_at = ?", (url, at.isoformat()))
        else:
            latest = f"{query} AND captured_at < ? ORDER BY captured_at DESC LIMIT 1"
            rows = self._database.rows(latest, (url, before.isoformat()))
        return (release_from_json(rows[0][1]), rows[0][2], rows[0][3]) if rows else None


def _within(origin: str) -> tuple[str, str]:
    """Return what the origins of a container's pages lie between: the sign behind "!" is a quote.

    >>> low, high = _within("/a.warc")
    >>> low < "/a.warc!12" < high
    True
    """
    return f"{origin}!", f'{origin}"'
