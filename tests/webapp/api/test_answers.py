import pytest

from index.answer import as_json, document_as_json
from webapp.params import parse


def test_search_answers_with_the_form_of_the_command_line(client, engine):
    response = client.get("/api/search?q=mossoul&place=iraq")
    page = engine.search(parse((("q", "mossoul"), ("place", "iraq"))).request)
    assert response.json == as_json(page, "fr") | {"next": None}
    assert client.get("/api/v1/search?q=mossoul&place=iraq").json == response.json
    assert response.mimetype == "application/json"
    assert response.json["hits"][0]["title"].startswith("L'Alliance")
    assert "é" in response.text


def test_refused_values_are_told_and_the_rest_honoured(client):
    answer = client.get("/api/search?q=mossoul&limit=abc&lang=en").json
    assert answer["total"] == 1
    assert answer["ignored"] == [
        {
            "name": "limit",
            "value": "abc",
            "message": "The parameter “limit” takes a number; “abc” was ignored.",
        }
    ]


def test_a_release_comes_whole(client, engine):
    answer = client.get("/api/release/nato:news_1:fr").json
    assert answer == document_as_json(engine.get("nato:news_1:fr"))


@pytest.mark.parametrize(
    ("address", "status", "code"),
    [
        ("/api/release/none", 404, "UnknownRelease"),
        ("/api/entity/none", 404, "UnknownEntity"),
        ("/api/nothing", 404, "NotFound"),
    ],
)
def test_errors_are_problems(client, address, status, code):
    response = client.get(address)
    assert response.status_code == status
    assert response.json["code"] == code
    assert response.json["detail"]


def test_a_method_that_is_not_taken_is_json_too(client):
    response = client.post("/api/search")
    assert response.status_code == 405
    assert response.json["code"] == "MethodNotAllowed"
    assert "GET" in response.headers["Allow"]


def test_an_entity_comes_with_its_names_its_time_and_its_company(client):
    assert client.get("/api/entity/place:varsovie?lang=en").json == {
        "id": "place:varsovie",
        "kind": "place",
        "label": "Varsovie",
        "english": "Warsaw",
        "aliases": ["Warszawa"],
        "country": "",
        "releases": 1,
        "first": "2016-07-08",
        "last": "2016-07-08",
        "timeline": [{"value": "2016-07", "count": 1}],
        "appears_with": {
            "person": [{"value": "Jens Stoltenberg", "id": "jens-stoltenberg", "count": 1}],
            "place": [],
            "organisation": [],
            "operation": [],
            "event": [],
        },
    }


def test_the_values_of_a_facet_are_counted_within_the_search(client):
    answer = client.get("/api/facet/place?q=alli&starts=war&lang=en").json
    value = {"value": "Warsaw", "id": "varsovie", "count": 1, "form": ""}
    assert answer == {"facet": "place", "starts": "war", "values": [value]}
    (other,) = client.get("/api/facet/place?q=alli&starts=war").json["values"]
    assert (other["value"], other["form"]) == ("Varsovie", "Warsaw")
    assert client.get("/api/facet/place?q=mossoul&starts=war").json["values"] == []
    (ignored,) = client.get("/api/facet/place?from=abc").json["ignored"]
    assert ignored["name"] == "from"


def test_the_entities_of_a_release_bear_the_names_of_the_language(client):
    for lang, label in (("fr", "Varsovie"), ("en", "Warsaw")):
        named = client.get(f"/api/release/nato:news_2:fr?lang={lang}").json["entities"]
        assert named[0]["label"] == label


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_a_page_of_results_leads_to_itself_as_json(client, soup, lang):
    page = soup(f"/?q=alli&sort=oldest&limit=1&offset=1&more=place&lang={lang}")
    (link,) = page.select(".exports p a")
    answer = client.get(link["href"]).json
    (hit,) = answer["hits"]
    shown = page.select_one(".hits h3 a")["href"]
    assert shown.partition("?")[0] == f"/release/{hit['id']}"
    assert link["href"].startswith("/api/v1/search?q=alli&")
    assert "more" not in link["href"]
