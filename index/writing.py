"""What fills an index, whatever the engine."""

from __future__ import annotations

from abc import ABC, abstractmethod
from contextlib import ExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol, Self

from index.answering.entities import named_in

if TYPE_CHECKING:
    from collections.abc import Iterable

    from index.answering.entities import EntityTable
    from index.record import Document, Entity


@dataclass(frozen=True, slots=True)
class Owner:
    """The archive that an index is written for; with `takes_over` it may replace another's.

    `id` names it and no other. What nobody has written, "", is anybody's.
    """

    id: str = ""
    takes_over: bool = False


NOBODY: Final = Owner()


class EngineWriter(Protocol):
    """Fills an index; nothing is visible to readers before `commit` returns.

    As a context manager it commits at the end, or cancels where an exception passes. `troubles`
    has a sentence for each thing that went otherwise than it should and was made up for, such as a
    node that was lost.
    """

    troubles: list[str]

    def put(self, document: Document) -> None:
        """Add a document, replacing the one with the same release id."""
        ...

    def put_entities(self, entities: Iterable[Entity]) -> None:
        """Make labels and aliases known for filters and facets; later calls win per id."""
        ...

    def drop_entities(self, entity_ids: Iterable[str]) -> None:
        """Forget entities that no release mentions any more, so that their ids mean nothing."""
        ...

    def delete(self, release_id: str) -> None:
        """Remove a release; unknown ids are ignored."""
        ...

    def commit(self) -> None:
        """Make all that was written durable and visible, in one step."""
        ...

    def cancel(self) -> None:
        """Forget all that was written since the writer was opened."""
        ...

    def __enter__(self) -> Self: ...

    def __exit__(self, *exc: object) -> None: ...


class OneCommit(ABC):
    """What every EngineWriter does alike: it gathers entities, and commits or cancels once.

    What an engine's writer enters into `resources` is given back in the end.
    """

    def __init__(self) -> None:
        self.troubles: list[str] = []
        self.resources = ExitStack()
        self._entities: dict[str, Entity] = {}
        self._named: dict[str, Entity] = {}
        self._dropped: set[str] = set()
        self._open = True

    def put_entities(self, entities: Iterable[Entity]) -> None:
        """See EngineWriter."""
        self._check_open()
        for entity in entities:
            self._entities[entity.id] = entity
            self._dropped.discard(entity.id)

    def drop_entities(self, entity_ids: Iterable[str]) -> None:
        """See EngineWriter."""
        self._check_open()
        for entity_id in entity_ids:
            self._entities.pop(entity_id, None)
            self._dropped.add(entity_id)

    def commit(self) -> None:
        """See EngineWriter; the writer is then closed."""
        self._check_open()
        try:
            self._commit()
        finally:
            self._close()

    def cancel(self) -> None:
        """See EngineWriter."""
        if not self._open:
            return
        try:
            self._forget_all()
        finally:
            self._close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        if self._open and exc[0] is None:
            self.commit()
        else:
            self.cancel()

    @abstractmethod
    def _commit(self) -> None:
        """Make all that was written durable and visible."""

    @abstractmethod
    def _forget_all(self) -> None:
        """Remove what was written and is not to be seen."""

    def _check_open(self) -> None:
        if not self._open:
            raise ValueError("this writer has committed or was cancelled")

    def _name(self, document: Document) -> None:
        """Note the entities that a document mentions, as it names them."""
        self._named.update(named_in(document))

    def _known(self, table: EntityTable) -> EntityTable:
        """Return what a table knows after this commit."""
        return table.without(self._dropped).extended(self._entities.values(), self._named)

    def _close(self) -> None:
        self._open = False
        self.resources.close()
