"""Releases that completions go on from: the documents of a commit that match a beginning."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from index.engines.whoosh.arrays.presence import marked_among, unpacked

if TYPE_CHECKING:
    from index.engines.whoosh.arrays.container import Array

LARGE = 8
"""Of a scope of one document in so many, less is looked at where nothing but the query says."""


@dataclass(frozen=True)
class Releases:
    """The words in which documents have their bit, for each segment; none is deleted.

    See `arrays.presence`. Not to be changed. A bit for each document, so that many can be kept.
    """

    bits: tuple[Array, ...]

    @cached_property
    def counts(self) -> list[int]:
        """How many there are in each segment."""
        return [int(np.bitwise_count(words).sum()) for words in self.bits]

    def docs(self, place: int) -> Array:
        """Return those of a segment, rising."""
        return unpacked(self.bits[place])

    def among(self, place: int, docs: Array) -> Array:
        """Return those of some documents of a segment that are in it."""
        return docs.take(marked_among(self.bits[place].view(np.uint8), docs))

    def is_large(self, place: int, count: int, size: int) -> bool:
        """Tell whether what `size` documents match is better looked for in all of a segment."""
        return size < self.counts[place] or LARGE * self.counts[place] > count
