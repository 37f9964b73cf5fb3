from dataclasses import replace

from flask import Flask, Response

from webapp.delivery import caching


def test_a_page_that_has_not_changed_is_not_sent_again(client):
    first = client.get("/?q=Mossoul")
    assert first.headers["Cache-Control"] == "no-cache"
    again = client.get("/?q=Mossoul", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]
    assert "Content-Security-Policy" in again.headers


def test_a_page_that_has_changed_is_sent(client, engine, browse):
    tag = client.get("/release/nato:news_1:fr").headers["ETag"]
    document = engine.get("nato:news_1:fr")
    changed = replace(document, release=replace(document.release, title="Un autre titre"))
    client = browse(replace(engine, documents=(changed,)))
    again = client.get("/release/nato:news_1:fr", headers={"If-None-Match": tag})
    assert again.status_code == 200
    assert "Un autre titre" in again.text


def test_compressed_or_not_it_is_the_same_page(client):
    tag = client.get("/", headers={"Accept-Encoding": "gzip"}).headers["ETag"]
    assert client.get("/", headers={"If-None-Match": tag}).status_code == 304


def test_what_failed_is_not_kept(client):
    assert "ETag" not in client.get("/nowhere").headers


def test_what_an_answer_says_itself_about_keeping_stands_alone():
    app = Flask(__name__)

    @app.get("/list")
    def whole():
        return Response("une ligne", headers={"cache-control": "no-store", "etag": '"own"'})

    caching.attach(app)
    answer = app.test_client().get("/list")
    assert answer.headers.getlist("Cache-Control") == ["no-store"]
    assert answer.headers.getlist("ETag") == ['"own"']
