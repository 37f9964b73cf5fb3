"""WACZ files: ZIP archives of WARC files, stored in them as they are and read in place."""

from __future__ import annotations

import io
import os
import zipfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, cast

from indexer.refusal import CompressedInside, NoWarcInside, Refused
from indexer.sources import zips

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from _typeshed import WriteableBuffer

_INSIDE = (".warc", ".warc.gz")


def archives(
    path: str, origin: str, refuse: Callable[[Refused], None]
) -> Iterator[tuple[str, str]]:
    """Yield (name inside, origin) of each WARC of a file: of itself, ("", origin), if it is one.

    The index that a WACZ may hold is not needed, and not believed.
    """
    if not path.lower().endswith(".wacz"):
        yield "", origin
        return
    count = 0
    try:
        for info in zips.members(path, origin):
            if info.filename.lower().endswith(_INSIDE):
                count += 1
                place = f"{origin}!{info.filename}"
                try:
                    zips.refuse_unsafe(info, place)
                except Refused as refused:
                    refuse(refused)
                else:
                    yield info.filename, place
    except Refused as refused:
        refuse(refused)
    else:
        if not count:
            refuse(NoWarcInside(origin=origin))


@contextmanager
def opened(path: str, name: str, origin: str) -> Iterator[BinaryIO]:
    """Open a WARC file, or the one called `name` in a WACZ, for reading at any offset.

    Raises CompressedInside or DamagedZip, and OSError as opening a file does.
    """
    if not name:
        with Path(path).open("rb") as file:
            yield file
        return
    info = zips.member(path, name, origin)
    if info.compress_type != zipfile.ZIP_STORED:
        raise CompressedInside(origin=origin)
    with Path(path).open("rb") as file:
        begin, _ = zips.begin_of(file, info, origin)
        yield cast("BinaryIO", _Part(file, begin, info.file_size, name))


class _Part(io.RawIOBase):
    """A stretch of a file as a file."""

    def __init__(self, file: BinaryIO, begin: int, size: int, name: str) -> None:
        super().__init__()
        self._file, self._begin, self._size, self._place = file, begin, size, 0
        self.name = name

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._place

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        start = {os.SEEK_SET: 0, os.SEEK_CUR: self._place, os.SEEK_END: self._size}[whence]
        self._place = max(0, start + offset)
        return self._place

    def readinto(self, buffer: WriteableBuffer) -> int:
        view = memoryview(buffer).cast("B")
        self._file.seek(self._begin + self._place)
        data = self._file.read(max(0, min(len(view), self._size - self._place)))
        view[: len(data)] = data
        self._place += len(data)
        return len(data)
