"""The file authority.toml: read whole, changed by single tables, replaced in one step.

What a person wrote stays as it is, byte for byte: a decision is added at the end, and one that is
undone loses its own lines only, its remarks stay. Every change is read back before it is saved.
"""

from __future__ import annotations

import datetime as dt
import json
import re
import stat
from typing import TYPE_CHECKING, Final

from index.generations import write_durably
from indexer.authority.facts import AuthorityDamaged, AuthorityNotEdited, DecisionImpossible
from indexer.authority.model import Authority
from indexer.authority.reading import contradiction, headers, read

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from pathlib import Path

    from indexer.authority.model import Cell, Decision

FILE: Final = "authority.toml"
MAX_BYTES: Final = 16_000_000
HEAD: Final = """\
# What this archive decides about its entities; docs/entities.md has the format.
# 'depeche entities' writes here, and so may you: 'depeche index' applies it.
"""
_ANY_HEADER: Final = re.compile(r"\s*\[{1,2}[^\]\[\"',]*\]{1,2}\s*(?:#.*)?")


def load(data: Path) -> Authority:
    """Return the decisions of an archive, none where it has no authority.toml.

    Raises AuthorityDamaged where the file cannot be read.
    """
    path = data / FILE
    return read(_text(path), str(path))


def change(data: Path, *, put: Iterable[Decision] = (), drop: Collection[Decision] = ()) -> None:
    """Add decisions to an archive's file and take others out; a missing file is made.

    Raises DecisionImpossible where the decisions would contradict each other, AuthorityNotEdited
    where the file is written in a way that only its writer can change, and AuthorityDamaged. The
    file is then as it was.
    """
    path = data / FILE
    text = _text(path)
    before = read(text, str(path))
    new = tuple(one for one in put if one not in before.decisions or one in drop)
    wanted = Authority((*(one for one in before.decisions if one not in drop), *new))
    if wanted == before:
        return
    if problem := contradiction(wanted):
        raise DecisionImpossible(problem=problem)
    changed = _with(_without(text, before, drop), new)
    try:
        found = read(changed, str(path))
    except AuthorityDamaged:
        raise AuthorityNotEdited(path=path) from None
    if found != wanted:
        raise AuthorityNotEdited(path=path)
    # a link into a folder under version control stays a link
    write_durably(path.resolve(), changed.encode())


def written(authority: Authority) -> str:
    """Write decisions as a text that `read` gives back as they are."""
    return "\n".join(map(_block, authority.decisions))


def _text(path: Path) -> str:
    try:
        # A pipe would never end, nor would some devices.
        if not stat.S_ISREG(path.stat().st_mode):
            raise AuthorityDamaged(path=path, problem="it is not a file")
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except (FileNotFoundError, NotADirectoryError):
        return ""
    except OSError as error:
        problem = f"it cannot be read ({error.strerror})"
        raise AuthorityDamaged(path=path, problem=problem) from error
    if len(content) > MAX_BYTES:
        problem = f"it has more than {MAX_BYTES // 1_000_000} MB"
        raise AuthorityDamaged(path=path, problem=problem)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        number = content.count(b"\n", 0, error.start) + 1
        raise AuthorityDamaged(path=path, problem=f"line {number} is not UTF-8") from None


def _with(text: str, decisions: tuple[Decision, ...]) -> str:
    if not decisions:
        return text
    end = "\r\n" if "\r\n" in text else "\n"
    blocks = "\n".join(map(_block, decisions)).replace("\n", end)
    kept = text.rstrip()
    return f"{kept + end if kept else HEAD}{end}{blocks}"


def _without(text: str, authority: Authority, drop: Collection[Decision]) -> str:
    """Take the lines of decisions out; whole-line remarks among them stay."""
    if not drop:
        return text
    lines = text.split("\n")
    gone: set[int] = set()
    counted: dict[str, int] = {}
    for number, table in headers(lines):
        rows = [one for one in authority.decisions if one.table == table]
        place = counted[table] = counted.get(table, -1) + 1
        if place < len(rows) and rows[place] in drop:
            gone.update(_lines_of(lines, number - 1))
    return "\n".join(line for number, line in enumerate(lines) if number not in gone)


def _lines_of(lines: list[str], head: int) -> Iterable[int]:
    """Yield the places of a table's own lines, with the blank ones after the last of them."""
    end = head + 1
    while end < len(lines) and not _ANY_HEADER.fullmatch(lines[end]):
        end += 1
    last = max(n for n in range(head, end) if _says_something(lines[n]))
    yield from (n for n in range(head, last + 1) if _says_something(lines[n]))
    for number in range(last + 1, end):
        if lines[number].strip():
            return
        yield number


def _says_something(line: str) -> bool:
    plain = line.strip()
    return bool(plain) and not plain.startswith("#")


def _block(decision: Decision) -> str:
    cells = (f"{key} = {_value(cell)}\n" for key, cell in decision.cells().items() if cell)
    return f"[[{decision.table}]]\n{''.join(cells)}"


def _value(cell: Cell) -> str:
    if isinstance(cell, dt.date):
        return cell.isoformat()
    if isinstance(cell, tuple):
        return f"[{', '.join(map(_value, cell))}]"
    # names hold printable characters only, for which JSON and TOML agree
    return json.dumps(cell, ensure_ascii=False)
