"""The head of a release's page tells programs what it is, and whose it is."""

import json

import pytest
from bs4 import BeautifulSoup

from webapp import WebConfig, create_app
from webapp.addresses import own


@pytest.fixture
def head(soup):
    return soup("/release/nato:news_1:fr?q=mossoul").head


def test_zotero_finds_the_highwire_names(head):
    found = {tag["name"]: tag["content"] for tag in head.select("meta[name^=citation_]")}
    assert found == {
        "citation_title": "L'Alliance se dit prête à soutenir l'Iraq",
        "citation_date": "2016/10/18",
        "citation_publisher": "example.org",
        "citation_language": "fr",
        "citation_abstract": "Un entretien au siège de l'Organisation.",
        "citation_public_url": "http://localhost/release/nato:news_1:fr",
    }


def test_libraries_find_dublin_core(head):
    assert head.select_one("link[rel='schema.DC']")
    subjects = [tag["content"] for tag in head.select("meta[name='DC.subject']")]
    assert subjects == ["Iraq", "Jens Stoltenberg", "Mossoul"]
    assert head.select_one("meta[name='DC.date']")["content"] == "2016-10-18"


def test_search_engines_find_a_news_article(head):
    article = json.loads(head.select_one("script[type='application/ld+json']").string)
    assert article["@type"] == "NewsArticle"
    assert article["headline"] == "L'Alliance se dit prête à soutenir l'Iraq"
    assert article["datePublished"] == "2016-10-18"
    assert article["mentions"][0] == {
        "@type": "Place",
        "name": "Iraq",
        "identifier": "place:iraq",
    }


def test_the_canonical_address_forgets_the_search(head):
    assert head.select_one("link[rel=canonical]")["href"] == "/release/nato:news_1:fr"


def test_the_archive_s_own_address_is_told_whatever_host_is_named(tmp_path, engine):
    config = WebConfig(data=tmp_path, engine=engine, base_url="https://archive.example.org/a/")
    client = create_app(config).test_client()
    for host in ("evil.example", "localhost", "a b"):
        page = client.get("/release/nato:news_1:fr", headers={"Host": host})
        tag = BeautifulSoup(page.data, "lxml").select_one("meta[name=citation_public_url]")
        assert tag["content"] == "https://archive.example.org/a/release/nato:news_1:fr"
        assert "evil" not in page.text


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:80", "a/b", "a@b", "localhost:x", "", "a\nb", "::1", "é"]
)
def test_a_host_that_anybody_may_own_is_not_believed(host):
    assert not own(host)
