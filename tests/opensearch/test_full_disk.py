"""A cluster that finds its disk full makes all its indices read-only: this one is ours alone."""

from __future__ import annotations

import json
import time
from contextlib import contextmanager

import pytest

from tests.opensearch.conftest import split
from tests.opensearch.fixtures import check_here
from tests.opensearch.nodes import ask, running

WATERMARK = "cluster.routing.allocation.disk"
FULL = {
    f"{WATERMARK}.threshold_enabled": True,
    **{f"{WATERMARK}.watermark.{name}": "999tb" for name in ("low", "high", "flood_stage")},
}
"""By these settings every disk of less than 999 TB is full."""

KINDS = ("transient", "persistent")


@pytest.fixture(scope="module")
def cluster(tmp_path_factory):
    check_here()
    with running(tmp_path_factory.mktemp("full")) as started:
        yield started.url


@contextmanager
def full_disk(engine_url):
    """Have the cluster find its disk full and make its indices read-only, as it does by itself."""
    node, name = split(engine_url)
    ask(node, "PUT", "/_cluster/settings", {"transient": FULL})
    try:
        until = time.monotonic() + 60
        while name not in json.dumps(ask(node, "GET", "/_cluster/state/blocks")):
            assert time.monotonic() < until
            time.sleep(0.5)
        yield
    finally:
        ask(node, "PUT", "/_cluster/settings", {"transient": dict.fromkeys(FULL)})
        while ask(node, "GET", "/_cluster/state/blocks")["blocks"]:
            assert time.monotonic() < until + 60
            # what watches the disks may be at work yet, and sets its blocks once more
            none = {kind: {"cluster.blocks.create_index": None} for kind in KINDS}
            ask(node, "PUT", "/_cluster/settings", none)
            ask(node, "PUT", "/_all/_settings", {"index.blocks.read_only_allow_delete": None})
            time.sleep(0.5)


def test_a_full_disk_is_told_and_leaves_alias_and_releases_as_they_were(
    depeche, indexed, within, engine_url, alias, count, more
) -> None:
    before, releases = alias(), count(indexed)
    with full_disk(engine_url):
        for command in (("index", more), ("reindex",)):
            said = depeche(*command, "--data", indexed, *within)
            assert said.code == 2
            assert "read-only" in said.err
            assert "disk" in said.err
            assert alias() == before
            assert count(indexed) == releases
    said = depeche("index", more, "--data", indexed, *within)
    assert said.code == 0, said.err
    assert count(indexed) == releases + 1  # what was pending is written now
