"""What every test of the contract uses, over each engine; a cluster is that of tests/opensearch."""

from __future__ import annotations

import datetime as dt
from contextlib import closing, contextmanager, nullcontext
from typing import TYPE_CHECKING

import pytest

from index.engine import SearchRequest
from index.engines import ENGINES, HERE, OPENSEARCH, EngineChoice
from index.languages import FRENCH
from index.record import Document, Entity, EntityKind, Kind, Mention, Release
from tests.opensearch.fixtures import place as place_on

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager
    from pathlib import Path

    Examples = Callable[[int], int]
    Place = Callable[[], AbstractContextManager[EngineChoice]]


def ids(data: Path, chosen: EngineChoice, query: str, **others: object) -> list[str]:
    """Return the ids of the hits of a search in their order."""
    with closing(chosen.open(data)) as engine:
        page = engine.search(SearchRequest(query=query, **others))  # type: ignore[arg-type]
    return [hit.id for hit in page.hits]


@pytest.fixture(scope="module", params=ENGINES)
def place(request: pytest.FixtureRequest) -> Place:
    """Give where an index that nothing is in yet is kept, beside a data folder, for a `with`.

    A module that is about Whoosh alone has a `place` of its own, with the reason.
    """
    if request.param != OPENSEARCH:
        return lambda: nullcontext(HERE)
    cluster = request.getfixturevalue("cluster")

    @contextmanager
    def on_cluster() -> Iterator[EngineChoice]:
        with place_on(cluster) as url:
            yield EngineChoice.of(url=url)

    return on_cluster


@pytest.fixture
def chosen(place: Place) -> Iterator[EngineChoice]:
    """Give the engine under test, with an index of the test's own."""
    with place() as chosen:
        yield chosen


@pytest.fixture
def examples(chosen: EngineChoice) -> Examples:
    """Tell how many examples to try of so many: to ask a cluster takes ten times as long."""
    return lambda most: most if chosen.name != OPENSEARCH else most // 6


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
        language: str = FRENCH,
    ) -> Document:
        release = Release(
            id=release_id,
            title=title,
            paragraphs=tuple(body.split("\n\n")) if body else (),
            date=dt.date.fromisoformat(date) if date else None,
            kind=kind,
            language=language,
            url=f"https://example.org/{release_id}",
        )
        mentions = tuple(
            Mention(one, EntityKind(one.partition(":")[0]), one.partition(":")[2].title(), "", 0, 0)
            for one in entities
        )
        return Document(release=release, mentions=mentions)

    return make


@pytest.fixture
def write(tmp_path: Path, chosen: EngineChoice) -> Callable[..., Path]:
    """Commit documents, deletions and entities to the index of the test; return its data folder."""

    def write(
        *documents: Document,
        delete: tuple[str, ...] = (),
        entities: tuple[Entity, ...] = (),
        rebuild: bool = False,
    ) -> Path:
        with chosen.writer(tmp_path, rebuild=rebuild) as writer:
            for document in documents:
                writer.put(document)
            for release_id in delete:
                writer.delete(release_id)
            writer.put_entities(entities)
        return tmp_path

    return write
