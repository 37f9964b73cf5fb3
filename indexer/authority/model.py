"""What an archive decides about its entities, and what its decisions come to together.

A decision is one table of authority.toml. The order of the tables counts only among those of one
kind: a later `[[rename]]` wins over an earlier one, of several `[[split]]` the first that fits.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from itertools import chain
from typing import ClassVar, TypeVar

from index.record import Entity, EntityKind
from index.schema import facet_of, slug

Cell = str | dt.date | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Merge:
    """Whoever is recognised as one of `sources` is `into`."""

    table: ClassVar[str] = "merge"
    into: str
    sources: tuple[str, ...]

    @property
    def entities(self) -> tuple[str, ...]:
        """The ids it names."""
        return (self.into, *self.sources)

    def cells(self) -> dict[str, Cell]:
        """Return its keys and values as they stand in the file, empty ones among them."""
        return {"into": self.into, "from": self.sources}


@dataclass(frozen=True, slots=True)
class Rename:
    """An entity is shown under another name; "" keeps the name of that language."""

    table: ClassVar[str] = "rename"
    entity: str
    french: str = ""
    english: str = ""

    @property
    def entities(self) -> tuple[str, ...]:
        """The ids it names."""
        return (self.entity,)

    def cells(self) -> dict[str, Cell]:
        """Return its keys and values as they stand in the file, empty ones among them."""
        return {"entity": self.entity, "fr": self.french, "en": self.english}


@dataclass(frozen=True, slots=True)
class Split:
    """Where `entity` is recognised by a form, it is `to` in releases of a time.

    `form` is the name as it stands in the text, in any case, with or without accents; it may begin
    with the words before the name ("M. Bush"). Both dates are inclusive; with either of them an
    undated release is left as it is.
    """

    table: ClassVar[str] = "split"
    entity: str
    form: str
    to: str
    since: dt.date | None = None
    until: dt.date | None = None

    @property
    def entities(self) -> tuple[str, ...]:
        """The ids it names."""
        return (self.entity, self.to)

    def cells(self) -> dict[str, Cell]:
        """Return its keys and values as they stand in the file, empty ones among them."""
        return {
            "entity": self.entity,
            "form": self.form,
            "to": self.to,
            "since": self.since or "",
            "until": self.until or "",
        }

    def covers(self, date: dt.date | None) -> bool:
        """Tell whether it holds for a release of this date, None for an undated one."""
        if date is None:
            return self.since is None and self.until is None
        return (self.since or dt.date.min) <= date <= (self.until or dt.date.max)


@dataclass(frozen=True, slots=True)
class Hide:
    """An entity is no entity: its mentions are dropped."""

    table: ClassVar[str] = "hide"
    entity: str

    @property
    def entities(self) -> tuple[str, ...]:
        """The ids it names."""
        return (self.entity,)

    def cells(self) -> dict[str, Cell]:
        """Return its keys and values as they stand in the file, empty ones among them."""
        return {"entity": self.entity}


@dataclass(frozen=True, slots=True)
class Add:
    """A new entity to be recognised, or more names of a known one.

    `french` is needed for a new one. `country` is an ISO 3166-1 alpha-2 code or "".
    """

    table: ClassVar[str] = "add"
    entity: str
    french: str = ""
    english: str = ""
    aliases: tuple[str, ...] = ()
    country: str = ""

    @property
    def entities(self) -> tuple[str, ...]:
        """The ids it names."""
        return (self.entity,)

    @property
    def names(self) -> tuple[str, ...]:
        """All names it gives."""
        return tuple(name for name in (self.french, self.english, *self.aliases) if name)

    def cells(self) -> dict[str, Cell]:
        """Return its keys and values as they stand in the file, empty ones among them."""
        return {
            "id": self.entity,
            "fr": self.french,
            "en": self.english,
            "aliases": self.aliases,
            "country": self.country,
        }


Decision = Merge | Rename | Split | Hide | Add
KINDS: tuple[type[Decision], ...] = (Merge, Rename, Split, Hide, Add)
D = TypeVar("D", bound=Decision)


@dataclass(frozen=True, slots=True)
class Authority:
    """All decisions of an archive, those of one kind in the order of the file."""

    decisions: tuple[Decision, ...] = ()

    def __post_init__(self) -> None:
        grouped = sorted(self.decisions, key=lambda decision: KINDS.index(type(decision)))
        object.__setattr__(self, "decisions", tuple(grouped))

    def of(self, kind: type[D]) -> tuple[D, ...]:
        """Return the decisions of one kind, in order."""
        return tuple(decision for decision in self.decisions if isinstance(decision, kind))

    def about(self, entity_id: str) -> tuple[Decision, ...]:
        """Return the decisions that name an entity."""
        return tuple(decision for decision in self.decisions if entity_id in decision.entities)

    @property
    def named(self) -> frozenset[str]:
        """The ids of all entities that decisions name."""
        return frozenset(chain.from_iterable(decision.entities for decision in self.decisions))

    @property
    def merged(self) -> dict[str, str]:
        """Each id that was merged away, and the one it has become at the end of the chain."""
        step = {source: one.into for one in self.of(Merge) for source in one.sources}
        return {source: _end(source, step) for source in step}

    @property
    def renamed(self) -> dict[str, Rename]:
        """Each entity that has other names, with the names that count."""
        names: dict[str, Rename] = {}
        for one in self.of(Rename):
            before = names.get(one.entity, Rename(one.entity))
            names[one.entity] = Rename(
                one.entity, one.french or before.french, one.english or before.english
            )
        return names

    @property
    def splits(self) -> dict[str, tuple[Split, ...]]:
        """The splits of each entity that has any, in order."""
        splits: dict[str, tuple[Split, ...]] = {}
        for one in self.of(Split):
            splits[one.entity] = (*splits.get(one.entity, ()), one)
        return splits

    @property
    def hidden(self) -> frozenset[str]:
        """The ids of the entities that are hidden."""
        return frozenset(one.entity for one in self.of(Hide))

    @property
    def added(self) -> dict[str, Entity]:
        """What is to be recognised besides, by id; an empty label keeps that of a known entity."""
        entities: dict[str, Entity] = {}
        for one in self.of(Add):
            before = entities.get(one.entity) or Entity(
                one.entity, EntityKind(facet_of(one.entity)), ""
            )
            entities[one.entity] = replace(
                before,
                label=one.french or before.label,
                english=one.english or before.english,
                aliases=tuple(dict.fromkeys((*before.aliases, *one.aliases))),
                country=one.country or before.country,
            )
        return entities


def unlisted(entity_id: str, label: str = "") -> Entity:
    """Return the entity of an id that no list has; without a label it is called by its slug."""
    return Entity(entity_id, EntityKind(facet_of(entity_id)), label or slug(entity_id))


def _end(start: str, step: dict[str, str]) -> str:
    """Follow a chain to its end; a chain that comes back to its start ends there."""
    place = step[start]
    seen = {start}
    while place in step and place not in seen:
        seen.add(place)
        place = step[place]
    return place
