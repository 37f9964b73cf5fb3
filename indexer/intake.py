"""One run over pages: what is new or has changed goes into the store.

What has not changed is passed over unread: a page by its stamp, a web archive as a whole. The store
is committed in batches; the process that is killed loses at most the pages under way.
"""

from __future__ import annotations

import datetime as dt
import functools
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from index.record import Capture
from indexer.entities import gazetteer
from indexer.extract.profile import is_release
from indexer.extract.profile_file import is_json_page, known, own_texts
from indexer.reading import Outcome, Task, crashed, read_page
from indexer.refusal import RevisitUnknown
from indexer.sources import Form, Found, locate
from indexer.store import Refusal
from indexer.workers import cores, ordered_map

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from index.record import Release
    from indexer.extract.profile_file import Texts
    from indexer.options import Options
    from indexer.refusal import Refused
    from indexer.report import Progress, Report
    from indexer.sources import Container, Revisit
    from indexer.store import Store

# Pages between two commits of the store: a second or so of work, one fsync.
BATCH = 500


def _reached(address: str, url: str) -> str:
    """Return the address a capture was reached by, without the ending a mirroring tool added."""
    return url if address in {"", f"{url}.html"} else address


@dataclass
class Intake:
    """One run over pages: what has changed goes into the store."""

    store: Store
    data: Path
    options: Options
    report: Report
    progress: Progress
    jobs: int = field(init=False)
    profiles: Texts = field(init=False)  # the archive's own
    # places below which nothing is known to be gone, and captures that repeat others
    untouched: list[str] = field(default_factory=list)
    revisits: list[Revisit] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.jobs = self.options.jobs or cores()
        self.profiles = own_texts(self.data)
        known(self.profiles)  # what is wrong with one is told before a page is read

    def read(self, paths: Sequence[Path]) -> None:
        """Read what has changed below the paths into the store."""
        seen: set[str] = set()

        def refuse(refused: Refused) -> None:
            self.untouched.append(str(refused.facts["origin"]))
            self._refuse(refused, origin=self.untouched[-1], stamp="", sha256="")

        found = Found(
            on_refusal=refuse,
            on_revisit=self.revisits.append,
            is_known=self._is_known,
            columns=self.options.columns,
            is_json_page=functools.partial(is_json_page, own=self.profiles),
            is_release=functools.partial(is_release, profiles=known(self.profiles)),
        )
        tasks = self._changed(paths, found, seen)
        # the names are needed when what is read is written: to read them now costs no time
        outcomes = ordered_map(
            read_page, tasks, jobs=self.jobs, crashed=crashed, meanwhile=gazetteer
        )
        for count, outcome in enumerate(outcomes, 1):
            self._keep(outcome)
            self.progress("read", 1)
            if count % BATCH == 0:
                self.store.commit()
        self._note_read(found, seen)
        self.report.ignored = found.ignored
        if self.options.prune:
            self._prune(paths, seen)
        self.store.commit()

    def _is_known(self, container: Container) -> bool:
        """Tell whether nothing is new in a container, and count what is known of it."""
        containers = self.store.containers
        if self.options.reread or not containers.is_known(container.origin, container.stamp):
            return False
        count = containers.count(container.origin)
        self.report.found += count
        self.report.unchanged += count
        self.report.refused += containers.refusals(container.origin)
        self.untouched.append(f"{container.origin}!")
        return True

    def _note_read(self, found: Found, seen: set[str]) -> None:
        """Keep the captures that repeat others; note the containers of which all is kept."""
        unknown = []
        for revisit in self.revisits:
            self.report.found += 1
            seen.add(revisit.origin)
            if not self._repeat(revisit):
                unknown.append(revisit.origin)
        for container in found.read_through:
            # what repeats a capture that is not here yet is looked at again by the next run
            if not any(origin.startswith(f"{container.origin}!") for origin in unknown):
                self.store.containers.note(container.origin, container.stamp)

    def _repeat(self, revisit: Revisit) -> bool:
        """Keep a capture with the text of the one it repeats; False where that is not known."""
        known = self.store.source(revisit.origin)
        if known is not None and known.release and not self.options.reread:
            self.report.unchanged += 1
            return True
        repeated = self.store.containers.repeated(
            revisit.of_url, revisit.of_time, revisit.captured_at
        )
        if repeated is None:
            if revisit.is_page:
                unknown = RevisitUnknown(origin=revisit.origin, url=revisit.of_url)
                self._refuse(unknown, origin=revisit.origin, stamp="", sha256="")
            else:
                self.report.found -= 1
                self.report.ignored += 1
            return not revisit.is_page
        release, sha256, profile = repeated
        capture = Capture(
            origin=revisit.origin,
            captured_at=revisit.captured_at,
            sha256=sha256,
            url=revisit.url,
            status=revisit.status,
        )
        self.report.new += 1
        self.store.put(release, capture, stamp=revisit.stamp, profile=profile)
        return True

    def _changed(self, paths: Sequence[Path], found: Found, seen: set[str]) -> Iterator[Task]:
        """Yield the pages that are new or whose stamp has changed."""
        for locator in locate(self._present(paths), found):
            self.report.found += 1
            if self.options.prune:
                seen.add(locator.origin)
            known = self.store.source(locator.origin)
            if known is None or self.options.reread:
                yield Task(locator, profiles=self.profiles)
            elif known.stamp != locator.stamp:
                yield Task(locator, known.sha256, self.profiles)
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
                if locator.form not in {Form.TABLE, Form.FEED}:  # rows move, pages stay
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

    def _prune(self, paths: Sequence[Path], seen: set[str]) -> None:
        """Forget pages that are gone, but none below a place that was not looked into now."""
        kept = tuple(self.untouched)
        for path in paths:
            for origin in self._known_below(path):
                if origin not in seen and not origin.startswith(kept):
                    self.store.forget(origin)
                    self.report.pruned += 1
