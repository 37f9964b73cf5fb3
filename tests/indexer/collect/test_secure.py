"""HTTPS: certificates are checked always, and one of an own authority is believed where named."""

import datetime as dt
import ssl

import pytest
import trustme

from indexer.collect import collect_site
from indexer.collect.errors import BadAuthority, BadCertificate
from indexer.collect.polite import Polite
from tests.indexer.collect.collecting import SITEMAP, located, profile, serve_numbered
from tests.indexer.collect.server import served

HOST = "127.0.0.1"
PAST = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)


@pytest.fixture(scope="module")
def authority():
    return trustme.CA()


@pytest.fixture
def ca_file(authority, tmp_path):
    path = tmp_path / "authority.pem"
    authority.cert_pem.write_to_path(path)
    return path


@pytest.fixture
def secure(authority):
    """Serve with a certificate of the authority for a name, until a time."""

    def start(name=HOST, until=None, made_by=authority):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        made_by.issue_cert(name, not_after=until).configure_cert(context)
        running = served(context)
        site = running.__enter__()
        ends.append(running)
        return site

    ends = []
    yield start
    for one in ends:
        one.__exit__(None, None, None)


def test_a_site_is_collected_over_https_where_its_authority_is_believed(
    secure, clock, tmp_path, ca_file
) -> None:
    site = secure()
    serve_numbered(site, 3)
    report = collect_site(profile(site, SITEMAP), tmp_path / "c", clock.options(ca_file=ca_file))
    assert (report.fetched, report.failed) == (3, [])
    urls = sorted(one.url for one in located(tmp_path / "c"))
    assert urls == [f"https://{site.host}/news_{n}.htm" for n in range(3)]


@pytest.mark.parametrize(
    ("facts", "problem"),
    [
        ({"name": "other.example"}, "not valid for '127.0.0.1'"),
        ({"until": PAST}, "expired"),
        ({"made_by": trustme.CA()}, "certificate"),
    ],
    ids=["another name", "expired", "of nobody"],
)
def test_a_bad_certificate_ends_the_run_by_name_and_nothing_is_sent(
    secure, clock, tmp_path, ca_file, facts, problem
) -> None:
    site = secure(**facts)
    serve_numbered(site, 3)
    report = collect_site(profile(site, SITEMAP), tmp_path / "c", clock.options(ca_file=ca_file))
    (failed,) = report.failed
    assert isinstance(failed, BadCertificate)
    assert problem in report.stopped
    assert "--ca-file" in report.hint
    assert site.asked == []
    assert clock.slept == []  # it is not asked again


def test_an_authority_of_ones_own_is_not_believed_unless_it_is_named(
    secure, clock, tmp_path
) -> None:
    site = secure()
    serve_numbered(site, 1)
    report = collect_site(profile(site, SITEMAP), tmp_path, clock.options())
    assert [one.reason for one in report.failed] == ["bad-certificate"]


def test_a_redirect_to_a_bad_certificate_is_no_way_around(secure, site, clock, ca_file) -> None:
    bad = secure(name="other.example")
    bad.pages["/a"] = b"a"
    site.pages["/a"] = (301, [("Location", f"{bad.address}/a")], b"")
    hosts = frozenset({site.host, bad.host})
    client = Polite(hosts, clock.options(ca_file=ca_file), delay=0.0)
    with pytest.raises(BadCertificate):
        client.get(f"{site.address}/a")
    client.close()


@pytest.mark.parametrize("content", [None, b"", b"no certificate", b"\x00\xff"])
def test_a_file_without_certificates_is_told(clock, tmp_path, content) -> None:
    path = tmp_path / "ca.pem"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(BadAuthority, match=r"ca\.pem"):
        Polite(frozenset(), clock.options(ca_file=path))
