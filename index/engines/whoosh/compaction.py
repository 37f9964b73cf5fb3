"""Keeping the number of segments small: small ones are merged, mostly deleted ones rewritten.

From the smallest on, segments are merged as long as the next one is at most as large as all
before it together. So n releases never lie in more than about log₂ n segments, and each is
rewritten about as often while an archive grows (P. O'Neil and others, "The log-structured
merge-tree", Acta Informatica 33, 1996).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.engines.whoosh.arrays import merge_segments
from index.engines.whoosh.layout import codec, whoosh_schema
from index.engines.whoosh.storage import DurableStorage, verify

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from index.engines.whoosh.arrays import SegmentEntry


def compact(
    folder: Path, segments: Sequence[SegmentEntry], *, to_one: bool = False
) -> list[SegmentEntry]:
    """Return the segments to commit: those kept as they are, then a merged one.

    `to_one` merges all: a new index is read more often than it is written.
    """
    alive = [segment for segment in segments if segment.doc_count()]
    rewrite = (alive if len(alive) > 1 else []) if to_one else _to_rewrite(alive)
    if not rewrite:
        return alive
    storage = DurableStorage(folder)
    for segment in rewrite:
        # A damaged segment must end the commit, not be copied as far as it goes.
        verify(segment.path(storage), whole=True)
    merged = merge_segments(storage, whoosh_schema(), codec(), rewrite)
    kept = [segment for segment in alive if segment not in rewrite]
    return [*kept, merged] if merged is not None else kept


def _to_rewrite(segments: Sequence[SegmentEntry]) -> list[SegmentEntry]:
    chosen: list[SegmentEntry] = []
    size = 0
    for segment in sorted(segments, key=lambda one: one.doc_count()):
        if chosen and segment.doc_count() > size:
            break
        chosen.append(segment)
        size += segment.doc_count()
    if len(chosen) == 1:
        chosen = []
    deleted = [one for one in segments if 2 * one.deleted_count() > one.doc_count_all()]
    return chosen + [one for one in deleted if one not in chosen]
