"""The nodes of the tests themselves: they start, they say why not, they end."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.opensearch import nodes
from tests.opensearch.fixtures import check_here


def test_a_node_answers_on_loopback(cluster) -> None:
    about = nodes.ask(cluster, "GET", "/")
    assert about["version"]["distribution"] == "opensearch"
    assert cluster.startswith("http://127.0.0.1:")


def test_a_node_ends_with_the_process_that_started_it(tmp_path) -> None:
    check_here()
    program = (
        "import os, pathlib, sys\n"
        "from tests.opensearch.nodes import Node\n"
        f"node = Node('one', pathlib.Path({str(tmp_path)!r}), 0, {{'http.port': '0'}})\n"
        "node.start()\n"
        "print(node.process.pid, flush=True)\n"
        "os.kill(os.getpid(), 9)\n"
    )
    started = subprocess.run(
        [sys.executable, "-c", program], cwd=nodes.ROOT, capture_output=True, text=True, check=False
    )
    assert nodes.ends(int(started.stdout), seconds=60)


def test_what_is_missing_is_named_and_so_is_what_to_do(monkeypatch, tmp_path) -> None:
    monkeypatch.setattr(nodes.shutil, "which", lambda name: name if name == "javac" else None)
    monkeypatch.setattr(nodes, "CLASS_PATH", tmp_path / "classpath.txt")
    assert nodes.missing() == (
        "the jars of OpenSearch are not fetched: there is no Maven here: install it, then run "
        "`make opensearch-jars`"
    )
    nodes.CLASS_PATH.write_text("/nowhere/opensearch.jar")
    assert "are gone: delete it and run `make opensearch-jars`" in nodes.missing()
    monkeypatch.setattr(nodes.shutil, "which", lambda _: None)
    assert nodes.missing().startswith("no Java 11 or later here")


def test_where_a_cluster_is_required_its_absence_fails(monkeypatch) -> None:
    monkeypatch.setattr("tests.opensearch.fixtures.missing", lambda: "no Java")
    monkeypatch.setenv("DEPECHE_OPENSEARCH", "required")
    with pytest.raises(pytest.fail.Exception, match="no Java"):
        check_here()
    monkeypatch.delenv("DEPECHE_OPENSEARCH")
    with pytest.raises(pytest.skip.Exception, match="no Java"):
        check_here()


def test_a_node_that_cannot_start_says_why(tmp_path) -> None:
    check_here()
    with (
        pytest.raises(nodes.NotStarted, match=r"unknown setting \[no.such\.setting\]"),
        nodes.running(tmp_path, no__such__setting="1"),
    ):
        pass
