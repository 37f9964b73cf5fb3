"""What the page of the archive over time counts is counted once for each commit."""

from collections import Counter

import pytest


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
