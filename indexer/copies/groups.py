"""Near-duplicates as groups: what is like each other, directly or by way of others."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from index.errors import DepecheError
from indexer.copies.database import Copies

if TYPE_CHECKING:
    from pathlib import Path


class NoCopies(DepecheError):
    """The releases in {directory} were not compared with each other yet."""

    hint = "Run 'depeche index PATH…' or 'depeche reindex': both compare what is new."


@dataclass(frozen=True, slots=True)
class Copy:
    """A release of a group, and how like it is to the one in its group that it is most like."""

    id: str
    title: str
    language: str
    date: dt.date | None
    likeness: float


def groups(data: Path, least: float) -> list[tuple[Copy, ...]]:
    """Return all groups of releases that are at least so like, the largest first.

    In a group the oldest come first, the undated last. Memory grows with the number of releases
    that have near-duplicates, not with that of the archive. Raises NoCopies.
    """
    if not (data / "copies.db").exists():
        raise NoCopies(directory=data)
    with Copies(data) as copies:
        if not copies.complete:
            raise NoCopies(directory=data)
        return _groups(copies, least)


def _groups(copies: Copies, least: float) -> list[tuple[Copy, ...]]:
    nearest: dict[int, float] = {}
    leader: dict[int, int] = {}
    for text, other, degree in copies.alike(least):
        _join(leader, text, other)
        for one in (text, other):
            nearest[one] = max(degree, nearest.get(one, 0.0))
    for text in copies.shared():
        leader.setdefault(text, text)
        nearest[text] = 1.0
    found: dict[int, list[Copy]] = {}
    for text in leader:
        members = found.setdefault(_leader(leader, text), [])
        members += (
            Copy(
                release_id,
                title,
                language,
                dt.date.fromisoformat(date) if date else None,
                round(nearest[text], 3),
            )
            for release_id, title, language, date in copies.holders(text)
        )
    ordered = (tuple(sorted(group, key=_age)) for group in found.values() if len(group) > 1)
    return sorted(ordered, key=lambda group: (-len(group), _age(group[0])))


def _age(copy: Copy) -> tuple[dt.date, str]:
    return copy.date or dt.date.max, copy.id


def _join(leader: dict[int, int], one: int, other: int) -> None:
    for text in (one, other):
        leader.setdefault(text, text)
    leader[_leader(leader, other)] = _leader(leader, one)


def _leader(leader: dict[int, int], text: int) -> int:
    while leader[text] != text:
        leader[text] = leader[leader[text]]
        text = leader[text]
    return text
