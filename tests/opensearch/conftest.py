"""A small archive in a cluster, and the command line over it."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from depeche.cli import run
from indexer import pipeline, sample
from tests.opensearch.nodes import ask

if TYPE_CHECKING:
    from pathlib import Path

PAGES = 60


@dataclass
class Said:
    """What a command answered: its exit code, and what it printed."""

    code: int
    out: str
    err: str


NEW = (
    "<html lang='fr'><head><meta charset='utf-8'><title>Le jardin des cigognes</title>"
    "<meta property='article:published_time' content='2016-10-18'></head><body>"
    "<h1>Le jardin des cigognes</h1><p>La délégation a visité le musée des transmissions, puis le "
    "jardin des cigognes. Elle a été reçue à midi par le commandant de la base, qui lui a présenté "
    "les travaux en cours.</p></body></html>"
)


@pytest.fixture
def more(tmp_path):
    """Return a folder with a page that the archive does not have."""
    folder = tmp_path / "more"
    folder.mkdir()
    (folder / "cigognes.html").write_text(NEW, "utf-8")
    return folder


@pytest.fixture
def depeche(capsys):
    """Run a command of Dépêche."""

    def depeche(*arguments: object) -> Said:
        capsys.readouterr()
        code = run([str(argument) for argument in arguments])
        out, err = capsys.readouterr()
        return Said(code, out, err)

    return depeche


@pytest.fixture(scope="session")
def pages(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("sample")
    sample.write(folder, PAGES, 7)
    return folder


@pytest.fixture(scope="session")
def read(pages, tmp_path_factory) -> Path:
    """Return a data folder whose archive.db holds the pages; its index is Whoosh's."""
    data = tmp_path_factory.mktemp("read")
    pipeline.index([pages], data, pipeline.Options(jobs=1))
    return data


@pytest.fixture
def data(read, tmp_path) -> Path:
    """Return a copy of that folder, for the test alone."""
    return shutil.copytree(read, tmp_path / "data")


@pytest.fixture
def within(engine_url):
    """Return the options that name the engine."""
    return ("--engine", "opensearch", "--engine-url", engine_url)


@pytest.fixture
def indexed(depeche, data, within) -> Path:
    """Return the data folder once its releases are in the cluster."""
    said = depeche("reindex", "--data", data, *within)
    assert said.code == 0, said.err
    return data


def split(engine_url: str) -> tuple[str, str]:
    """Cut an archive's URL into the node's and the name of the archive."""
    node, _, name = engine_url.rpartition("/")
    return node, name


def aliases(engine_url: str) -> dict[str, list[str]]:
    """Return which aliases of an archive lead to which indices."""
    node, name = split(engine_url)
    found: dict[str, list[str]] = {}
    for index, facts in ask(node, "GET", f"/{name}*/_alias").items():
        for alias in facts.get("aliases", {}):
            found.setdefault(alias, []).append(index)
    return {alias: sorted(indices) for alias, indices in sorted(found.items())}


@pytest.fixture
def alias(engine_url):
    """Return what tells which aliases of the test's archive lead where, at any time."""
    return lambda: aliases(engine_url)


@pytest.fixture
def count(depeche, within):
    """Return what tells how many releases a search for everything finds."""

    def count(data: Path, *others: str) -> int:
        said = depeche("search", "", "--json", "--limit", 0, "--data", data, *within, *others)
        assert said.code == 0, said.err
        return json.loads(said.out)["total"]

    return count
