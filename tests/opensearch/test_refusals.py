"""What a cluster may refuse: one clear sentence each, exit code 2, and the alias where it was."""

from __future__ import annotations

import json
import time

import pytest

from index.schema import SCHEMA_VERSION
from indexer.store import Store
from tests.opensearch.conftest import split
from tests.opensearch.front import fronted
from tests.opensearch.nodes import ask, free_ports


def engine(url: str) -> tuple[str, ...]:
    return ("--engine", "opensearch", "--engine-url", url)


def test_an_unreachable_cluster_is_named_and_the_next_run_makes_up_for_it(
    depeche, pages, tmp_path, within, count
) -> None:
    address = f"http://127.0.0.1:{free_ports(1)[0]}"
    data = tmp_path / "data"
    for command in (("index", pages), ("search", "OTAN")):
        said = depeche(*command, "--data", data, *engine(f"{address}/archive"))
        assert said.code == 2
        assert address.rpartition("/")[2] in said.err
        assert "Traceback" not in said.err
    with Store(data) as store:
        assert store.release_ids() == []  # it was asked before any page was read
    assert depeche("index", pages, "--data", data, *within).code < 2
    assert count(data) > 50


@pytest.mark.parametrize("rebuild", [False, True])
def test_a_foreign_index_of_the_same_name_is_left_alone(
    depeche, data, pages, within, engine_url, rebuild
) -> None:
    node, name = split(engine_url)
    theirs = {"mappings": {"properties": {"day": {"type": "text"}, "stored": {"type": "long"}}}}
    ask(node, "PUT", f"/{name}", theirs)
    ask(node, "POST", f"/{name}/_doc?refresh=true", {"day": "Dienstag", "stored": 3})
    command = ("reindex",) if rebuild else ("index", pages)
    said = depeche(*command, "--data", data, *within)
    assert said.code == 2
    assert name in said.err
    mapping = ask(node, "GET", f"/{name}/_mapping")[name]
    assert mapping["mappings"]["properties"].keys() == theirs["mappings"]["properties"].keys()
    assert ask(node, "GET", f"/{name}/_count")["count"] == 1


@pytest.mark.parametrize("rebuild", [False, True])
def test_a_mapping_that_has_been_changed_is_told_and_nothing_is_switched(
    depeche, indexed, more, within, engine_url, alias, rebuild
) -> None:
    """An incremental run cannot write to it; a rebuilt index has the right one again."""
    node, name = split(engine_url)
    before = alias()
    index = before[name][0]
    wrong = ask(node, "GET", f"/{index}/_mapping")[index]["mappings"]
    wrong["properties"] = {"day": {"type": "date"}, "body": {"type": "long"}}
    ask(node, "DELETE", f"/{index}")
    ask(node, "PUT", f"/{index}", {"mappings": wrong, "aliases": {name: {}}})
    command = ("reindex",) if rebuild else ("index", more)
    said = depeche(*command, "--data", indexed, *within)
    if rebuild:
        assert said.code == 0, said.err
        assert alias()[name] != before[name]
        return
    assert said.code == 2
    assert index in said.err
    assert alias()[name] == before[name]


def test_another_version_of_the_server_is_told(depeche, indexed, engine_url, alias) -> None:
    node, name = split(engine_url)
    before = alias()

    def older(path, body):
        if path.partition("?")[0] != "/":
            return body
        about = json.loads(body)
        about["version"]["number"] = "1.3.20"
        return json.dumps(about).encode()

    with fronted(node) as front:
        front.change = older
        for command in (("reindex",), ("search", "OTAN")):
            said = depeche(*command, "--data", indexed, *engine(f"{front.url}/{name}"))
            assert said.code == 2
            assert "1.3.20" in said.err
    assert alias() == before


def test_a_slow_node_is_told_after_the_time_that_is_allowed(
    depeche, indexed, engine_url, alias, monkeypatch
) -> None:
    node, name = split(engine_url)
    before = alias()
    monkeypatch.setenv("DEPECHE_ENGINE_TIMEOUT", "1")
    with fronted(node) as front:
        front.delay = 3.0
        for command in (("reindex",), ("search", "OTAN")):
            begun = time.monotonic()
            said = depeche(*command, "--data", indexed, *engine(f"{front.url}/{name}"))
            assert said.code == 2
            assert "1 s" in said.err
            assert time.monotonic() - begun < 30
    assert alias() == before


def test_an_index_of_another_schema_is_told_and_reindex_mends_it(
    depeche, indexed, within, engine_url, alias, count
) -> None:
    """The version stands in the index's own mapping, where an older program has written it."""
    node, name = split(engine_url)
    releases = count(indexed)
    (index,) = alias()[name]
    meta = ask(node, "GET", f"/{index}/_mapping")[index]["mappings"]["_meta"]
    assert meta["schema"] == SCHEMA_VERSION
    ask(node, "PUT", f"/{index}/_mapping", {"_meta": meta | {"schema": SCHEMA_VERSION - 1}})
    said = depeche("search", "OTAN", "--data", indexed, *within)
    assert said.code == 2
    assert f"version {SCHEMA_VERSION - 1}" in said.err
    assert "reindex" in said.err
    assert depeche("reindex", "--data", indexed, *within).code == 0
    assert count(indexed) == releases
