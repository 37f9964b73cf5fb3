"""The command line as a person meets it: words, exit codes, JSON."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from depeche.cli import COMMANDS, run

ROOT = Path(__file__).parents[2]
RELEASE = ROOT.parent / "shared/data/release/nato_news_136011_fr.txt"
TEXT = """La délégation visite Mons

  • 12 Mar. 2019 -
  • |
  • Mis à jour le: 12 Mar. 2019 10:00

La délégation a été reçue au quartier général par le général Dupuis, qui a présenté les travaux en
cours. Elle a ensuite visité le musée des transmissions, puis le jardin des cigognes.
"""


@pytest.fixture
def data(tmp_path):
    return tmp_path / "data"


@pytest.fixture(scope="module")
def original(tmp_path_factory):
    folder = tmp_path_factory.mktemp("archive")
    page, data = folder / "visite.txt", folder / "data"
    page.write_text(TEXT, "utf-8")
    assert run(["index", str(page), "--data", str(data), "--jobs", "1"]) == 0
    return data


@pytest.fixture
def archive(original, data, capsys):
    """Return an archive of the test's own."""
    capsys.readouterr()
    return shutil.copytree(original, data)


def test_index_says_what_it_did(tmp_path, data, capsys):
    (tmp_path / "visite.txt").write_text(TEXT, "utf-8")
    assert run(["index", str(tmp_path / "visite.txt"), "--data", str(data)]) == 0
    out = capsys.readouterr().out
    assert "1 page: 1 new, 0 changed, 0 unchanged, 0 refused." in out
    assert "1 release written to the index" in out


def test_refusals_are_listed_and_told_by_the_exit_code(tmp_path, data, capsys):
    (tmp_path / "visite.txt").write_text(TEXT, "utf-8")
    (tmp_path / "vide.htm").write_bytes(b"")
    assert run(["index", str(tmp_path), "--data", str(data)]) == 1
    captured = capsys.readouterr()
    assert "1 refused" in captured.out
    assert "refused (empty)" in captured.err
    assert run(["stats", "--refused", "--data", str(data)]) == 0
    assert "vide.htm is empty" in capsys.readouterr().out


def test_a_search_shows_title_date_and_passage(archive, capsys):
    assert run(["search", "cigognes", "--data", str(archive)]) == 0
    out = capsys.readouterr().out
    assert "1 release (" in out
    assert "1. La délégation visite Mons" in out
    assert "12 Mar 2019" in out
    assert "jardin des cigognes" in out


