"""Releases that all go on from: the documents of a commit that match the beginning of a query."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from index.engines.whoosh.arrays.presence import packed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from index.engines.whoosh.arrays.container import Array
    from index.engines.whoosh.arrays.snapshot import Leaf


@dataclass(frozen=True)
class Releases:
    """Rising numbers of documents in each segment, none of them deleted; not to be changed."""

    docs: tuple[Array, ...]
    leaves: Sequence[Leaf]

    @cached_property
    def bits(self) -> list[Array]:
        """The words in which they have their bit, for each segment; see `presence`."""
        each = zip(self.docs, self.leaves, strict=True)
        return [packed([docs], leaf.count) for docs, leaf in each]
