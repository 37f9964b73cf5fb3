"""The things the archive is made of: releases, their captures, the entities they mention.

Frozen dataclasses over the standard library only, so that every layer can share them. `to_json`
and `from_json` are the one serialisation, used by archive.db and by the index.
"""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Protocol


class Kind(StrEnum):
    """What sort of release a page is; the values are the words of `--kind` and of URLs."""

    COMMUNIQUE = "communique"
    ACTUALITE = "actualite"
    DISCOURS = "discours"
    DECLARATION = "declaration"
    TEXTE_OFFICIEL = "texte-officiel"
    TRANSCRIPTION = "transcription"
    EVENEMENT = "evenement"
    DOSSIER = "dossier"
    AUTRE = "autre"


class EntityKind(StrEnum):
    """What sort of entity a name stands for; each is a facet of the same name."""

    PERSON = "person"
    PLACE = "place"
    ORGANISATION = "organisation"
    OPERATION = "operation"
    EVENT = "event"


class Damage(StrEnum):
    """What is known to be wrong with a release; readers are told, its text is kept."""

    ACCENTS_LOST = "accents-lost"
    MOJIBAKE = "mojibake"
    TRUNCATED = "truncated"
    ENTITIES_FAILED = "entities-failed"


@dataclass(frozen=True, slots=True)
class Entity:
    """One person, place, organisation, operation or event under every name it has.

    `id` is readable and stable, its kind before a slug: `person:jens-stoltenberg`, `place:iraq`.
    `label` is the French name shown to readers, `english` the English one, "" where it is the same;
    `aliases` are the other surface forms. `country` is an ISO 3166-1 alpha-2 code where the entity
    is a country, else "".
    """

    id: str
    kind: EntityKind
    label: str
    aliases: tuple[str, ...] = ()
    country: str = ""
    english: str = ""

    def called(self, language: str) -> str:
        """Return the name to show in a language, "fr" or "en"."""
        return self.english if language == "en" and self.english else self.label

    @property
    def names(self) -> tuple[str, ...]:
        """All names, each once, the label first."""
        return tuple(dict.fromkeys((self.label, self.english or self.label, *self.aliases)))


@dataclass(frozen=True, slots=True)
class Mention:
    """One place in `Release.text` where an entity is named.

    `start` and `end` are code point offsets into `Release.text`, so that
    `release.text[start:end] == surface`. `weak` marks an indirect naming, such as a demonym
    ("iraquien" for Iraq).
    """

    entity: str
    kind: EntityKind
    label: str
    surface: str
    start: int
    end: int
    weak: bool = False

    def __reduce__(self) -> tuple[type[Mention], tuple[object, ...]]:
        # Releases go from process to process with twenty of these each: the way of dataclasses
        # takes three times as long.
        row = (self.entity, self.kind, self.label, self.surface, self.start, self.end, self.weak)
        return Mention, row


