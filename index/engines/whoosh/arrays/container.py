"""One file per segment: named arrays, memory-mapped, each with its length and checksum.

Layout, all integers little-endian:

    magic "DPARRAY1" · u64 offset of the directory · u32 its length · u32 its CRC-32
    arrays, each starting at a multiple of 64 bytes
    directory: JSON {"meta": {…}, "arrays": {name: [dtype, shape, offset, CRC-32]}}

The header is written last, so that a file cut short at any point is recognised when it is opened.
"""

from __future__ import annotations

import json
import mmap
import os
import struct
import zlib
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, BinaryIO, TypeAlias

import numpy as np
import numpy.typing as npt

from index.errors import IndexDamaged

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from concurrent.futures import Future
    from pathlib import Path

Array: TypeAlias = npt.NDArray[Any]

MAGIC = b"DPARRAY1"
HEADER = struct.Struct("<8sQII")
ALIGNMENT = 64
_COPY_BYTES = 1 << 22

WAITING_BYTES = 1 << 26
"""Bytes that may wait to be written."""


def smallest_unsigned(largest: int) -> np.dtype[Any]:
    """Return the smallest unsigned integer type that holds `largest`.

    >>> smallest_unsigned(255), smallest_unsigned(256)
    (dtype('uint8'), dtype('uint16'))
    """
    return np.min_scalar_type(max(largest, 0))


class Stream:
    """An array whose values are appended piece by piece: in its place, or in a file beside."""

    def __init__(
        self,
        queue: Queue,
        file: BinaryIO,
        dtype: np.dtype[Any],
        offset: int,
        most: int | None,
    ) -> None:
        self.file = file
        self.dtype = np.dtype(dtype)
        self.offset = offset
        self.length = 0
        self.shape: tuple[int, ...] | None = None
        self.checksum = 0
        self._queue = queue
        self.most = most

    def append(self, values: Array) -> None:
        """Append values, converted to the type of the stream; they must not change any more."""
        if not len(values):
            return
        offset = self.offset + self.length * self.dtype.itemsize
        self.length += len(values)
        if self.most is not None and self.length > self.most:
            message = f"{self.length} values are more than the {self.most} that were announced"
            raise ValueError(message)
        self._queue.put(values.nbytes, self._write, values, offset)

    def _write(self, values: Array, offset: int) -> None:
        data = np.ascontiguousarray(values, dtype=self.dtype).data.cast("B")
        self.file.seek(offset)
        self.file.write(data)
        self.checksum = zlib.crc32(data, self.checksum)


class Queue:
    """Does one thing after the other in a thread beside: writing and checksums need no Python."""

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(1)
        self._waiting: deque[tuple[int, Future[None]]] = deque()
        self._bytes = 0

    def put(self, size: int, action: Callable[..., None], *arguments: Any) -> None:  # noqa: ANN401 - the action's
        """Do something that holds so many bytes; waits, and raises what was raised before."""
        while self._waiting and (self._bytes > WAITING_BYTES or self._waiting[0][1].done()):
            self._await()
        self._waiting.append((size, self._thread.submit(action, *arguments)))
        self._bytes += size

    def finish(self) -> None:
        """Wait until all is done, and take no more."""
        while self._waiting:
            self._await()
        self._thread.shutdown()

    def cancel(self) -> None:
        """Forget what waits."""
        self._thread.shutdown(cancel_futures=True)

    def _await(self) -> None:
        size, done = self._waiting.popleft()
        self._bytes -= size
        done.result()


