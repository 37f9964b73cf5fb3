"""Which engine is meant, what it is told, and what is said where it cannot be had."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from types import SimpleNamespace

import pytest

from index import engines
from index.engines import ENGINES, EngineChoice, open_engine, open_writer
from index.engines.errors import EngineNotInstalled, NoEngineUrl, UnknownEngine
from index.writing import Owner

URL = "https://search:9200/depeche"
ROOM = "index.engines.opensearch"


def test_an_address_alone_is_of_a_cluster_and_a_name_counts_more() -> None:
    assert EngineChoice.of() == EngineChoice("whoosh")
    assert EngineChoice.of(url=f" {URL} ") == EngineChoice("opensearch", URL)
    assert EngineChoice.of("whoosh", URL) == EngineChoice("whoosh")


def test_what_does_not_exist_is_told_with_what_does(tmp_path) -> None:
    for opening in (open_engine, open_writer):
        with pytest.raises(UnknownEngine, match="'lucene'; there is whoosh, opensearch"):
            opening(tmp_path, "lucene")
        with pytest.raises(NoEngineUrl, match="needs the address") as caught:
            opening(tmp_path, "opensearch")
        assert "--engine-url" in caught.value.hint


def test_a_cluster_is_told_all_that_whoosh_is(tmp_path, monkeypatch) -> None:
    def told(*given, **more):
        return given, more

    monkeypatch.setitem(
        sys.modules, ROOM, SimpleNamespace(OpenSearchEngine=told, OpenSearchWriter=told)
    )
    chosen, ranking = EngineChoice("opensearch", URL), engines.Ranking(near=2)
    opened = chosen.open(tmp_path / "a", ranking, thesaurus_of=tmp_path, warmed=True)
    assert opened == ((URL, tmp_path / "a", ranking, tmp_path), {})
    chosen = replace(chosen, owner=Owner(takes_over=True)).owned("a")
    writer = chosen.beside("superseded").writer(tmp_path, rebuild=True, jobs=3)
    given = {"rebuild": True, "jobs": 3, "owner": Owner("a", takes_over=True)}
    assert writer == ((f"{URL}-superseded", tmp_path), given)


def test_without_the_extra_it_is_told_how_to_get_it(tmp_path, monkeypatch) -> None:
    def missing(name):
        raise ModuleNotFoundError(name=name)

    monkeypatch.setattr(engines, "import_module", lambda _: missing("opensearchpy.exceptions"))
    with pytest.raises(EngineNotInstalled) as caught:
        open_engine(tmp_path, "opensearch", url=URL)
    assert "pip install 'depeche[opensearch]'" in caught.value.hint
    monkeypatch.setattr(engines, "import_module", lambda _: missing("certifi"))
    with pytest.raises(ModuleNotFoundError):  # a damaged installation is no missing extra
        open_engine(tmp_path, "opensearch", url=URL)


def test_the_extra_is_imported_only_where_it_is_asked_for() -> None:
    program = (
        "import sys, depeche.commands.ask, depeche.commands.archive;"
        "print([one for one in sys.modules if 'opensearch' in one])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    assert done.stdout == b"[]\n"
    assert ENGINES[0] == engines.DEFAULT
