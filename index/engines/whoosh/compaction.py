"""Keeping the number of segments small: what is small or mostly deleted is rewritten together.

Segments below a size of 16 documents are joined when there are eight of them, and likewise those
below 128; so a release is rewritten at most twice by growth, whatever the number of updates.
Larger segments stay, unless most of a segment is deleted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from whoosh.reading import SegmentReader

from index.engines.whoosh.layout import whoosh_schema
from index.engines.whoosh.storage import DurableStorage, segment_path, verify
from index.engines.whoosh.workers import LocalBuilders
from index.schema import STORED, from_stored

if TYPE_CHECKING:
    from pathlib import Path

    from whoosh.codec.base import Segment

_STEPS = (16, 128)
_TOGETHER = 8


def compact(folder: Path, segments: list[Segment]) -> list[Segment]:
    """Return the segments to commit: those kept as they are, then rewritten ones."""
    alive = [segment for segment in segments if segment.doc_count()]
    rewrite = _to_rewrite(alive)
    if not rewrite:
        return alive
    builders = LocalBuilders(folder)
    try:
        for segment in rewrite:
            _copy(folder, segment, builders)
        rewritten = [built.segment for built in builders.finish()]
    finally:
        builders.stop()
    return [segment for segment in alive if segment not in rewrite] + rewritten


def _to_rewrite(segments: list[Segment]) -> list[Segment]:
    chosen = [one for one in segments if 2 * one.deleted_count() > one.doc_count_all()]
    for step in _STEPS:
        small = [one for one in segments if one.doc_count() < step]
        if len(small) >= _TOGETHER:
            chosen += [one for one in small if one not in chosen]
    return chosen


def _copy(folder: Path, segment: Segment, builders: LocalBuilders) -> None:
    # A damaged segment must end the commit, not be copied as far as it goes.
    verify(segment_path(folder, segment), whole=True)
    reader = SegmentReader(DurableStorage(folder), whoosh_schema(), segment)
    try:
        for _, stored in reader.iter_docs():
            builders.add([(0, from_stored(stored[STORED]))])
    finally:
        reader.close()
