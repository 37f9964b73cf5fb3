"""Store → the index of superseded texts: what captures gave and no present page gives.

It is an index like the main one, in a folder of its own, filled by the same writer: so these texts
are asked in the same French. It is derived from archive.db and kept up to date with the main one.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from index.errors import IndexOutdated, NoIndex
from index.record import Document
from index.superseded import engine_of, folder, superseded_id
from indexer.authority import written
from indexer.authority.recognition import Recognised
from indexer.workers import ordered_map

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from index.engines import EngineChoice
    from indexer.authority import Authority
    from indexer.authority.recognition import Recogniser
    from indexer.store import Store

# Under this the store notes the decisions about names that the index was written with.
_NAMES = "superseded_names"


def _unrecognised(document: Document) -> Recognised:
    return Recognised(document, {})


@dataclass(frozen=True, slots=True, kw_only=True)
class SupersededIndex:
    """That index of the archive in a data folder; `jobs` is the number of processes.

    `engine` is the one of the main index.
    """

    store: Store
    data: Path
    engine: EngineChoice
    jobs: int

    def update(
        self, authority: Authority, ready: Callable[[], Recogniser], *, rebuild: bool
    ) -> list[str]:
        """Bring it up to date with what is pending; build it anew where it is not as it must be.

        That is where it is missing or was written with other decisions about names. `ready` gives
        what recognises under the decisions, and is asked only where there is a text to read.
        Returns what the writer had trouble with.
        """
        table = self.store.superseded
        decisions = written(authority)
        rebuild = rebuild or self._is_missing() or self.store.meta(_NAMES) != decisions
        ids = table.releases(pending=not rebuild)
        if not ids and not rebuild:
            return []
        using = ready()
        wanted = {one: table.texts(one).keys() for one in ids}
        place = folder(self.data)
        place.mkdir(exist_ok=True)
        named: set[str] = set()
        with engine_of(self.engine).writer(place, rebuild=rebuild, jobs=self.jobs) as writer:
            for found in ordered_map(
                using.recognised,
                self._documents(ids),
                jobs=self.jobs,
                crashed=_unrecognised,
            ):
                writer.put(found.document)
                named.update(mention.entity for mention in found.document.mentions)
            if not rebuild:
                for release_id, digests in wanted.items():
                    for digest in table.held(release_id) - digests:
                        writer.delete(superseded_id(release_id, digest))
            writer.put_entities(one for one in using.entities() if one.id in named)
        if rebuild:
            table.forget()
        for release_id, digests in wanted.items():
            table.note(release_id, digests)
        self.store.note(_NAMES, decisions)
        return writer.troubles

    def _is_missing(self) -> bool:
        try:
            engine_of(self.engine).open(folder(self.data)).close()
        except (NoIndex, IndexOutdated):
            return True
        return False

    def _documents(self, ids: list[str]) -> Iterator[Document]:
        """Yield every such text anew: another capture may have given it, and earlier."""
        for release_id in ids:
            for digest, readings in self.store.superseded.texts(release_id).items():
                yield Document(
                    release=replace(readings[-1].release, id=superseded_id(release_id, digest)),
                    captures=tuple(reading.capture for reading in readings),
                )
