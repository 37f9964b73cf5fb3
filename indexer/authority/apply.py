"""Decisions applied to what was recognised: mentions of one text, and the entities of all.

    mentions ─► split by form and date ─► merged to the end of the chain ─► hidden ones dropped

Who is hidden is so under any id on the way. All of it is pure, and takes time in proportion to
the mentions that are decided about.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from index.record import EntityKind
from index.schema import facet_of, slug
from indexer.authority.model import unlisted
from indexer.entities.fold import fold

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping

    from index.record import Entity, Mention
    from indexer.authority.model import Authority


class Rules:
    """Decisions made ready for many texts.

    `known` are the entities that decisions may name, by id, under their own labels.
    """

    def __init__(self, authority: Authority, known: Mapping[str, Entity]) -> None:
        self._known = known
        self._named = authority.named
        self._splits = {
            entity_id: [(split, _plain(split.form)) for split in splits]
            for entity_id, splits in authority.splits.items()
        }
        self._merged = authority.merged
        self._renamed = authority.renamed
        self._hidden = authority.hidden

    def applied(
        self, text: str, mentions: Iterable[Mention], date: dt.date | None
    ) -> tuple[Mention, ...]:
        """Return the mentions of a text as they are decided; `date` is its publication date."""
        return tuple(
            decided
            for mention in mentions
            if (decided := self._decided(text, mention, date)) is not None
        )

    def met(self, mentions: Iterable[Mention]) -> dict[str, str]:
        """Return the entities named that decisions are about, each with the label it is given.

        To be asked of the mentions as they were recognised.
        """
        return {one.entity: one.label for one in mentions if one.entity in self._named}

    def _decided(self, text: str, mention: Mention, date: dt.date | None) -> Mention | None:
        entity = mention.entity
        if entity not in self._named:
            return mention
        if entity in self._hidden:
            return None
        entity = self._split(text, mention, date)
        merged = self._merged.get(entity, entity)
        if entity in self._hidden or merged in self._hidden:
            return None
        label = self._label(merged, mention)
        kind = EntityKind(facet_of(merged))
        return replace(mention, entity=merged, kind=kind, label=label)

    def _split(self, text: str, mention: Mention, date: dt.date | None) -> str:
        for split, form in self._splits.get(mention.entity, ()):
            if split.covers(date) and _reads(text, mention, form):
                return split.to
        return mention.entity

    def _label(self, entity_id: str, mention: Mention) -> str:
        if entity_id in self._renamed and self._renamed[entity_id].french:
            return self._renamed[entity_id].french
        if entity_id in self._known:
            return self._known[entity_id].label
        return mention.label if entity_id == mention.entity else slug(entity_id)


def _reads(text: str, mention: Mention, form: str) -> bool:
    """Tell whether a mention, with the words before it, ends with the whole of a plain form."""
    surface = _plain(mention.surface)
    if len(form) < len(surface):
        return False
    before = text[max(0, mention.start - 2 * len(form)) : mention.start]
    return _plain(before + mention.surface).endswith(form)


def _plain(text: str) -> str:
    """Return words folded, one space before each."""
    return f" {' '.join(fold(text).text.split())}"


def entities(known: Mapping[str, Entity], authority: Authority) -> tuple[Entity, ...]:
    """Return the entities as they are decided: renamed, merged, without the hidden ones.

    An entity that others were merged into has their names, and one that was renamed its old ones,
    among its aliases.
    """
    renamed, merged = authority.renamed, authority.merged
    table = dict(known)
    for entity_id, names in renamed.items():
        before = table.get(entity_id) or unlisted(entity_id)
        table[entity_id] = _under(
            before, names.french or before.label, names.english or before.english, before.names
        )
    given: dict[str, list[str]] = defaultdict(list)
    for source, end in merged.items():
        gone = table.pop(source, None) or unlisted(source)
        given[end] += gone.names
    for end, names_given in given.items():
        before = table.get(end) or unlisted(end)
        table[end] = _under(before, before.label, before.english, (*before.aliases, *names_given))
    return tuple(one for one in table.values() if one.id not in authority.hidden)


def _under(entity: Entity, label: str, english: str, names: Iterable[str]) -> Entity:
    """Return an entity under other labels, with all other names as aliases, each once."""
    aliases = tuple(name for name in dict.fromkeys(names) if name not in {label, english})
    return replace(
        entity, label=label, english="" if english == label else english, aliases=aliases
    )
