"""From pages to a searchable index; reads top to bottom.

    index    locate → read and extract → store, then write what is pending
    reindex  store → write everything into a new generation, then switch
    update   authority.toml → write what its changes concern

Writing is the part of `indexer.writing`: store → mentions, as the archive decides them → engine.
The store is committed in batches while pages are read, the index once at the end. A run that is
cut short loses at most the pages under way: what it stored is pending, and the next run writes it.
"""

from __future__ import annotations

import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

from index.generations import lock
from indexer.intake import Intake
from indexer.options import Options
from indexer.report import Progress, Report, silent
from indexer.store import NoArchive, Store
from indexer.workers import cores
from indexer.writing import Writing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from contextlib import AbstractContextManager
    from pathlib import Path

__all__ = ["Options", "index", "reindex", "update"]


def index(
    paths: Sequence[Path], data: Path, options: Options, progress: Progress = silent
) -> Report:
    """Read the pages below the paths into the archive and bring the index up to date."""
    with lock(data), Store(data) as store, _timed() as report:
        writing = _writing(store, data, options, report, progress)
        # pages may take hours to read: what can be known before is
        writing.engine.reach()
        Intake(store, data, options, report, progress).read(paths)
        writing.update()
    return report


def update(
    data: Path,
    options: Options,
    progress: Progress = silent,
    *,
    change: Callable[[], None] | None = None,
) -> Report:
    """Bring the index up to date with authority.toml, without reading a page.

    `change` is called first, while no other run can write: it may change the file. What it raises
    leaves all as it was.
    """
    with _held(data), Store(data, create=False) as store, _timed() as report:
        if change is not None:
            change()
        _writing(store, data, options, report, progress).update()
    return report


def reindex(data: Path, options: Options, progress: Progress = silent) -> Report:
    """Build the index again from the archive, without reading a page, and switch to it."""
    with _held(data), Store(data, create=False) as store, _timed() as report:
        _writing(store, data, options, report, progress).rebuild()
    return report


def _held(data: Path) -> AbstractContextManager[None]:
    """Lock an archive that is there; raises NoArchive, and makes no folder, where there is none."""
    if not (data / "archive.db").exists():
        raise NoArchive(directory=data)
    return lock(data)


def _writing(
    store: Store, data: Path, options: Options, report: Report, progress: Progress
) -> Writing:
    return Writing(
        store=store,
        data=data,
        engine=options.engine.owned(store.name()),
        jobs=options.jobs or cores(),
        report=report,
        progress=progress,
    )


@contextmanager
def _timed() -> Iterator[Report]:
    started = time.monotonic()
    report = Report()
    yield report
    report.seconds = time.monotonic() - started
