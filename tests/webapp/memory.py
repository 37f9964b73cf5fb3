"""An engine in memory that keeps the promises of index/engine.py.

It knows words joined by "and", each of which must stand in the text as it is, and the name of an
entity after its kind (place:iraq).
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from index import languages
from index.engine import (
    ENTITY_FACETS,
    FILTERS,
    UNDATED,
    Bucket,
    Completion,
    Facet,
    Hit,
    IndexStats,
    Marked,
    Problem,
    SearchPage,
    SearchRequest,
    Sort,
)
from index.kinds import label
from index.query.fields import field_at
from index.record import Capture, Document, Entity, EntityKind, Kind, Mention, Release

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


@dataclass
class MemoryEngine:
    """`known` are entities with more names than documents give them; `merged` has ids that were
    merged into others.
    """

    documents: Sequence[Document]
    known: dict[str, Entity] = field(default_factory=dict)
    merged: dict[str, str] = field(default_factory=dict)
    asked: list[SearchRequest] = field(default_factory=list)
    problems: tuple[Problem, ...] = ()
    completions: tuple[Completion, ...] = ()
    taken: dict[str, Any] = field(default_factory=dict)

    def search(self, request: SearchRequest) -> SearchPage:
        self.asked.append(request)
        found = [d for d in self.documents if self._matches(d, request)]
        hits = self._sorted(found, request.sort)[request.offset :][: request.limit]
        buckets = {
            facet: self._buckets(facet, request)
            for facet in Facet
            if facet not in {Facet.MONTH, Facet.DAY}
        }
        years = {d.release.date.year for d in found if d.release.date}
        first, last = request.date_from, request.date_to
        if first and last and first.year == last.year:
            years = {first.year}
        if len(years) == 1:
            year = str(years.pop())
            buckets[Facet.MONTH] = tuple(
                b for b in self._buckets(Facet.MONTH, request) if b.value.startswith(year)
            )
        if first and last and (first.year, first.month) == (last.year, last.month):
            buckets[Facet.DAY] = tuple(
                b
                for b in self._buckets(Facet.DAY, request)
                if b.value.startswith(first.isoformat()[:7])
            )
        return SearchPage(
            request=request,
            total=len(found),
            hits=tuple(self._hit(d, request.query) for d in hits),
            facets=buckets,
            timeline=tuple(
                Bucket(month, month, count)
                for month, count in sorted(
                    Counter(d.release.date.isoformat()[:7] for d in found if d.release.date).items()
                )
            ),
            problems=self.problems,
            **self.taken,
        )

    def stream(self, request: SearchRequest) -> Iterator[Document]:
        found = [d for d in self.documents if self._matches(d, request)]
        yield from self._sorted(found, request.sort)

    def get(self, release_id: str) -> Document | None:
        return next((d for d in self.documents if d.release.id == release_id), None)

    def mark(self, document: Document, request: SearchRequest) -> list[tuple[int, int]]:
        return _marks(document.release.text, request.query)

    def similar(self, release_id: str, limit: int = 5) -> tuple[Hit, ...]:
        others = [d for d in self.documents if d.release.id != release_id]
        return tuple(self._hit(d, "") for d in others[:limit])

    def complete(self, typed: str, limit: int = 8) -> tuple[Completion, ...]:
        return tuple(one for one in self.completions if one.text.startswith(typed))[:limit]

    def values(
        self, request: SearchRequest, facet: Facet, typed: str, limit: int = 20
    ) -> tuple[Bucket, ...]:
        assert facet in ENTITY_FACETS
        start = typed.lower()
        found = [
            bucket._replace(form=name)
            for bucket in self._buckets(facet, replace(request, facet_size=1_000))
            for name in [
                name
                for name in self._entity(f"{facet}:{bucket.value}", bucket.label).names
                if any(word.lower().startswith(start) for word in name.split())
            ][:1]
        ]
        return tuple(found[:limit])

    def entity(self, entity_id: str) -> Entity | None:
        present = self.merged.get(entity_id, entity_id)
        mentions = (m for d in self.documents for m in d.mentions if m.entity == present)
        return next((self._entity(m.entity, m.label) for m in mentions), None)

    def _entity(self, entity_id: str, name: str) -> Entity:
        kind = EntityKind(entity_id.partition(":")[0])
        return self.known.get(entity_id) or Entity(entity_id, kind, name)

    def ids(self) -> Iterator[str]:
        return (d.release.id for d in self.documents)

    def stats(self) -> IndexStats:
        dates = sorted(d.release.date for d in self.documents if d.release.date)
        return IndexStats(
            releases=len(self.documents),
            undated=len(self.documents) - len(dates),
            first=dates[0] if dates else None,
            last=dates[-1] if dates else None,
            written_at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC),
            schema_version=1,
        )

    def check(self) -> list[str]:
        return []

    def close(self) -> None:
        self.documents = ()

    def _matches(self, document: Document, request: SearchRequest, besides: str = "") -> bool:
        day = document.release.date
        if besides != "date":
            if request.undated and day is not None:
                return False
            if (request.date_from or request.date_to) and day is None:
                return False
            if day and request.date_from and day < request.date_from:
                return False
            if day and request.date_to and day > request.date_to:
                return False
        if any(
            facet.value != besides
            and not {value.removeprefix(f"{facet}:") for value in chosen}
            & _values(document, facet).keys()
            for facet, chosen in request.filters.items()
        ):
            return False
        if any(
            _values(document, facet).keys() & set(out) for facet, out in request.excluded.items()
        ):
            return False
        return all(_holds(document, word) for word in request.query.split())

    def _buckets(self, facet: Facet, request: SearchRequest) -> tuple[Bucket, ...]:
        besides = facet.value if facet in FILTERS else "date"
        counts: Counter[str] = Counter()
        labels: dict[str, str] = {}
        for document in self.documents:
            if self._matches(document, request, besides):
                values = _values(document, facet)
                counts.update(values.keys())
                labels |= values
        chosen = [value.removeprefix(f"{facet}:") for value in request.filters.get(facet, ())]
        counts.update(dict.fromkeys(chosen, 0))
        buckets = [
            Bucket(
                value, labels.get(value, value), count, value in chosen, self._english(facet, value)
            )
            for value, count in counts.items()
        ]
        if facet in {Facet.MONTH, Facet.DAY}:
            return tuple(sorted(buckets, key=lambda b: b.value))
        if facet is Facet.YEAR:
            # Newest first, "undated" last.
            ordered = sorted(buckets, key=lambda b: b.value, reverse=True)
            return tuple(sorted(ordered, key=lambda b: b.value == UNDATED))
        ordered = sorted(buckets, key=lambda b: (-b.count, b.label))
        kept = ordered[: request.facet_size]
        kept += [b for b in ordered[request.facet_size :] if b.selected]
        out = [
            Bucket(value, value, 0, english=self._english(facet, value), excluded=True)
            for value in request.excluded.get(facet, ())
        ]
        return tuple([b for b in kept if b.value not in {one.value for one in out}] + out)

    def _english(self, facet: Facet, value: str) -> str:
        if facet is Facet.KIND:
            return label(Kind(value), "en") if value in set(Kind) else ""
        if facet is Facet.LANGUAGE:
            return languages.label(value, "en")
        known = self.known.get(f"{facet}:{value}")
        return known.english if known else ""

    def _sorted(self, documents: list[Document], sort: Sort) -> list[Document]:
        turn = 1 if sort is Sort.OLDEST else -1

        def key(document: Document) -> tuple[bool, int, str]:
            day = document.release.date
            return day is None, turn * (day.toordinal() if day else 0), document.release.id

        return sorted(documents, key=key)

    def _hit(self, document: Document, query: str) -> Hit:
        release = document.release
        body = "\n\n".join((release.lead, *release.paragraphs)).strip()[:240]
        return Hit(
            id=release.id,
            title=Marked(release.title, tuple(_marks(release.title, query))),
            date=release.date,
            url=release.url,
            kind=release.kind,
            score=1.0,
            passages=(Marked(body, tuple(_marks(body, query))),) if body else (),
            language=release.language,
            reference=release.reference,
            entities=tuple(
                {m.entity: self._entity(m.entity, m.label) for m in document.mentions}.values()
            ),
        )


def _marks(text: str, query: str) -> list[tuple[int, int]]:
    words = [re.escape(word) for word in query.split()]
    return [m.span() for m in re.finditer("|".join(words), text, re.IGNORECASE)] if words else []


def _holds(document: Document, word: str) -> bool:
    named = field_at(word)
    if named and named[0].value in {*Facet}:
        return word[named[2] :] in _values(document, Facet(named[0].value))
    return word.lower() in document.release.text.lower()


def _values(document: Document, facet: Facet) -> dict[str, str]:
    day = document.release.date
    if facet is Facet.YEAR:
        value = str(day.year) if day else UNDATED
        return {value: value}
    if facet is Facet.MONTH:
        return {day.isoformat()[:7]: day.isoformat()[:7]} if day else {}
    if facet is Facet.DAY:
        return {day.isoformat(): day.isoformat()} if day else {}
    if facet is Facet.KIND:
        return {document.release.kind.value: label(document.release.kind, "fr")}
    if facet is Facet.LANGUAGE:
        code = document.release.language
        return {code: languages.label(code, "fr")}
    return {
        m.entity.partition(":")[2]: m.label
        for m in document.mentions
        if m.kind.value == facet.value
    }


def mention(text: str, surface: str, entity: str, label: str, *, weak: bool = False) -> Mention:
    start = text.index(surface)
    kind = EntityKind(entity.partition(":")[0])
    return Mention(entity, kind, label, surface, start, start + len(surface), weak)


def document(release: Release, *named: tuple[str, str, str]) -> Document:
    """A document whose mentions are the first places of (surface, entity, label)."""
    return Document(
        release=release,
        mentions=tuple(mention(release.text, *naming) for naming in named),
        captures=(
            Capture(
                origin="pages.zip!news.htm",
                captured_at=dt.datetime(2020, 5, 1, 8, 30, tzinfo=dt.UTC),
                sha256="ab" * 32,
                url=release.url,
            ),
        ),
    )
