"""What two states of the decisions differ in: entities and names whose releases are concerned."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Mapping

    from indexer.authority.model import Authority

V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class Difference:
    """Concerned are the releases that name one of `entities`, and those whose text has a form.

    `entities` are ids as they are recognised, before any decision; `forms` are names that were
    not looked for until now.
    """

    entities: frozenset[str] = frozenset()
    forms: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.entities or self.forms)


def difference(before: Authority, after: Authority) -> Difference:
    """Compare what decisions come to, not how they are written."""
    added_before, added_after = before.added, after.added
    entities = {
        *_differing(before.merged, after.merged),
        *_differing(before.renamed, after.renamed),
        *_differing(before.splits, after.splits),
        *_differing(added_before, added_after),
        *(before.hidden ^ after.hidden),
    }
    forms = {
        name
        for entity_id in _differing(added_before, added_after)
        for name in _names(after, entity_id) - _names(before, entity_id)
    }
    return Difference(frozenset(entities), frozenset(forms))


def _differing(before: Mapping[str, V], after: Mapping[str, V]) -> set[str]:
    return {key for key in before.keys() | after.keys() if before.get(key) != after.get(key)}


def _names(authority: Authority, entity_id: str) -> set[str]:
    entity = authority.added.get(entity_id)
    return {name for name in entity.names if name} if entity else set()
