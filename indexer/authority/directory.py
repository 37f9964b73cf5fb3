"""The entities of an archive as they are decided now: found by id, counted, looked into."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Self

from rapidfuzz import fuzz, process

from index.engine import ENTITY_FACETS, Facet, SearchRequest, Sort
from index.engines import HERE, EngineChoice
from index.french import slugify
from index.record import Entity, EntityKind
from index.schema import facet_of, slug
from indexer.authority.candidates import Candidate, candidates
from indexer.authority.facts import DecisionImpossible, UnknownEntity
from indexer.authority.file import load
from indexer.authority.model import unlisted
from indexer.authority.reading import entity_id
from indexer.authority.recognition import recogniser
from indexer.entities import gazetteer
from indexer.store import Store

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable
    from pathlib import Path

    from indexer.authority.model import Decision

_ALL: Final = 10_000_000
_NEAREST: Final = 3
_NEAR_ENOUGH: Final = 70


@dataclass(frozen=True, slots=True)
class Counted:
    """An entity and the number of releases that name it."""

    id: str
    label: str
    english: str
    releases: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Portrait:
    """What an archive knows of an entity.

    `first` and `last` are the dates of the first and the last dated release that names it, None
    where there is none. `beside` are the entities it appears with most, by kind. Of a `hidden` one
    only the releases are counted.
    """

    entity: Entity
    releases: int
    first: dt.date | None = None
    last: dt.date | None = None
    decisions: tuple[Decision, ...] = ()
    beside: dict[str, tuple[Counted, ...]]
    hidden: bool = False


class Directory:
    """All entities of an archive; use as a context manager.

    Raises what opening the archive, its index and authority.toml raise.
    """

    def __init__(self, data: Path, chosen: EngineChoice = HERE) -> None:
        self.authority = load(data)
        with Store(data, create=False) as store:
            self._labels = store.decided.labels()
            hidden = self.authority.hidden
            self._hidden = {one: len(store.decided.releases([one])) for one in hidden}
        using = recogniser(self.authority, self._labels)
        self._undecided = using.known
        self._decided = {one.id: one for one in using.entities()}
        self.engine = chosen.open(data)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self.engine.close()

    def counted(
        self, kinds: Iterable[str] = (), starts: str = "", limit: int = _ALL
    ) -> list[Counted]:
        """Return the entities that releases name, those in most releases first.

        `kinds` are kinds of entities, all where there are none; `starts` the beginnings of words
        of a name.
        """
        chosen = [facet for facet in ENTITY_FACETS if facet.value in set(kinds or EntityKind)]
        everything = SearchRequest(limit=0, facet_size=limit)
        if starts:
            found = {one: self.engine.values(everything, one, starts, limit) for one in chosen}
        else:
            facets = self.engine.search(everything).facets
            found = {one: facets[one] for one in chosen}
        rows = [
            Counted(f"{facet}:{bucket.value}", bucket.label, bucket.english, bucket.count)
            for facet, buckets in found.items()
            for bucket in buckets
        ]
        return sorted(rows, key=lambda row: (-row.releases, row.label, row.id))[:limit]

    def entities(self) -> dict[str, Entity]:
        """Return every entity by id: those of the lists, and those that releases name."""
        table = dict(self._decided)
        for row in self.counted():
            if row.id not in table:
                table[row.id] = self.engine.entity(row.id) or unlisted(row.id, row.label)
        return table

    def id_of(self, typed: str) -> str:
        """Return the id that is meant, if there is such an entity or has been.

        Raises UnknownEntity, with the nearest ids.
        """
        try:
            wanted = entity_id(typed)
        except DecisionImpossible:
            shown = "".join(filter(str.isprintable, typed))
            raise UnknownEntity(id=shown, nearest=self._nearest(typed)) from None
        if wanted in self._undecided or wanted in self._labels or self._in_index(wanted):
            return wanted
        raise UnknownEntity(id=wanted, nearest=self._nearest(wanted))

    def portrait(self, wanted: str, beside: int = 5) -> Portrait:
        """Return what is known of the entity under an id that `id_of` has given.

        Under an id that was merged into another one it is that one.
        """
        about = self.authority.about(wanted)
        if wanted in self.authority.hidden:
            entity = self._undecided.get(wanted) or unlisted(wanted, self._labels.get(wanted, ""))
            releases = self._hidden[wanted]
            return Portrait(
                entity=entity, releases=releases, decisions=about, beside={}, hidden=True
            )
        now = self.authority.merged.get(wanted, wanted)
        if now in self.authority.hidden:
            return self.portrait(now)
        entity = self._decided.get(now) or self._in_index(now) or unlisted(now)
        filters = {Facet(facet_of(now)): (now,)}
        request = SearchRequest(filters=filters, limit=1, sort=Sort.OLDEST, facet_size=beside)
        page = self.engine.search(request)
        newest = self.engine.search(SearchRequest(filters=filters, limit=1, sort=Sort.NEWEST))
        others = {
            facet.value: tuple(
                Counted(f"{facet}:{one.value}", one.label, one.english, one.count)
                for one in page.facets[facet]
                if one.count
            )
            for facet in ENTITY_FACETS
            if facet not in filters
        }
        others[facet_of(now)] = self._of_its_kind(now, request, beside)
        return Portrait(
            entity=entity,
            releases=page.total,
            first=page.hits[0].date if page.hits else None,
            last=newest.hits[0].date if newest.hits else None,
            decisions=tuple(dict.fromkeys((*about, *self.authority.about(now)))),
            beside={kind: rows for kind, rows in others.items() if rows},
        )

    def unknown(self) -> list[Candidate]:
        """Return the names that no list knows, by number of releases; reads every release.

        Left out are hidden entities and words that are no name for all their capitals: Alliés.
        """
        ignored = [self._labels.get(one, "") for one in self.authority.hidden]
        ignored += (word.strip() for word in gazetteer().never_names)
        return candidates(
            self.engine.stream(SearchRequest()), self._decided.keys(), filter(None, ignored)
        )

    def _of_its_kind(self, wanted: str, request: SearchRequest, most: int) -> tuple[Counted, ...]:
        """Count whom an entity appears with among its like, which its own facet leaves out."""
        counts: Counter[str] = Counter()
        labels: dict[str, str] = {}
        for document in self.engine.stream(request):
            here = {
                one.entity: one.label
                for one in document.mentions
                if one.entity != wanted and facet_of(one.entity) == facet_of(wanted)
            }
            counts.update(here.keys())
            labels |= here
        ranked = sorted(counts, key=lambda one: (-counts[one], labels[one]))[:most]
        return tuple(Counted(one, labels[one], "", counts[one]) for one in ranked)

    def _in_index(self, wanted: str) -> Entity | None:
        found = self.engine.entity(wanted)
        return found if found is not None and found.id == wanted else None

    def _nearest(self, typed: str) -> str:
        """Say which ids are nearest to what was typed."""
        kind = facet_of(typed) if facet_of(typed) in set(EntityKind) else ""
        names = {(row.id, row.label): slug(row.id) for row in self.counted([kind] if kind else ())}
        for one in self._decided.values():
            if one.id.startswith(kind):
                names |= {(one.id, form): slugify(form) for form in one.names}
        wanted = slugify(slug(typed) if kind else typed)
        found = process.extract(
            wanted, names, scorer=fuzz.WRatio, limit=4 * _NEAREST, score_cutoff=_NEAR_ENOUGH
        )
        ids = list(dict.fromkeys(one for _, _, (one, _) in found))[:_NEAREST]
        return f"; near it are {', '.join(ids)}" if ids else ""
