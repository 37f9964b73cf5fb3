"""What the page of the archive over time counts is counted once for each commit."""

from collections import Counter
from pathlib import Path

import pytest

from webapp import archive
from webapp.config import WebConfig


@pytest.fixture
def asked(engine, monkeypatch):
    """Count the searches of an engine."""
    counted, search = Counter(), engine.search

    def counting(request):
        counted["searches"] += 1
        return search(request)

    monkeypatch.setattr(engine, "search", counting)
    return counted


def test_a_second_reader_waits_for_no_search(client, asked):
    first = client.get("/explore")
    before = asked["searches"]
    assert before > 1
    assert client.get("/explore").data == first.data
    assert client.get("/explore?lang=en").status_code == 200
    assert asked["searches"] == before


def test_a_commit_is_seen_at_once(client, engine, asked):
    before, searched = client.get("/explore").data, asked["searches"]
    engine.documents = engine.documents[:1]
    assert client.get("/explore").data != before
    assert asked["searches"] > searched


def test_no_more_answers_are_kept_than_a_worker_has_room_for(engine, monkeypatch):
    monkeypatch.setattr(archive, "_MOST", 3)
    one = archive.Archive(WebConfig(data=Path("absent"), engine=engine))
    found = [one.once(name, lambda _, name=name: name * 2) for name in "abcdabcd"]
    assert found == [name * 2 for name in "abcdabcd"]
    assert len(one._known) <= 3


def test_an_answer_that_comes_after_a_commit_is_none_of_that_commit(engine, monkeypatch):
    monkeypatch.setattr(archive, "_MOST", 1)
    one = archive.Archive(WebConfig(data=Path("absent"), engine=engine))
    one.once("before", lambda _: "old")

    def late(_):
        engine.documents = engine.documents[:1]
        one.once("after", lambda _: "new")
        return "old"

    assert one.once("what", late) == "old"
    assert one.once("what", lambda _: "new") == "new"
