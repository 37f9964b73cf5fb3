"""Filling an index on a cluster: built beside the one in use, or brought up to date at the commit.

A new index takes the place of the old one in one step, the switch of an alias; the old one is kept
until the next. What an update changes waits in a file until the commit, and is seen once the index
is refreshed and its commit record written.
"""

from __future__ import annotations

import datetime as dt
import json
import tempfile
import time
from contextlib import ExitStack, suppress
from typing import TYPE_CHECKING, Any, Final

from index.answering.entities import EntityTable
from index.engines.opensearch import layout
from index.engines.opensearch.address import Address
from index.engines.opensearch.analysis import Analysis
from index.engines.opensearch.bulk import Action, Bulk
from index.engines.opensearch.client import TRIES, Client
from index.engines.opensearch.errors import MappingConflict, NotAllWritten
from index.engines.opensearch.lock import Lock
from index.engines.opensearch.ownership import check_owner
from index.engines.opensearch.state import (
    Record,
    State,
    current,
    read_entities,
    write_entities,
)
from index.errors import DepecheError, IndexOutdated
from index.writing import NOBODY, OneCommit

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from index.record import Document
    from index.writing import Owner

_KEPT: Final = 2
"""Indices of an archive that stay: the one in use and the one before it."""
_SPOOLED: Final = 50_000_000
"""Bytes of an update that wait in memory; more lie in a temporary file."""


