"""--engine and --engine-url: every command that opens an index opens the one that is meant.

What stands for a cluster here is a folder an address; tests/opensearch has real ones.
"""

from __future__ import annotations

import json
import shutil
import sys
from types import SimpleNamespace

import pytest

from depeche.cli import COMMANDS, cli, run
from depeche.commands import show
from index.engines.whoosh import WhooshEngine, WhooshWriter
from webapp import create_app

URL = "https://search:9200/depeche"
TEXT = (
    "La délégation visite {place}\n\n  • 12 Mar. 2019 -\n  • |\n  • Mis à jour le: 12 Mar. 2019"
    " 10:00\n\nLa délégation a été reçue au quartier général par le général Dupuis, qui a présenté"
    " les travaux en cours. Elle a ensuite visité le musée des transmissions de {place}.\n"
)


@pytest.fixture
def opened(tmp_path, monkeypatch):
    """Stand for a cluster; return the addresses that have been opened."""
    seen = set()

    def place(url):
        seen.add(url)
        return tmp_path / "cluster" / url.rpartition("/")[2]

    def engine(url, data, ranking, thesaurus_of):
        return WhooshEngine(place(url), ranking, thesaurus_of or data)

    def writer(url, _data, *, rebuild, jobs, owner):
        assert owner.id
        made = WhooshWriter(place(url), rebuild=rebuild, jobs=jobs)
        made.troubles.append(f"{url} had to be asked twice.")
        return made

    def reach(url, owner):
        seen.add(url)
        assert owner.id

    room = SimpleNamespace(OpenSearchEngine=engine, OpenSearchWriter=writer, reach=reach)
    monkeypatch.setitem(sys.modules, "index.engines.opensearch", room)
    return seen


@pytest.fixture
def data(tmp_path):
    return tmp_path / "data"


@pytest.fixture
def depeche(tmp_path, data, capsys):
    """Run a command on the archive; return its exit code, its output and its complaints."""
    (tmp_path / "visite.txt").write_text(TEXT.format(place="Mons"), "utf-8")

    def depeche(*arguments):
        code = run([*arguments, "--data", str(data)])
        return code, *capsys.readouterr()

    return depeche


@pytest.fixture
def on_cluster(opened, depeche, tmp_path):
    depeche("index", str(tmp_path / "visite.txt"), "--jobs", "1", "--engine-url", URL)
    opened.clear()
    return depeche


BOTH = {URL, f"{URL}-superseded"}
ASKED = [
    (["reindex", "--jobs", "1"], "1 release written", BOTH),
    (["search", "Mons"], "1 release", {URL}),
    (["search", "Mons", "--all-captures"], "1 release", BOTH),
    (["stats"], "1 release in the index", {URL}),
    (["check"], "1 release: nothing is damaged", BOTH),
    (["export", "--jsonl", "-"], "visite", {URL}),
    (["entities", "list"], "place:mons", {URL}),
    (["entities", "show", "place:mons"], "releases", {URL}),
    (["entities", "unknown"], "", {URL}),
    (["entities", "export", "-"], "place:mons", {URL}),
    (["entities", "hide", "place:mons", "--jobs", "1"], "1 release written", BOTH),
    (["entities", "merge", "place:mons", "place:konya", "--jobs", "1"], "concerned", BOTH),
    (["entities", "rename", "place:mons", "--en", "Bergen", "--jobs", "1"], "concerned", BOTH),
    (["entities", "split", "place:mons", "Mons", "place:konya", "--jobs", "1"], "written", BOTH),
]


@pytest.mark.parametrize(("arguments", "told", "addresses"), ASKED)
def test_each_command_asks_the_cluster_and_no_folder(
    on_cluster, opened, data, arguments, told, addresses
) -> None:
    code, out, _ = on_cluster(*arguments, "--engine-url", URL)
    assert (code, opened) == (0, addresses)
    assert told in out
    assert not (data / "index").exists()


def test_an_index_of_replaced_texts_that_is_gone_is_missed_where_it_was(
    on_cluster, data, tmp_path
) -> None:
    shutil.rmtree(tmp_path / "cluster" / "depeche-superseded")
    code, out, _ = on_cluster("check", "--engine-url", URL)
    assert code == 1
    assert f"There is no index of replaced texts at {URL}-superseded." in out
    assert str(data) not in out


