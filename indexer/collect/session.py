"""One run of a collection: its limits, what it keeps, what it tells."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from indexer.collect.errors import (
    BadCertificate,
    FetchedUntilFull,
    FetchedUntilNotWritten,
    PrivateAddress,
    RobotsUnreachable,
    ShutOut,
    ToldToWait,
    Unfetched,
)
from indexer.collect.report import CollectReport
from indexer.collect.state import State, opened
from indexer.collect.warcs import Warcs
from indexer.sqlite import DiskFull, NotWritten, unwritten

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from index.errors import DepecheError
    from indexer.collect.polite import Polite
    from indexer.collect.report import CollectOptions
    from indexer.collect.state import Known
    from indexer.report import Progress

_END_ALL = (ToldToWait, RobotsUnreachable, PrivateAddress, BadCertificate, ShutOut)
"""After these nothing else would come from the site either."""


@dataclass
class Session:
    """What a run works with."""

    client: Polite
    state: State
    warcs: Warcs
    options: CollectOptions
    begun: float
    progress: Progress
    report: CollectReport = field(default_factory=CollectReport)

    def is_over(self) -> bool:
        """Tell whether a limit of the run has been reached."""
        options, report = self.options, self.report
        if options.limit and report.fetched + report.unchanged >= options.limit:
            report.stopped = f"the limit of {options.limit} pages"
        elif options.max_bytes and report.size >= options.max_bytes:
            report.stopped = f"the limit of {options.max_bytes} bytes"
        elif options.max_seconds and options.clock() - self.begun >= options.max_seconds:
            report.stopped = f"the limit of {options.max_seconds:.0f} seconds"
        return bool(report.stopped)

    def keep(
        self, url: str, known: Known, place: tuple[str, int], *, size: int, changed: bool
    ) -> None:
        """Note a page that is safe in a WARC file."""
        self.state.keep(url, known, place)
        self.report.size += size
        if changed:
            self.report.fetched += 1
        else:
            self.report.unchanged += 1

    def listed(self) -> None:
        """Note a page of a listing: those of a large site take minutes before a release comes."""
        self.report.listings += 1
        self.progress("fetch", 0)

    def fail(self, failed: Unfetched) -> None:
        """Note what did not come; raises it again where nothing else would come either."""
        if isinstance(failed, _END_ALL):
            raise failed
        self.report.failed.append(failed)


@contextmanager
def session(
    folder: Path, name: str, client: Polite, options: CollectOptions, progress: Progress
) -> Iterator[Session]:
    """Run a collection in its folder: what ends it early is told in its report."""
    with opened(folder) as state:
        warcs = Warcs(folder, name, client.agent, options.warc_bytes, begin=state.begin)
        running = Session(client, state, warcs, options, options.clock(), progress)
        try:
            yield running
            if not running.report.stopped:
                state.finish()
        except Unfetched as failed:
            running.report.failed.append(failed)
            running.report.stopped = failed.sentence()
            running.report.hint = failed.hint
        except (OSError, DiskFull, NotWritten) as error:
            # of the disk: what the network raises is Unfetched by now
            raise _unwritten(folder, error, running.report) from error
        finally:
            running.report.seconds = options.clock() - running.begun
            warcs.close()
            client.close()


def _unwritten(folder: Path, error: Exception, report: CollectReport) -> DepecheError:
    """Return the error of a disk that takes no more, which tells how many pages it has."""
    problem = unwritten(folder, error) if isinstance(error, OSError) else error
    safe = report.before + report.fetched + report.unchanged
    if isinstance(problem, NotWritten):
        return FetchedUntilNotWritten(**problem.facts, pages=safe)
    return FetchedUntilFull(path=folder, pages=safe)
