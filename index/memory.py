"""What becomes of memory that is freed."""

from __future__ import annotations

import ctypes

import numpy as np

KEPT_BYTES = 1 << 23
"""Arrays up to this size are made of memory that others have left."""


def keep_freed() -> None:
    """Let the C library keep the memory of arrays that come and go, instead of giving it back.

    glibc has large arrays mapped by the system, and unmapped when they are freed; the next one gets
    new pages, which the system has to clear. Once it has freed an array so, it makes those up to
    that size of its own memory, and keeps twice as much (mallopt(3), M_MMAP_THRESHOLD). Nothing is
    written into this one, so it takes no memory itself. Other C libraries do as they do.
    """
    np.empty(KEPT_BYTES, np.uint8)


def give_back() -> None:
    """Let the C library give back what has been freed: of small pieces it keeps what it can.

    malloc_trim(3) of glibc; other C libraries do as they do. After comparing 196,000 releases a
    process had 196 MB, and 83 MB then; one that builds an index had up to 184 MB and rising, and
    155 MB where this is done after each segment.
    """
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)
