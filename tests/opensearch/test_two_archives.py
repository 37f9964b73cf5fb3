"""An address that two archives are given by mistake: the second one is told and changes nothing."""

from __future__ import annotations

import shutil

import pytest

from indexer.store import Store
from tests.opensearch.conftest import split
from tests.opensearch.nodes import ask


@pytest.fixture
def other(tmp_path):
    """Return a data folder in which there is nothing yet."""
    return tmp_path / "other"


def releases(data) -> list[str]:
    with Store(data) as store:
        return store.release_ids()


def test_another_archive_reads_and_does_not_write(
    depeche, indexed, other, more, within, engine_url, alias, count
) -> None:
    before, held = alias(), count(indexed)
    said = depeche("index", more, "--data", other, *within)
    assert said.code == 2
    assert engine_url in said.err
    assert "--take-over" in said.err
    assert releases(other) == []
    assert depeche("index", more, "--data", other).code == 0
    assert depeche("reindex", "--data", other, *within).code == 2
    assert depeche("entities", "hide", "place:mons", "--data", other, *within).code == 2
    assert (alias(), count(indexed)) == (before, held)
    assert count(other) == held


def test_it_may_take_the_index_over_and_then_the_first_is_told(
    depeche, indexed, other, more, within, count
) -> None:
    assert depeche("index", more, "--data", other, "--take-over", *within).code == 0
    assert count(other) == 1
    assert depeche("reindex", "--data", indexed, *within).code == 2
    assert depeche("index", more, "--data", indexed, *within).code == 2
    assert count(other) == 1
    assert depeche("reindex", "--data", indexed, "--take-over", *within).code == 0
    assert count(indexed) == len(releases(indexed))


def test_a_copy_of_an_archive_is_the_same_archive(depeche, indexed, more, other, within, count):
    held = count(indexed)
    shutil.copytree(indexed, other)
    assert depeche("index", more, "--data", other, *within).code == 0
    assert count(indexed) == held + 1


@pytest.mark.usefixtures("indexed")
def test_an_index_that_tells_no_archive_is_anybodys(
    depeche, other, more, within, engine_url, count
) -> None:
    """So are those that a program wrote which did not ask."""
    node, name = split(engine_url)
    for one in (name, f"{name}-superseded"):
        ((index, facts),) = ask(node, "GET", f"/{one}/_mapping").items()
        meta = facts["mappings"]["_meta"]
        assert meta.pop("archive")
        ask(node, "PUT", f"/{index}/_mapping", {"_meta": meta})
    assert depeche("reindex", "--data", other, *within).code == 2  # it has no archive.db
    assert depeche("index", more, "--data", other).code == 0
    assert depeche("reindex", "--data", other, *within).code == 0
    assert count(other) == 1
