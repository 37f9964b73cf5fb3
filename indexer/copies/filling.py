"""A whole archive at once: the same copies.db as release by release, in a fraction of the time.

Keys are written in their order, band after band, and each band's equal keys are found by sorting:
the file only ever grows at its end, and memory holds two numbers for each text.
"""

from __future__ import annotations

from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING

import numpy as np

from indexer.copies.database import Member
from indexer.copies.likeness import BANDS, LIKENESS, likeness
from indexer.copies.related import MANY
from indexer.copies.texts import Texts, keyed
from indexer.copies.twins import twin_keys
from indexer.store import text_digest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from indexer.copies.database import Copies
    from indexer.store import Store

# Releases between two commits: a transaction without end would double the file.
BATCH = 5000
_BYTES = 8


def fill(
    store: Store, copies: Copies, ids: Sequence[str], done: Callable[[int], None], jobs: int
) -> None:
    """Compare all releases of an archive with each other; `copies` is empty.

    It is the caller who notes that it is complete, when those who need it know.
    `done` is told how many more are done, `jobs` is the number of processes that may work.
    """
    _put_members(store, copies, ids, done, jobs)
    copies.write(
        "CREATE TEMP TABLE candidate (text, other, PRIMARY KEY (text, other)) WITHOUT ROWID"
    )
    for band in range(BANDS):
        _put_band(copies, band)
        copies.commit()
    _compare(copies, Texts(store, copies))
    copies.write("DROP TABLE candidate")
    copies.commit()


def _put_members(
    store: Store, copies: Copies, ids: Sequence[str], done: Callable[[int], None], jobs: int
) -> None:
    for number, (release_id, release, keys) in enumerate(keyed(store, ids, jobs), 1):
        if release is not None:
            digest = text_digest(release)
            text = copies.text(digest)
            if text is None and keys:
                text = copies.put_text(digest, keys)
            member = Member.of(release, text, digest)
            copies.add(release_id, member, release.twins, twin_keys(release))
        done(1)
        if number % BATCH == 0:
            copies.commit()
    copies.commit()


def _put_band(copies: Copies, band: int) -> None:
    """Write the keys of one band in their order, and note which texts have the same."""
    numbers, joined = [], bytearray()
    query = "SELECT number, substr(keys, ?, ?) FROM text ORDER BY number"
    for number, key in copies.each(query, (_BYTES * band + 1, _BYTES)):
        numbers.append(number)
        joined += key
    keys = np.frombuffer(bytes(joined), dtype="<i8")
    texts = np.array(numbers, dtype=np.int64)
    order = np.argsort(keys, kind="stable")
    keys, texts = keys[order], texts[order]
    copies.write_all(
        "INSERT INTO band VALUES (?, ?)", zip(keys.tolist(), texts.tolist(), strict=True)
    )
    copies.write_all("INSERT OR IGNORE INTO candidate VALUES (?, ?)", _pairs(keys, texts))


def _pairs(keys: np.ndarray, texts: np.ndarray) -> Iterator[tuple[int, int]]:
    """Yield each two texts with the same key, the later one first, MANY for one at most.

    >>> list(_pairs(np.array([3, 5, 5, 5]), np.array([9, 1, 2, 4])))
    [(2, 1), (4, 1), (4, 2)]
    """
    ends = np.flatnonzero(np.diff(keys)) + 1
    starts = np.concatenate(([0], ends))
    sizes = np.diff(np.concatenate((starts, [len(keys)])))
    for start, size in zip(starts[sizes > 1].tolist(), sizes[sizes > 1].tolist(), strict=True):
        run = texts[start : start + size].tolist()
        for place in range(1, size):
            for other in run[max(0, place - MANY) : place]:
                yield run[place], other


def _compare(copies: Copies, texts: Texts) -> None:
    """Note which of the texts with equal keys are alike."""
    found = copies.each("SELECT text, other FROM candidate ORDER BY text, other")
    for text, pairs in groupby(found, key=itemgetter(0)):
        own = texts.sequences(text)
        for _, other in pairs:
            degree = likeness(own, texts.sequences(other))
            if degree >= LIKENESS:
                copies.put_alike(text, other, degree)
