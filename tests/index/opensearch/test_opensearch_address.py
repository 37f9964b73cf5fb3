"""What an address may say, and what it may not."""

from __future__ import annotations

import pytest

from index.engines.opensearch.address import Address
from index.engines.opensearch.client import told
from index.engines.opensearch.errors import BadEngineUrl


def test_an_address_names_nodes_and_an_archive(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DEPECHE_ENGINE_USER", "reader")
    monkeypatch.setenv("DEPECHE_ENGINE_PASSWORD", "mot de passé")
    monkeypatch.setenv("DEPECHE_ENGINE_TIMEOUT", "2.5")
    found = Address.of("https://a.example:9200,b.example:9200/depeche/")
    assert found.nodes == ("https://a.example:9200", "https://b.example:9200")
    assert (found.name, found.user, found.seconds) == ("depeche", "reader", 2.5)
    assert "passé" not in repr(found)


@pytest.mark.parametrize(
    ("url", "problem"),
    [
        ("localhost:9200/depeche", "neither"),
        ("ftp://host/depeche", "neither"),
        ("http://host:9200", "no name"),
        ("http://host:9200/", "no name"),
        ("http://host:9200/Dépêche", "no name"),
        ("http://host:9200/_all", "no name"),
        ("http://host:9200/a*", "no name"),
        ("http:///depeche", "no host"),
        ("http://host:port/depeche", "no number"),
        ("http://me:secret@host:9200/depeche", "passwords"),
    ],
)
def test_what_is_no_address_is_told(url: str, problem: str) -> None:
    with pytest.raises(BadEngineUrl) as caught:
        Address.of(url)
    assert problem in str(caught.value)
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("value", ["soon", "0", "-1", "nan"])
def test_a_time_that_is_none_is_told(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("DEPECHE_ENGINE_TIMEOUT", value)
    with pytest.raises(BadEngineUrl, match="DEPECHE_ENGINE_TIMEOUT"):
        Address.of("http://host:9200/depeche")


def test_of_an_answer_the_cause_is_told() -> None:
    info = {"error": {"reason": "all shards failed", "root_cause": [{"reason": "no such field"}]}}
    assert told(info) == "no such field"
    assert told("plain") == "plain"
