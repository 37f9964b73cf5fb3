"""What programs are told about the archive: where everything is, and where not to go."""

import json
import re
from dataclasses import replace
from urllib.parse import urlsplit
from urllib.robotparser import RobotFileParser

import pytest
from lxml import etree

from index.engine import Completion, CompletionKind
from webapp import WebConfig, create_app, discovery

_MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
_OPEN = "{http://a9.com/-/spec/opensearch/1.1/}"


def places(response):
    assert response.status_code == 200
    return [element.text for element in etree.fromstring(response.data).iter(f"{_MAP}loc")]


def path(address):
    assert address.startswith("http://localhost/")
    return urlsplit(address).path


def test_the_site_map_leads_to_every_release_once(client, engine):
    found = []
    for file in places(client.get("/sitemap.xml")):
        found += places(client.get(path(file)))
    assert sorted(found) == sorted(
        f"http://localhost/release/{document.release.id}" for document in engine.documents
    )
    for address in found:
        assert client.get(path(address)).status_code == 200


def test_a_year_that_is_too_large_for_a_file_has_several(many, browse, monkeypatch):
    monkeypatch.setattr(discovery, "MAX_ADDRESSES", 10)
    client = browse(many)
    files = places(client.get("/sitemap.xml"))
    assert [path(file) for file in files] == [f"/sitemap/1999/{part}.xml" for part in (1, 2, 3)]
    counts = [len(places(client.get(path(file)))) for file in files]
    assert counts == [10, 10, 5]


def test_each_release_tells_when_it_changed(client):
    moments = re.findall("<lastmod>(.*?)</lastmod>", client.get("/sitemap/2016/1.xml").text)
    assert moments == ["2016-07-08", "2016-10-18"]


@pytest.mark.parametrize(
    "address",
    [
        "2015/1.xml",
        "2016/2.xml",
        "2016/0.xml",
        "0000/1.xml",
        "2016-10/1.xml",
        "x/1.xml",
        "²016/1.xml",
    ],
)
def test_a_file_that_no_site_map_lists_is_not_there(client, address):
    assert client.get(f"/sitemap/{address}").status_code == 404


@pytest.mark.parametrize("address", ["/sitemap.xml", "/sitemap/2016/1.xml", "/opensearch.xml"])
def test_without_an_address_of_its_own_it_says_what_is_missing(client, address):
    response = client.get(address, headers={"Host": "evil.example"})
    assert response.status_code == 503
    assert "evil" not in response.text
    assert "--base-url" in response.text


def test_the_address_it_was_told_is_the_one_it_tells(engine):
    config = WebConfig(data=None, engine=engine, base_url="https://a.example/archive")
    client = create_app(config).test_client()
    assert "Sitemap: https://a.example/archive/sitemap.xml" in client.get("/robots.txt").text
    for address in ("/sitemap.xml", "/sitemap/2016/1.xml"):
        for place in places(client.get(address, headers={"Host": "evil.example"})):
            assert place.startswith("https://a.example/archive/")


def rules(text):
    return [line.split(": ") for line in text.splitlines() if re.match("(Dis)?[Aa]llow: ", line)]


def allowed(text, address):
    """Apply RFC 9309: the longest rule that fits, `*` any characters, `$` the end."""
    fitting = [
        (len(pattern), kind == "Allow")
        for kind, pattern in rules(text)
        if re.match(re.escape(pattern).replace(r"\*", ".*").replace(r"\$", "$"), address)
    ]
    return max(fitting, default=(0, True))[1]


def test_crawlers_read_releases_and_stay_out_of_facets(client):
    text = client.get("/robots.txt").text
    for address in ("/", "/release/nato:news_1:fr", "/entity/place:iraq", "/sitemap.xml"):
        assert allowed(text, address), address
        assert address == "/sitemap.xml" or allowed(text, f"{address}?lang=en")
    for address in (
        "/?q=x",
        "/?place=iraq&lang=en",
        "/?place=iraq",
        "/release/nato:news_1:fr?q=x",
        "/facet/place",
        "/api/v1/search",
        "/export/csv?q=x",
        "/feed?q=x",
        "/batch",
        "/page/00/nato:news_1:fr",
        "/original/00/nato:news_1:fr",
        "/facet/place?lang=en",
        "/api/v1/?lang=en",
    ):
        assert not allowed(text, address), address
    parser = RobotFileParser()
    parser.parse(text.splitlines())
    assert parser.site_maps() == ["http://localhost/sitemap.xml"]


def test_browsers_add_the_search(client, engine, soup):
    link = soup("/?lang=en").select_one("link[rel=search]")
    assert link["type"] == "application/opensearchdescription+xml"
    description = etree.fromstring(client.get(link["href"]).data)
    assert len(description.findtext(f"{_OPEN}ShortName")) <= 16
    engine.completions = (Completion(CompletionKind.WORD, "mossoul", "mossoul", 1),)
    for url in description.findall(f"{_OPEN}Url"):
        address = url.get("template").replace("{searchTerms}", "mossoul")
        response = client.get(address.removeprefix("http://localhost"))
        assert response.status_code == 200
        assert response.mimetype == url.get("type")
    assert json.loads(client.get("/suggestions?q=mos").data) == [
        "mos",
        ["mossoul"],
        ["1 texte"],
    ]


def test_a_title_cannot_break_the_description(engine):
    config = WebConfig(data=None, engine=replace(engine), title='<&">' * 9)
    data = create_app(config).test_client().get("/opensearch.xml").data
    assert etree.fromstring(data).findtext(f"{_OPEN}ShortName") == '<&">' * 4