def test_evaluate_and_import_ask_it_too(on_cluster, opened, data, tmp_path) -> None:
    (tmp_path / "judged.tsv").write_text("Mons\tnone\t1\n", "utf-8")
    _, out, err = on_cluster("evaluate", str(tmp_path / "judged.tsv"), "--engine-url", URL)
    assert "not in the index: none" in err
    assert "mean" in out
    (tmp_path / "table.csv").write_text("id,kind,fr\n,place,Binche\n", "utf-8")
    code, out, _ = on_cluster(
        "entities", "import", str(tmp_path / "table.csv"), "--engine-url", URL
    )
    assert (code, opened) == (0, BOTH)
    assert "1 added" in out
    assert not (data / "index").exists()


def test_what_is_served_is_the_cluster(on_cluster, opened, monkeypatch) -> None:
    configs = []
    monkeypatch.setattr(show, "serve_app", lambda config, *_: configs.append(config))
    assert on_cluster("serve", "--engine-url", URL)[0] == 0
    answer = create_app(configs[0]).test_client().get("/readyz")
    assert (answer.text, opened) == ("ready: 1\n", {URL})


def test_a_machine_that_only_shows_a_cluster_needs_no_archive_db(
    on_cluster, data, monkeypatch
) -> None:
    configs = []
    monkeypatch.setattr(show, "serve_app", lambda config, *_: configs.append(config))
    (data / "archive.db").unlink()
    code, _, err = on_cluster("serve", "--engine-url", URL)
    assert code == 0
    assert "There is no archive.db" in err
    client = create_app(configs[0]).test_client()
    assert [client.get(at).status_code for at in ("/?q=Mons", "/about", "/explore")] == [200] * 3


def test_the_environment_chooses_and_the_command_line_counts_more(
    on_cluster, opened, monkeypatch
) -> None:
    monkeypatch.setenv("DEPECHE_ENGINE_URL", URL)
    assert on_cluster("search", "Mons")[0] == 0
    assert on_cluster("search", "Mons", "--engine", "whoosh")[0] == 2  # it has no index yet
    assert opened == {URL}
    monkeypatch.setenv("DEPECHE_ENGINE", "whoosh")
    assert on_cluster("search", "Mons")[0] == 2
    assert on_cluster("search", "Mons", "--engine-url", URL)[0] == 0


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--engine", "opensearch"], "--engine-url"),
        (["--engine", "lucene"], "opensearch"),
        (["--engine", "whoosh", "--engine-url", URL], "--engine opensearch"),
    ],
)
def test_half_a_choice_is_told_and_ends_with_2(depeche, arguments, told) -> None:
    code, _, err = depeche("search", "Mons", *arguments)
    assert code == 2
    assert told in err


def test_an_index_in_a_folder_is_nobody_elses(depeche) -> None:
    code, _, err = depeche("reindex", "--take-over")
    assert code == 2
    assert "--engine-url" in err


def test_what_the_engine_had_trouble_with_is_told_once_all_is_written(opened, depeche) -> None:
    del opened
    for command in (["index", "."], ["reindex"]):
        code, _, err = depeche(*command, "--jobs", "1", "--engine-url", URL)
        assert code in {0, 1}
        assert f"Note: {URL} had to be asked twice." in err
        assert f"Note: {URL}-superseded had to be asked twice." in err


def test_an_index_that_another_engine_has_overtaken_is_built_anew(
    on_cluster, data, tmp_path
) -> None:
    visit, index = tmp_path / "visite.txt", ("index", str(tmp_path / "visite.txt"), "--jobs", "1")
    for place in ("Binche", "Konya"):
        visit.write_text(TEXT.format(place=place), "utf-8")
        for choice in ([], ["--engine-url", URL]):
            assert on_cluster(*index, *choice)[0] == 0
            _, out, _ = on_cluster("search", place, "--json", *choice)
            assert json.loads(out)["total"] == 1
    assert (data / "index").exists()


def test_no_command_that_opens_an_index_lacks_the_choice() -> None:
    without = {"fetch", "history", "copies", "demo", "explain", "sample"}
    context = cli.make_context("depeche", ["search"])
    for name in COMMANDS.keys() - {"entities"}:
        command = cli.get_command(context, name)
        has = {"engine", "engine_url"} <= {one.name for one in command.params}
        assert has is (name not in without), name
    group = cli.get_command(context, "entities")
    for command in group.commands.values():
        assert {"engine", "engine_url"} <= {one.name for one in command.params}, command.name
