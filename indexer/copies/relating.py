"""Release by release: what is new is compared with what is there, and what that changes is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.record import Relation
from indexer.copies.database import Copies, Member
from indexer.copies.likeness import LIKENESS, likeness, shingles
from indexer.copies.related import MANY
from indexer.copies.texts import Texts, keyed
from indexer.copies.twins import twin_keys
from indexer.store import text_digest

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from index.record import Release
    from indexer.store import Store

# Releases between two commits of both files.
BATCH = 500


def relate(
    store: Store, copies: Copies, ids: Sequence[str], done: Callable[[int], None], jobs: int = 1
) -> None:
    """Compare releases that are new, changed or gone with those that are there.

    The others whose relations that changes are pending in the store, until the index has them.
    `done` is told how many more are done. `jobs` is the number of processes that may work on texts;
    the comparing is done here.
    """
    relating = _Relating(store, copies)
    for number, (release_id, release, keys) in enumerate(keyed(store, ids, jobs), 1):
        store.mark(relating.one(release_id, release, keys))
        done(1)
        if number % BATCH == 0:
            _commit(store, copies)
    _commit(store, copies)


def _commit(store: Store, copies: Copies) -> None:
    # The marks last before what they follow from: a run that is cut short is made up for.
    store.commit()
    copies.commit()


class _Relating:
    def __init__(self, store: Store, copies: Copies) -> None:
        self._copies = copies
        self._texts = Texts(store, copies)

    def one(self, release_id: str, release: Release | None, keys: tuple[int, ...]) -> set[str]:
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
        same = before is not None and before.digest == digest
        text = before.text if before and same else copies.text(digest)
        now = Member.of(release, text, digest)
        twins = set(release.twins) - {release_id}
        keys_of_twins = set(twin_keys(release))
        is_named = twins == copies.stated(release_id) and keys_of_twins == copies.keys(release_id)
        if before == now and is_named:
            return set()
        others = self._others(release_id)
        if text is None and keys:
            now = now._replace(text=self._added(release, digest, keys))
        copies.put(release_id, now, twins, keys_of_twins)
        if before is not None and not same:
            self._leave(before)
        return others | self._others(release_id)

    def _others(self, release_id: str) -> set[str]:
        related = self._copies.related(release_id, most=MANY)
        twins = [one.id for one in related if one.relation is Relation.TWIN]
        # of two that are twins one may not be alone any more, or be again
        met = (self._copies.met(one) for one in (release_id, *twins))
        return {one.id for one in related}.union(*met) - {release_id}

    def _added(self, release: Release, digest: str, keys: tuple[int, ...]) -> int:
        """Return the number of a new text, which is compared with those that may be like it."""
        others = self._copies.candidates(keys)
        found = shingles(release.text) if others else frozenset()
        number = self._copies.put_text(digest, keys)
        self._copies.put_keys(number, keys)
        for other in others:
            degree = likeness(found, self._texts.sequences(other))
            if degree >= LIKENESS:
                self._copies.put_alike(number, other, degree)
        return number

    def _leave(self, before: Member) -> None:
        """Forget a text that a release had, where no other has it."""
        if before.text is not None and not self._copies.is_held(before.text):
            self._copies.drop_text(before.text)
