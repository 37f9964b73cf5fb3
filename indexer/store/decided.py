"""Which releases name the entities that an archive's decisions are about.

An entity stands here under the id it was recognised by, before any decision was applied: a hidden
one is in no index, and one that was merged is there under another id.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from indexer.store.database import Database


class Decided:
    """That table of an open archive.db."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def put(self, met: Mapping[str, Mapping[str, str]]) -> None:
        """Note for each release the entities that decisions are about, with their labels.

        What was noted for these releases before is forgotten.
        """
        for release_id, labels in met.items():
            self._database.write("DELETE FROM decided WHERE release = ?", (release_id,))
            for entity_id, label in labels.items():
                row = (release_id, entity_id, label)
                self._database.write("INSERT INTO decided VALUES (?, ?, ?)", row)

    def tidy(self) -> None:
        """Forget the releases that no present page gives any more."""
        self._database.write(
            "DELETE FROM decided WHERE release NOT IN"
            " (SELECT release FROM source WHERE release IS NOT NULL)"
        )

    def releases(self, entity_ids: Iterable[str]) -> set[str]:
        """Return the ids of the releases that name any of these entities."""
        query = "SELECT release FROM decided WHERE entity = ?"
        return {row[0] for one in entity_ids for row in self._database.rows(query, (one,))}

    def labels(self) -> dict[str, str]:
        """Return the entities noted, each with the label that most releases give it."""
        query = (
            "SELECT entity, label FROM decided GROUP BY entity, label"
            " ORDER BY entity, count(*), label DESC"
        )
        return {row[0]: row[1] for row in self._database.rows(query)}
