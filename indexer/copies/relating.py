"""Store → copies.db: what is new is compared with what is there, and what that changes is told."""

from __future__ import annotations

from functools import lru_cache
from itertools import tee
from typing import TYPE_CHECKING

from indexer.copies.database import MANY, Copies, Member
from indexer.copies.likeness import LIKENESS, keys_of, likeness, shingles
from indexer.store import text_digest
from indexer.workers import ordered_map

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from index.record import Release
    from indexer.store import Store

# Releases between two commits of both files.
BATCH = 500
# With fewer releases the keys are made sooner than processes have started: 0.3 ms each.
_WORTH_PROCESSES = 5000
# Sets of sequences that are kept at hand: some 60 kB each, 2 MB those of the longest texts.
_AT_HAND = 64


def relate(
    store: Store,
    copies: Copies,
    ids: Sequence[str],
    done: Callable[[int], None],
    *,
    mark: bool = True,
    jobs: int = 1,
) -> None:
    """Compare releases that are new, changed or gone with those that are there.

    With `mark` the others whose relations that changes are pending in the store, until the index
    has them; it can be spared where all are written anyway. `done` is told how many more are done.
    `jobs` is the number of processes that may work on texts; the comparing is done here.
    """
    _Relating(store, copies, mark=mark).all(ids, done, jobs)


def _incomparable(_text: str) -> tuple[int, ...]:
    return ()


class _Relating:
    def __init__(self, store: Store, copies: Copies, *, mark: bool) -> None:
        self._store = store
        self._copies = copies
        self._mark = mark
        self._sequences = lru_cache(_AT_HAND)(self._sequences_of)

    def all(self, ids: Sequence[str], done: Callable[[int], None], jobs: int) -> None:
        # in order, and no further ahead of the keys than the processes are
        mine, theirs = tee((one, self._release(one)) for one in ids)
        texts = (release.text if release else "" for _, release in theirs)
        many = jobs if len(ids) >= _WORTH_PROCESSES else 1
        keys = ordered_map(keys_of, texts, jobs=many, crashed=_incomparable, chunk=64)
        for number, ((release_id, release), found) in enumerate(zip(mine, keys, strict=True), 1):
            changed = self._one(release_id, release, found)
            if changed:
                self._store.mark(changed)
            done(1)
            if number % BATCH == 0:
                self._commit()
        self._commit()

    def _commit(self) -> None:
        # The marks last before what they follow from: a run that is cut short is made up for.
        self._store.commit()
        self._copies.commit()

    def _release(self, release_id: str) -> Release | None:
        document = self._store.document(release_id)
        return document.release if document else None

    def _one(self, release_id: str, release: Release | None, keys: tuple[int, ...]) -> set[str]:
        """Bring one release up to date; return the ids of the others whose relations change."""
        copies = self._copies
        before = copies.member(release_id)
        if release is None:
            if before is None:
                return set()
            others = self._others(release_id)
            copies.drop(release_id)
            self._leave(before)
            return others
        digest = text_digest(release)
        shown = (release.title, release.language, release.date.isoformat() if release.date else "")
        twins = set(release.twins) - {release_id}
        if (
            before is not None
            and (before.digest, *before[2:]) == (digest, *shown)
            and twins == copies.stated(release_id)
        ):
            return set()
        others = self._others(release_id)
        same = before is not None and before.digest == digest
        text = before.text if before is not None and same else self._text(digest, release, keys)
        copies.put(release_id, Member(text, digest, *shown), twins)
        if before is not None and not same:
            self._leave(before)
        return others | self._others(release_id)

    def _others(self, release_id: str) -> set[str]:
        if not self._mark:
            return set()
        return {one.id for one in self._copies.related(release_id, most=MANY)}

    def _text(self, digest: str, release: Release, keys: tuple[int, ...]) -> int | None:
        """Return the number of a text; a new one is compared with those that may be like it."""
        known = self._copies.text(digest)
        if known is not None:
            return known
        if not keys:
            return None
        others = self._copies.candidates(keys)
        found = shingles(release.text) if others else frozenset()
        degrees = ((other, likeness(found, self._sequences(other))) for other in others)
        alike = [(other, degree) for other, degree in degrees if degree >= LIKENESS]
        return self._copies.add_text(digest, keys, alike)

    def _leave(self, before: Member) -> None:
        """Forget a text that a release had, where no other has it."""
        if before.text is not None and not self._copies.is_held(before.text):
            self._copies.drop_text(before.text)

    def _sequences_of(self, text: int) -> frozenset[str]:
        release = self._store.with_text(self._copies.digest(text))
        return shingles(release.text) if release else frozenset()
