"""The values of a facet can be searched by the start of a name, within the search at hand."""

from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
from bs4 import BeautifulSoup


def text(element):
    return " ".join(element.get_text().split())


def parameters(link):
    return parse_qsl(urlsplit(link["href"]).query)


def values(page):
    return {
        text(link.select_one(".value")): link for link in page.select("ul.facet a:not(.except)")
    }


@pytest.fixture
def visit(many, browse):
    client = browse(many)

    def page(address):
        response = client.get(address)
        assert response.status_code == 200
        return BeautifulSoup(response.data, "lxml")

    return page


def test_the_form_of_a_facet_keeps_the_question_and_its_answer_leads_back(visit):
    page = visit("/?q=titre&from=1999&lang=en&offset=10&more=year")
    (form,) = page.select(".facet form")
    kept = [(field["name"], field["value"]) for field in form.select("[type=hidden]")]
    assert kept == [("q", "titre"), ("from", "1999"), ("lang", "en")]
    field = form.select_one("input:not([type])")["name"]
    answer = visit(f"{form['action']}?{urlencode([*kept, (field, 'nom1')])}")
    assert text(answer.h1) == "People: “nom1…”"
    assert list(values(answer)) == [f"Nom{number}" for number in range(10, 20)]
    chosen = parameters(values(answer)["Nom12"])
    assert chosen == [("q", "titre"), ("from", "1999"), ("person", "nom12"), ("lang", "en")]
    assert parameters(answer.select_one(".back a")) == kept
    assert text(visit(f"/?{urlencode(chosen)}").h1) == "1 release found"


def test_a_facet_that_shows_all_its_values_has_no_form(soup):
    assert not soup("/").select(".facet form")


def test_a_chosen_value_is_shown_and_can_be_taken_away(visit):
    page = visit("/facet/person?person=nom03&starts=nom0")
    assert len(values(page)) == 10
    chosen = page.select_one("ul.facet [aria-current]")
    assert text(chosen.select_one(".value")) == "Nom03"
    assert parameters(chosen) == []
    # A chip stays on this page.
    chip = page.select_one(".chip")
    assert chip["href"] == "/facet/person?starts=nom0"
    other = parameters(values(page)["Nom04"])
    assert other == [("person", "nom03"), ("person", "nom04")]


def test_values_are_called_and_found_as_the_language_of_the_page_has_it(soup):
    assert list(values(soup("/facet/place?starts=wars&lang=en"))) == ["Warsaw"]


def test_a_value_found_by_a_name_that_is_not_shown_tells_that_name(soup):
    def told(address):
        return [text(one) for one in soup(address).select("ul.facet .value")]

    assert told("/facet/place?starts=wars") == ["Varsovie Warsaw"]
    assert told("/facet/place?starts=WARS&place=varsovie") == ["Varsovie Warsaw"]
    # Where the name shown begins so itself, in the language of the page, there is nothing to tell.
    assert told("/facet/place?starts=var") == ["Varsovie"]
    assert told("/facet/place?starts=war&lang=en") == ["Warsaw"]
    assert told("/facet/place?starts=var&lang=en") == ["Warsaw Varsovie"]
    chosen = soup("/facet/place?starts=wars").select_one("ul.facet .except")
    assert chosen["title"].endswith("Varsovie")


def test_nothing_that_begins_so_is_told(soup):
    assert text(soup("/facet/place?starts=zz").select_one(".nothing")) == (
        "Aucun nom ne commence ainsi dans ces textes."
    )


def test_a_list_that_was_cut_says_so(visit, monkeypatch):
    assert not visit("/facet/person").main.select("ul ~ .aside")
    monkeypatch.setattr("webapp.values.LISTED", 5)
    page = visit("/facet/person")
    assert len(values(page)) == 5
    assert text(page.select_one("ul ~ .aside")).startswith("Les 5 noms les plus fréquents")


@pytest.mark.parametrize("facet", ["year", "month", "kind", "", "PERSON", "x"])
def test_facets_that_are_no_names_cannot_be_searched(client, facet):
    assert client.get(f"/facet/{facet}").status_code == 404
    assert client.get(f"/api/facet/{facet}").json["code"] == "NotFound"
