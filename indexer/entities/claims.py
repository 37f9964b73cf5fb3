"""Claims on places of a text, and which of them hold where they overlap."""

from collections.abc import Iterable
from typing import NamedTuple

from index.record import EntityKind, Mention
from indexer.entities.forms import Rule

_KINDS = {str(kind): kind for kind in EntityKind}


class Claim(NamedTuple):
    """Somebody or something that (start, end) of a text may name; no entity hides the place."""

    start: int
    end: int
    rule: Rule
    entity: str = ""
    label: str = ""
    weak: bool = False


def settled(text: str, claims: Iterable[Claim]) -> tuple[Mention, ...]:
    """Turn claims into mentions: the first wins, then the longest, then the greater rule."""
    chosen: list[Mention] = []
    reached = 0
    for claim in sorted(claims, key=lambda claim: (claim.start, -claim.end, -claim.rule)):
        start, end, _, entity, label, weak = claim
        if start < reached:
            continue
        reached = end
        if entity:
            kind = _KINDS[entity.partition(":")[0]]
            chosen.append(Mention(entity, kind, label, text[start:end], start, end, weak))
    return tuple(chosen)
