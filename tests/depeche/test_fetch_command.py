"""The command that collects, as a person meets it. No test asks another machine for anything."""

import pytest

from depeche.cli import run
from tests.indexer.collect.server import served

OWN = """
title = "Own"
hosts = ["{host}"]
releases = ["/news"]
[[listings]]
form = "sitemap"
url = "http://{host}/sitemap.xml"
"""


@pytest.fixture
def own(tmp_path):
    (tmp_path / "sites").mkdir()
    with served() as site:
        (tmp_path / "sites/own.toml").write_text(OWN.format(host=site.host), "utf-8")
        yield site


@pytest.mark.usefixtures("own")
def test_the_sites_that_can_be_fetched_are_listed(tmp_path, capsys) -> None:
    assert run(["fetch", "--list", "--data", str(tmp_path)]) == 0
    out = capsys.readouterr().out
    assert "nato-cps" in out
    assert "Own" in out


def test_an_unknown_site_is_told_with_those_there_are(tmp_path, capsys) -> None:
    assert run(["fetch", "nowhere", "--data", str(tmp_path)]) == 2
    assert "nato-cps" in capsys.readouterr().err


def test_a_site_on_a_private_address_is_not_asked(own, tmp_path, capsys) -> None:
    assert run(["fetch", "own", "--data", str(tmp_path)]) == 1
    assert "failed (private-address): " in capsys.readouterr().err
    assert own.asked == []


def test_nothing_named_is_told(tmp_path, capsys) -> None:
    assert run(["fetch", "--data", str(tmp_path)]) == 2
    assert "--list" in capsys.readouterr().err
