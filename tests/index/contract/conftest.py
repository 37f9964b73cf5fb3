"""What every test of the contract uses; a second engine is one more name in index.engines."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from index.engine import SearchRequest
from index.engines import ENGINES, open_engine, open_writer
from index.record import Document, Entity, EntityKind, Kind, Mention, Release

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def ids(data: Path, name: str, query: str, **others: object) -> list[str]:
    """Return the ids of the hits of a search in their order."""
    engine = open_engine(data, name)
    page = engine.search(SearchRequest(query=query, **others))  # type: ignore[arg-type]
    return [hit.id for hit in page.hits]


@pytest.fixture(params=ENGINES)
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def make() -> Callable[..., Document]:
    """Make a small document; entities are ids."""

    def make(
        release_id: str,
        title: str = "",
        body: str = "",
        date: str = "",
        kind: Kind = Kind.AUTRE,
        entities: tuple[str, ...] = (),
    ) -> Document:
        release = Release(
            id=release_id,
            title=title,
            paragraphs=tuple(body.split("\n\n")) if body else (),
            date=dt.date.fromisoformat(date) if date else None,
            kind=kind,
            url=f"https://example.org/{release_id}",
        )
        mentions = tuple(
            Mention(one, EntityKind(one.partition(":")[0]), one.partition(":")[2].title(), "", 0, 0)
            for one in entities
        )
        return Document(release=release, mentions=mentions)

    return make


@pytest.fixture
def write(tmp_path: Path, name: str) -> Callable[..., Path]:
    """Commit documents, deletions and entities to the index of the test; return its data folder."""

    def write(
        *documents: Document,
        delete: tuple[str, ...] = (),
        entities: tuple[Entity, ...] = (),
        rebuild: bool = False,
    ) -> Path:
        with open_writer(tmp_path, name, rebuild=rebuild) as writer:
            for document in documents:
                writer.put(document)
            for release_id in delete:
                writer.delete(release_id)
            writer.put_entities(entities)
        return tmp_path

    return write
