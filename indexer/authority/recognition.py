"""Recognition as an archive decides it: its own names looked for, its decisions applied."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from index.schema import slug
from indexer.authority.apply import Rules, entities
from indexer.authority.model import unlisted
from indexer.entities import Gazetteer, gazetteer, mentions

if TYPE_CHECKING:
    from collections.abc import Mapping

    from index.record import Document, Entity
    from indexer.authority.model import Authority


@dataclass(frozen=True, slots=True)
class Recogniser:
    """What it takes to recognise; small enough to be sent to a worker process with its work.

    `added` is what is looked for besides the gazetteer; `labels` are the ids that decisions name
    and no list has, each with the label texts give it. `key` is a digest of the three, by which a
    process knows what it has made ready.
    """

    key: str
    authority: Authority = field(compare=False)
    added: tuple[Entity, ...] = field(compare=False)
    labels: tuple[tuple[str, str], ...] = field(compare=False)

    @property
    def known(self) -> Mapping[str, Entity]:
        """Every entity of the gazetteer, of the decisions and of `labels`, as yet undecided."""
        return _ready(self).known

    def entities(self) -> tuple[Entity, ...]:
        """Return all these as they are decided."""
        return entities(self.known, self.authority)

    def recognised(self, document: Document) -> Recognised:
        """Return a document with the mentions of its text."""
        ready = _ready(self)
        release = document.release
        found = mentions(release.text, ready.gazetteer)
        decided = ready.rules.applied(release.text, found, release.date)
        return Recognised(replace(document, mentions=decided), ready.rules.met(found))


@dataclass(frozen=True, slots=True)
class Recognised:
    """A document with its mentions, and the labels of the entities met that are decided about."""

    document: Document
    met: dict[str, str]


def recogniser(authority: Authority, labels: Mapping[str, str]) -> Recogniser:
    """Return what recognises under these decisions.

    `labels` give those of entities that no list has; others among them are passed over.
    """
    shipped = gazetteer().entities
    added = tuple(
        one
        if one.label or one.id in shipped
        else replace(one, label=labels.get(one.id, slug(one.id)))
        for one in authority.added.values()
    )
    listed = shipped.keys() | authority.added.keys()
    others = tuple(sorted((one, label) for one, label in labels.items() if one not in listed))
    key = hashlib.sha256(repr((authority, added, others)).encode("utf-8", "replace")).hexdigest()
    return Recogniser(key, authority, added, others)


@lru_cache(maxsize=1)
def lists(added: tuple[Entity, ...] = ()) -> Gazetteer:
    """Return the gazetteer with an archive's own entities and names, read once per process."""
    return Gazetteer.load(added=added) if added else gazetteer()


class _Ready:
    def __init__(self, source: Recogniser) -> None:
        self.gazetteer = lists(source.added)
        self.known = {
            **{one: unlisted(one, label) for one, label in source.labels},
            **self.gazetteer.entities,
        }
        self.rules = Rules(source.authority, self.known)


@lru_cache(maxsize=1)
def _ready(source: Recogniser) -> _Ready:
    return _Ready(source)
