"""Stored records: pickled one by one, compressed in blocks as they come.

Records keep the slot they were given when written; an array tells each document's slot. So blocks
are copied as they are when segments are merged, although documents are sorted anew. A pickle is
what stock Whoosh stores too; the index is written and read by this program only.
"""

from __future__ import annotations

import pickle
from bisect import bisect_right
from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import numpy as np

from index.engines.whoosh.arrays.container import Array, smallest_unsigned
from index.engines.whoosh.arrays.deflate import quickest
from index.engines.whoosh.arrays.inversion import starts_of
from index.errors import IndexDamaged

if TYPE_CHECKING:
    from collections.abc import Callable

    from index.engines.whoosh.arrays.container import Container, ContainerWriter, Stream

BLOCK_BYTES = 4096
"""Records are gathered until they reach this size: a hit unpacks its block, 25 µs here. Blocks of
8 kB take 35 µs and 6 % less room."""

BATCH = 32
"""Blocks compressed in one go: handing over costs as much as compressing half of one."""

_DEFLATE = quickest()
_Broken = _DEFLATE.broken

DATA, _STARTS, _FIRST, _ENDS, _SLOTS = (
    "stored.data",
    "stored.starts",
    "stored.first",
    "stored.ends",
    "stored.slots",
)


class Blocks:
    """Compressed blocks of records on their way into a container.

    `begin` is asked for a stream when there are some; where there is none to ask, they wait in
    memory until `write` names a container.
    """

    def __init__(self, begin: Callable[[], Stream] | None = None) -> None:
        self._begin = begin
        self._stream: Stream | None = None
        self._full: list[bytes] = []
        self._waiting: deque[Future[tuple[bytes, list[int]]]] = deque()
        self._lengths: list[int] = []
        self._first: list[int] = [0]
        self._ends: list[int] = []
        self._open: list[bytes] = []
        self._size = 0
        # other threads run meanwhile, so compressing costs the caller nothing on a second core
        self._compressor: ThreadPoolExecutor | None = None

    def __len__(self) -> int:
        return len(self._ends)

    def add(self, record: dict[str, Any]) -> int:
        """Add the stored fields of one document and return its slot."""
        return self.add_packed(pickle.dumps(record, pickle.HIGHEST_PROTOCOL))

    def add_packed(self, packed: bytes) -> int:
        """Add a record as it was pickled and return its slot."""
        self._open.append(packed)
        self._size += len(packed)
        self._ends.append(self._size)
        if self._size >= BLOCK_BYTES:
            self._close()
        return len(self._ends) - 1

    def add_blocks(self, data: Array, starts: Array, first: Array, ends: Array) -> int:
        """Add compressed blocks as they are and return the slot of their first record.

        `starts` delimits them in `data` (uint8), `first` their records in `ends`.
        """
        self._close()
        slot = len(self._ends)
        self._ends += ends.tolist()
        self._first += (first[1:].astype(np.int64) - first[0] + slot).tolist()
        self._flush()
        self._put(data, np.diff(starts.astype(np.int64)).tolist())
        return slot

    def close(self) -> None:
        """Finish all blocks; where a stream was begun, they are all in it."""
        self._close()
        self._compress()
        if self._stream is not None:
            self._flush()
        if self._compressor is not None:
            self._compressor.shutdown()

    def write(self, writer: ContainerWriter, slots: Array) -> None:
        """Write what was not; `slots` has the slot of each document, in document order."""
        self.close()
        if self._stream is None:
            size = sum(len(batch.result()[0]) for batch in self._waiting)
            self._stream = writer.stream(DATA, np.dtype(np.uint8), size)
            self._flush()
        ends = np.array(self._ends, np.int64)
        writer.put(_STARTS, starts_of(np.array(self._lengths, np.int64)))
        writer.put(_FIRST, np.array(self._first, np.uint32))
        writer.put(_ENDS, ends.astype(smallest_unsigned(int(ends.max(initial=0)))))
        writer.put(_SLOTS, slots.astype(np.uint32))

    def _close(self) -> None:
        if self._open:
            self._full.append(b"".join(self._open))
            self._first.append(len(self._ends))
            self._open, self._size = [], 0
            if len(self._full) == BATCH:
                self._compress()
                while self._begin and self._waiting and self._waiting[0].done():
                    self._put_next()

    def _compress(self) -> None:
        if self._full:
            if self._compressor is None:
                self._compressor = ThreadPoolExecutor(1)
            self._waiting.append(self._compressor.submit(_compressed, self._full))
            self._full = []

    def _flush(self) -> None:
        self._compress()
        while self._waiting:
            self._put_next()

    def _put_next(self) -> None:
        data, lengths = self._waiting.popleft().result()
        self._put(np.frombuffer(data, np.uint8), lengths)

    def _put(self, data: Array, lengths: list[int]) -> None:
        if self._stream is None:
            if self._begin is None:
                raise ValueError("blocks are copied into a container only")
            self._stream = self._begin()
        self._lengths += lengths
        self._stream.append(data)


