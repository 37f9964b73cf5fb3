"""The entity table of an index: names of all entities, and what a filter value stands for."""

from __future__ import annotations

import json
from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING, Any

from index.record import Entity, EntityKind
from index.schema import slug
from index.suggest import name_key, name_keys

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from index.record import Document


Row = list[Any]
"""An entity as JSON keeps it: its id, kind, label, aliases, country and English label."""

_COLUMNS = 6
_KINDS = {kind.value: kind for kind in EntityKind}


class EntityTable:
    """Entities by id; not to be changed once made.

    `rows` are entities not made yet: of the thousands that a table has, most are never asked for.
    """

    def __init__(
        self, entities: Mapping[str, Entity], rows: Mapping[str, Row] | None = None
    ) -> None:
        self._made = dict(entities)
        self._rows = rows or {}
        self._called = {kind: _Called(kind, self) for kind in _KINDS}

    def get(self, entity_id: str) -> Entity | None:
        """Return the entity under this id."""
        made = self._made.get(entity_id)
        if made is None and (row := self._rows.get(entity_id)):
            made = self._made[entity_id] = _entity(row)
        return made

    @cached_property
    def _entities(self) -> dict[str, Entity]:
        """All entities."""
        return {key: _entity(row) for key, row in self._rows.items()} | self._made

    def called(self, kind: str) -> Mapping[str, tuple[str, str]]:
        """Return what each slug of a kind is called, and in English ("" where it is the same).

        Where the table does not know it, it is called as it is.
        """
        return self._called[kind]

    def resolve(self, kind: str, value: str) -> frozenset[str]:
        """Return the slugs of the entities of a kind that a reader may mean by a value.

        The value is an id, a slug, a label or an alias, in any case, with or without accents.
        Where it is an id or a slug it means that entity only. Empty where nothing is meant.
        """
        typed = value.strip()
        exact = typed.removeprefix(f"{kind}:")
        if self.get(f"{kind}:{exact}"):
            return frozenset({exact})
        return frozenset(self._meanings.get((kind, name_key(typed)), ()))

    def holding(self, kind: str, name: str) -> frozenset[str]:
        """Return the slugs of the entities of a kind that have all words of `name` in one name."""
        words = name_key(name).split()
        if not words:
            return frozenset()
        return frozenset(
            slug
            for (of, key), slugs in self._meanings.items()
            if of == kind and words[0] in key and set(words) <= set(key.split())
            for slug in slugs
        )

    @cached_property
    def _meanings(self) -> dict[tuple[str, str], set[str]]:
        forms: list[str] = []
        owners: list[tuple[str, str]] = []
        for entity in self._entities.values():
            own = (entity.id, slug(entity.id), *entity.names)
            forms += own
            owners += [(entity.kind.value, own[1])] * len(own)
        meanings: dict[tuple[str, str], set[str]] = defaultdict(set)
        for (kind, meant), key in zip(owners, name_keys(forms), strict=True):
            meanings[kind, key].add(meant)
        return dict(meanings)

    def named(self, kind: str, name: str) -> frozenset[str]:
        """Return the slugs of the entities of a kind that a name in a query stands for."""
        return self.resolve(kind, name) or self.holding(kind, name)

    def without(self, entity_ids: Collection[str]) -> EntityTable:
        """Return a table that does not know these."""
        return EntityTable({k: v for k, v in self._entities.items() if k not in entity_ids})

    def extended(self, entities: Iterable[Entity], documents: Mapping[str, Entity]) -> EntityTable:
        """Return a table that also knows these; `entities` win over what was known.

        `documents` are entities as documents name them: only those not known yet are taken.
        """
        table = {**documents, **self._entities}
        table.update((entity.id, entity) for entity in entities)
        return EntityTable(table)

    def to_json(self) -> str:
        """Serialise the table, an entity a line."""
        # row by row, as json needs ten times as long for a whole that is to have lines
        rows = (
            json.dumps((e.id, e.kind, e.label, e.aliases, e.country, e.english), ensure_ascii=False)
            for e in self._entities.values()
        )
        return "[\n" + ",\n".join(rows) + "\n]"

    @classmethod
    def from_json(cls, text: str) -> EntityTable:
        """Read back what `to_json` wrote; raise ValueError or TypeError where it is anything else.

        >>> EntityTable.from_json(EntityTable({}).to_json()).get("place:iraq")
        """
        rows = json.loads(text)
        if not all(len(row) == _COLUMNS and row[1] in _KINDS for row in rows):
            raise ValueError("these are no rows of entities")
        return cls({}, {row[0]: row for row in rows})


class _Called(dict[str, tuple[str, str]]):
    """What the slugs of a kind are called, looked up in a table when it is first shown."""

    def __init__(self, kind: str, table: EntityTable) -> None:
        super().__init__()
        self._kind = kind
        self._table = table

    def __missing__(self, value: str) -> tuple[str, str]:
        entity = self._table.get(f"{self._kind}:{value}")
        called = self[value] = (entity.label, entity.english) if entity else (value, "")
        return called


def _entity(row: Row) -> Entity:
    entity_id, kind, label, aliases, *others = row
    return Entity(entity_id, _KINDS[kind], label, tuple(aliases), *others)


def named_in(document: Document) -> dict[str, Entity]:
    """Return the entities a document mentions, as its mentions name them."""
    return {
        mention.entity: Entity(mention.entity, mention.kind, mention.label)
        for mention in document.mentions
    }
