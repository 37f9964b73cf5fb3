"""A limit to the time that one question may take, kept by those who answer it.

Nothing interrupts an engine from outside: between two steps it asks whether it may go on, and gives
the question up where it may not. A step is a node of the query on one segment, a hit that is
marked, a word that is looked up: some milliseconds at most. Without a limit nothing is given up.
"""

from __future__ import annotations

import math
from contextlib import contextmanager
from contextvars import ContextVar
from time import monotonic
from typing import TYPE_CHECKING

from index.errors import DepecheError

if TYPE_CHECKING:
    from collections.abc import Iterator

_UNLIMITED = (math.inf, math.inf)
# When the question under way ends, in seconds of the monotonic clock, and how long that is.
_end: ContextVar[tuple[float, float]] = ContextVar("_end", default=_UNLIMITED)


class TookTooLong(DepecheError):
    """The question took longer than {seconds:g} s and was given up."""

    hint = "Ask for fewer words, for longer ones before a * or ?, or for a shorter range of dates."


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Give up what is asked in this block, in this thread, when so many seconds have passed.

    Of two limits, one inside the other, the one that ends first holds.
    """
    token = _end.set(min(_end.get(), (monotonic() + seconds, seconds)))
    try:
        yield
    finally:
        _end.reset(token)


def left() -> float:
    """Return the seconds that are left, `inf` without a limit, less than 0 where it has passed.

    >>> left()
    inf
    >>> with within(60):
    ...     59 < left() <= 60
    True
    """
    end, _ = _end.get()
    return end - monotonic()


def check() -> None:
    """Return where there is time left, else raise TookTooLong; costs a tenth of a microsecond.

    >>> check()
    >>> with within(60):
    ...     check()
    >>> with within(-1):
    ...     check()
    Traceback (most recent call last):
    index.deadline.TookTooLong: The question took longer than -1 s and was given up.
    """
    end, _ = _end.get()
    if monotonic() > end:
        raise over()


def over() -> TookTooLong:
    """Return what says that the time of this question is over."""
    _, seconds = _end.get()
    return TookTooLong(seconds=seconds)
