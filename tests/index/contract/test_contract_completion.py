"""What a completion promises is what a search for it finds."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.engine import SearchRequest
from index.french import tokens
from indexer.entities import gazetteer
from tests.index.suggest.conftest import document, documents

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from index.engine import Engine
    from index.engines import EngineChoice
    from index.record import Document
    from tests.index.contract.conftest import Examples, Place

BETWEEN = [
    " ",
    " ET ",
    " OU ",
    " SAUF ",
    " -",
    ' "',
    " lieu:",
    " titre:",
    " =",
    " (",
    " *s ",
    ' "de ',
]
TWIN = replace(documents()[0].release, id="twin")
"""Is deleted; whoever counts it counts too many."""


@pytest.fixture(scope="module")
def engine(place: Place, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """Open an archive with two commits and a deletion."""
    data = tmp_path_factory.mktemp("promised")
    everything = [*documents(), document(TWIN)]
    with place() as chosen:
        for some in (everything[:60], everything[60:]):
            with chosen.writer(data) as writer:
                writer.put_entities(gazetteer().entities.values())
                for one in some:
                    writer.put(one)
        with chosen.writer(data) as writer:
            writer.delete(TWIN.id)
        with closing(chosen.open(data)) as opened:
            yield opened


def typed() -> st.SearchStrategy[str]:
    """Draw the beginning of a title, or of a word after another."""
    titles = sorted({one.release.title for one in documents()})
    words = sorted({token.text for one in documents() for token in tokens(one.release.text)})
    begun = st.sampled_from(words).flatmap(
        lambda word: st.integers(1, len(word)).map(lambda end: word[:end])
    )
    title = st.sampled_from(titles).flatmap(
        lambda text: st.integers(1, len(text)).map(lambda end: text[:end])
    )
    pairs = st.tuples(st.sampled_from(words), st.sampled_from(BETWEEN), begun).map("".join)
    return st.one_of(title, begun, pairs, pairs, pairs, title.map('"{}'.format))


def test_a_completion_finds_as_many_releases_as_it_says(engine: Engine, examples: Examples) -> None:
    @settings(max_examples=examples(100))
    @given(typed=typed())
    def keeps_its_word(typed: str) -> None:
        for one in engine.complete(typed):
            total = engine.search(SearchRequest(query=one.query, limit=0)).total
            assert total == one.count > 0

    keeps_its_word()


def test_the_names_that_an_archive_adds_count_too(
    make: Callable[..., Document], write: Callable[..., Path], chosen: EngineChoice
) -> None:
    data = write(make("one", body="pacte"), make("two", body="traité"))
    (data / "thesaurus.tsv").write_text("pacte\ttraité\n", encoding="utf-8")
    assert [one.count for one in chosen.open(data).complete("pac")] == [2]
