"""The command that collects, as a person meets it. No test asks another machine for anything."""

from functools import partial

import pytest

from depeche.cli import run
from indexer.collect import CollectOptions
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
    assert run(["fetch", "own", "--data", str(tmp_path)]) == 2
    assert "failed (private-address): " in capsys.readouterr().err
    assert own.asked == []


@pytest.fixture
def loopback(monkeypatch):
    """Let the command collect from this machine, without waiting."""
    allowed = partial(CollectOptions, private=True, sleep=lambda _seconds: None)
    monkeypatch.setattr("depeche.commands.fetch.CollectOptions", allowed)


@pytest.mark.usefixtures("loopback")
def test_what_was_fetched_is_indexed_and_found(own, tmp_path, capsys) -> None:
    data = ["--data", str(tmp_path)]
    page = "<h1>Page {n}</h1><p>Le ministre est venu à Mossoul le {n} mars 2016.</p>"
    own.pages |= {f"/news_{n}.htm": page.format(n=n).encode() for n in (1, 2)}
    links = "".join(f"<url><loc>{own.address}/news_{n}.htm</loc></url>" for n in (1, 2, 3))
    own.pages["/sitemap.xml"] = f"<urlset>{links}</urlset>".encode()
    assert run(["fetch", "own", *data]) == 1
    told = capsys.readouterr()
    assert "3 pages wanted: 2 fetched, 0 unchanged, 1 failed" in told.out
    assert f"failed (bad-status): {own.address}/news_3.htm answers with status 404." in told.err
    assert run(["index", str(tmp_path / "captures"), *data]) == 0
    assert run(["search", "Mossoul", *data]) == 0
    assert f"{own.address}/news_1.htm" in capsys.readouterr().out
    own.pages["/news_3.htm"] = page.format(n=3).encode()
    assert run(["fetch", "own", *data, "--max-bytes", "1"]) == 0
    assert "Not all of it: the limit of 1 bytes." in capsys.readouterr().err
    assert run(["fetch", "own", *data]) == 0
    assert "1 fetched" in capsys.readouterr().out


@pytest.mark.parametrize("address", ["nowhere", "ftp://e.example/", "http://[x/"])
def test_what_is_no_web_archive_is_told(tmp_path, capsys, address) -> None:
    assert run(["fetch", "e.example/*", "--from-archive", address, "--data", str(tmp_path)]) == 2
    assert "no address of a web archive" in capsys.readouterr().err


def test_nothing_named_is_told(tmp_path, capsys) -> None:
    assert run(["fetch", "--data", str(tmp_path)]) == 2
    assert "--list" in capsys.readouterr().err
