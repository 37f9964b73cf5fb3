"""The page of an entity tells what its releases say of it, and leads to them."""

import datetime as dt
from dataclasses import replace
from urllib.parse import parse_qsl, urlsplit

import pytest
from bs4 import BeautifulSoup

from index.record import Entity, EntityKind, Release


def text(element):
    return " ".join(element.get_text().split())


def parameters(link):
    return parse_qsl(urlsplit(link["href"]).query)


def particulars(page):
    return {text(row.dt): text(row.dd) for row in page.select(".particulars dl div")}


@pytest.fixture
def meeting(make_document):
    """A release that names an entity of each kind, and two of its persons again in another."""
    release = Release(
        id="x:1",
        title="Annonce",
        paragraphs=("Anne et Jean à Oslo, ONU, KFOR, Sommet.",),
        date=dt.date(2016, 1, 2),
    )
    named = [
        *(("Anne", "person:anne", "Anne"), ("Jean", "person:jean", "Jean")),
        *(("Oslo", "place:oslo", "Oslo"), ("ONU", "organisation:onu", "ONU")),
        *(("KFOR", "operation:kfor", "KFOR"), ("Sommet", "event:sommet", "Sommet")),
    ]
    later = replace(release, id="x:2", paragraphs=("Anne et Jean.",), date=dt.date(2018, 3, 4))
    other = replace(release, id="x:3", paragraphs=("Jean.",), date=None)
    return [
        make_document(release, *named),
        make_document(later, *named[:2]),
        make_document(other, named[1]),
    ]


@pytest.fixture
def visit(make_engine, browse, meeting):
    client = browse(make_engine(meeting))

    def page(address):
        response = client.get(address)
        assert response.status_code == 200
        return BeautifulSoup(response.data, "lxml")

    return page


def test_an_entity_is_called_as_the_language_of_the_page_has_it(soup):
    french, english = soup("/entity/place:varsovie"), soup("/entity/place:varsovie?lang=en")
    assert (text(french.h1), text(english.h1)) == ("Varsovie", "Warsaw")
    assert french.title.get_text() == "Varsovie – Lieu – Dépêche"
    assert particulars(french) == {
        "En anglais": "Warsaw",
        "Autres noms": "Warszawa",
        "Identifiant": "place:varsovie",
    }
    assert particulars(english)["In French"] == "Varsovie"


def test_a_country_tells_its_code(engine, browse):
    engine.known["place:iraq"] = Entity("place:iraq", EntityKind.PLACE, "Iraq", country="IQ")
    page = BeautifulSoup(browse(engine).get("/entity/place:iraq").data, "lxml")
    assert particulars(page)["Code du pays"] == "IQ"


def test_its_releases_are_counted_dated_and_listed_newest_first(visit):
    page = visit("/entity/person:jean")
    assert text(page.select_one("main > .aside")) == "3 textes, 2 janvier 2016 – 4 mars 2018"
    assert [text(one) for one in page.select(".hits .about time")] == [
        "4 mars 2018",
        "2 janvier 2016",
    ]
    assert text(visit("/entity/place:oslo").select_one("main > .aside")) == (
        "1 texte, 2 janvier 2016"
    )


def test_ten_releases_are_listed_and_the_rest_is_one_link_away(make_engine, browse, meeting):
    first = meeting[2]
    documents = [
        replace(first, release=replace(first.release, id=f"x:{number}")) for number in range(12)
    ]
    client = browse(make_engine(documents))
    page = BeautifulSoup(client.get("/entity/person:jean?lang=en").data, "lxml")
    assert len(page.select(".hits > li")) == 10
    assert text(page.select_one("main > .aside")) == "12 releases, undated"
    link = page.select_one("main p > .more")
    assert parameters(link) == [("person", "jean"), ("lang", "en")]
    assert text(link) == "See all releases (12)"


def test_what_it_appears_with_leaves_itself_out_and_leads_to_as_many_releases(visit):
    page = visit("/entity/person:jean")
    found = {
        text(link.select_one(".value")): (link, text(link.select_one(".n")))
        for link in page.select(".facet a")
    }
    counts = {name: count for name, (_, count) in found.items()}
    assert counts == {"Anne": "2", "Oslo": "1", "ONU": "1", "KFOR": "1", "Sommet": "1"}
    for link, count in found.values():
        assert text(visit(link["href"]).h1).startswith(f"{count} texte")


@pytest.mark.parametrize("kind", EntityKind)
def test_every_kind_has_pages_facets_chips_and_filters(visit, kind):
    link = visit("/").select_one(f".facet.{kind} li a")
    page = visit(link["href"])
    (chip,) = page.select(".chip")
    assert text(link.select_one(".value")) in text(chip)
    assert page.select_one(f".facet.{kind} [aria-current]")
    about = page.select_one("p.aside a")
    assert about["href"].startswith(f"/entity/{kind}:")
    assert text(visit(about["href"]).h1) == text(about)


def test_facets_without_values_are_left_out(soup):
    page = soup("/")
    assert [nav["class"][1] for nav in page.select(".facet")] == [
        *("year", "person", "place", "kind"),
    ]


def test_the_timeline_leads_to_the_releases_of_a_year(visit):
    bars = visit("/entity/person:jean").select(".timeline svg a")
    assert len(bars) == 3
    assert parameters(bars[0]) == [("from", "2016"), ("to", "2016"), ("person", "jean")]


def test_its_releases_can_be_searched(visit):
    form = visit("/entity/person:jean?lang=en").select_one("form")
    hidden = [(field["name"], field["value"]) for field in form.select("[type=hidden]")]
    assert form["action"] == "/"
    assert hidden == [("person", "jean"), ("lang", "en")]


def test_one_entity_has_one_address_in_each_language(soup):
    for asked, own in (("?q=x&from=2016&utm=1", ""), ("?lang=en&place=iraq", "?lang=en")):
        page = soup(f"/entity/place:iraq{asked}")
        assert page.select_one("[rel=canonical]")["href"] == f"/entity/place:iraq{own}"


@pytest.mark.parametrize("root", ["/entity/", "/api/v1/entity/"])
def test_an_id_that_was_merged_leads_to_the_present_one(client, root):
    response = client.get(f"{root}person:stoltenberg?lang=en&q=x")
    assert response.status_code == 301
    assert response.headers["Location"] == f"{root}person:jens-stoltenberg?lang=en"
    # Whoever keeps the archive may take a merge back.
    assert response.headers["Cache-Control"] == "no-cache"


def test_an_unknown_entity_is_a_404_in_words(client):
    response = client.get("/entity/place:atlantide?lang=en")
    assert response.status_code == 404
    assert "No release in the archive names “place:atlantide”." in response.text
    assert "Retry-After" not in response.headers
