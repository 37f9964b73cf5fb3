"""Which commit of an archive a cluster holds, and what it says of itself."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from index.answering.entities import EntityTable
from index.engines.opensearch import layout
from index.engines.opensearch.errors import MappingConflict
from index.errors import IndexOutdated, NoIndex
from index.schema import SCHEMA_VERSION

if TYPE_CHECKING:
    from index.engines.opensearch.client import Client

_PIECE = 2_000
"""Entities in one document: some 300 kB."""


@dataclass(frozen=True, slots=True)
class Record:
    """The commit record, which is the `_meta` of an index's mapping: one step makes it visible.

    `revision` rises with each commit. `version` is above that of everything written so far, in
    microseconds since 1970. `pieces` is the number of documents that keep the entity table.
    `archive` is the id of the archive that has written it, see `index.writing.Owner`.
    """

    revision: int
    version: int
    pieces: int
    written_at: str
    schema: int = SCHEMA_VERSION
    archive: str = ""

    def as_json(self) -> dict[str, Any]:
        """Return it as it is kept."""
        return {
            "revision": self.revision,
            "version": self.version,
            "pieces": self.pieces,
            "written_at": self.written_at,
            "schema": self.schema,
            "archive": self.archive,
        }

    @property
    def time(self) -> dt.datetime:
        """When it was written."""
        return dt.datetime.fromisoformat(self.written_at)


@dataclass(frozen=True, slots=True)
class State:
    """The index in use and its commit record."""

    index: str
    record: Record


def current(client: Client) -> State | None:
    """Return the state of the archive, None where there is no index; cheap.

    Raises MappingConflict where the index is none of ours, IndexOutdated where it is an older one.
    """
    found = found_meta(client)
    if found is None:
        return None
    index, meta = found
    if meta and meta.get("schema") != SCHEMA_VERSION:
        raise IndexOutdated(
            directory=client.address.shown, found=meta.get("schema"), needed=SCHEMA_VERSION
        )
    try:
        return State(index, Record(**meta))
    except TypeError:
        raise MappingConflict(index=index, problem="it has no commit record of ours") from None


def found_meta(client: Client) -> tuple[str, dict[str, Any]] | None:
    """Return the index in use and what it says of itself, whoever has made it; cheap."""
    name = client.address.name
    # index and record in one answer: no commit can come between them
    wanted = {"filter_path": "*.mappings._meta,*.mappings.dynamic"}
    found = client.ask("GET", f"/{name}/_mapping", params=wanted, missing=True)
    if found is None:
        return None
    index = max(found, default=name)
    return index, found.get(index, {}).get("mappings", {}).get("_meta", {})


def needed(client: Client) -> State:
    """Return the state of the archive; raise NoIndex where there is none."""
    found = current(client)
    if found is None:
        raise NoIndex(directory=client.address.shown)
    return found


def read_entities(client: Client, state: State) -> EntityTable:
    """Return the entity table of a commit."""
    index, record = layout.entities_of(state.index), state.record
    entities: list[str] = []
    for number in range(record.pieces):
        found = client.ask("GET", f"/{index}/_doc/{record.revision}-{number}", missing=True)
        if found is None:
            raise MappingConflict(index=index, problem="a part of the entity table is missing")
        entities += found["_source"]["rows"]
    return EntityTable.from_json("[" + ",".join(entities) + "]")


def write_entities(client: Client, index: str, revision: int, table: EntityTable) -> int:
    """Keep a table under a revision; return the number of its pieces."""
    rows = table.to_json().splitlines()[1:-1]
    rows = [row.rstrip(",") for row in rows]
    pieces = [rows[first : first + _PIECE] for first in range(0, len(rows), _PIECE)]
    for number, piece in enumerate(pieces):
        path = f"/{index}/_doc/{revision}-{number}"
        client.ask("PUT", path, {"revision": revision, "rows": piece}, {"refresh": "true"})
    return len(pieces)
