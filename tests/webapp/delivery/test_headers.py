import pytest
from flask import Flask, Response

from webapp.delivery import headers
from webapp.delivery.headers import HEADERS

PAGES = [
    "/",
    "/release/nato:news_1:fr",
    "/api/search",
    "/nowhere",
    "/healthz",
    "/static/depeche.css",
]


@pytest.mark.parametrize("address", [*PAGES, "/static/depeche.css"])
def test_every_answer_has_them(client, address):
    answer = client.get(address)
    assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS


def test_nothing_within_a_page_may_run_or_style(client):
    policy = client.get("/").headers["Content-Security-Policy"]
    directives = dict(part.strip().split(" ", 1) for part in policy.split(";"))
    assert directives["default-src"] == "'none'"
    assert directives["frame-ancestors"] == "'none'"
    assert "unsafe" not in policy
    assert "http" not in policy


def test_https_is_held_to_only_where_the_reader_came_by_it(client):
    assert "Strict-Transport-Security" not in client.get("/").headers
    assert client.get("/", base_url="https://x").headers["Strict-Transport-Security"]


def test_a_header_that_an_answer_has_itself_is_not_sent_twice():
    app = Flask(__name__)

    @app.get("/frame")
    def frame():
        return Response(headers={"x-frame-options": "SAMEORIGIN"})

    headers.attach(app)
    answer = app.test_client().get("/frame")
    assert answer.headers.getlist("X-Frame-Options") == ["SAMEORIGIN"]
    assert set(HEADERS) <= {*answer.headers.keys(), "X-Frame-Options"}
