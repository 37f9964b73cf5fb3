"""An archive of four releases over an engine in memory, and an app over it."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup
from jinja2 import Environment

from index.record import Entity, EntityKind, Kind, Release
from tests.webapp.memory import MemoryEngine, document
from webapp import WebConfig, create_app

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import CodeType

    from flask.testing import FlaskClient

    from index.record import Document


SUPPORT = document(
    Release(
        id="nato:news_1:fr",
        url="https://example.org/cps/fr/news_1.htm",
        title="L'Alliance se dit prête à soutenir l'Iraq",
        lead="Un entretien au siège de l'Organisation.",
        paragraphs=(
            "Jens Stoltenberg a reçu le ministre iraquien.",
            "Ils ont parlé de Mossoul et des AWACS.",
        ),
        date=dt.date(2016, 10, 18),
        updated=dt.datetime(2016, 10, 18, 17, 41),  # noqa: DTZ001 - a page's own time has no zone
        kind=Kind.ACTUALITE,
        reference="Communiqué de presse (2016) 150",
        place="Bruxelles",
    ),
    ("Iraq", "place:iraq", "Iraq"),
    ("Jens Stoltenberg", "person:jens-stoltenberg", "Jens Stoltenberg"),
    ("Mossoul", "place:mossoul", "Mossoul"),
)
SUMMIT = document(
    Release(
        id="nato:news_2:fr",
        url="https://example.org/cps/fr/news_2.htm",
        title="Sommet de Varsovie",
        paragraphs=("Les Alliés se réunissent. Jens Stoltenberg préside.",),
        date=dt.date(2016, 7, 8),
        kind=Kind.COMMUNIQUE,
    ),
    ("Varsovie", "place:varsovie", "Varsovie"),
    ("Jens Stoltenberg", "person:jens-stoltenberg", "Jens Stoltenberg"),
)
OLD = document(
    Release(
        id="nato:pr_3:fr",
        title="Déclaration sur le Kosovo",
        paragraphs=("Les Alliés prennent acte.",),
        date=dt.date(1999, 6, 10),
        kind=Kind.DECLARATION,
    ),
    ("Kosovo", "place:kosovo", "Kosovo"),
)
UNDATED_ONE = document(Release(id="page:4", title="Page sans date", paragraphs=("Texte.",)))
DOCUMENTS = (SUPPORT, SUMMIT, OLD, UNDATED_ONE)


@pytest.fixture(autouse=True, scope="session")
def _same_templates_are_compiled_once() -> Iterator[None]:
    """Share the code of templates among the apps of the tests: to make it takes most of a test."""
    compiled: dict[tuple[object, ...], CodeType] = {}
    compiles = Environment.compile

    def code_of(
        self: Environment, source: str, name: str | None = None, filename: str | None = None
    ) -> CodeType:
        text = self.preprocess(source, name, filename)
        key = (text, name, filename, self.trim_blocks, self.lstrip_blocks)
        if key not in compiled:
            compiled[key] = compiles(self, source, name, filename)
        return compiled[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Environment, "compile", code_of)
        yield


@pytest.fixture
def engine() -> MemoryEngine:
    known = Entity(
        "place:varsovie", EntityKind.PLACE, "Varsovie", ("Warszawa",), country="", english="Warsaw"
    )
    return MemoryEngine(
        DOCUMENTS, known={known.id: known}, merged={"person:stoltenberg": "person:jens-stoltenberg"}
    )


@pytest.fixture
def many() -> MemoryEngine:
    """Twenty-five releases, each naming a person of its own."""
    release = OLD.release
    return MemoryEngine(
        [
            document(
                replace(release, id=f"r:{number:02}", title=f"Titre {number:02} de Nom{number:02}"),
                (f"Nom{number:02}", f"person:nom{number:02}", f"Nom{number:02}"),
            )
            for number in range(25)
        ]
    )


@pytest.fixture
def browse() -> Callable[[MemoryEngine], FlaskClient]:
    """Make a client of an app over an engine."""

    def over(engine: MemoryEngine) -> FlaskClient:
        return create_app(WebConfig(data=Path("absent"), engine=engine)).test_client()

    return over


@pytest.fixture
def client(engine: MemoryEngine, browse: Callable[[MemoryEngine], FlaskClient]) -> FlaskClient:
    return browse(engine)


@pytest.fixture
def make_engine() -> type[MemoryEngine]:
    return MemoryEngine


@pytest.fixture
def make_document() -> Callable[..., Document]:
    return document


@pytest.fixture
def soup(client):
    def get(address):
        response = client.get(address)
        assert response.status_code == 200
        return BeautifulSoup(response.data, "lxml")

    return get
