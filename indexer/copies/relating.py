"""Store → copies.db: what is new is compared with what is there, and what that changes is told."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from indexer.copies.database import MANY, Copies, Member
from indexer.copies.likeness import LIKENESS, bands, likeness, shingles
from indexer.store import text_digest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from index.record import Release
    from indexer.store import Store

# Releases between two commits of both files.
BATCH = 500
# Sets of sequences that are kept at hand: 100 kB each.
_AT_HAND = 256


def relate(
    store: Store,
    copies: Copies,
    ids: Iterable[str],
    done: Callable[[int], None],
    *,
    mark: bool = True,
) -> None:
    """Compare releases that are new, changed or gone with those that are there.

    With `mark` the others whose relations that changes are pending in the store, until the index
    has them; it can be spared where all are written anyway. `done` is told how many more are done.
    """
    _Relating(store, copies, mark=mark).all(ids, done)


class _Relating:
    def __init__(self, store: Store, copies: Copies, *, mark: bool) -> None:
        self._store = store
        self._copies = copies
        self._mark = mark
        self._sequences = lru_cache(_AT_HAND)(self._sequences_of)

    def all(self, ids: Iterable[str], done: Callable[[int], None]) -> None:
        for number, release_id in enumerate(ids, 1):
            changed = self._one(release_id)
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

    def _one(self, release_id: str) -> set[str]:
        """Bring one release up to date; return the ids of the others whose relations change."""
        copies = self._copies
        before = copies.member(release_id)
        document = self._store.document(release_id)
        if document is None:
            if before is None:
                return set()
            others = self._others(release_id)
            copies.drop(release_id)
            self._leave(before)
            return others
        release = document.release
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
        text = before.text if before is not None and same else self._text(digest, release)
        copies.put(release_id, Member(text, digest, *shown), twins)
        if before is not None and not same:
            self._leave(before)
        return others | self._others(release_id)

    def _others(self, release_id: str) -> set[str]:
        if not self._mark:
            return set()
        return {one.id for one in self._copies.related(release_id, most=MANY)}

    def _text(self, digest: str, release: Release) -> int | None:
        """Return the number of a text; a new one is compared with those that may be like it."""
        known = self._copies.text(digest)
        if known is not None:
            return known
        found = shingles(release.text)
        keys = bands(found)
        if not keys:
            return None
        degrees = (
            (other, likeness(found, self._sequences(other)))
            for other in self._copies.candidates(keys)
        )
        alike = [(other, degree) for other, degree in degrees if degree >= LIKENESS]
        return self._copies.add_text(digest, keys, alike)

    def _leave(self, before: Member) -> None:
        """Forget a text that a release had, where no other has it."""
        if before.text is not None and not self._copies.is_held(before.text):
            self._copies.drop_text(before.text)

    def _sequences_of(self, text: int) -> frozenset[str]:
        release = self._store.with_text(self._copies.digest(text))
        return shingles(release.text) if release else frozenset()
