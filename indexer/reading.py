"""One page from its place to its release, in a worker process: read, digest, extract.

Whatever a page holds, `read_page` returns an outcome; a page that takes too long or that finds an
error of this program is refused like any other, by name.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import signal
import threading
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NoReturn

from index.record import Capture
from indexer.extract import extract
from indexer.extract.profile_file import Texts  # noqa: TC001 - of a dataclass
from indexer.refusal import Refused
from indexer.sources import Locator, read

if TYPE_CHECKING:
    from collections.abc import Iterator

    from indexer.extract import Extraction

# A page of 100 kB takes about 20 ms; what takes a thousand times longer is not a release.
SECONDS_PER_PAGE = 20


class PageTooSlow(Refused):
    """{origin} took more than {seconds} seconds to read."""

    reason = "too-slow"
    hint = "Look at the page with 'depeche explain FILE'."


class ReaderFailed(Refused):
    """{origin} found an error in this program: {error}."""

    reason = "reader-failed"
    hint = "Please report it with the page; all other pages were read."


@dataclass(frozen=True, slots=True)
class Task:
    """A page to read, and the digest it had the last time ("" where it is new).

    `profiles` are the archive's own, for the process that reads it.
    """

    locator: Locator
    known_sha256: str = ""
    profiles: Texts = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of a page: exactly one of `extraction`, `refused` and `same` is set.

    `same` means that the page was touched but holds the bytes it held the last time.
    `capture` is None where the bytes could not be read.
    """

    locator: Locator
    capture: Capture | None = None
    extraction: Extraction | None = None
    refused: Refused | None = None
    same: bool = False


def read_page(task: Task) -> Outcome:
    """Read one page and extract its release; never raises for what the page holds."""
    locator = task.locator
    capture = None
    try:
        with _time_limit(locator.origin):
            page = read(locator)
            capture = Capture(
                origin=page.origin,
                captured_at=page.captured_at.astimezone(dt.UTC),
                sha256=hashlib.sha256(page.data).hexdigest(),
                url=page.url,
                status=page.status,
            )
            if capture.sha256 == task.known_sha256:
                return Outcome(locator=locator, capture=capture, same=True)
            extraction = replace(extract(page, task.profiles), rules={})  # nobody asks for them
    except Refused as refused:
        return Outcome(locator=locator, capture=capture, refused=refused)
    except (MemoryError, RecursionError, ValueError, LookupError, TypeError, ArithmeticError,
            AttributeError, AssertionError) as error:  # fmt: skip
        # The page boundary: an error of ours must not cost the other pages, and is listed by name.
        failed = ReaderFailed(origin=locator.origin, error=f"{type(error).__name__}: {error}")
        return Outcome(locator=locator, capture=capture, refused=failed)
    return Outcome(locator=locator, capture=capture, extraction=extraction)


def crashed(task: Task) -> Outcome:
    """Return the outcome of a page that ends every process that reads it."""
    refused = ReaderFailed(origin=task.locator.origin, error="the reading process died")
    return Outcome(locator=task.locator, refused=refused)


@contextmanager
def _time_limit(origin: str) -> Iterator[None]:
    """Raise PageTooSlow in the block after SECONDS_PER_PAGE, where the system can do it."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def ring(_signal: int, _frame: object) -> NoReturn:
        raise PageTooSlow(origin=origin, seconds=SECONDS_PER_PAGE)

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, SECONDS_PER_PAGE)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
