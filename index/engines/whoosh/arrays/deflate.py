"""zlib's format (RFC 1950), by ISA-L where it is installed and by Python's own zlib elsewhere.

Each reads what the other has written. The web app brings ISA-L along; an engine used by itself
needs no more than numpy, and then takes a tenth longer to build an index.
"""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable


class Deflate(NamedTuple):
    """One way to write and read the format; other threads run while it does."""

    compress: Callable[[bytes], bytes]
    decompress: Callable[[memoryview], bytes]
    broken: type[Exception]
    """Raised for data that is not of the format."""


ZLIB = Deflate(lambda data: zlib.compress(data, 1), zlib.decompress, zlib.error)


def quickest() -> Deflate:
    """Return the quickest way that is installed."""
    try:
        from isal import isal_zlib  # noqa: PLC0415 - it need not be there
    except ImportError:
        return ZLIB
    # 0.16 s for what takes zlib's quickest level 0.46 s, and unpacks in two thirds of its time
    return Deflate(
        lambda data: isal_zlib.compress(data, 2),
        isal_zlib.decompress,
        isal_zlib.error,  # type: ignore[arg-type] # its stub has an instance
    )
