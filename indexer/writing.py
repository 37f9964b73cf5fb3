"""Store → index: what is pending, what a change of the decisions concerns, or everything.

The decisions an index was written with are noted in the store, and what they concern is pending
until it is written, so that a run that was cut short is made up for by the next one.
"""

from __future__ import annotations

import datetime as dt
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from index.errors import IndexDamaged, IndexOutdated, NoIndex
from index.memory import give_back
from index.record import Damage
from indexer.authority import load, read, written
from indexer.authority.concerned import concerned
from indexer.authority.difference import difference
from indexer.authority.recognition import Recognised, Recogniser, recogniser
from indexer.authority.sources import digest
from indexer.copies import Copies, fill, relate
from indexer.entities import gazetteer
from indexer.superseded import SupersededIndex
from indexer.workers import ordered_map

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from index.engines import EngineChoice
    from index.record import Document
    from indexer.authority import Authority
    from indexer.report import Progress, Report
    from indexer.store import Store

# Releases between two commits of the store: a lock held longer shuts others out.
BATCH = 500

# Under these the store notes what the index was written with.
_AUTHORITY, _GAZETTEER = "authority", "gazetteer"
# Under this when the index that was written last says that it was.
_WRITTEN_AT = "index_written_at"


def is_outdated(store: Store) -> bool:
    """Tell whether the gazetteer has changed since all releases were written to the index."""
    return store.meta(_GAZETTEER) not in {None, digest()}


def _unrecognised(document: Document) -> Recognised:
    # Seen by readers on the release's page: the text is there, its names are not.
    flags = (*document.release.flags, Damage.ENTITIES_FAILED)
    release = replace(document.release, flags=flags)
    return Recognised(replace(document, release=release), {})


def _used_up(values: list[str]) -> Iterator[str]:
    """Yield the values in order; each has left the list when it is yielded."""
    values.reverse()
    while values:
        yield values.pop()


