"""What was freed is given back, although something behind it is still in use."""

import ctypes
from pathlib import Path

import pytest

from index.memory import give_back

STATUS = Path("/proc/self/smaps_rollup")


def held() -> int:
    """Return the MB of this process that no file stands behind."""
    lines = STATUS.read_text().splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss_Anon:")) >> 10


@pytest.mark.skipif(
    not STATUS.exists() or not hasattr(ctypes.CDLL(None), "malloc_trim"),
    reason="only glibc on Linux gives memory back when told to",
)
def test_pieces_that_were_freed_are_given_back():
    pieces = [bytes([number % 7]) * 60_000 for number in range(2_000)]
    del pieces[:-1]
    before = held()
    give_back()
    assert before - held() > 60
    assert len(pieces) == 1
