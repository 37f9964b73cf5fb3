"""French as readers type it, through a whole engine: what each text is found by, and what not."""

from __future__ import annotations

import datetime as dt
import os
import time
import unicodedata
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from index.engine import Bucket, Engine, Facet, Hit, SearchRequest
from index.record import Document, Release

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from index.engines import EngineChoice
    from tests.index.contract.conftest import Place

    Make = Callable[..., Document]
    Write = Callable[..., Path]

FOUND = [
    # Words that look like function words, or like English ones, carry a subject.
    ("avions AWACS de l'OTAN", "Les avions AWACS de l'OTAN décollent."),
    ("avions", "Deux avions."),
    ("avion", "Deux avions."),
    ("or", "Une tonne d'or."),
    ("an", "Dans un an."),
    ("an", "L'an prochain."),
    ("est", "Il est là."),
    ("est", "À l'Est de Mossoul."),
    ("Est", "À l'Est de Mossoul."),
    ("été", "L'été dernier."),
    ("ete", "L'été dernier."),
    ("but", "Le but de la visite."),
    ("as", "Un as de l'aviation."),
    ("me", "Il me parle."),
    ("the", "Une tasse de thé."),
    # Short and mixed tokens.
    ("article 5", "Selon l'article 5 du Traité."),
    ('"article 5"', "Selon l'article 5 du Traité."),
    ("P-8", "Un P-8 Poseidon."),
    ("P8", "Un P-8 Poseidon."),
    ("E-3A", "Des E-3A en vol."),
    ("e3a", "Des E-3A en vol."),
    ("F-16", "Quatre F-16 belges."),
    ("F-16", "Quatre F‑16 belges."),
    ("f16", "Quatre F-16 belges."),
    ("R&D", "Un budget de R&D."),
    ("r&d", "Un budget de R&D."),
    ("n° 5", "La résolution n° 5."),
    ("n°5", "La résolution n° 5."),
    ("N° 5", "La résolution n° 5."),
    ("G7", "Le sommet du G7."),
    ("11 septembre", "Les attentats du 11 septembre 2001."),
    ('"11 septembre"', "Les attentats du 11 septembre 2001."),
    # Acronyms.
    ("FIAS", "La FIAS."),
    ("fias", "La FIAS."),
    ("OTAN", "L'O.T.A.N. décide."),
    ("O.T.A.N.", "L'OTAN décide."),
    ("o.t.a.n.", "L'OTAN décide."),
    # Accents not typed.
    ("electricite", "L'électricité."),
    ("electricite", "Les électricités."),
    ("ELECTRICITE", "L'électricité."),
    ("électricité", "L'ÉLECTRICITÉ."),
    ("electricite", "L'ÉLECTRICITÉ."),
    # Apostrophes and elision.
    ("OTAN", "Avec l'OTAN."),
    ("OTAN", "Avec l’OTAN."),
    ("l'OTAN", "Avec l’OTAN."),
    ("l’OTAN", "Avec l'OTAN."),
    ('"l’OTAN"', "Avec l'OTAN."),
    ("aujourd'hui", "Réunis aujourd’hui."),
    ("aujourd’hui", "Réunis aujourd'hui."),
    ("prud'homme", "Des prud’hommes."),
    ("presqu'île", "Une presqu’île."),
    ("presqu'ile", "Une presqu’île."),
    ("quelqu'un", "Il y a quelqu’un."),
    ("où", "Jusqu'où aller ?"),
    ('"qu’il"', "QU'IL VIENNE"),
    ("origine", "LE PAYS D’ORIGINE"),
    ("impossible", "C'est presqu'impossible."),
    # Decomposed Unicode on either side.
    ("été", unicodedata.normalize("NFD", "L'été à Évora.")),
    (unicodedata.normalize("NFD", "été à Évora"), "L'été à Évora."),
    (unicodedata.normalize("NFD", '"sécurité"'), "La sécurité."),
    # Ligatures.
    ("coeur", "Au cœur de l'Europe."),
    ("cœur", "Au coeur de l'Europe."),
    ("œuvre", "Œuvre commune."),
    ("oeuvre", "ŒUVRE COMMUNE"),
    ("curriculae", "Des curriculæ."),
    ("curriculæ", "Des curriculae."),
    # Prefixes and wildcards look at whole words, not at stems.
    ("opérat*", "Des opérations."),
    ("operat*", "Des opérations."),
    ("avion*", "Des avions."),
    ("opérations*", "Des opérations."),
    ("op?rations", "Des opérations."),
    ("*ations", "Des opérations."),
    ("commande*", "Le commandement."),
    # Names.
    ("Karzai", "Hamid Karzaï."),
    ("Chisinau", "À Chișinău."),
    ("Sekerinska", "Radmila Šekerinska."),
    ("Al-Jaafari", "Ibrahim Al Jaafari."),
    ("Côte d'Ivoire", "En Cote d’Ivoire."),
]

