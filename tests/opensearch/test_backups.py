"""An archive is brought back from a snapshot, with its alias: what docs/scaling.md says to do."""

from __future__ import annotations

from tests.opensearch.conftest import split
from tests.opensearch.nodes import ask


def test_a_snapshot_brings_the_archive_back(depeche, indexed, within, engine_url, count) -> None:
    node, name = split(engine_url)
    releases = count(indexed)
    place = {"type": "fs", "settings": {"location": name}}
    assert ask(node, "PUT", f"/_snapshot/{name}", place) == {"acknowledged": True}
    only = {"indices": f"{name}*", "include_global_state": False}
    taken = ask(node, "PUT", f"/_snapshot/{name}/first?wait_for_completion=true", only)
    assert taken["snapshot"]["state"] == "SUCCESS"
    ask(node, "DELETE", f"/{name}*")
    said = depeche("search", "OTAN", "--data", indexed, *within)
    assert said.code == 2
    assert "no index" in said.err
    back = ask(node, "POST", f"/_snapshot/{name}/first/_restore?wait_for_completion=true", only)
    assert back["snapshot"]["shards"]["failed"] == 0
    assert count(indexed) == releases
    ask(node, "DELETE", f"/_snapshot/{name}")