class ContainerWriter:
    """Writes a container; nothing is valid before `finish`."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._streams: dict[str, Stream] = {}
        self._parts: dict[str, Path] = {}
        self._queue = Queue()
        self._file: BinaryIO = path.open("wb")
        self._end = HEADER.size
        self._growing: Stream | None = None

    def put(self, name: str, values: Array) -> None:
        """Write a whole array under `name`; it must not change any more."""
        stream = self.stream(name, values.dtype, values.size)
        stream.shape = values.shape
        stream.append(values.reshape(-1))

    def put_pieces(self, name: str, dtype: np.dtype[Any], pieces: Sequence[Array]) -> None:
        """Write the values of several arrays, one after the other, as one."""
        stream = self.stream(name, dtype, sum(map(len, pieces)))
        for piece in pieces:
            stream.append(piece)

    def stream(self, name: str, dtype: np.dtype[Any], most: int | None = None) -> Stream:
        """Open an array under `name` that grows by `append`, until `finish`.

        Where it is known that it will have `most` values at most, their place is kept free; else
        they wait in a file of their own.
        """
        file, offset = self._file, 0
        if most is None:
            part = self.path.with_name(f"{self.path.name}.part{len(self._parts)}")
            file = part.open("w+b")
            self._parts[name] = part
        else:
            offset = self._reserve(most * np.dtype(dtype).itemsize)
        stream = self._streams[name] = Stream(self._queue, file, dtype, offset, most)
        return stream

    def grow(self, name: str, dtype: np.dtype[Any]) -> Stream:
        """Open an array under `name` that grows in its place until the next one is begun."""
        self._growing = self.stream(name, dtype, 0)
        self._growing.most = None
        return self._growing

    def finish(self, meta: Mapping[str, Any]) -> None:
        """Write the directory and the header, and wait until all is on the disk."""
        self._queue.finish()
        arrays: dict[str, tuple[str, tuple[int, ...], int, int]] = {}
        for name, stream in self._streams.items():
            offset = self._copy(name, stream) if name in self._parts else stream.offset
            shape = stream.shape or (stream.length,)
            arrays[name] = (stream.dtype.str, shape, offset, stream.checksum)
        self._streams.clear()
        directory = json.dumps({"meta": meta, "arrays": arrays}).encode()
        offset = self._reserve(len(directory))
        self._file.seek(offset)
        self._file.write(directory)
        self._file.seek(0)
        self._file.write(HEADER.pack(MAGIC, offset, len(directory), zlib.crc32(directory)))
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()

    def cancel(self) -> None:
        """Remove what was written."""
        self._queue.cancel()
        self._file.close()
        self.path.unlink(missing_ok=True)
        for name, part in self._parts.items():
            if name in self._streams:
                self._streams[name].file.close()
            part.unlink(missing_ok=True)

    def _reserve(self, size: int) -> int:
        """Return where the next `size` bytes have their place."""
        if self._growing is not None:
            stream, self._growing = self._growing, None
            stream.most = stream.length
            self._end = stream.offset + stream.length * stream.dtype.itemsize
        offset = self._end + -self._end % ALIGNMENT
        self._end = offset + size
        return offset

    def _copy(self, name: str, stream: Stream) -> int:
        offset = self._reserve(stream.length * stream.dtype.itemsize)
        self._file.seek(offset)
        stream.file.seek(0)
        while piece := stream.file.read(_COPY_BYTES):
            self._file.write(piece)
        stream.file.close()
        self._parts.pop(name).unlink()
        return offset


class Container:
    """A container opened for reading; its arrays are read-only views of the mapped file.

    Opening reads the directory and checks every length against the file; `damages` also reads the
    data. Raises IndexDamaged naming the file, or FileNotFoundError where there is none.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        with path.open("rb") as file:
            size = os.fstat(file.fileno()).st_size
            if size < HEADER.size:
                raise IndexDamaged(path=path, problem="it is cut short")
            self._map = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        magic, offset, length, checksum = HEADER.unpack_from(self._map)
        if magic != MAGIC:
            raise IndexDamaged(path=path, problem="its first bytes are not those of an index file")
        directory = self._map[offset : offset + length]
        if len(directory) != length or zlib.crc32(directory) != checksum:
            raise IndexDamaged(path=path, problem="it is cut short or its directory has changed")
        parsed = json.loads(directory)
        self.meta: dict[str, Any] = parsed["meta"]
        self._directory: dict[str, Any] = parsed["arrays"]
        self._arrays: dict[str, Array] = {}

    def __contains__(self, name: str) -> bool:
        return name in self._directory

    def names(self) -> Iterator[str]:
        """Yield the names of all arrays."""
        return iter(self._directory)

    def get(self, name: str) -> Array:
        """Return the array called `name`; KeyError where there is none."""
        if name not in self._arrays:
            dtype, shape, offset, _ = self._directory[name]
            count = int(np.prod(shape, dtype=np.int64))
            if count:
                values = np.frombuffer(self._map, np.dtype(dtype), count, offset).reshape(shape)
            else:
                values = np.empty(shape, np.dtype(dtype))
            self._arrays[name] = values
        return self._arrays[name]

    def damages(self) -> Iterator[IndexDamaged]:
        """Read every array and yield one error for each whose checksum differs."""
        for name, (_, _, _, checksum) in self._directory.items():
            values = self.get(name)
            data = values.data.cast("B") if values.size else memoryview(b"")
            if zlib.crc32(data) != checksum:
                yield IndexDamaged(path=self.path, problem=f"the checksum of '{name}' differs")
