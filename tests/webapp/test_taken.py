"""How a query was taken is told on the page, and each way of taking it otherwise is one link."""

from urllib.parse import parse_qsl, urlsplit

import pytest
from bs4 import BeautifulSoup

from index.engine import Completion, CompletionKind, Match, Problem


def unspaced(text):
    return text.replace("\u202f", " ").replace("\u00a0", " ")


def links(page):
    return {
        " ".join(link.get_text().split()): parse_qsl(urlsplit(link["href"]).query)
        for link in page.main.select("a[href]")
    }


def test_an_expansion_is_told_and_switched_off_by_one_link(soup, engine):
    engine.taken["expanded"] = (("Irak", ("Iraq",)), ("Daech", ("EIIL", "État islamique")))
    page = soup("/?q=Irak+Daech&place=iraq")
    assert "« Irak » étendu à : Iraq" in unspaced(page.main.get_text())
    assert "EIIL, État islamique" in page.main.get_text()
    assert links(page)["Chercher seulement les mots tapés"] == [
        ("q", "Irak Daech"),
        ("expand", "0"),
        ("place", "iraq"),
    ]


def test_without_expansion_one_link_leads_back(soup, engine):
    page = soup("/?q=Irak&expand=0")
    assert engine.asked[-1].expand is False
    assert links(page)["Chercher aussi les autres noms de la même chose"] == [("q", "Irak")]


def test_where_no_text_holds_all_words_those_with_one_are_offered(soup, engine):
    engine.taken["any_of"] = 12
    page = soup("/?q=introuvable+otan&from=2016")
    assert links(page)["12 textes contiennent au moins un de ces mots"] == [
        ("q", "introuvable otan"),
        ("match", "any"),
        ("from", "2016"),
    ]


@pytest.mark.parametrize("address", ["/?q=qui+commande&match=any", "/?q=qui+commande"])
def test_where_one_word_is_enough_all_can_be_required(soup, engine, address):
    engine.taken["match"] = Match.ANY
    assert links(soup(address))["Exiger tous les mots"] == [("q", "qui commande"), ("match", "all")]


def test_another_spelling_is_offered_and_not_taken(soup, engine):
    engine.taken["corrected"] = "Stoltenberg"
    page = soup("/?q=Stoltenburg&match=any&from=2016")
    assert links(page)["Stoltenberg"] == [("q", "Stoltenberg"), ("from", "2016")]
    assert engine.asked[-1].query == "Stoltenburg"


def test_a_new_query_forgets_how_the_last_one_was_taken(soup):
    hidden = {field["name"] for field in soup("/?q=a&match=any&expand=0").select("[type=hidden]")}
    assert hidden == {"expand"}


def test_the_parameters_reach_the_engine(client, engine):
    client.get("/api/search?q=otan&match=any&expand=0")
    assert (engine.asked[-1].match, engine.asked[-1].expand) == (Match.ANY, False)


def test_a_release_lists_similar_ones(soup):
    page = soup("/release/nato:news_1:fr")
    titles = [link.get_text() for link in page.select(".similar a")]
    assert titles
    assert "L'Alliance se dit prête à soutenir l'Iraq" not in titles


def test_similar_releases_come_as_hits(client):
    answer = client.get("/api/similar/nato:news_1:fr").json
    assert answer["id"] == "nato:news_1:fr"
    assert all(hit["id"] != answer["id"] for hit in answer["hits"])
    assert client.get("/api/similar/none").status_code == 404


def test_completions_say_what_they_are(client, engine):
    engine.completions = (
        Completion(CompletionKind.PLACE, "Kyiv", 'lieu:"Kyiv"', 1200, form="Kiev"),
    )
    assert client.get("/api/complete?q=K&lang=en").json == {
        "query": "K",
        "completions": [
            {
                "kind": "place",
                "text": "Kyiv",
                "form": "Kiev",
                "query": 'lieu:"Kyiv"',
                "count": 1200,
                "label": "Place",
                "releases": "1,200",
            }
        ],
    }


@pytest.mark.parametrize(
    ("typed", "lang", "text", "form"),
    [
        ("pays", "en", "Netherlands", "Pays-Bas"),
        ("avec les pays b", "en", "Netherlands", "Pays-Bas"),
        ("pays", "fr", "Pays-Bas", ""),
    ],
)
def test_a_completion_tells_the_french_name_that_it_was_found_by(
    client, engine, monkeypatch, typed, lang, text, form
):
    known = Completion(CompletionKind.PLACE, "Pays-Bas", "", 1, english="Netherlands")
    monkeypatch.setattr(engine, "complete", lambda _: (known,))
    (one,) = client.get("/api/complete", query_string={"q": typed, "lang": lang}).json[
        "completions"
    ]
    assert (one["text"], one["form"]) == (text, form)


@pytest.mark.parametrize(
    ("typed", "french", "form", "english"),
    [
        ("netherl", "Pays-Bas", "Netherlands", "Netherlands"),
        ("bel", "Belgique", "", "Belgium"),
        ("otan bel", "Belgique", "", "Belgium"),
    ],
)
def test_a_completion_that_is_called_as_it_was_typed_tells_no_other_name(
    client, engine, monkeypatch, typed, french, form, english
):
    known = Completion(CompletionKind.PLACE, french, "", 1, form=form, english=english)
    monkeypatch.setattr(engine, "complete", lambda _: (known,))
    (one,) = client.get("/api/complete", query_string={"q": typed, "lang": "en"}).json[
        "completions"
    ]
    assert (one["text"], one["form"]) == (english, "")


def test_that_a_query_was_read_as_a_question_is_told_once_and_as_no_fault(soup, engine):
    engine.taken["match"] = Match.ANY
    engine.problems = (Problem(0, "read-as-question"),)
    page = soup("/?q=qui+commande")
    assert page.main.get_text().count("suffit") == 1
    assert "lue comme une question" in unspaced(page.main.get_text())
    assert not page.select(".notices")
    assert "lue comme une question" in unspaced(soup("/explore?q=qui+commande").get_text())


def test_a_list_of_queries_and_a_comparison_offer_another_spelling_too(engine, client, soup):
    engine.taken["corrected"] = "Stoltenberg"
    counted = BeautifulSoup(client.post("/batch", data={"queries": "stoltenbreg"}).data, "lxml")
    assert counted.select_one(".counts small a")["href"] == "/?q=Stoltenberg"
    offered = soup("/explore?q=kosovo&q=stoltenbreg&share=1&lang=en").select(".legend small a")
    assert offered[1]["href"] == "/explore?q=kosovo&q=Stoltenberg&lang=en&share=1"
    assert offered[1].get_text() == "Stoltenberg"
