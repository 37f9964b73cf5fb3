import pytest

from index.answer import as_json, document_as_json
from webapp.params import parse


def test_search_answers_with_the_form_of_the_command_line(client, engine):
    response = client.get("/api/search?q=mossoul&place=iraq")
    page = engine.search(parse((("q", "mossoul"), ("place", "iraq"))).request)
    assert response.json == as_json(page, "fr")
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
        ("/api/nothing", 404, "NotFound"),
    ],
)
def test_errors_are_json(client, address, status, code):
    response = client.get(address)
    assert response.status_code == status
    assert response.json["error"]["code"] == code
    assert response.json["error"]["message"]


def test_a_method_that_is_not_taken_is_json_too(client):
    response = client.post("/api/search")
    assert response.status_code == 405
    assert response.json["error"]["code"] == "MethodNotAllowed"
    assert "GET" in response.headers["Allow"]
