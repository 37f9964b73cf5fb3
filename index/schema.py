"""The one place where field names live, and what a document becomes when it is indexed.

Each text part is indexed three times at equal positions: as the forms that are written, as folded
forms (case, accents and ligatures gone) and as stems. The reference is indexed as folded forms.
Entities and the kind are keys, one per document and value. The date is a day number. The whole
document is stored as JSON, so that a hit can be shown and a segment rewritten without the pages.
"""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from index.engine import ENTITY_FACETS
from index.french import all_terms, folded_terms
from index.record import (
    Capture,
    Document,
    EntityKind,
    Kind,
    Mention,
    Related,
    Relation,
    Release,
    Texts,
    release_from_values,
    release_to_json,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

SCHEMA_VERSION = 4
"""Raised by one whenever an index built before cannot be read as one built after."""

PARTS = ("title", "lead", "body")
"""Text fields of folded terms; `stem_field` and `exact_field` name the twins of each."""

ID = "id"
KIND = "kind"
REFERENCE = "reference"
DAY = "day"
ENTITIES = "entities"
STORED = "stored"
LANGUAGE = "language"
KEYS = (ID, KIND, LANGUAGE, *ENTITY_FACETS)
"""Fields whose values are looked up whole; those of ENTITY_FACETS hold entity slugs."""

NO_DAY = 0
"""Day number of an undated release; 1 is 1 January of the year 1."""

NO_TERM = ""
"""Stands at positions that hold no word: between two paragraphs, so that an exact phrase never runs
from one into the next."""


def stem_field(part: str) -> str:
    """Name the field that holds the stems of a part.

    >>> stem_field("title")
    'title_stem'
    """
    return f"{part}_stem"


def exact_field(part: str) -> str:
    """Name the field that holds the forms of a part as they are written.

    >>> exact_field("title")
    'title_exact'
    """
    return f"{part}_exact"


TEXTS = (
    *chain.from_iterable((part, stem_field(part), exact_field(part)) for part in PARTS),
    REFERENCE,
)


@dataclass(frozen=True, slots=True)
class Fields:
    """A document as an engine indexes it.

    `texts` has one entry for each of TEXTS that is not empty: its terms in order of position.
    `keys` has one for each of KEYS. `day` is a proleptic Gregorian ordinal, or NO_DAY.
    `entities` are the ids of all entities mentioned, sorted. `stored` is for `from_stored`.
    """

    texts: dict[str, list[str]]
    keys: dict[str, tuple[str, ...]]
    day: int
    entities: tuple[str, ...]
    stored: str


def fields(document: Document) -> Fields:
    """Analyse a document; weak mentions count for the facets as strong ones do."""
    release = document.release
    entities = sorted({mention.entity for mention in document.mentions})
    keys: dict[str, tuple[str, ...]] = {
        ID: (release.id,),
        KIND: (release.kind.value,),
        LANGUAGE: (release.language,),
    }
    for facet in ENTITY_FACETS:
        keys[facet] = tuple(slug(entity) for entity in entities if facet_of(entity) == facet)
    return Fields(
        texts=_texts(release),
        keys=keys,
        day=day_number(release.date),
        entities=tuple(entities),
        stored=to_stored(document),
    )


def _texts(release: Release) -> dict[str, list[str]]:
    texts: dict[str, list[str]] = {}
    for part, _, text in release.parts():
        found = all_terms(text)
        for field, terms in (
            (part, found.folded),
            (stem_field(part), found.stemmed),
            (exact_field(part), found.exact),
        ):
            if field in texts:
                texts[field].append(NO_TERM)
                texts[field] += terms
            else:
                texts[field] = terms
    if release.reference:
        texts[REFERENCE] = folded_terms(release.reference)
    return texts


def day_number(date: dt.date | None) -> int:
    """Return the number under which a date is indexed, NO_DAY for None.

    >>> day_number(dt.date(2016, 10, 18)), day_number(None)
    (736255, 0)
    """
    return NO_DAY if date is None else date.toordinal()


def date_of(day: int) -> dt.date | None:
    """Return the date of a day number, None for NO_DAY."""
    return None if day == NO_DAY else dt.date.fromordinal(day)


def slug(entity_id: str) -> str:
    """Return the part of an entity id after its kind.

    >>> slug("person:jens-stoltenberg")
    'jens-stoltenberg'
    """
    return entity_id.partition(":")[2]


def facet_of(entity_id: str) -> str:
    """Return the facet an entity is counted in, which is its kind.

    >>> facet_of("person:jens-stoltenberg")
    'person'
    """
    return entity_id.partition(":")[0]


def to_stored(document: Document) -> str:
    """Serialise a document: the release as an object, mentions, captures and relations as rows."""
    mentions = [
        (m.entity, m.kind, m.label, m.surface, m.start, m.end, int(m.weak))
        for m in document.mentions
    ]
    captures = [
        (c.origin, c.captured_at.isoformat(), c.sha256, c.url, c.status) for c in document.captures
    ]
    related = [
        (r.id, r.relation, r.title, r.language, r.date and r.date.isoformat(), r.likeness)
        for r in document.related
    ]
    return (
        f"{_RELEASE}{release_to_json(document.release)}"
        f'{_MENTIONS}{_dump(mentions)},"captures":{_dump(captures)},"related":{_dump(related)}}}'
    )


def _dump(rows: Iterable[object]) -> str:
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":"))


