"""From pages to a searchable index; reads top to bottom.

    index    locate → read and extract → store, then write what is pending
    reindex  store → write everything into a new generation, then switch
    update   authority.toml → write what its changes concern

Writing is the part of `indexer.writing`: store → mentions, as the archive decides them → engine.
The store is committed in batches while pages are read, the index once at the end. A run that is
cut short loses at most the pages under way: what it stored is pending, and the next run writes it.
"""

from __future__ import annotations

import datetime as dt
import time
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from index.generations import lock
from indexer.reading import Outcome, Task, crashed, read_page
from indexer.report import Progress, Report, silent
from indexer.sources import Found, locate
from indexer.store import Refusal, Store
from indexer.workers import cores, ordered_map
from indexer.writing import Writing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from index.record import Release
    from indexer.refusal import Refused

# Pages between two commits of the store: a second or so of work, one fsync.
BATCH = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How a run is to work.

    `jobs` is the number of processes, 0 for one a core. `prune` drops pages below the given paths
    that are gone. `reread` reads pages again even where they have not changed, after a change of
    the profiles. `engine` names the engine.
    """

    jobs: int = 0
    prune: bool = False
    reread: bool = False
    engine: str = "whoosh"


def index(
    paths: Sequence[Path], data: Path, options: Options, progress: Progress = silent
) -> Report:
    """Read the pages below the paths into the archive and bring the index up to date."""
    with lock(data), Store(data) as store, _timed() as report:
        _Run(store, data, options, report, progress).read(paths)
        _writing(store, data, options, report, progress).update()
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
    with lock(data), Store(data, create=False) as store, _timed() as report:
        if change is not None:
            change()
        _writing(store, data, options, report, progress).update()
    return report


def reindex(data: Path, options: Options, progress: Progress = silent) -> Report:
    """Build the index again from the archive, without reading a page, and switch to it."""
    with lock(data), Store(data, create=False) as store, _timed() as report:
        _writing(store, data, options, report, progress).rebuild()
    return report


def _writing(
    store: Store, data: Path, options: Options, report: Report, progress: Progress
) -> Writing:
    return Writing(
        store=store,
        data=data,
        engine=options.engine,
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


def _reached(address: str, url: str) -> str:
    """Return the address a capture was reached by, without the ending a mirroring tool added."""
    return url if address in {"", f"{url}.html"} else address


@dataclass
class _Run:
    """One run over pages: what has changed goes into the store."""

    store: Store
    data: Path
    options: Options
    report: Report
    progress: Progress
    jobs: int = field(init=False)

    def __post_init__(self) -> None:
        self.jobs = self.options.jobs or cores()

    def read(self, paths: Sequence[Path]) -> None:
        """Read what has changed below the paths into the store."""
        seen: set[str] = set()
        unreadable: list[str] = []

        def refuse(refused: Refused) -> None:
            unreadable.append(str(refused.facts["origin"]))
            self._refuse(refused, origin=unreadable[-1], stamp="", sha256="")

        found = Found(on_refusal=refuse)
        tasks = self._changed(paths, found, seen)
        outcomes = ordered_map(read_page, tasks, jobs=self.jobs, crashed=crashed)
        for count, outcome in enumerate(outcomes, 1):
            self._keep(outcome)
            self.progress("read", 1)
            if count % BATCH == 0:
                self.store.commit()
        self.report.ignored = found.ignored
        if self.options.prune:
            self._prune(paths, seen, unreadable)
        self.store.commit()

    def _changed(self, paths: Sequence[Path], found: Found, seen: set[str]) -> Iterator[Task]:
        """Yield the pages that are new or whose stamp has changed."""
        for locator in locate(self._present(paths), found):
            self.report.found += 1
            if self.options.prune:
                seen.add(locator.origin)
            known = self.store.source(locator.origin)
            if known is None or self.options.reread:
                yield Task(locator)
            elif known.stamp != locator.stamp:
                yield Task(locator, known.sha256)
            else:
                self.report.unchanged += 1
                if known.refusal is not None:
                    self.report.refused.append(known.refusal)

    def _present(self, paths: Sequence[Path]) -> list[Path]:
        """Leave out paths that are gone where pruning is to drop the pages that were below."""
        return [
            path
            for path in paths
            if path.exists() or not self.options.prune or not self._known_below(path)
        ]

    def _known_below(self, path: Path) -> list[str]:
        return list(self.store.origins(str(path.absolute())))

    def _keep(self, outcome: Outcome) -> None:
        locator, capture = outcome.locator, outcome.capture
        known = self.store.source(locator.origin)
        if outcome.refused is not None:
            # Without bytes there is no stamp: the page is tried again by every run.
            stamp, sha256 = (locator.stamp, capture.sha256) if capture else ("", "")
            self._refuse(outcome.refused, origin=locator.origin, stamp=stamp, sha256=sha256)
        elif outcome.same:
            self.store.restamp(locator.origin, locator.stamp)
            self.report.unchanged += 1
            if known is not None and known.refusal is not None:
                self.report.refused.append(known.refusal)
        elif outcome.extraction is not None and capture is not None:
            release, profile = outcome.extraction.release, outcome.extraction.profile
            if known is None:
                self.report.new += 1
            else:
                self.report.changed += 1
                release = self._same_release(release, known.release)
            reached = replace(capture, url=_reached(capture.url, release.url))
            self.store.put(release, reached, stamp=locator.stamp, profile=profile)

    def _same_release(self, release: Release, known: str | None) -> Release:
        """Keep the id of a page without an address, which is made from its text, when it changes.

        Not where copies of the page lie elsewhere: they are still what the id was made from.
        """
        if known is not None and not release.url and self.store.places(known) == 1:
            return replace(release, id=known)
        return release

    def _refuse(self, refused: Refused, *, origin: str, stamp: str, sha256: str) -> None:
        refusal = Refusal(origin, refused.reason, refused.sentence())
        self.store.refuse(refusal, stamp=stamp, sha256=sha256, at=dt.datetime.now(dt.UTC))
        self.report.refused.append(refusal)

    def _prune(self, paths: Sequence[Path], seen: set[str], unreadable: list[str]) -> None:
        """Forget pages that are gone, but none below a place that could not be looked at now."""
        kept = tuple(unreadable)
        for path in paths:
            for origin in self._known_below(path):
                if origin not in seen and not origin.startswith(kept):
                    self.store.forget(origin)
                    self.report.pruned += 1
