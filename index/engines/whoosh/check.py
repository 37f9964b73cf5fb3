"""Reading a whole index to find what is damaged."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from index.answering.ranking import DEFAULT
from index.engines.whoosh.arrays.segment import NO_VALUE
from index.engines.whoosh.layout import from_bytes
from index.engines.whoosh.snapshot import open_commit
from index.errors import DepecheError, IndexDamaged
from index.schema import NO_DAY, STORED, day_number
from index.stored import from_stored

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from index.engines.whoosh.arrays.snapshot import Leaf
    from index.engines.whoosh.snapshot import Commit


def check(folder: Path) -> list[str]:
    """Return one sentence for each problem of the last commit, none where all is well.

    Every array is read and compared with its checksum, every stored release decoded and compared
    with what the segment finds it by.
    """
    try:
        commit = open_commit(folder, DEFAULT)
    except DepecheError as error:
        return [error.sentence()]
    try:
        problems: list[str] = []
        for leaf in commit.arrays.leaves:
            damages = [error.sentence() for error in leaf.arrays.container.damages()]
            problems += damages or _contents(leaf)
        return problems or list(_found_twice(commit))
    finally:
        commit.close()


def _contents(leaf: Leaf) -> Iterator[str]:
    """Compare each release with the keys and the order of its segment."""
    path = leaf.arrays.container.path
    order = leaf.arrays.order
    for number in range(leaf.count):
        try:
            release = from_stored(leaf.arrays.records.get(number)[STORED]).release
        except Exception as error:  # noqa: BLE001 - what is not what was written can raise anything
            problem = f"release {number} cannot be read ({error})"
            yield IndexDamaged(path=path, problem=problem).sentence()
            continue
        day = NO_DAY if order is None or order[number] == NO_VALUE else int(order[number])
        if (release.id, day_number(release.date)) != (from_bytes(leaf.arrays.key(number)), day):
            problem = f"release {number} is found under another id or date"
            yield IndexDamaged(path=path, problem=problem).sentence()


def _found_twice(commit: Commit) -> Iterator[str]:
    for release_id, count in Counter(map(commit.id, commit.numbers())).items():
        if count > 1:
            path = commit.arrays.leaf_of(next(commit.find("id", release_id))).arrays.container.path
            problem = f"release {release_id} is in the index {count} times"
            yield IndexDamaged(path=path, problem=problem).sentence()