def test_json_has_the_documented_form(archive, capsys):
    assert run(["search", "cigognes", "--json", "--data", str(archive)]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert set(answer) == {
        *("query", "total", "took_ms", "corrected", "expanded", "problems", "hits", "facets")
    }
    assert answer["total"] == 1
    hit = answer["hits"][0]
    assert set(hit) == {"id", "title", "date", "url", "kind", "score", "snippet"}
    assert hit["date"] == "2019-03-12"
    assert "<mark>cigognes</mark>" in hit["snippet"]
    assert {"year", "person", "place", "organisation", "kind"} <= set(answer["facets"])
    assert answer["facets"]["year"][0]["value"] == "2019"
    assert answer["facets"]["year"][0]["count"] == 1


@pytest.mark.parametrize(
    ("options", "total"),
    [
        (["--from", "2019"], 1),
        (["--from", "2019-03", "--to", "2019-03"], 1),
        (["--to", "2019-02"], 0),
        (["--place", "Mons"], 1),
        (["--place", "mons", "--place", "Paris"], 1),
        (["--place", "Paris"], 0),
        (["--undated"], 0),
        (["--kind", "discours"], 0),
    ],
)
def test_filters_narrow(archive, capsys, options, total):
    assert run(["search", "cigognes", "--json", "--data", str(archive), *options]) == 0
    assert json.loads(capsys.readouterr().out)["total"] == total


@pytest.mark.skipif(not RELEASE.exists(), reason="the real release is not at hand")
def test_the_real_release_is_found_first(data, capsys):
    assert run(["index", str(RELEASE), "--data", str(data)]) == 0
    capsys.readouterr()
    place = ["--from", "2016-10", "--to", "2016-12", "--place", "Iraq"]
    assert run(["search", "Mossoul AWACS", "--data", str(data), "--json", *place]) == 0
    hit = json.loads(capsys.readouterr().out)["hits"][0]
    assert (hit["id"], hit["date"]) == ("nato:news_136011:fr", "2016-10-18")


def test_without_an_index_the_sentence_says_what_to_do(data, capsys):
    assert run(["search", "x", "--data", str(data)]) == 2
    err = capsys.readouterr().err
    assert "no index" in err
    assert "depeche index" in err


@pytest.mark.parametrize(
    "arguments",
    [
        ["search", "x", "--from", "hier"],
        ["search", "x", "--kind", "roman"],
        ["search", "x", "--limit", "-1"],
        ["index"],
        ["index", "/nowhere/at/all"],
        ["unknown"],
    ],
)
def test_wrong_arguments_are_told_in_a_sentence_and_exit_with_2(archive, capsys, arguments):
    place = ["--data", str(archive)] if arguments[0] in {"search", "index"} else []
    assert run([*arguments, *place]) == 2
    err = capsys.readouterr().err
    assert err
    assert "Traceback" not in err


@pytest.mark.parametrize(
    "query", ["", "x" * 10_000, "ET OU SAUF", '"', "((((", "\N{GRINNING FACE}", "-", "*", "\udce9"]
)
def test_whatever_is_typed_is_answered(archive, query):
    assert run(["search", query, "--data", str(archive)]) == 0


def test_explain_shows_each_field_and_its_rule(tmp_path, capsys):
    (tmp_path / "visite.txt").write_text(TEXT, "utf-8")
    assert run(["explain", str(tmp_path / "visite.txt")]) == 0
    out = capsys.readouterr().out
    assert re.search(r"title +La délégation visite Mons\n +by ", out)
    assert re.search(r"date +2019-03-12\n +by ", out)
    assert "place:mons (Mons)" in out


def test_explain_takes_one_page_of_an_archive_by_its_origin(tmp_path, capsys):
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("1.htm", "<h1>Une</h1><p>Le ministre est venu à Mossoul.</p>")
        archive.writestr("2.htm", "<h1>Deux</h1><p>Le ministre est venu à Mossoul.</p>")
    assert run(["explain", f"{tmp_path}/a.zip!2.htm"]) == 0
    out = capsys.readouterr().out
    assert "Deux" in out
    assert "Une" not in out
    assert run(["explain", f"{tmp_path}/a.zip!3.htm"]) == 1


def test_explain_tells_why_a_page_is_refused(tmp_path, capsys):
    (tmp_path / "vide.htm").write_bytes(b"")
    assert run(["explain", str(tmp_path / "vide.htm")]) == 1
    assert "is empty" in capsys.readouterr().err


def test_stats_check_and_reindex_work_on_a_whole_archive(archive, capsys):
    assert run(["stats", "--data", str(archive)]) == 0
    assert "1 release in the index, 12 Mar 2019" in capsys.readouterr().out
    assert run(["stats", "--json", "--data", str(archive)]) == 0
    assert json.loads(capsys.readouterr().out)["index"]["releases"] == 1
    assert run(["check", "--data", str(archive)]) == 0
    assert run(["reindex", "--data", str(archive)]) == 0
    assert run(["check", "--data", str(archive)]) == 0


def test_sample_writes_pages_that_can_be_indexed(tmp_path, data, capsys):
    assert run(["sample", "--count", "12", "--seed", "3", "--into", str(tmp_path / "pages")]) == 0
    assert run(["index", str(tmp_path / "pages"), "--data", str(data)]) == 0
    assert "0 refused" in capsys.readouterr().out


@pytest.mark.parametrize("name", COMMANDS)
def test_each_command_has_help_with_an_example_and_stands_in_the_readme(name, capsys):
    assert run([name, "--help"]) == 0
    out = capsys.readouterr().out
    assert f"Example: depeche {name}" in out
    assert f"depeche {name}" in (ROOT / "README.md").read_text("utf-8")


def test_no_page_can_steer_the_terminal(tmp_path, data, capsys):
    evil = TEXT.replace("visite Mons", "visite \x1b[2J\x07Mons")
    (tmp_path / "visite.txt").write_text(evil, "utf-8")
    run(["index", str(tmp_path / "visite.txt"), "--data", str(data)])
    run(["search", "cigognes", "--data", str(data)])
    run(["explain", str(tmp_path / "visite.txt")])
    out = capsys.readouterr().out
    assert "\x07" not in out
    assert "\x1b[2J" not in out


def test_demo_makes_indexes_serves_and_stops_when_told(tmp_path):
    command = [sys.executable, "-m", "depeche", "demo", "--count", "15", "--port", "0"]
    process = subprocess.Popen(
        [*command, "--data", str(tmp_path)],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
        cwd=ROOT,
    )
    try:
        lines = []
        for line in process.stdout:
            lines.append(line)
            if line.startswith("Serving http://127.0.0.1:"):
                break
        process.send_signal(signal.SIGINT)
        assert process.wait(30) in {0, 130}
    finally:
        process.kill()
        process.stdout.close()
        process.wait()
    assert "sample pages" in lines[0]
    assert lines[-1].startswith("Serving")