class Texts(Protocol):
    """What a release says."""

    @property
    def title(self) -> str:
        """The title, "" where it has none."""
        ...

    @property
    def text(self) -> str:
        """Title, lead and paragraphs, those that are not empty, with a blank line between."""
        ...

    def parts(self) -> list[tuple[str, int, str]]:
        """Return (name, offset in `text`, string) of each part; the names are title, lead, body."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """One press release as it was read from a page; texts stay as they stood in the source.

    `id` is stable across captures: `site:document:language`, or `page:` and a short hash of the
    canonical URL. `date` is the publication date, a plain date; None means the page states none.
    `date_source` names the rule that found it. `updated` is the page's own update time, without a
    zone. `date_certainty` is how sure that rule is: "stated", "inferred" or "guessed", "" where
    there is no date or nothing is known. `lead` is an introduction the page sets apart from its
    body, else "". `reference` is the institution's own ("Communiqué de presse (2003) 003"), `place`
    the place line ("Bruxelles"). `language` is an ISO 639-1 code. `twins` are the ids of the same
    release in other languages, as the page's own links tell. `flags` name known damage, as
    `Damage` has it.
    """

    id: str
    url: str = ""
    title: str = ""
    lead: str = ""
    paragraphs: tuple[str, ...] = ()
    date: dt.date | None = None
    date_source: str = ""
    date_certainty: str = ""
    updated: dt.datetime | None = None
    kind: Kind = Kind.AUTRE
    reference: str = ""
    language: str = "fr"
    place: str = ""
    twins: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        r"""Title, lead and paragraphs, those that are not empty, with a blank line between.

        >>> Release(id="x", title="Titre", paragraphs=("Un.", "Deux.")).text
        'Titre\n\nUn.\n\nDeux.'
        """
        return "\n\n".join(filter(None, (self.title, self.lead, *self.paragraphs)))

    def parts(self) -> list[tuple[str, int, str]]:
        """Return (name, offset in `text`, string) of each part; the names are title, lead, body.

        >>> Release(id="x", title="Titre", paragraphs=("Un.", "Deux.")).parts()
        [('title', 0, 'Titre'), ('body', 7, 'Un.'), ('body', 12, 'Deux.')]
        """
        named = [("title", self.title), ("lead", self.lead)]
        named += [("body", paragraph) for paragraph in self.paragraphs]
        placed: list[tuple[str, int, str]] = []
        offset = 0
        for name, string in named:
            if string:
                placed.append((name, offset, string))
                offset += len(string) + 2
        return placed


@dataclass(frozen=True, slots=True, kw_only=True)
class Capture:
    """One reading of a release: when, from where, and the digest of the bytes that were read.

    `captured_at` is UTC: the time of the web capture where one is known, else the file's own time.
    `origin` names the place: a path, or `archive.zip!member`. `sha256` is of the raw bytes, in
    lower-case hexadecimal. `url` is the address this capture was reached by, `status` the HTTP
    status of the answer, 0 where none is known.
    """

    origin: str
    captured_at: dt.datetime
    sha256: str
    url: str = ""
    status: int = 0


class Relation(StrEnum):
    """How another release is related: the same in another language, or nearly the same words."""

    TWIN = "twin"
    NEAR_DUPLICATE = "near-duplicate"


@dataclass(frozen=True, slots=True, kw_only=True)
class Related:
    """Another release that is nearly this one, as it is shown beside it.

    `likeness` is the share of three-word sequences that both have among those that either has
    (Jaccard), more than 0 and up to 1; 1.0 for a twin.
    """

    id: str
    relation: Relation
    title: str
    language: str
    date: dt.date | None
    likeness: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """What an engine indexes: a release, who and what it mentions, where it was read.

    `related` has the twins first, by language, then the near-duplicates, the likest first.
    """

    release: Release
    mentions: tuple[Mention, ...] = ()
    captures: tuple[Capture, ...] = field(default=())
    related: tuple[Related, ...] = ()


def release_to_json(release: Release) -> str:
    """Serialise a release, leaving out empty fields."""
    return json.dumps(release_to_values(release), ensure_ascii=False, separators=(",", ":"))


def release_to_values(release: Release) -> dict[str, Any]:
    """Return the fields of a release that are not empty, as JSON has them."""
    values: dict[str, Any] = {}
    for name in Release.__slots__:
        value = getattr(release, name)
        if isinstance(value, (dt.date, dt.datetime)):
            value = value.isoformat()
        if value or name in {"id", "language"}:
            values[name] = value
    return values


def release_from_json(text: str) -> Release:
    """Read back what `release_to_json` wrote.

    >>> release = Release(id="a", date=dt.date(2016, 10, 18), paragraphs=("Un.",))
    >>> release_from_json(release_to_json(release)) == release
    True
    """
    return release_from_values(json.loads(text))


def release_from_values(values: dict[str, Any]) -> Release:
    """Make a release of what was read from JSON, which is changed."""
    if "date" in values:
        values["date"] = dt.date.fromisoformat(values["date"])
    if "updated" in values:
        values["updated"] = dt.datetime.fromisoformat(values["updated"])
    if "kind" in values:
        values["kind"] = Kind(values["kind"])
    for name in ("paragraphs", "twins", "flags"):
        if name in values:
            values[name] = tuple(values[name])
    return Release(**values)
