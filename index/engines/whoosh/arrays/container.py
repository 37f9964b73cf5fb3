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
    """An array whose values are appended piece by piece, on disk beside the container."""

    def __init__(self, path: Path, dtype: np.dtype[Any]) -> None:
        self.path = path
        self.dtype = np.dtype(dtype)
        self.length = 0
        self.file: BinaryIO = path.open("w+b")

    def append(self, values: Array) -> None:
        """Append values, converted to the type of the stream."""
        if len(values):
            self.file.write(np.ascontiguousarray(values, dtype=self.dtype).data)
            self.length += len(values)


class ContainerWriter:
    """Writes a container; nothing is valid before `finish`."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._directory: dict[str, tuple[str, tuple[int, ...], int, int]] = {}
        self._streams: dict[str, Stream] = {}
        self._file: BinaryIO = path.open("wb")
        self._file.write(bytes(HEADER.size))

    def put(self, name: str, values: Array) -> None:
        """Write a whole array under `name`."""
        values = np.ascontiguousarray(values)
        offset = self._align()
        data = values.data.cast("B") if values.size else memoryview(b"")
        self._file.write(data)
        self._directory[name] = (values.dtype.str, values.shape, offset, zlib.crc32(data))

    def stream(self, name: str, dtype: np.dtype[Any]) -> Stream:
        """Open an array under `name` that grows by `append`, until `finish`."""
        part = self.path.with_name(f"{self.path.name}.part{len(self._streams)}")
        self._streams[name] = Stream(part, dtype)
        return self._streams[name]

    def finish(self, meta: Mapping[str, Any]) -> None:
        """Write the directory and the header, and wait until all is on the disk."""
        for name, stream in self._streams.items():
            self._copy(name, stream)
        self._streams.clear()
        directory = json.dumps({"meta": meta, "arrays": self._directory}).encode()
        offset = self._align()
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
        for stream in self._streams.values():
            stream.file.close()
            stream.path.unlink(missing_ok=True)

    def _align(self) -> int:
        gap = -self._file.tell() % ALIGNMENT
        self._file.write(bytes(gap))
        return self._file.tell()

    def _copy(self, name: str, stream: Stream) -> None:
        offset = self._align()
        checksum = 0
        stream.file.seek(0)
        while piece := stream.file.read(_COPY_BYTES):
            checksum = zlib.crc32(piece, checksum)
            self._file.write(piece)
        stream.file.close()
        stream.path.unlink()
        self._directory[name] = (stream.dtype.str, (stream.length,), offset, checksum)


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
