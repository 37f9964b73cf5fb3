import gzip

import pytest
from flask import Flask, Response, stream_with_context

from webapp.delivery import compression


def body(answer):
    packed = answer.headers.get("Content-Encoding") == "gzip"
    return gzip.decompress(answer.data) if packed else answer.data


@pytest.mark.parametrize("address", ["/", "/release/nato:news_1:fr", "/api/search"])
def test_a_page_says_the_same_compressed_and_not(client, address):
    plain = client.get(address)
    packed = client.get(address, headers={"Accept-Encoding": "gzip, deflate, br"})
    assert "Content-Encoding" not in plain.headers
    assert packed.headers["Content-Encoding"] == "gzip"
    assert int(packed.headers["Content-Length"]) == len(packed.data) < len(plain.data)
    assert "Accept-Encoding" in packed.headers["Vary"]
    assert "Accept-Encoding" in plain.headers["Vary"]
    if not address.startswith("/api"):
        assert body(packed) == plain.data


@pytest.mark.parametrize("accepted", ["", "br", "gzip;q=0", "identity"])
def test_who_cannot_read_it_gets_it_plain(client, accepted):
    answer = client.get("/", headers={"Accept-Encoding": accepted})
    assert "Content-Encoding" not in answer.headers


def test_a_stream_is_compressed_as_it_comes_and_closed():
    app, made = Flask(__name__), []

    def rows():
        try:
            for number in range(50_000):
                made.append(number)
                yield f"{number};une ligne\n"
        finally:
            made.append("closed")

    @app.get("/list")
    def whole():
        return Response(stream_with_context(rows()), mimetype="text/csv")

    compression.attach(app)
    answer = app.test_client().get("/list", headers={"Accept-Encoding": "gzip"}, buffered=False)
    assert answer.headers["Content-Encoding"] == "gzip"
    assert len(made) < 50_000  # it has begun before all of it was made
    assert gzip.decompress(answer.data).count(b"\n") == 50_000
    assert made[-1] == "closed"


def test_what_an_answer_depends_on_besides_is_still_told():
    app = Flask(__name__)

    @app.get("/list")
    def whole():
        return Response("une ligne", headers={"vary": "Accept"})

    compression.attach(app)
    answer = app.test_client().get("/list", headers={"Accept-Encoding": "gzip"})
    assert answer.headers.getlist("Vary") == ["Accept, Accept-Encoding"]
