"""What the tests of suggestions share: a real archive, in several segments and in one."""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import strategies as st

from index import generations
from index.answering.ranking import DEFAULT
from index.engines import open_writer
from index.engines.whoosh.arrays import presence
from index.engines.whoosh.holdings import WhooshHoldings
from index.engines.whoosh.snapshot import open_commit
from index.record import Document, Release
from indexer.entities import gazetteer, mentions
from indexer.sample.handwritten import handwritten

if TYPE_CHECKING:
    from pathlib import Path

SIGNS = ["OU ", "ET ", "SAUF ", '"', "(", ")", "-", "=", "*", "lieu:", "titre:", " ", "l'", "Al-"]
WORDS = ["Mossuol", "mossoul", "kie", "stolt", "forces", "de", "sécurit", "F-16", "2016", "awasc"]
queries = st.one_of(
    st.text(max_size=30),
    st.lists(st.sampled_from(SIGNS + WORDS), max_size=8).map("".join),
)
GONE = Release(id="gone", title="Zanzibarite aux Bahamas", paragraphs=("Zanzibarite.",))


@cache
def documents() -> list[Document]:
    made = [
        Release(
            id=one.key,
            title=one.title,
            lead=one.lead,
            paragraphs=one.paragraphs,
            date=one.date,
            kind=one.kind,
        )
        for one in handwritten()
    ]
    made += [
        Release(
            id=f"{one.key}-en",
            title=one.english[0],
            paragraphs=one.english[1],
            date=one.date,
            kind=one.kind,
            language="en",
        )
        for one in handwritten()
        if one.english
    ]
    return [document(release) for release in made]


def document(release: Release) -> Document:
    return Document(release=release, mentions=tuple(mentions(release.text, gazetteer())))


def write(folder: Path, borders: tuple[int, ...]) -> WhooshHoldings:
    """Write the archive in segments that end at some releases, each smaller than those before."""
    everything = [document(GONE), *documents()]
    for start, end in pairwise((0, *borders, len(everything))):
        with open_writer(folder) as writer:
            writer.put_entities(gazetteer().entities.values())
            for one in everything[start:end]:
                writer.put(one)
    with open_writer(folder) as writer:
        writer.delete(GONE.id)
    return WhooshHoldings(open_commit(generations.index_folder(folder), DEFAULT))


@pytest.fixture(scope="session")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("several")


@pytest.fixture(scope="session")
def holdings(data: Path) -> WhooshHoldings:
    """Several segments, small as they are with bits of frequent terms."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(presence, "LEAST", 0)
        patch.setattr(presence, "FREQUENT", 8)
        return write(data, (75, 97))


@pytest.fixture(scope="session")
def whole(tmp_path_factory: pytest.TempPathFactory) -> WhooshHoldings:
    return write(tmp_path_factory.mktemp("one"), ())