# What stands before the release and before its mentions.
_RELEASE = '{"release":'
_MENTIONS = ',"mentions":'
_TITLE = '"title":"'
_decoder = json.JSONDecoder()


def stored_title(stored: str) -> str:
    """Read back the title alone from what `to_stored` wrote: much faster.

    Only a release has names in what is stored, and within a string no quote stands alone.

    >>> from index.record import Document, Release
    >>> stored_title(to_stored(Document(release=Release(id="x", title='Le « "titre" »'))))
    'Le « "titre" »'
    """
    at = stored.find(_TITLE)
    return "" if at < 0 else str(_decoder.raw_decode(stored, at + len(_TITLE) - 1)[0])


# Looked up, not made: a page of results has some two hundred mentions.
_KINDS = {kind.value: kind for kind in EntityKind}
_RELEASE_KINDS = {kind.value: kind for kind in Kind}


MentionRow = tuple[str, str, str, str, int, int, int]
"""A mention as it is stored: entity, kind, label, surface, start, end, weak."""


def mention(row: MentionRow) -> Mention:
    """Read back a mention."""
    entity, kind, label, surface, start, end, weak = row
    return Mention(entity, _KINDS[kind], label, surface, start, end, bool(weak))


@dataclass(slots=True)  # a frozen one takes three times as long to make
class Shown(Texts):
    """What a page of results shows of a document; each field as in Release."""

    id: str
    title: str
    lead: str
    paragraphs: tuple[str, ...]
    date: dt.date | None
    url: str
    kind: Kind
    language: str
    reference: str
    mentions: list[MentionRow]


def shown_of_stored(stored: str) -> Shown:
    """Read back what a page of results shows, which is several times faster than all of it."""
    release, end = _decoder.raw_decode(stored, len(_RELEASE))
    mentions, _ = _decoder.raw_decode(stored, end + len(_MENTIONS))
    told, date = release.get, release.get("date")
    return Shown(
        release["id"],
        told("title", ""),
        told("lead", ""),
        tuple(told("paragraphs", ())),
        dt.date.fromisoformat(date) if date else None,
        told("url", ""),
        _RELEASE_KINDS[told("kind", Kind.AUTRE)],
        release["language"],
        told("reference", ""),
        mentions,
    )


def from_stored(stored: str) -> Document:
    """Read back what `to_stored` wrote."""
    values = json.loads(stored)
    return Document(
        release=release_from_values(values["release"]),
        mentions=tuple(map(mention, values["mentions"])),
        captures=tuple(
            Capture(
                origin=origin,
                captured_at=dt.datetime.fromisoformat(captured_at),
                sha256=sha256,
                url=url,
                status=status,
            )
            for origin, captured_at, sha256, url, status in values["captures"]
        ),
        related=tuple(
            Related(
                id=release_id,
                relation=Relation(relation),
                title=title,
                language=language,
                date=dt.date.fromisoformat(date) if date else None,
                likeness=likeness,
            )
            for release_id, relation, title, language, date, likeness in values["related"]
        ),
    )
