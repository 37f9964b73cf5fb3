"""The thesaurus of an archive: the groups that ship, and the archive's own lines."""

from __future__ import annotations

import stat
from functools import cache
from importlib import resources
from threading import Lock
from typing import TYPE_CHECKING, Final, NamedTuple

from index.errors import ThesaurusDamaged
from index.thesaurus.groups import merge
from index.thesaurus.lines import Line, read
from index.thesaurus.lookup import Thesaurus

if TYPE_CHECKING:
    from pathlib import Path

FILE: Final = "thesaurus.tsv"
MAX_BYTES: Final = 32_000_000

# What tells one state of the file from another: time in ns, size and number of the file, or why
# there is none (errno).
_Mark = tuple[int, ...]


class _Held(NamedTuple):
    mark: _Mark
    thesaurus: Thesaurus
    problem: dict[str, object] | None


def load(data: Path | None) -> Thesaurus:
    """Return the groups that ship, together with those of thesaurus.tsv in the data folder.

    Raises ThesaurusDamaged where that file is there and cannot be read.
    """
    own = _own(data / FILE) if data else ()
    return Thesaurus(merge((*_shipped(), *own))) if own else _plain()


class Thesauri:
    """The thesaurus of a data folder as its file now stands; threads may share it."""

    def __init__(self, data: Path | None) -> None:
        self._data = data
        self._lock = Lock()
        self._held: _Held | None = None

    def current(self) -> Thesaurus:
        """Return the thesaurus, read anew only where the file has changed.

        Raises ThesaurusDamaged for as long as the file cannot be read; `last` is there meanwhile.
        """
        mark = _mark(self._data / FILE) if self._data else ()
        held = self._held
        if held is None or held.mark != mark:
            with self._lock:
                held = self._held
                if held is None or held.mark != mark:
                    held = self._held = self._read(mark)
        if held.problem is not None:
            raise ThesaurusDamaged(**held.problem)
        return held.thesaurus

    @property
    def last(self) -> Thesaurus:
        """The last one that could be read, else the groups that ship."""
        return self._held.thesaurus if self._held else _plain()

    def _read(self, mark: _Mark) -> _Held:
        try:
            return _Held(mark, load(self._data), None)
        except ThesaurusDamaged as error:
            return _Held(mark, self.last, error.facts)


@cache
def _shipped() -> tuple[Line, ...]:
    file = resources.files("index.thesaurus") / "groups.tsv"
    return read(file.read_bytes(), str(file))


@cache
def _plain() -> Thesaurus:
    return Thesaurus(merge(_shipped()))


def _own(path: Path) -> tuple[Line, ...]:
    try:
        # A pipe would never end, nor would some devices.
        if not stat.S_ISREG(path.stat().st_mode):
            raise ThesaurusDamaged(path=path, problem="it is not a file")
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except (FileNotFoundError, NotADirectoryError):
        return ()
    except OSError as error:
        problem = f"it cannot be read ({error.strerror})"
        raise ThesaurusDamaged(path=path, problem=problem) from error
    if len(content) > MAX_BYTES:
        problem = f"it has more than {MAX_BYTES // 1_000_000} MB"
        raise ThesaurusDamaged(path=path, problem=problem)
    return read(content, str(path))


def _mark(path: Path) -> _Mark:
    try:
        found = path.stat()
    except OSError as error:
        return (error.errno or 0,)
    return found.st_mtime_ns, found.st_size, found.st_ino
