"""The plan of the house, read off the code."""

import ast
from pathlib import Path

import pytest

from index.errors import DepecheError

ROOT = Path(__file__).parents[1]
PACKAGES = ("index", "indexer", "webapp", "depeche")
MAY_IMPORT = {
    "index": {"index"},
    "indexer": {"indexer", "index"},
    "webapp": {"webapp", "index"},
    "depeche": set(PACKAGES),
}
FILES = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))


def imported(path: Path) -> set[str]:
    names = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module.split(".")[0])
    return names


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_layer_imports_only_what_is_beneath_it(path) -> None:
    package = path.relative_to(ROOT).parts[0]
    assert imported(path) & set(PACKAGES) <= MAY_IMPORT[package]


@pytest.mark.parametrize("name", ["record.py", "engine.py", "errors.py"])
def test_what_every_layer_shares_needs_only_the_standard_library(name) -> None:
    foreign = {"whoosh", "flask", "bs4", "lxml", "unidecode", "click", "numpy"}
    assert not imported(ROOT / "index" / name) & foreign


def test_the_query_language_knows_no_engine() -> None:
    for path in (ROOT / "index/query").glob("*.py"):
        assert not imported(path) & {"whoosh", "flask"}


def test_what_every_engine_answers_alike_knows_none_of_them() -> None:
    for path in (ROOT / "index/answering").glob("*.py"):
        assert "index.engines" not in path.read_text("utf-8"), path


def test_only_the_engine_of_a_cluster_needs_its_client() -> None:
    using = {path.relative_to(ROOT).parent for path in FILES if "opensearchpy" in imported(path)}
    assert using <= {Path("index/engines/opensearch")}


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_files_stay_readable(path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= 300


def test_test_modules_have_names_of_their_own() -> None:
    names = [path.name for path in (ROOT / "tests").rglob("test_*.py")]
    assert len(names) == len(set(names))


def test_every_error_is_a_sentence_with_something_to_do_next() -> None:
    # every module that has errors is imported by these
    import depeche.cli  # noqa: F401, PLC0415
    import index.engines.opensearch.errors  # noqa: F401, PLC0415

    def below(error):
        for child in error.__subclasses__():
            yield child
            yield from below(child)

    for error in below(DepecheError):
        sentence = (error.__doc__ or "").split("\n")[0]
        assert sentence.endswith("."), error
        assert error.hint or error.__subclasses__(), error


def test_data_files_state_what_they_are() -> None:
    for package in PACKAGES:
        for path in (ROOT / package).rglob("*"):
            if path.suffix in {".tsv", ".txt", ".toml"}:
                assert path.read_text("utf-8").startswith("#"), path