def _compressed(blocks: list[bytes]) -> tuple[bytes, list[int]]:
    done = list(map(_DEFLATE.compress, blocks))
    return b"".join(done), list(map(len, done))


class Records:
    """Reads stored records by document number."""

    def __init__(self, container: Container) -> None:
        self._path = container.path
        self.slots: Array = container.get(_SLOTS)
        self._data: Array = container.get(DATA)
        self._starts: Array = container.get(_STARTS)
        self._first: Array = container.get(_FIRST)
        self._ends: Array = container.get(_ENDS)
        # to take a number out of an array takes three times as long as out of a view of it
        self._slot, self._packed = self.slots.data, self._data.data
        self._start, self._record, self._end = self._starts.data, self._first.data, self._ends.data

    @property
    def size(self) -> int:
        """Bytes of all compressed blocks."""
        return len(self._data)

    def get(self, number: int) -> dict[str, Any]:
        """Return the stored fields of one document."""
        slot = self._slot[number]
        block = bisect_right(self._record, slot) - 1
        start, end = self._span(slot, block)
        content = self._content(block)
        try:
            record: dict[str, Any] = pickle.loads(content[start:end])  # noqa: S301 - of Blocks.add
        except (pickle.UnpicklingError, EOFError) as error:
            raise IndexDamaged(path=self._path, problem="a stored record is broken") from error
        return record

    def _content(self, block: int) -> bytes:
        try:
            return _DEFLATE.decompress(self._packed[self._start[block] : self._start[block + 1]])
        except _Broken as error:
            raise IndexDamaged(path=self._path, problem="a stored record is broken") from error

    def _span(self, slot: int, block: int) -> tuple[int, int]:
        """Return where a record begins and ends in the content of its block."""
        start = 0 if slot == self._record[block] else self._end[slot - 1]
        return start, self._end[slot]

    def copy_to(self, blocks: Blocks, alive: Array) -> Array:
        """Add the records of the documents that `alive` marks; return each document's new slot.

        Where all live, all blocks are copied at once. Otherwise a block more than half
        of whose records live is copied as it is; the slots of documents that are not alive mean
        nothing.
        """
        if alive.all():
            first = blocks.add_blocks(self._data, self._starts, self._first, self._ends)
            return self.slots.astype(np.int64) + first
        living = np.zeros(len(self._ends), bool)
        living[self.slots[alive]] = True
        renumbered = np.zeros(len(self._ends), np.int64)
        for block, (first, end) in enumerate(
            zip(self._first[:-1].tolist(), self._first[1:].tolist(), strict=True)
        ):
            count = int(living[first:end].sum())
            if 2 * count > end - first:
                own = self._starts[block : block + 2]
                data = self._data[own[0] : own[1]]
                borders = self._first[block : block + 2]
                slot = blocks.add_blocks(data, own, borders, self._ends[first:end])
                renumbered[first:end] = np.arange(slot, slot + end - first)
            elif count:
                content = self._content(block)
                for slot in (np.flatnonzero(living[first:end]) + first).tolist():
                    place = slice(*self._span(slot, block))
                    renumbered[slot] = blocks.add_packed(content[place])
        return renumbered[self.slots]
