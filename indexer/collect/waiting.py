"""How long to wait: between two requests, after a failure, and as a site says."""

from __future__ import annotations

import datetime as dt
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from indexer.collect.report import CollectOptions

FIRST_PAUSE = 2.0
"""Seconds after the first failure; twice as many after each further one."""


def retry_after(value: str, now: dt.datetime) -> float | None:
    """Return the seconds that a Retry-After header asks for (RFC 9110, 10.2.3), None for nonsense.

    >>> now = dt.datetime(2025, 9, 19, 12, tzinfo=dt.UTC)
    >>> retry_after("120", now), retry_after("Fri, 19 Sep 2025 12:01:00 GMT", now)
    (120.0, 60.0)
    >>> retry_after("soon", now) is None
    True
    """
    value = value.strip()[:100]
    if value.isascii() and value.isdigit():
        return float(value)
    try:
        moment = parsedate_to_datetime(value)
    except (ValueError, OverflowError):
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=dt.UTC)
    return max(0.0, (moment - now).total_seconds())


def pause(failures: int, chance: float) -> float:
    """Return the seconds to wait after so many failures: twice as many each time, with jitter.

    Full jitter over the upper half: after M. Brooker, "Exponential Backoff And Jitter", 2015.

    >>> pause(1, 0.0), pause(1, 1.0), pause(3, 1.0)
    (1.0, 2.0, 8.0)
    """
    longest = FIRST_PAUSE * 2.0 ** (failures - 1)
    return longest / 2 + longest / 2 * chance


class Pace:
    """Keeps a least time between two requests to the same host."""

    def __init__(self, options: CollectOptions) -> None:
        self._options = options
        self._last: dict[str, float] = {}

    def wait(self, host: str, delay: float) -> None:
        """Wait until `delay` seconds after the last request to the host have passed."""
        last = self._last.get(host)
        if last is not None:
            left = last + delay - self._options.clock()
            if left > 0:
                self._options.sleep(left)
        self._last[host] = self._options.clock()
