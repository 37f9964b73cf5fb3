"""The texts of releases: their keys as they come, and their word sequences when they are asked."""

from __future__ import annotations

from collections import OrderedDict
from itertools import tee
from typing import TYPE_CHECKING

from indexer.copies.likeness import keys_of, shingles
from indexer.workers import ordered_map

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from index.record import Release
    from indexer.copies.database import Copies
    from indexer.store import Store

# With fewer releases the keys are made sooner than processes have started: 0.3 ms each.
_WORTH_PROCESSES = 1000
# Sequences kept at hand, some 90 bytes each: those of more texts than one is compared with.
_AT_HAND = 500_000


def keyed(
    store: Store, ids: Sequence[str], jobs: int
) -> Iterator[tuple[str, Release | None, tuple[int, ...]]]:
    """Yield each id with its release, None where no page gives it, and the keys of its text."""
    # in order, and no further ahead of the keys than the processes are
    mine, theirs = tee((one, _release(store, one)) for one in ids)
    texts = (release.text if release else "" for _, release in theirs)
    many = jobs if len(ids) >= _WORTH_PROCESSES else 1
    keys = ordered_map(keys_of, texts, jobs=many, crashed=_incomparable, chunk=64)
    for (release_id, release), found in zip(mine, keys, strict=True):
        yield release_id, release, found


def _release(store: Store, release_id: str) -> Release | None:
    document = store.document(release_id)
    return document.release if document else None


def _incomparable(_text: str) -> tuple[int, ...]:
    return ()


class Texts:
    """The texts behind the numbers of an open copies.db, read from archive.db."""

    def __init__(self, store: Store, copies: Copies) -> None:
        self._store = store
        self._copies = copies
        self._at_hand: OrderedDict[int, frozenset[str]] = OrderedDict()
        self._held = 0

    def sequences(self, text: int) -> frozenset[str]:
        """Return the word sequences of a text; those used lately are kept at hand."""
        found = self._at_hand.get(text)
        if found is None:
            release = self._store.with_text(self._copies.digest(text))
            found = shingles(release.text) if release else frozenset()
            self._at_hand[text] = found
            self._held += len(found)
            while self._held > _AT_HAND and len(self._at_hand) > 1:
                self._held -= len(self._at_hand.popitem(last=False)[1])
        else:
            self._at_hand.move_to_end(text)
        return found
