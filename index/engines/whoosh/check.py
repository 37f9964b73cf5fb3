"""Reading a whole index to find what is damaged."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from index.engines.whoosh.snapshot import open_snapshot
from index.engines.whoosh.storage import damage, verify
from index.errors import DepecheError, IndexDamaged
from index.schema import day_number

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from index.engines.whoosh.snapshot import Snapshot, View


def check(folder: Path) -> list[str]:
    """Return one sentence for each problem of the last commit, none where all is well.

    Every file is read and compared with its sum, every stored release decoded and compared with
    what the segment finds it by.
    """
    try:
        snapshot = open_snapshot(folder)
    except DepecheError as error:
        return [error.sentence()]
    problems: list[str] = []
    for view in snapshot.views:
        try:
            verify(view.data.path, whole=True)
        except DepecheError as error:
            problems.append(error.sentence())
        except OSError as error:
            problems.append(damage(error).sentence())
        else:
            problems += _contents(view)
    return problems or list(_found_twice(snapshot))


def _contents(view: View) -> Iterator[str]:
    """Compare each release with the columns of its segment."""
    data = view.data
    for number in view.alive():
        try:
            release = data.document(number).release
        except Exception as error:  # noqa: BLE001 - the codec raises whatever damage makes it raise
            yield IndexDamaged(
                path=data.path, problem=f"release {number} cannot be read ({error})"
            ).sentence()
            continue
        if (release.id, day_number(release.date)) != (data.ids[number], data.days[number]):
            yield IndexDamaged(
                path=data.path, problem=f"release {number} is found under another id or date"
            ).sentence()


def _found_twice(snapshot: Snapshot) -> Iterator[str]:
    counts = Counter(view.data.ids[number] for view in snapshot.views for number in view.alive())
    for release_id, count in counts.items():
        if count > 1:
            view, _ = next(snapshot.find("id", release_id))
            yield IndexDamaged(
                path=view.data.path, problem=f"release {release_id} is in the index {count} times"
            ).sentence()
