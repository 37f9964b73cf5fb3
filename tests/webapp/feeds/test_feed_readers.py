"""Other programs read a feed as it is meant, and the schema that feeds are held to can refuse."""

import re
from copy import deepcopy

import feedparser
import pytest
from lxml import etree

from tests.webapp.feeds.grammar import ATOM, SCHEMA


def test_a_feed_reader_finds_every_entry_without_complaint(client, engine):
    found = feedparser.parse(client.get("/feed?lang=en").data)
    assert (found.bozo, found.version, found.encoding) == (False, "atom10", "utf-8")
    assert found.feed.language == "en"
    documents = {document.release.title: document.release for document in engine.documents}
    assert {entry.title for entry in found.entries} == set(documents)
    for entry in found.entries:
        release = documents[entry.title]
        assert entry.link == f"http://localhost/release/{release.id}?lang=en"
        assert entry.title_detail.language == release.language
        assert entry.id.endswith(f"release/{release.id}")
        published = entry.get("published_parsed")
        assert (published and published[:3]) == (release.date and release.date.timetuple()[:3]), (
            entry.title
        )
        assert entry.updated_parsed[3:] is not None
    assert found.feed.updated_parsed == max(entry.updated_parsed for entry in found.entries)


def removed(name):
    return lambda feed: feed.remove(feed.find(f"{ATOM}{name}"))


def twice(name):
    return lambda feed: feed.append(deepcopy(feed.find(f"{ATOM}{name}")))


def written(path, text):
    def change(feed):
        feed.find("/".join(f"{ATOM}{name}" for name in path.split("/"))).text = text

    return change


def attribute(path, name, value):
    def change(feed):
        feed.find("/".join(f"{ATOM}{one}" for one in path.split("/"))).set(name, value)

    return change


@pytest.mark.parametrize(
    "broken",
    [
        *map(removed, ("id", "title", "updated", "author")),
        *map(twice, ("id", "title", "updated", "generator", "icon", "subtitle")),
        written("updated", "2016-10-18"),
        written("updated", "2016-10-18T12:00:00"),
        written("entry/updated", "2016-13-18T12:00:00Z"),
        written("entry/id", "release/1"),
        written("author/name", ""),
        attribute("link", "href", ""),
        attribute("link", "type", "html"),
        attribute("link", "rev", "x"),
        attribute("entry", "{http://www.w3.org/XML/1998/namespace}lang", "f r"),
        lambda feed: etree.SubElement(feed, f"{ATOM}pubDate"),
        lambda feed: etree.SubElement(feed.find(f"{ATOM}entry"), f"{ATOM}subtitle"),
    ],
)
def test_the_schema_refuses_a_feed_that_breaks_a_rule(client, broken):
    feed = etree.fromstring(client.get("/feed").data)
    assert SCHEMA.validate(feed), SCHEMA.error_log
    broken(feed)
    assert not SCHEMA.validate(feed)


def test_the_moments_of_a_feed_are_those_that_rfc_3339_has(client):
    for moment in re.findall("<(?:updated|published)>(.*?)<", client.get("/feed").text):
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", moment)
