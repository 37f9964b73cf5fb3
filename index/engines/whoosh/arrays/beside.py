"""A field inverted in a thread beside, whose postings are written as they come."""

from __future__ import annotations

from queue import SimpleQueue
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from concurrent.futures import Executor

    from index.engines.whoosh.arrays.container import Array
    from index.engines.whoosh.arrays.gather import Gathered
    from index.engines.whoosh.arrays.inversion import Postings


class Inverted:
    """What `Gathered.postings` gives, made in one of `threads`; what that raises is raised here."""

    def __init__(self, gathered: Gathered, numbers: Array, threads: Executor) -> None:
        self._made: SimpleQueue[Postings | None] = SimpleQueue()
        self._lengths = threads.submit(self._make, gathered, numbers)

    def _make(self, gathered: Gathered, numbers: Array) -> Array:
        try:
            parts, lengths = gathered.postings(numbers)
            for part in parts:
                self._made.put(part)
        finally:
            self._made.put(None)
        return lengths

    def parts(self) -> Iterator[Postings]:
        """Yield the postings in order, each as soon as it is made; only once."""
        while (part := self._made.get()) is not None:
            yield part
        self._lengths.result()

    def lengths(self) -> Array:
        """Return the length of each document; waits for all postings."""
        return self._lengths.result()
