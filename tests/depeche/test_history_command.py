"""`depeche history`: run as a person runs it, over pages that change."""

import datetime as dt
import json
import os
import shutil

import pytest

from depeche.cli import run
from index.engines.whoosh.arrays.container import ALIGNMENT

PAGE = """<!doctype html><html lang="fr"><head><title>Réunion du Conseil</title>
<link rel="canonical" href="https://www.exemple.fr/a"></head><body><main><h1>Réunion du Conseil</h1>
<p>Le Conseil s'est réuni {day} à Rome, pour la première fois depuis le sommet de Varsovie.</p>
<p>Les ministres ont parlé de la mer Noire, de la cyberdéfense et du budget commun. Ils ont décidé
de se revoir avant la fin de l'année, à une date que le Conseil fixera.</p></main></body></html>"""


@pytest.fixture
def archive(tmp_path, capsys):
    data = tmp_path / "data"
    page = tmp_path / "a.htm"
    for day in ("lundi", "mardi\x1b[2J"):
        page.write_text(PAGE.format(day=day), "utf-8")
        assert run(["index", str(page), "--data", str(data)]) == 0
    capsys.readouterr()
    run(["search", "--json", "--data", str(data)])
    release_id = json.loads(capsys.readouterr().out)["hits"][0]["id"]
    return release_id, data


def test_captures_are_told_with_what_changed_between_them(archive, capsys) -> None:
    release_id, data = archive
    assert run(["history", release_id, "--data", str(data)]) == 0
    out = capsys.readouterr().out
    assert "2 captures, 2 texts" in out
    assert "https://www.exemple.fr/a" in out
    assert "[-lundi-] {+mardi" in out
    assert out.count("sha256 ") == 2
    assert "\x1b" not in out


def test_json_has_every_piece(archive, capsys) -> None:
    release_id, data = archive
    assert run(["history", release_id, "--json", "--data", str(data)]) == 0
    told = json.loads(capsys.readouterr().out)
    assert [one["live"] for one in told["captures"]] == [False, True]
    pieces = told["changes"][0]["pieces"]
    assert "lundi" in "".join(one["text"] for one in pieces if one["kind"] == "removed")


def test_an_unknown_release_is_named(archive, capsys) -> None:
    assert run(["history", "page:none", "--data", str(archive[1])]) == 2
    assert "page:none" in capsys.readouterr().err


def test_a_phrase_of_an_earlier_capture_is_found_and_said_to_be_gone(archive, capsys) -> None:
    release_id, data = archive
    asked = ["search", "--all-captures", '"réuni lundi"', "--data", str(data)]
    assert run(asked) == 0
    out = capsys.readouterr().out
    assert "1 release, 0 by the present text" in out
    assert "no longer in the text" in out
    assert release_id in out
    assert run([*asked, "--json"]) == 0
    (hit,) = json.loads(capsys.readouterr().out)["hits"]
    assert hit["still"] is False
    assert "<mark>réuni lundi</mark>" in hit["snippet"]


def test_the_command_tells_the_earliest_capture_of_a_phrase_and_its_time(tmp_path, capsys) -> None:
    pages, data = tmp_path / "pages", tmp_path / "data"
    pages.mkdir()
    days = [dt.datetime(2016, 10, day, 8, 30, tzinfo=dt.UTC) for day in (20, 18, 19)]
    for number, (day, said) in enumerate(zip(days, ("jeudi", "lundi", "lundi"), strict=True)):
        path = pages / f"{number}.htm"
        path.write_text(PAGE.format(day=said), "utf-8")
        os.utime(path, (day.timestamp(), day.timestamp()))
    assert run(["index", str(pages), "--data", str(data), "--jobs", "1"]) == 0
    capsys.readouterr()
    asked = ["search", "--all-captures", "--data", str(data), "--json"]
    for phrase, day in (("réuni lundi", days[1]), ("réuni jeudi", days[0])):
        assert run([*asked, f'"{phrase}"']) == 0
        (hit,) = json.loads(capsys.readouterr().out)["hits"]
        assert hit["captured_at"] == day.isoformat()
    assert run([*asked[:-1], '"réuni lundi"']) == 0
    out = capsys.readouterr().out
    assert "1. 18 Oct 2016 08:30:00 UTC · no longer in the text" in out
    assert "more:" not in out


def test_a_part_of_the_appearances_tells_how_to_see_the_rest(tmp_path, capsys) -> None:
    pages, data = tmp_path / "pages", tmp_path / "data"
    pages.mkdir()
    for number in range(3):
        page = PAGE.format(day=f"le {number + 2} mars").replace(
            "exemple.fr/a", f"exemple.fr/{number}"
        )
        (pages / f"{number}.htm").write_text(page, "utf-8")
    assert run(["index", str(pages), "--data", str(data), "--jobs", "1"]) == 0
    asked = ["search", "--all-captures", "Rome", "--data", str(data), "--limit", "1"]
    capsys.readouterr()
    assert run([*asked, "--offset", "1"]) == 0
    out = capsys.readouterr().out
    assert "\n2. " in out
    assert out.endswith("… and 1 more: --offset 2\n")


def test_check_tells_where_the_index_of_replaced_texts_is_missing_or_damaged(
    archive, capsys
) -> None:
    _, data = archive
    assert run(["check", "--data", str(data)]) == 0
    largest = max((data / "superseded").rglob("*"), key=lambda path: path.stat().st_size)
    content = bytearray(largest.read_bytes())
    # between two arrays a few bytes are nobody's
    for place in range(len(content) // 2, len(content) // 2 + ALIGNMENT):
        content[place] ^= 0xFF
    largest.write_bytes(content)
    assert run(["check", "--data", str(data)]) == 1
    assert "superseded: " in capsys.readouterr().out
    shutil.rmtree(data / "superseded")
    assert run(["check", "--data", str(data)]) == 1
    assert "no index of replaced texts" in capsys.readouterr().out
    assert run(["search", "--all-captures", "x", "--data", str(data)]) == 2
    assert "depeche reindex" in capsys.readouterr().err
    assert run(["reindex", "--data", str(data)]) == 0
    assert run(["check", "--data", str(data)]) == 0


def test_check_tells_that_copies_db_is_damaged_and_a_reindex_makes_it_anew(archive, capsys) -> None:
    _, data = archive
    (data / "copies.db").write_bytes(b"no database" * 1000)
    assert run(["check", "--data", str(data)]) == 1
    assert "copies.db cannot be read" in capsys.readouterr().out
    assert run(["reindex", "--data", str(data)]) == 0
    assert run(["check", "--data", str(data)]) == 0