NOT_FOUND = [
    ("commande", "Le commandement."),
    ("commande", "Le commandant."),
    ("commandement", "Une commande."),
    ("commandement", "Le commandant."),
    ("commandant", "Une commande."),
    ("commandant", "Le commandement."),
    ("collectivités", "Des collections."),
    ("collections", "Des collectivités."),
    ("FIAS", "Ils sont fiers."),
    ("fier", "La FIAS."),
    ("hui", "Réunis aujourd'hui."),
    ("île", "Une presqu’île."),
    ("16", "Quatre F-16 belges."),
    ('"article 5"', "L'article 6 et cinq articles : 5."),
    ("opératif*", "Des opérations."),
    ("Paris", "Un pari."),
    ("or", "Un ordre."),
]

CASES = [*FOUND, *NOT_FOUND]
NUMBERED = [(str(number), *case) for number, case in enumerate(CASES)]


@pytest.fixture(scope="module")
def french(place: Place, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """One release for each case, with the case's number as its id."""
    data = tmp_path_factory.mktemp("french")
    with place() as chosen:
        with chosen.writer(data) as writer:
            for number, _, text in NUMBERED:
                writer.put(Document(release=Release(id=number, paragraphs=(text,))))
        with closing(chosen.open(data)) as engine:
            yield engine


def hits(engine: Engine, query: str) -> dict[str, Hit]:
    page = engine.search(SearchRequest(query=query, limit=len(CASES)))
    return {hit.id: hit for hit in page.hits}


@pytest.mark.parametrize(("number", "query", "text"), NUMBERED[: len(FOUND)])
def test_a_text_is_found_and_marked_as_it_is_typed(
    french: Engine, number: str, query: str, text: str
) -> None:
    found = hits(french, query)
    assert number in found, text
    (passage,) = found[number].passages
    assert passage.marks


@pytest.mark.parametrize(("number", "query", "text"), NUMBERED[len(FOUND) :])
def test_a_text_is_not_found_by_another_word(
    french: Engine, number: str, query: str, text: str
) -> None:
    assert number not in hits(french, query), text


@pytest.mark.parametrize(
    ("query", "text", "marked"),
    [
        ("Mossoul", "10 € net, n° 5, cœur, 20 € : Mossoul.", ["Mossoul"]),
        ("n° 5", "Pour 10 €, le texte n° 5.", ["n°", "5"]),
        ("coeur", "10 € au Cœur", ["Cœur"]),
        ("été", "10 € l'e\u0301te\u0301 : l'été", ["e\u0301te\u0301", "été"]),
        ("OTAN", "L’O.T.A.N., ½ de l'OTAN", ["O.T.A.N.", "OTAN"]),
        ("opérat*", "№ 7 des opérations", ["opérations"]),
        ('"article 5"', "10 € : l'article 5", ["article 5"]),
    ],
)
def test_marks_stand_on_the_source_text(
    french: Engine, query: str, text: str, marked: list[str]
) -> None:
    spans = french.mark(
        Document(release=Release(id="x", paragraphs=(text,))), SearchRequest(query=query)
    )
    assert [text[start:end] for start, end in spans] == marked


def test_the_stored_text_is_the_text_that_was_put(
    make: Make, write: Write, chosen: EngineChoice
) -> None:
    text = "L’e\u0301te\u0301 : 10 €, n° 5, Œuvre, co\u00adopérer, İzmir"
    document = make("x", text, text)
    assert chosen.open(write(document)).get("x") == document


@pytest.fixture(params=["Pacific/Kiritimati", "Pacific/Niue"])
def far_away(request: pytest.FixtureRequest) -> Iterator[None]:
    """Run in the zone of UTC+14 or UTC-11."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setitem(os.environ, "TZ", request.param)
        time.tzset()
        yield
    time.tzset()


@pytest.mark.usefixtures("far_away")
def test_a_publication_date_is_the_same_day_in_every_zone(
    make: Make, write: Write, chosen: EngineChoice
) -> None:
    engine = chosen.open(write(make("x", date="2016-01-01")))
    day = dt.date(2016, 1, 1)
    page = engine.search(SearchRequest(date_from=day, date_to=day))
    assert [hit.date for hit in page.hits] == [day]
    assert page.facets[Facet.YEAR] == (Bucket("2016", "2016", 1, selected=True),)
    assert page.timeline == (Bucket("2016-01", "janvier 2016", 1),)
    assert engine.stats().first == day


def test_no_wall_stands_before_the_last_hit(make: Make, write: Write, chosen: EngineChoice) -> None:
    engine = chosen.open(write(*(make(str(n), "sommet") for n in range(10_050))))
    page = engine.search(SearchRequest(query="sommet", offset=10_040, limit=20))
    assert (page.total, len(page.hits)) == (10_050, 10)
