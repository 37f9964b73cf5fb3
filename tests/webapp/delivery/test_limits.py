import time

import pytest

from index import deadline
from webapp import WebConfig, create_app
from webapp.config import Limits

APIS = ["/?lang=en", "/api/search?lang=en"]


@pytest.fixture
def limited(engine, tmp_path):
    def make(**limits):
        config = WebConfig(data=tmp_path, engine=engine, limits=Limits(**limits))
        return create_app(config).test_client()

    return make


@pytest.mark.parametrize("address", APIS)
def test_who_asks_too_often_is_told_when_to_come_back(limited, address):
    client = limited(rate=0.1, burst=2)
    answers = [client.get(address) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert 1 <= int(answers[2].headers["Retry-After"]) <= 10
    assert f"Wait {answers[2].headers['Retry-After']} s," in answers[2].text
    other = client.get(address, environ_base={"REMOTE_ADDR": "198.51.100.7"})
    assert other.status_code == 200


def test_what_a_page_consists_of_and_what_watches_are_not_counted(limited):
    client = limited(rate=0.1, burst=1)
    assert client.get("/").status_code == 200
    for _ in range(3):
        assert client.get("/static/depeche.css").status_code == 200
        assert client.get("/healthz").status_code == 200
        assert client.get("/readyz").status_code == 200
    assert client.get("/").status_code == 429


@pytest.mark.parametrize("address", ["/?q=x&lang=en", "/api/search?q=x&lang=en"])
def test_a_question_that_takes_too_long_is_given_up_and_the_next_is_answered(
    limited, engine, monkeypatch, address
):
    answer = type(engine).search

    def endless(self, request):
        while request.query:
            deadline.check()
            time.sleep(0.001)
        return answer(self, request)

    monkeypatch.setattr(type(engine), "search", endless)
    client = limited(seconds=0.05)
    given_up = client.get(address)
    assert given_up.status_code == 503
    assert "given up after 0.05 s" in given_up.text
    assert client.get("/").status_code == 200


def test_the_limit_of_a_request_ends_with_it(limited):
    client = limited(seconds=1e-9)
    client.get("/")
    deadline.check()


def test_an_address_that_is_too_long_is_told(limited):
    client = limited(address=200)
    assert client.get("/?q=" + "x" * 150).status_code == 200
    refused = client.get("/?lang=en&q=" + "x" * 250)
    assert refused.status_code == 414
    assert "too long" in refused.text