@dataclass(frozen=True, slots=True, kw_only=True)
class Writing:
    """One run's way from the store to the index; `jobs` is the number of processes."""

    store: Store
    data: Path
    engine: EngineChoice
    jobs: int
    report: Report
    progress: Progress

    def update(self) -> None:
        """Write what is pending and what a change of the decisions concerns."""
        authority = load(self.data)
        if self.engine.owner.takes_over or self._is_missing_or_old():
            self._relate()
            self.write(self.store.release_ids(), authority, rebuild=True)
            return
        before = self._applied()
        if change := difference(before, authority):
            with closing(self.engine.open(self.data)) as engine:
                ids = concerned(change, self.store, engine)
            self.report.concerned = len(ids)
            self._mark(ids)
        if self._relate():
            self._mark(self.store.release_ids())
            with Copies(self.data) as copies:
                copies.note_complete()
        if pending := self.store.pending():
            self.write(pending, authority, rebuild=False)
            return
        self._supersede(
            authority, lambda: recogniser(authority, self._labels(authority)), rebuild=False
        )
        if authority != before:
            self._settle(authority)
        if authority.decisions:
            self._tell_unknown(recogniser(authority, self._labels(authority)))
        self.report.outdated = is_outdated(self.store)

    def rebuild(self) -> None:
        """Write every release into a new index."""
        authority = load(self.data)
        ids = self.store.release_ids()
        if difference(self._applied(), authority):
            self._mark(ids)
        self._relate(anew=True)
        self.write(ids, authority, rebuild=True)

    def write(self, ids: list[str], authority: Authority, *, rebuild: bool) -> None:
        """Bring the index up to date for these releases, or build a new one of them.

        `ids` are used up: their memory is needed when the index is merged.
        """
        count = len(ids)
        labels = self._labels(authority)
        using = recogniser(authority, labels)
        batch: dict[str, dict[str, str]] = {}
        with (
            Copies(self.data) as copies,
            self.engine.writer(self.data, rebuild=rebuild, jobs=self.jobs) as writer,
        ):
            documents = map(self.store.document, _used_up(ids))
            present = (one for one in documents if one is not None)
            related = (replace(one, related=copies.related(one.release.id)) for one in present)
            for found in ordered_map(
                using.recognised, related, jobs=self.jobs, crashed=_unrecognised
            ):
                writer.put(found.document)
                batch[found.document.release.id] = found.met
                self._note(batch, least=BATCH)
                self.report.written += 1
                self.progress("write", 1, count)
            for release_id in () if rebuild else self.store.gone():
                writer.delete(release_id)
                self.report.removed += 1
                self.progress("write", 1, count)
            self._note(batch, least=1)
            using = recogniser(authority, labels | self.store.decided.labels())
            writer.put_entities(using.entities())
            writer.drop_entities({*authority.merged, *authority.hidden})
            if rebuild:  # the writer commits first: now the index has all relations
                copies.note_complete()
        self.report.troubles += writer.troubles
        self.store.note(_WRITTEN_AT, self._written_at().isoformat())
        if rebuild:
            self.store.note(_GAZETTEER, digest())
        self._supersede(authority, lambda: using, rebuild=rebuild)
        self._settle(authority)
        self._tell_unknown(using)
        self.report.outdated = is_outdated(self.store)

    def _relate(self, *, anew: bool = False) -> bool:
        """Find the copies of what is pending; of everything, and tell so, where that is to be."""
        if not anew:
            with Copies(self.data) as copies:
                anew = not copies.complete
        with Copies(self.data, anew=anew) as copies:
            ids = self.store.release_ids() if anew else self.store.pending()
            find = fill if anew else relate
            find(self.store, copies, ids, self._told("relate", ids), self.jobs)
        if anew:
            give_back()
        return anew

    def _told(self, stage: str, ids: list[str]) -> Callable[[int], None]:
        return partial(self.progress, stage, total=len(ids))

    def _supersede(
        self, authority: Authority, ready: Callable[[], Recogniser], *, rebuild: bool
    ) -> None:
        """Bring the index of superseded texts up to date with what is pending."""
        self.report.troubles += SupersededIndex(
            store=self.store, data=self.data, engine=self.engine, jobs=self.jobs
        ).update(authority, ready, rebuild=rebuild)
        self.store.commit()

    def _is_missing_or_old(self) -> bool:
        """Tell whether the index lacks more than what is pending.

        What was pending went into the index that was written last: one that is older is of another
        engine, or an old copy.
        """
        try:
            written_at = self._written_at()
        except (NoIndex, IndexOutdated):
            return True
        last = self.store.meta(_WRITTEN_AT)
        return last is not None and written_at < dt.datetime.fromisoformat(last)

    def _written_at(self) -> dt.datetime:
        with closing(self.engine.open(self.data)) as engine:
            return engine.stats().written_at

    def _applied(self) -> Authority:
        """Return the decisions that the index was last brought up to date with."""
        return read(self.store.meta(_AUTHORITY) or "", str(self.store.path))

    def _mark(self, ids: Iterable[str]) -> None:
        """Make sure that the next run goes on where this one is cut short."""
        self.store.mark(ids)
        self.store.commit()

    def _note(self, batch: dict[str, dict[str, str]], *, least: int) -> None:
        """Keep what decisions are about, a batch at a time: a lock held longer shuts others out."""
        if len(batch) >= least:
            self.store.decided.put(batch)
            self.store.commit()
            batch.clear()

    def _labels(self, authority: Authority) -> dict[str, str]:
        """Return what entities are called that decisions name, or named, and no list has."""
        labels = self.store.decided.labels()
        named = authority.named | self._applied().named
        strangers = named - gazetteer().entities.keys() - labels.keys()
        # an index that is missing or damaged is about to be built anew
        with suppress(NoIndex, IndexOutdated, IndexDamaged):
            if strangers:
                with closing(self.engine.open(self.data)) as engine:
                    found = [engine.entity(one) for one in strangers]
                labels |= {one.id: one.label for one in found if one and one.id in strangers}
        return labels

    def _settle(self, authority: Authority) -> None:
        self.store.decided.tidy()
        self.store.settle()
        self.store.note(_AUTHORITY, written(authority))
        self.store.commit()

    def _tell_unknown(self, using: Recogniser) -> None:
        self.report.unknown = sorted(using.authority.named - using.known.keys())
