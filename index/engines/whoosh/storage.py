"""Files of a Whoosh index: durable when they are renamed, and checked.

Each segment is one file, `MAIN_<id>.arrays`, which holds its own checksums. Each commit is one
table of contents, `_MAIN_<n>.toc`, with a file `.sum` beside it that has its length in bytes and
its CRC-32. Whoosh removes what bears the name of a segment that is no longer in use; `clean` does
the rest.
"""

from __future__ import annotations

import os
import re
import zlib
from typing import TYPE_CHECKING

from whoosh.filedb.filestore import FileStorage
from whoosh.filedb.structfile import BufferFile
from whoosh.index import TOC, clean_files

from index.engines.whoosh.arrays.container import Container
from index.engines.whoosh.layout import INDEX_NAME
from index.errors import IndexDamaged
from index.generations import sync_folder, write_durably

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from whoosh.codec.base import Segment

_CHUNK = 1 << 20
_CRC_DIGITS = 10
_SUM = re.compile(rf"([0-9]+) ([0-9]{{{_CRC_DIGITS}}})\n")


class DurableStorage(FileStorage):
    """A folder whose renames are durable: Whoosh commits by renaming its table of contents."""

    def __init__(self, folder: Path) -> None:
        super().__init__(str(folder))  # type: ignore[no-untyped-call] # Whoosh has no types there
        self.path = folder

    def rename_file(self, oldname: str, newname: str, safe: bool = False) -> None:  # noqa: FBT001, FBT002 - Whoosh's signature
        """Seal the content under its new name, rename it, then make the name durable."""
        seal(self.path / oldname, self.path / newname)
        super().rename_file(oldname, newname, safe=safe)  # type: ignore[no-untyped-call] # likewise
        sync_folder(self.path)


def latest(folder: Path) -> int:
    """Return the number of the last commit in a generation's folder, -1 where there is none."""
    pattern = TOC._pattern(INDEX_NAME)  # noqa: SLF001 - Whoosh has no public name for it
    numbers = (pattern.match(name) for name in os.listdir(folder))  # noqa: PTH208 - each search asks
    return max((int(match[1]) for match in numbers if match), default=-1)


def read_contents(folder: Path, number: int) -> TOC:
    """Return the table of contents of a commit; raise IndexDamaged where it cannot be read."""
    path = contents_path(folder, number)
    verify_contents(path)
    # Read whole and at once: afterwards the file may be removed by a writer.
    content = path.read_bytes()
    try:
        contents: TOC = TOC.read(_OneFile(content), INDEX_NAME, gen=number)
    except Exception as error:
        # Whoosh unpickles it: what another program wrote can raise any exception there is.
        raise IndexDamaged(path=path, problem="it cannot be read") from error
    return contents


class _OneFile:
    """Serves bytes in memory as whichever file Whoosh opens."""

    def __init__(self, content: bytes) -> None:
        self._content = content

    def open_file(self, name: str) -> BufferFile:
        return BufferFile(self._content, name=name)


def contents_path(folder: Path, number: int) -> Path:
    """Return the path of a commit's table of contents."""
    return folder / f"_{INDEX_NAME}_{number}.toc"


def seal(path: Path, name: Path) -> None:
    """Make a finished file durable and write its sum beside the name that it has or will get."""
    with path.open("rb") as file:
        os.fsync(file.fileno())
    write_durably(
        name.with_suffix(".sum"), f"{path.stat().st_size} {_crc(path):0{_CRC_DIGITS}d}\n".encode()
    )


def clean(folder: Path, number: int, segments: Sequence[Segment]) -> None:
    """Remove what a commit and its readers do not need: old files, and those of killed writers."""
    clean_files(FileStorage(str(folder)), INDEX_NAME, number, segments)
    for path in folder.glob(f"_{INDEX_NAME}_*.sum"):
        if path.stem != contents_path(folder, number).stem:
            path.unlink()


def verify(path: Path, *, whole: bool = False) -> None:
    """Raise IndexDamaged where a segment file is not as it was written.

    Compares lengths and the directory, or, where `whole`, reads every byte. Raises
    FileNotFoundError where the segment is not there.
    """
    container = Container(path)
    if whole:
        for problem in container.damages():
            raise problem


def verify_contents(path: Path) -> None:
    """Raise IndexDamaged where a table of contents is not as it was sealed.

    Raises FileNotFoundError where it or its sum is not there.
    """
    sealed = _SUM.fullmatch(path.with_suffix(".sum").read_text("utf-8", "replace"))
    length = path.stat().st_size
    if sealed is None:
        raise IndexDamaged(path=path.with_suffix(".sum"), problem="it holds no sum")
    if length != int(sealed[1]):
        problem = f"it has {length} bytes instead of {sealed[1]}"
        raise IndexDamaged(path=path, problem=problem)
    if _crc(path) != int(sealed[2]):
        raise IndexDamaged(path=path, problem="its content has changed")


def damage(error: OSError) -> IndexDamaged:
    """Return what it means that a file of the index cannot be read."""
    missing = isinstance(error, FileNotFoundError)
    problem = "it is missing" if missing else f"it cannot be read ({error.strerror})"
    return IndexDamaged(path=error.filename, problem=problem)


def _crc(path: Path) -> int:
    crc = 0
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            crc = zlib.crc32(chunk, crc)
    return crc
