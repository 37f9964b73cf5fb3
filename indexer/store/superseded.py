"""Texts that captures gave and that no present page gives: what the index of them is made from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from indexer.store.readings import present, readings
from indexer.store.texts import text_digest

if TYPE_CHECKING:
    from collections.abc import Iterable

    from index.history import Reading
    from indexer.store.database import Database

# Releases with more than one text, and those that no present page gives.
# The captures are counted first, which an index answers without reading a record.
_MAY_HAVE = (
    "SELECT release FROM capture WHERE release IN"
    " (SELECT release FROM capture GROUP BY release HAVING count(*) > 1)"
    " GROUP BY release HAVING min(text) <> max(text)"
    " UNION SELECT DISTINCT release FROM capture WHERE release NOT IN"
    " (SELECT release FROM source WHERE release IS NOT NULL)"
)
_PENDING_MAY_HAVE = (
    "SELECT release FROM capture WHERE release IN (SELECT release FROM pending)"
    " GROUP BY release HAVING min(text) <> max(text)"
    " UNION SELECT release FROM pending WHERE release NOT IN"
    " (SELECT release FROM source WHERE release IS NOT NULL)"
    " UNION SELECT release FROM superseded WHERE release IN (SELECT release FROM pending)"
)


class Superseded:
    """That table of an open archive.db, which notes what the index of superseded texts holds."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def releases(self, *, pending: bool) -> list[str]:
        """Return the ids of all releases that may have such texts, or of the pending ones."""
        query = _PENDING_MAY_HAVE if pending else _MAY_HAVE
        return [row[0] for row in self._database.rows(query + " ORDER BY 1")]

    def texts(self, release_id: str) -> dict[str, list[Reading]]:
        """Return the captures of each text of a release that is not its present one, by digest."""
        found = readings(self._database, release_id)
        speaks = present(found)
        now = text_digest(speaks.release) if speaks else None
        texts: dict[str, list[Reading]] = {}
        for reading in found:
            texts.setdefault(text_digest(reading.release), []).append(reading)
        return {digest: given for digest, given in texts.items() if digest != now}

    def held(self, release_id: str) -> set[str]:
        """Return the digests of the texts of a release that the index is noted to hold."""
        query = "SELECT text FROM superseded WHERE release = ?"
        return {row[0] for row in self._database.rows(query, (release_id,))}

    def all(self) -> list[tuple[str, ...]]:
        """Return (release, digest of the text) of all that the index is noted to hold."""
        return self._database.rows("SELECT release, text FROM superseded")

    def note(self, release_id: str, digests: Iterable[str]) -> None:
        """Note that the index holds these texts of a release and no others."""
        self._database.write("DELETE FROM superseded WHERE release = ?", (release_id,))
        for digest in digests:
            self._database.write("INSERT INTO superseded VALUES (?, ?)", (release_id, digest))

    def forget(self) -> None:
        """Note that the index holds nothing."""
        self._database.write("DELETE FROM superseded")
