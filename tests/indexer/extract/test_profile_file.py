"""An archive's own profiles: read beside the shipped ones; what is wrong is told by its line."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from depeche.cli import run
from indexer import pipeline
from indexer.extract import extract
from indexer.extract.profile_file import BadProfile, known, own_texts, parse, shipped
from indexer.options import Options
from indexer.page import RawPage
from indexer.store import Store

if TYPE_CHECKING:
    from pathlib import Path

PROFILE = """\
# The town of Trifouilly: the example of docs/profiles.md.
name = "trifouilly"
title = ["h1.titre"]
header = ["p.date"]
body = ["div.corps"]
drop = ["div.partage"]
dates = ["header"]

[sites]
"trifouilly.example" = "trifouilly"

[[urls]]
pattern = '/communiques/(?P<number>\\d+)$'
document = "c{number}"
kind = "communique"
language = "fr"
"""
PAGE = """<html><head><title>Mairie</title>
<link rel="canonical" href="https://www.trifouilly.example/communiques/12"></head>
<body><h1>Mairie</h1><h1 class="titre">Des pistes refaites</h1><p class="date">12 mars 2019</p>
<div class="corps"><p>Le conseil municipal a voté les pistes cyclables de toute la ville.</p>
<div class="partage">Partager cet article sur tous les réseaux, intrus</div></div></body></html>"""


def archive(folder: Path, profile: str = PROFILE) -> Path:
    (folder / "data/profiles").mkdir(parents=True)
    (folder / "data/profiles/trifouilly.toml").write_text(profile, encoding="utf-8")
    (folder / "pages").mkdir()
    (folder / "pages/a.html").write_text(PAGE, encoding="utf-8")
    return folder / "data"


def test_an_own_profile_reads_its_pages() -> None:
    page = RawPage(
        origin="a.html", data=PAGE.encode(), captured_at=dt.datetime(2024, 1, 1, tzinfo=dt.UTC)
    )
    found = extract(page, (("trifouilly.toml", PROFILE),))
    assert found.profile == "trifouilly"
    assert found.release.id == "trifouilly:c12:fr"
    assert found.release.paragraphs == (
        "Le conseil municipal a voté les pistes cyclables de toute la ville.",
    )
    assert extract(page).profile == "generic"


def test_a_run_reads_by_the_profiles_of_its_archive(tmp_path: Path) -> None:
    data = archive(tmp_path)
    pipeline.index([tmp_path / "pages"], data, Options(jobs=2))
    with Store(data, create=False) as store:
        assert list(store.release_ids()) == ["trifouilly:c12:fr"]


def test_an_own_profile_stands_for_the_shipped_one_of_its_name() -> None:
    mine = known((("elysee.toml", PROFILE.replace('"trifouilly"\n', '"elysee"\n', 1)),))
    assert len(mine) == len(shipped())
    assert mine[0].sites == {"trifouilly.example": "trifouilly"}


@pytest.mark.parametrize(
    ("old", "new", "line", "told"),
    [
        ("title =", "titel =", 3, "'titel' is no key"),
        ('["div.corps"]', '["p:nth-child(2)"]', 5, "p:nth-child(2)"),
        ('["header"]', '["header", "moon"]', 7, "'moon'"),
        ('["header"]', '"header"', 7, "not a list"),
        (r"\d+)$'", r"\d+$'", 13, "pattern"),
        ("c{number}", "c{nummer}", 14, "{nummer}"),
        ('"communique"', '"communiqué"', 15, "'communiqué'"),
        ('kind = "communique"', 'sort = "communique"', 15, "'sort' is no key"),
        ('"trifouilly.example" = "trifouilly"', "", 9, "'sites' is missing"),
        ("[[urls]]", "[urls]", 12, "[[urls]]"),
        ("dates = [", "dates = ", 7, ""),
        ('name = "trifouilly"', "name = 5", 2, "not a text"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(old: str, new: str, line: int, told: str) -> None:
    assert old in PROFILE
    with pytest.raises(BadProfile) as caught:
        parse("own.toml", PROFILE.replace(old, new, 1))
    assert caught.value.facts["file"] == "own.toml"
    assert caught.value.facts["line"] == line, caught.value.sentence()
    assert told in caught.value.sentence()


def test_explain_checks_the_profiles_and_a_run_stops_before_it_reads(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = archive(tmp_path, PROFILE.replace("dates", "daets"))
    page = str(tmp_path / "pages/a.html")
    for command in (["explain", page], ["index", page]):
        assert run([*command, "--data", str(data)]) == 2
        told = capsys.readouterr().err
        assert "line 7" in told
        assert "'daets' is no key of a profile" in told


def test_a_profile_in_another_encoding_is_told(tmp_path: Path) -> None:
    data = archive(tmp_path)
    (data / "profiles/b.toml").write_bytes(b"# a\n# \xe9t\xe9\n")
    with pytest.raises(BadProfile, match="line 2, cannot be used: it is not UTF-8"):
        own_texts(data)


def test_an_archive_without_profiles_has_none(tmp_path: Path) -> None:
    assert own_texts(tmp_path) == ()
