"""Filling a Whoosh index: segments are built aside, one rename makes them visible.

A commit is Whoosh's own: a table of contents `_MAIN_<n>.toc` that lists the segments and their
deleted documents. Until it stands, nothing that was written counts; what a killed writer leaves
is removed by the next commit.
"""

from __future__ import annotations

import shutil
from contextlib import ExitStack
from typing import TYPE_CHECKING

from whoosh.index import TOC

from index import generations
from index.answering.entities import EntityTable
from index.engines.whoosh import entity_file
from index.engines.whoosh.arrays import ArraySegment
from index.engines.whoosh.compaction import compact
from index.engines.whoosh.layout import INDEX_NAME, to_bytes, whoosh_schema
from index.engines.whoosh.storage import (
    DurableStorage,
    clean,
    damage,
    latest,
    read_contents,
    verify,
)
from index.engines.whoosh.version import read_version, write_version
from index.engines.whoosh.workers import BATCH, Batch, Builders, LocalBuilders, ProcessBuilders
from index.schema import ID
from index.writing import OneCommit

if TYPE_CHECKING:
    from pathlib import Path

    from index.engines.whoosh.arrays import SegmentEntry
    from index.engines.whoosh.workers import Built
    from index.record import Document

FEW = 200
"""Up to so many documents starting other processes costs more than it saves."""


class WhooshWriter(OneCommit):
    """Writes one commit; holds the index's lock from its making to its commit or cancel.

    With `rebuild` it fills a new generation and switches to it at the commit; otherwise it adds to
    the generation in use, or makes the first. Raises IndexLocked, IndexOutdated, IndexDamaged.
    """

    def __init__(self, data: Path, *, rebuild: bool = False, jobs: int = 1) -> None:
        super().__init__()
        self._folder = generations.index_folder(data)
        self._jobs = jobs
        self._batch: Batch = []
        self._builders: Builders | None = None
        self._serial = 0
        self._latest: dict[str, int] = {}
        self._replaced: set[int] = set()
        self._deleted: set[str] = set()
        with ExitStack() as stack:
            stack.enter_context(generations.lock(self._folder))
            current = None if rebuild else generations.current(self._folder)
            self._new = current is None
            if current is None:
                current = generations.begin(self._folder)
                write_version(current)
                self._segments: list[SegmentEntry] = []
                self._number = -1
                self._table = EntityTable({})
            else:
                read_version(current)
                self._number, self._segments = _last_commit(current)
                self._table = entity_file.load(current)
            self._generation = current
            self.resources = stack.pop_all()

    def put(self, document: Document) -> None:
        """Add a document, replacing the one with the same release id."""
        self._check_open()
        self._forget(document.release.id)
        self._latest[document.release.id] = self._serial
        self._name(document)
        self._batch.append((self._serial, document))
        self._serial += 1
        if len(self._batch) >= (BATCH if self._builders else FEW):
            self._send()

    def delete(self, release_id: str) -> None:
        """Remove a release; unknown ids are ignored."""
        self._check_open()
        self._forget(release_id)
        self._deleted.add(release_id)

    def _forget_all(self) -> None:
        if self._new:
            shutil.rmtree(self._generation, ignore_errors=True)

    def _forget(self, release_id: str) -> None:
        """Note that what was put under this id, if anything, does not count."""
        serial = self._latest.pop(release_id, None)
        if serial is not None:
            self._replaced.add(serial)

    def _send(self) -> None:
        if self._builders is None:
            many = self._jobs > 1 and len(self._batch) >= FEW
            self._builders = (
                ProcessBuilders(self._generation, self._jobs)
                if many
                else LocalBuilders(self._generation)
            )
        for start in range(0, len(self._batch), BATCH):
            self._builders.add(self._batch[start : start + BATCH])
        self._batch = []

    def _commit(self) -> None:
        if self._batch:
            self._send()
        built = self._builders.finish() if self._builders else []
        self._builders = None
        if self._segments:
            self._delete_old({*self._latest, *self._deleted})
        self._delete_replaced(built)
        # merging takes the most memory, and needs none of these
        self._latest.clear()
        storage = DurableStorage(self._generation)
        written = [*self._segments, *(one.segment for one in built)]
        del built
        segments = compact(self._generation, written, to_one=self._new)
        entity_file.save(self._known(self._table), self._generation)
        number = self._number + 1
        # The names of the segments must last before a table of contents lists them.
        generations.sync_folder(self._generation)
        TOC(whoosh_schema(), segments, number).write(storage, INDEX_NAME)
        if self._new:
            generations.switch(self._folder, self._generation)
        clean(self._generation, number, segments)

    def _delete_old(self, changed: set[str]) -> None:
        """Delete what earlier commits hold under ids that were put or deleted since."""
        if not changed:
            return
        storage = DurableStorage(self._generation)
        ids = sorted(map(to_bytes, changed))
        for segment in self._segments:
            keys = ArraySegment(segment.path(storage)).fields[ID]
            for key in ids:
                place = keys.terms.find(key)
                if place >= 0:
                    for number in keys.documents(place).tolist():
                        segment.delete_document(number)

    def _delete_replaced(self, built: list[Built]) -> None:
        if self._replaced:
            for one in built:
                for number, serial in enumerate(one.serials):
                    if serial in self._replaced:
                        one.segment.delete_document(number)

    def _close(self) -> None:
        if self._builders is not None:
            self._builders.stop()
            self._builders = None
        super()._close()


def _last_commit(generation: Path) -> tuple[int, list[SegmentEntry]]:
    """Return the number and the segments of the last commit; raise IndexDamaged without them."""
    try:
        number = latest(generation)
        segments: list[SegmentEntry] = read_contents(generation, number).segments
        for segment in segments:
            verify(segment.path(DurableStorage(generation)))
    except OSError as error:
        raise damage(error) from error
    return number, segments
