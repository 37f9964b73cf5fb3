"""What fills an index, whatever the engine."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, Self

if TYPE_CHECKING:
    from collections.abc import Iterable

    from index.record import Document, Entity


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
