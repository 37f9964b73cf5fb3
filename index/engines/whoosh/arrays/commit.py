"""Segments that were built outside a Whoosh writer become part of an index, in one step."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from whoosh.index import TOC, LockError, clean_files

from index.engines.whoosh.arrays.codec import folder_of
from index.engines.whoosh.arrays.container import Container, fsync_folder
from index.errors import IndexDamaged, IndexLocked

if TYPE_CHECKING:
    from collections.abc import Sequence

    from whoosh.index import FileIndex

    from index.engines.whoosh.arrays.codec import SegmentEntry


def add_segments(ix: FileIndex, entries: Sequence[SegmentEntry], *, instead: bool = False) -> None:
    """Commit segments to an index, beside those it has, or `instead` of them.

    Readers see all of them or none. Raises IndexLocked where a writer is at work.
    """
    folder = folder_of(ix.storage)
    lock = ix.lock("WRITELOCK")
    try:
        locked = lock.acquire()
    except LockError:
        locked = False
    if not locked:
        raise IndexLocked(directory=folder)
    try:
        toc = TOC.read(ix.storage, ix.indexname)
        segments = list(entries) if instead else [*toc.segments, *entries]
        generation = toc.generation + 1
        write_contents(ix, TOC(toc.schema, segments, generation))
        clean_files(ix.storage, ix.indexname, generation, segments)
    finally:
        lock.release()


def damages(ix: FileIndex) -> list[IndexDamaged]:
    """Read every array of every segment and return what is not as it was written."""
    found: list[IndexDamaged] = []
    for entry in TOC.read(ix.storage, ix.indexname).segments:
        path = entry.path(ix.storage)
        try:
            found += Container(path).damages()
        except IndexDamaged as error:
            found.append(error)
        except FileNotFoundError:
            found.append(IndexDamaged(path=path, problem="it is missing"))
    return found


def write_contents(ix: FileIndex, toc: TOC) -> None:
    """Write a table of contents so that it and what it names survive a power cut."""
    folder = folder_of(ix.storage)
    # the segments' names must last before a table of contents lists them
    fsync_folder(folder)
    toc.write(ix.storage, ix.indexname)
    written = folder / TOC._filename(ix.indexname, toc.generation)  # noqa: SLF001 - Whoosh's name for it
    descriptor = os.open(written, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    fsync_folder(folder)
