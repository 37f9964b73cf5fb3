"""Generations of an index: built out of sight, switched to in one step.

The folder holds one sub-folder a generation, a small file CURRENT that names the one in use and
the one before it, and a file LOCK. Only the holder of the lock writes here. A generation that
CURRENT does not name is being built, or is what a killed build has left.
"""

from __future__ import annotations

import fcntl
import os
import re
import shutil
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from index.errors import IndexDamaged, IndexLocked

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CURRENT = "CURRENT"
LOCK = "LOCK"
_NAME = re.compile(r"generation-(\d{6,})")


def index_folder(data: Path) -> Path:
    """Return the folder of the index inside a data folder."""
    return data / "index"


def current(folder: Path) -> Path | None:
    """Return the folder of the generation in use, None where there is none yet.

    Raises IndexDamaged where CURRENT names no generation, or one that is not there.
    """
    named = _named(folder)
    return folder / named[0] if named else None


@contextmanager
def lock(folder: Path) -> Iterator[None]:
    """Hold the folder's lock; the kernel releases it when the process ends, however it ends.

    Makes the folder where it is missing. Raises IndexLocked where another holds it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / LOCK).open("ab") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise IndexLocked(directory=folder) from None
        yield


def begin(folder: Path) -> Path:
    """Make the folder of a new generation, empty and invisible; needs the lock.

    Removes what killed builds have left. Where CURRENT is damaged all generations stay until the
    switch: building anew is the cure.
    """
    with suppress(IndexDamaged):
        _clean(folder, keep=_named(folder))
    last = max((_number(path.name) for path in folder.iterdir()), default=0)
    generation = folder / f"generation-{last + 1:06d}"
    generation.mkdir()
    return generation


def switch(folder: Path, generation: Path) -> None:
    """Make a complete generation the one in use, in one durable step; needs the lock.

    The generation before it stays on disk until the next switch, for readers that are in it.
    """
    try:
        keep = [generation.name, *_named(folder)[:1]]
    except IndexDamaged:
        keep = [generation.name]
    sync_folder(generation)
    write_durably(folder / CURRENT, "".join(f"{name}\n" for name in keep).encode())
    _clean(folder, keep=keep)


def write_durably(path: Path, content: bytes) -> None:
    """Replace a file in one step that survives a crash and a power cut."""
    beside = path.with_name(path.name + ".new")
    with beside.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _named(folder: Path) -> list[str]:
    """Return the names in CURRENT: the generation in use, then the one before it."""
    path = folder / CURRENT
    try:
        names = path.read_text("utf-8", "replace").split()
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError as error:
        raise IndexDamaged(path=path, problem=f"it cannot be read ({error.strerror})") from error
    if not names or not all(_NAME.fullmatch(name) for name in names):
        raise IndexDamaged(path=path, problem="it names no generation")
    if not (folder / names[0]).is_dir():
        raise IndexDamaged(path=path, problem=f"{names[0]} is missing")
    return names


def _number(name: str) -> int:
    match = _NAME.fullmatch(name)
    return int(match[1]) if match else 0


def _clean(folder: Path, *, keep: list[str]) -> None:
    for path in folder.iterdir():
        if _NAME.fullmatch(path.name) and path.name not in keep:
            # What a dying process still writes to goes at the next begin or switch.
            shutil.rmtree(path, ignore_errors=True)
