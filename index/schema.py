"""The one place where field names live, and what a document becomes when it is indexed.

Each text part is indexed three times at equal positions: as the forms that are written, as folded
forms (case, accents and ligatures gone) and as stems. The reference is indexed as folded forms.
Entities and the kind are keys, one per document and value. The date is a day number. The whole
document is stored too (`index.stored`), so that a hit can be shown without the pages.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from index.engine import ENTITY_FACETS
from index.french import all_terms, folded_terms
from index.stored import to_stored

if TYPE_CHECKING:
    from index.record import Document, Release

SCHEMA_VERSION = 5
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
    `entities` are the ids of all entities mentioned, sorted. `stored` is for `index.stored`.
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
