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
from typing import TYPE_CHECKING, Any, BinaryIO, TypeAlias

import numpy as np
import numpy.typing as npt

from index.errors import IndexDamaged

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

Array: TypeAlias = npt.NDArray[Any]

MAGIC = b"DPARRAY1"
HEADER = struct.Struct("<8sQII")
ALIGNMENT = 64
_COPY_BYTES = 1 << 22


def smallest_unsigned(largest: int) -> np.dtype[Any]:
    """Return the smallest unsigned integer type that holds `largest`.

    >>> smallest_unsigned(255), smallest_unsigned(256)
    (dtype('uint8'), dtype('uint16'))
    """
    return np.min_scalar_type(max(largest, 0))


class Stream:
    """An array whose values are appended piece by piece: in its place, or in a file beside."""

    def __init__(self, file: BinaryIO, dtype: np.dtype[Any], offset: int, most: int | None) -> None:
        self.file = file
        self.dtype = np.dtype(dtype)
        self.offset = offset
        self.length = 0
        self.checksum = 0
        self._most = most

    def append(self, values: Array) -> None:
        """Append values, converted to the type of the stream."""
        if not len(values):
            return
        data = np.ascontiguousarray(values, dtype=self.dtype).data.cast("B")
        self.file.seek(self.offset + self.length * self.dtype.itemsize)
        self.length += len(values)
        if self._most is not None and self.length > self._most:
            message = f"{self.length} values are more than the {self._most} that were announced"
            raise ValueError(message)
        self.file.write(data)
        self.checksum = zlib.crc32(data, self.checksum)


class ContainerWriter:
    """Writes a container; nothing is valid before `finish`."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._directory: dict[str, tuple[str, tuple[int, ...], int, int]] = {}
        self._streams: dict[str, Stream] = {}
        self._parts: dict[str, Path] = {}
        self._file: BinaryIO = path.open("wb")
        self._end = HEADER.size

    def put(self, name: str, values: Array) -> None:
        """Write a whole array under `name`."""
        values = np.ascontiguousarray(values)
        data = values.data.cast("B") if values.size else memoryview(b"")
        offset = self._reserve(len(data))
        self._file.seek(offset)
        self._file.write(data)
        self._directory[name] = (values.dtype.str, values.shape, offset, zlib.crc32(data))

    def stream(self, name: str, dtype: np.dtype[Any], most: int | None = None) -> Stream:
        """Open an array under `name` that grows by `append`, until `finish`.

        Where it is known that it will have `most` values at most, their place is kept free; else
        they wait in a file of their own.
        """
        if most is None:
            part = self.path.with_name(f"{self.path.name}.part{len(self._parts)}")
            stream = Stream(part.open("w+b"), dtype, 0, None)
            self._parts[name] = part
        else:
            stream = Stream(self._file, dtype, self._reserve(most * np.dtype(dtype).itemsize), most)
        self._streams[name] = stream
        return stream

    def finish(self, meta: Mapping[str, Any]) -> None:
        """Write the directory and the header, and wait until all is on the disk."""
        for name, stream in self._streams.items():
            offset = self._copy(name, stream) if name in self._parts else stream.offset
            self._directory[name] = (stream.dtype.str, (stream.length,), offset, stream.checksum)
        self._streams.clear()
        directory = json.dumps({"meta": meta, "arrays": self._directory}).encode()
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
        self._file.close()
        self.path.unlink(missing_ok=True)
        for name, part in self._parts.items():
            if name in self._streams:
                self._streams[name].file.close()
            part.unlink(missing_ok=True)

    def _reserve(self, size: int) -> int:
        """Return where the next `size` bytes have their place."""
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