class OpenSearchWriter(OneCommit):
    """Writes one commit; holds the archive's lock from its making to its commit or cancel.

    With `rebuild` it fills a new index and switches to it at the commit; otherwise it adds to the
    one in use, or makes the first. `jobs` is the number of processes that analyse. Raises
    BadEngineUrl, IndexLocked, OtherArchive where the index is not the `owner`'s, and without
    `rebuild` IndexOutdated or MappingConflict.
    """

    def __init__(
        self,
        url: str,
        data: Path,
        *,
        rebuild: bool = False,
        jobs: int = 1,
        owner: Owner = NOBODY,
    ) -> None:
        del data  # all is on the cluster
        super().__init__()
        self._client = Client(Address.of(url), TRIES)
        self._client.check()
        self._owner = owner
        self._put: dict[str, int] = {}
        with ExitStack() as stack:
            stack.callback(self._client.close)
            self._lock = Lock(self._client).take()
            stack.callback(self._lock.release)
            check_owner(self._client, owner)
            self._state = _found(self._client, rebuild=rebuild)
            self._new = rebuild or self._state is None
            before = self._state.record if self._state else None
            self._version = max(time.time_ns() // 1000, before.version + 1 if before else 0)
            self._revision = before.revision + 1 if before else 1
            if self._state is None or rebuild:
                self._index, self._table = self._begin(), EntityTable({})
            else:
                self._index = self._state.index
                self._table = read_entities(self._client, self._state)
            self._bulk = Bulk(self._client, self._index)
            self._analysis = Analysis(jobs)
            stack.callback(self._analysis.close)
            self._spool = stack.enter_context(
                tempfile.SpooledTemporaryFile(_SPOOLED, mode="w+", encoding="utf-8")
            )
            stack.callback(self._bulk.stop)
            self.resources = stack.pop_all()

    def put(self, document: Document) -> None:
        """Add a document, replacing the one with the same release id."""
        self._check_open()
        self._name(document)
        version = self._next()
        self._put[document.release.id] = version
        for action in self._analysis.add(document, version):
            self._send(action)

    def delete(self, release_id: str) -> None:
        """Remove a release; unknown ids are ignored."""
        self._check_open()
        for action in self._analysis.rest():
            self._send(action)
        self._put.pop(release_id, None)
        self._send(Action(release_id, self._next(), None))

    def _forget_all(self) -> None:
        if self._new:
            # what cannot be removed now the next new index removes
            with suppress(DepecheError):
                _remove(self._client, self._index)

    def _next(self) -> int:
        self._version += 1
        return self._version

    def _send(self, action: Action) -> None:
        if self._new:
            self._bulk.add(action)
        else:
            row = [action.id, action.version, action.source]
            self._spool.write(json.dumps(row) + "\n")

    def _begin(self) -> str:
        """Make a new index, empty and named by no alias.

        Those newer than the one in use are what killed writers have left: they are removed.
        """
        client, name = self._client, self._client.address.name
        used = self._state.index if self._state else ""
        taken = _generations(client)
        for index in taken:
            if index > used:
                _remove(client, index)
        number = max((int(index.rpartition("-")[2]) for index in taken), default=0) + 1
        index = layout.generation(name, number)
        meta = Record(0, 0, 0, "").as_json()
        client.ask("PUT", f"/{index}", layout.body(meta))
        client.ask("PUT", f"/{layout.entities_of(index)}", _ENTITIES)
        return index

    def _commit(self) -> None:
        for action in self._analysis.rest():
            self._send(action)
        self._lock.check()
        for action in self._spooled():
            self._bulk.add(action)
        self._bulk.finish()
        client, index = self._client, self._index
        table = self._known(self._table)
        pieces = write_entities(client, layout.entities_of(index), self._revision, table)
        client.ask("POST", f"/{index}/_flush")
        self._lock.check()
        # Between these two an update is seen by its documents, not yet by its names.
        client.ask("POST", f"/{index}/_refresh")
        if self._new:
            self._compare()
        now = dt.datetime.now(dt.UTC).isoformat()
        record = Record(self._revision, self._version, pieces, now, archive=self._owner.id)
        client.ask("PUT", f"/{index}/_mapping", {"_meta": record.as_json()})
        if self._new:
            self._switch()
        self._tidy()
        self._tell()

    def _spooled(self) -> Iterator[Action]:
        self._spool.seek(0)
        for line in self._spool:
            yield Action(*json.loads(line))

    def _compare(self) -> None:
        """Raise NotAllWritten where the new index does not hold what was sent to it."""
        found = int(self._client.ask("GET", f"/{self._index}/_count")["count"])
        if found != len(self._put):
            raise NotAllWritten(index=self._index, written=len(self._put), found=found)

    def _switch(self) -> None:
        """Let the alias name the new index, in one step."""
        name = self._client.address.name
        actions: list[dict[str, Any]] = [{"add": {"index": self._index, "alias": name}}]
        if self._state is not None:
            actions.insert(0, {"remove": {"index": self._state.index, "alias": name}})
        self._client.ask("POST", "/_aliases", {"actions": actions})

    def _tidy(self) -> None:
        """Remove indices before the last two, and entity tables that no commit names."""
        client = self._client
        for index in _generations(client)[:-_KEPT]:
            _remove(client, index)
        older = {"range": {"revision": {"lt": self._revision - 1}}}
        path = f"/{layout.entities_of(self._index)}/_delete_by_query"
        client.ask("POST", path, {"query": older}, {"conflicts": "proceed"})

    def _tell(self) -> None:
        if again := self._client.sent_again:
            self.troubles.append(f"Requests sent again: {again}. All releases are written.")


_ENTITIES: Final[dict[str, Any]] = {
    "settings": layout.SMALL,
    "mappings": {
        "dynamic": "strict",
        "properties": {
            "revision": {"type": "long"},
            # read back, never searched
            "rows": {"type": "object", "enabled": False},
        },
    },
}


def _found(client: Client, *, rebuild: bool) -> State | None:
    """Return the state of the archive; where it is to be built anew its fitness is no matter."""
    try:
        return current(client)
    except (IndexOutdated, MappingConflict):
        if not rebuild:
            raise
        index = max(client.ask("GET", f"/_alias/{client.address.name}"))
        return State(index, Record(0, 0, 0, ""))


def _generations(client: Client) -> list[str]:
    """Return the indices of an archive that hold releases, the oldest first."""
    name = client.address.name
    found = client.ask(
        "GET", f"/{name}-*/_settings", params={"filter_path": "*.settings.index.uuid"}
    )
    return sorted(index for index in found or () if index.removeprefix(f"{name}-").isdigit())


def _remove(client: Client, index: str) -> None:
    for one in (index, layout.entities_of(index)):
        client.ask("DELETE", f"/{one}", missing=True)
