"""The pages over the default engine: what was tried in memory holds for a real index."""

from urllib.parse import parse_qsl, urlsplit

import pytest

from index.engines import open_engine, open_writer
from index.record import Entity, EntityKind
from webapp import WebConfig, create_app


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    return tmp_path_factory.mktemp("data")


@pytest.fixture
def client(data, engine):
    if not (data / "index").exists():
        with open_writer(data) as writer:
            writer.put_entities([Entity("place:iraq", EntityKind.PLACE, "Iraq", ("Irak",))])
            for document in engine.documents:
                writer.put(document)
    opened = open_engine(data)
    yield create_app(WebConfig(data=data, engine=opened)).test_client()
    opened.close()


def text(element):
    return " ".join(element.get_text().split())


def test_a_search_leads_to_a_release_and_back(soup):
    page = soup("/?q=Mossoul+AWACS&from=2016-10&to=2016-12&place=Irak")
    assert text(page.h1) == "1 texte trouvé"
    link = page.select_one(".hits h3 a")
    assert link.get_text() == "L'Alliance se dit prête à soutenir l'Iraq"
    release = soup(link["href"])
    assert [mark.get_text() for mark in release.select("article mark")] == ["Mossoul", "AWACS"]
    back = soup(release.select_one(".back a")["href"])
    assert text(back.h1) == "1 texte trouvé"


def test_an_alias_shows_as_its_label_and_can_be_taken_away(soup):
    page = soup("/?place=Irak")
    chip = page.select_one(".chip")
    assert text(chip) == "Lieu : Iraq ×"
    assert parse_qsl(urlsplit(chip["href"]).query) == []
    chosen = page.select_one(".facet.place [aria-current]")
    assert parse_qsl(urlsplit(chosen["href"]).query) == []


def test_an_unknown_value_finds_nothing_and_can_be_taken_away(soup):
    page = soup("/?place=Atlantide")
    assert text(page.h1) == "Aucun texte trouvé"
    assert text(page.select_one(".chip")) == "Lieu : Atlantide ×"
    assert parse_qsl(urlsplit(page.select_one(".chip")["href"]).query) == []


def test_years_months_and_the_undated_are_counted(soup):
    page = soup("/?from=2016&to=2016")
    years = [text(link) for link in page.select(".facet.year > ul > li > a")]
    assert years == ["2016 (retirer) 2", "1999 1", "sans date 1"]
    assert [text(link) for link in page.select(".within a")] == ["juillet 1", "octobre 1"]


def test_the_start_page_and_the_undated(soup):
    assert text(soup("/").h1).startswith("L’archive compte 4 textes, du 10 juin 1999")
    assert text(soup("/?undated=1").h1) == "1 texte trouvé"


@pytest.mark.parametrize(
    "query", ["", '"abc', "((", "ET OU", "SAUF x", "a*", "*", "\x00", "🛰️", "x " * 3000, "de la"]
)
def test_whatever_is_typed_is_answered(client, query):
    for path in ("/", "/api/search", "/release/nato:news_1:fr"):
        assert client.get(path, query_string={"q": query}).status_code == 200


def test_the_app_opens_the_index_itself(data, client):
    own = create_app(WebConfig(data=data)).test_client()
    assert own.get("/api/search?q=mossoul").json["total"] == 1
    assert client.get("/").text == own.get("/").text


def test_an_entity_leads_to_as_many_releases_as_it_tells(soup):
    for entity in ("place:iraq", "person:jens-stoltenberg"):
        page = soup(f"/entity/{entity}")
        assert page.select(".hits mark")
        company = page.select(".particulars .facet a")
        assert company
        for link in company:
            count = text(link.select_one(".n"))
            assert text(soup(link["href"]).h1).startswith(f"{count} texte")


def test_a_name_leads_to_its_entity(client):
    response = client.get("/entity/place:irak")
    assert response.status_code == 301
    assert response.headers["Location"] == "/entity/place:iraq"


def test_the_values_of_a_facet_are_found_by_any_name(soup):
    page = soup("/facet/place?q=mossoul&starts=ira")
    (value,) = page.select("ul.facet a:not(.except)")
    assert text(value) == "Iraq 1"
    assert parse_qsl(urlsplit(value["href"]).query) == [("q", "mossoul"), ("place", "iraq")]
