"""How a collection is to work, and what it did."""

from __future__ import annotations

import datetime as dt
import random
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from indexer.collect.errors import Unfetched

EARLIEST = dt.date(1949, 4, 4)
"""The day the North Atlantic Treaty was signed: no release is older."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CollectOptions:
    """How a collection is to work.

    Releases from `since` to `until` are wanted, both included, as far as listings tell dates. It
    ends after `limit` pages, `max_bytes` or `max_seconds` (0: no limit) and can be gone on with.
    `delay` is the least time between two requests in seconds, where robots.txt does not ask for
    more. `contact` stands in the User-Agent. `ca_file` has certificates of authorities that are
    believed beside the system's. `page_bytes` and `page_seconds` bound one answer;
    `patience` is the longest wait that a site may ask for. `warc_bytes` is the size from which on
    another file is begun. `private` allows addresses of this machine and its network: for tests.
    `clock` and `sleep` are of time, in seconds; `chance` gives numbers from 0 to 1.
    """

    since: dt.date = EARLIEST
    until: dt.date = dt.date.max
    limit: int = 0
    max_bytes: int = 0
    max_seconds: float = 0
    delay: float = 0
    contact: str = ""
    ca_file: Path | None = None
    new_only: bool = False
    page_bytes: int = 20_000_000
    page_seconds: float = 120
    patience: float = 600
    tries: int = 4
    warc_bytes: int = 1_000_000_000
    private: bool = False
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    chance: Callable[[], float] = random.random


@dataclass(slots=True)
class CollectReport:
    """What a collection did.

    `found` addresses or captures are wanted, of which `fetched` have come now, `unchanged` are as
    they were, and `before` had come in an earlier part of the same collection. `failed` are those
    that did not come, and listings. `stopped` tells why it ended early, "" where it did not, and
    `hint` what to do then.
    """

    found: int = 0
    fetched: int = 0
    unchanged: int = 0
    before: int = 0
    listings: int = 0
    size: int = 0
    seconds: float = 0.0
    stopped: str = ""
    hint: str = "The same command goes on where it stopped."
    failed: list[Unfetched] = field(default_factory=list)
