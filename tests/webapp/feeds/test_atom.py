"""Every feed is valid by the rules of RFC 4287 and RFC 5005, whatever the releases hold."""

import datetime as dt
import re
from dataclasses import replace
from urllib.parse import urlsplit

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from index.record import Capture, Document, Kind, Release
from tests.webapp.feeds.grammar import assert_valid
from tests.webapp.kept import Kept
from webapp import WebConfig, create_app
from webapp.feeds.atom import updated

_ATOM = "{http://www.w3.org/2005/Atom}"
TEXTS = st.text(max_size=12) | st.sampled_from(["<script>", "]]>", "&amp;", "\x00\ud800", " "])


def read(response):
    assert response.status_code == 200
    assert response.mimetype == "application/atom+xml"
    feed = etree.fromstring(response.data)
    assert_valid(feed)
    return feed


def links(feed):
    return {link.get("rel"): link.get("href") for link in feed.findall(f"{_ATOM}link")}


def texts(feed, path):
    whole = "/".join(f"{_ATOM}{name}" for name in path.split("/"))
    return [element.text for element in feed.findall(whole)]


def test_a_search_has_a_feed_newest_first(client):
    feed = read(client.get("/feed?q=alli&sort=oldest"))
    assert feed.get("{http://www.w3.org/XML/1998/namespace}lang") == "fr"
    assert texts(feed, "entry/id") == [
        "tag:localhost,2026:release/nato:news_1:fr",
        "tag:localhost,2026:release/nato:news_2:fr",
        "tag:localhost,2026:release/nato:pr_3:fr",
    ]
    assert texts(feed, "entry/updated")[0] == "2016-10-18T17:41:00Z"
    assert texts(feed, "entry/published")[0] == "2016-10-18T12:00:00Z"
    assert texts(feed, "updated") == ["2016-10-18T17:41:00Z"]
    assert links(feed)["alternate"] == "http://localhost/?q=alli"
    assert links(feed)["self"] == "http://localhost/feed?q=alli"


def test_an_entity_has_a_feed_in_the_reader_s_language(client):
    feed = read(client.get("/feed/entity/place:varsovie?lang=en"))
    assert texts(feed, "title") == ["Warsaw – Dépêche"]
    assert texts(feed, "subtitle") == ["1 release found"]
    assert feed.find(f"{_ATOM}entry").get("{http://www.w3.org/XML/1998/namespace}lang") == "fr"
    assert client.get("/feed/entity/person:stoltenberg").status_code == 301
    assert client.get("/feed/entity/none").status_code == 404


def test_a_feed_without_entries_is_valid_too(client):
    feed = read(client.get("/feed?q=introuvable"))
    assert texts(feed, "updated") == ["2026-01-01T00:00:00Z"]


def test_pages_lead_through_the_whole_list_and_back(many, browse):
    client, address, found = browse(many), "/feed?q=titre", []
    ids = set()
    while address:
        feed = read(client.get(address))
        ids |= set(texts(feed, "id"))
        found += texts(feed, "entry/id")
        assert links(feed)["first"] == "http://localhost/feed?q=titre"
        assert links(feed)["last"] == "http://localhost/feed?q=titre&offset=20"
        address = links(feed).get("next")
    assert len(set(found)) == len(found) == 25
    assert len(ids) == 1
    assert links(feed)["previous"] == "http://localhost/feed?q=titre"


def test_pages_name_their_feeds(soup):
    for page, feed in (
        ("/?q=alli&place=iraq&sort=oldest&offset=10&lang=en", "/feed?q=alli&place=iraq&lang=en"),
        ("/entity/place:iraq", "/feed/entity/place:iraq"),
    ):
        link = soup(page).select_one("link[rel=alternate][type='application/atom+xml']")
        assert link["href"] == feed
        assert link["title"]


def test_a_reader_that_has_it_gets_it_once(client):
    first = client.get("/feed?q=alli")
    assert first.headers["Last-Modified"] == "Thu, 01 Jan 2026 00:00:00 GMT"
    again = client.get("/feed?q=alli", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304


@pytest.mark.parametrize("host", ["evil.example", "a b", "localhost:99999999"])
def test_no_feed_repeats_a_host_that_a_client_invents(engine, host):
    engine = replace(engine)
    client = create_app(WebConfig(data=None, engine=engine)).test_client()
    response = client.get("/feed", headers={"Host": host})
    assert host not in response.text
    assert links(etree.fromstring(response.data))["self"] == "/feed"
    config = WebConfig(data=None, engine=engine, base_url="https://a.example/archive/")
    told = create_app(config).test_client().get("/feed", headers={"Host": host})
    feed = read(told)
    assert links(feed)["self"] == "https://a.example/archive/feed"
    assert texts(feed, "entry/id")[0].startswith("tag:a.example,2026:release/")


def test_a_release_is_not_changed_after_it_was_last_read():
    read_at = dt.datetime(2020, 5, 1, 8, 30, tzinfo=dt.UTC)
    capture = Capture(origin="x", captured_at=read_at, sha256="")
    for release, moment in (
        (Release(id="a", date=dt.date(2030, 1, 1)), read_at),
        (Release(id="a"), read_at),
        (Release(id="a", date=dt.date(2016, 1, 1)), dt.datetime(2016, 1, 1, 12, tzinfo=dt.UTC)),
    ):
        assert updated(Document(release=release, captures=(capture,))) == moment


def test_a_text_that_was_replaced_is_as_new_as_its_first_capture(engine):
    config = WebConfig(data=None, engine=engine, history=Kept())
    feed = read(create_app(config).test_client().get("/feed"))
    # Read on four days; on the second, and ever since, with another text.
    assert texts(feed, "entry/updated")[0] == "2020-01-02T00:00:00Z"
    assert texts(feed, "entry/published")[0] == "2016-10-18T12:00:00Z"


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.builds(
        Release,
        id=TEXTS.map(lambda text: "x" + text.replace("\ud800", "")),
        url=TEXTS | TEXTS.map("https://example.org/{}".format) | st.just("javascript:alert(1)"),
        title=TEXTS,
        lead=TEXTS,
        paragraphs=st.tuples(TEXTS),
        language=st.sampled_from(["fr", "en", "zh-Hant", "", "<b>"]),
        kind=st.sampled_from(Kind),
        date=st.none() | st.dates(),
        updated=st.none() | st.datetimes(),
    ),
    st.text(max_size=8),
)
def test_whatever_a_release_holds_its_feed_is_valid(make_engine, browse, release, typed):
    client = browse(make_engine([Document(release=release)]))
    feed = read(client.get("/feed", query_string={"lang": "en"}))
    for link in feed.iter(f"{_ATOM}link"):
        assert urlsplit(link.get("href")).scheme in {"http", "https"}
    assert not re.search("<script|javascript:", client.get("/feed").text)
    read(client.get("/feed", query_string={"q": typed}))
