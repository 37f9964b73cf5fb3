"""A cluster behind TLS and passwords: checked always, refused in words, never in the address."""

from __future__ import annotations

import ssl

import pytest
import trustme

from tests.opensearch.conftest import split
from tests.opensearch.front import fronted
from tests.opensearch.test_refusals import engine

USER, PASSWORD = "depeche", "mot-de-passe très secret"


@pytest.fixture(scope="module")
def authority():
    return trustme.CA()


@pytest.fixture
def ca_file(authority, tmp_path, monkeypatch):
    path = tmp_path / "authority.pem"
    authority.cert_pem.write_to_path(path)
    monkeypatch.setenv("DEPECHE_ENGINE_CA", str(path))
    return path


@pytest.fixture
def secured(engine_url, authority):
    """Run a front with TLS and a password before the node; return it and the archive's URL."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    node, name = split(engine_url)
    with fronted(node, context) as front:
        front.credentials = (USER, PASSWORD)
        yield front, f"{front.url}/{name}"


@pytest.fixture
def signed_in(monkeypatch):
    monkeypatch.setenv("DEPECHE_ENGINE_USER", USER)
    monkeypatch.setenv("DEPECHE_ENGINE_PASSWORD", PASSWORD)


@pytest.mark.usefixtures("ca_file", "signed_in")
def test_an_archive_is_indexed_and_searched_over_tls(depeche, data, secured) -> None:
    front, url = secured
    assert depeche("reindex", "--data", data, *engine(url)).code == 0
    assert "1." in depeche("search", "OTAN", "--data", data, *engine(url)).out
    assert front.asked
    assert front.statuses(401) == 0


@pytest.mark.usefixtures("signed_in")
def test_a_certificate_of_an_own_authority_is_believed_only_where_it_is_named(
    depeche, data, secured
) -> None:
    front, url = secured
    said = depeche("reindex", "--data", data, *engine(url))
    assert said.code == 2
    assert "certificate" in said.err
    assert "DEPECHE_ENGINE_CA" in said.err
    assert front.asked == []  # no password was sent


@pytest.mark.usefixtures("ca_file")
@pytest.mark.parametrize("password", [None, "faux"])
def test_wrong_credentials_are_refused_in_words_and_not_tried_again(
    depeche, data, secured, monkeypatch, password, alias
) -> None:
    front, url = secured
    if password:
        monkeypatch.setenv("DEPECHE_ENGINE_USER", USER)
        monkeypatch.setenv("DEPECHE_ENGINE_PASSWORD", password)
    for command in (("reindex",), ("search", "OTAN")):
        front.asked.clear()
        said = depeche(*command, "--data", data, *engine(url))
        assert said.code == 2
        assert "DEPECHE_ENGINE_USER" in said.err
        assert "faux" not in said.err
        assert len(front.asked) <= 2
    assert alias() == {}


@pytest.mark.usefixtures("ca_file", "signed_in")
def test_credentials_that_expire_while_a_rebuild_runs_leave_the_alias_where_it_was(
    depeche, data, secured, alias, count
) -> None:
    front, url = secured
    assert depeche("reindex", "--data", data, *engine(url)).code == 0
    before, releases = alias(), count(data)

    def expires(_method, path):
        if path.partition("?")[0].endswith("/_bulk"):
            front.credentials = ("nobody", "")

    front.refuse = expires
    said = depeche("reindex", "--data", data, *engine(url))
    assert said.code == 2
    assert front.statuses(401) >= 1
    assert "DEPECHE_ENGINE_USER" in said.err
    assert alias() == before
    assert count(data) == releases


@pytest.mark.usefixtures("ca_file", "signed_in")
def test_credentials_in_the_address_are_refused_with_the_reason(depeche, data, secured) -> None:
    front, url = secured
    said = depeche("search", "OTAN", "--data", data, *engine(url.replace("//", "//ana:secret@")))
    assert said.code == 2
    assert "DEPECHE_ENGINE_PASSWORD" in said.err
    assert "secret" not in said.err
    assert front.asked == []
