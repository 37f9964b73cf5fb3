"""Listings: what a page of each form names, with its dates; hostile ones give named errors only."""

import contextlib
import datetime as dt
import gzip
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.collect.cdx import FIELDS, rows
from indexer.collect.errors import BadListing, BadSite, UnknownSite
from indexer.collect.listings import Named, named
from indexer.collect.site import FORMS, Listing, load, read, sites

BASE = "https://www.e.example/list/"
DAY = dt.date(2022, 12, 7)
CARDS = """<div class=card><span class=date>07 Dec. 2022</span><h1 class=h-lc>
<a href="../news_1.htm">Le 1er janvier 2020 à Mossoul</a></h1></div>
<div class=card><span>sans date</span><h1 class=h-lc><a href="/news_2.htm#x">Deux</a></h1></div>
<a href="/other.htm">autre</a><h1 class=h-lc><a href="javascript:x">trois</a></h1>"""
RSS = """<rss><channel><item><title>a</title><link>https://www.e.example/a</link>
<pubDate>07 Dec. 2022 12:00:00 GMT</pubDate></item></channel></rss>"""
SITEMAP = """<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url>
<loc>https://www.e.example/a</loc><lastmod>2022-12-07</lastmod></url></urlset>"""
INDEX = """<sitemapindex><sitemap><loc>https://www.e.example/s1.xml.gz</loc></sitemap>
</sitemapindex>"""
FOUND = {"pages": [{"title": "a", "link": "/a", "pageDate": "2022-12-07T08:00:00Z"}, {"x": 1}, 7]}
PAGE = Named("https://www.e.example/a", changed=DAY)
HTML = Listing(form="html", url="", links=("h1.h-lc a",), row="div.card")
JSON = Listing(form="json", url="", items="pages", link="link", date="pageDate")


def test_links_of_a_page_bear_the_date_beside_them_and_not_that_in_their_title() -> None:
    assert named(CARDS.encode(), BASE, HTML) == [
        Named("https://www.e.example/news_1.htm", DAY),
        Named("https://www.e.example/news_2.htm", None),
    ]


@pytest.mark.parametrize(
    ("form", "body", "found"),
    [
        ("rss", RSS.encode(), Named("https://www.e.example/a", DAY)),
        ("sitemap", SITEMAP.encode(), PAGE),
        (
            "sitemap",
            gzip.compress(SITEMAP.encode(), mtime=0),
            Named("https://www.e.example/a", changed=DAY),
        ),
        ("sitemap", INDEX.encode(), Named("https://www.e.example/s1.xml.gz", is_listing=True)),
        ("json", json.dumps(FOUND).encode(), Named("https://www.e.example/a", DAY)),
    ],
)
def test_other_forms_name_addresses_with_their_dates(form, body, found) -> None:
    listing = JSON if form == "json" else Listing(form=form, url="")
    assert named(body, BASE, listing) == [found]


@pytest.mark.parametrize(
    ("form", "body"),
    [
        ("rss", b"<rss><item>"),
        ("sitemap", gzip.compress(b"x", mtime=0)[:-9]),
        ("sitemap", gzip.compress(b"0" * 60_000_000, mtime=0)),
        ("json", b"{"),
        ("json", b'{"pages": 3}'),
        ("html", b""),
    ],
)
def test_what_is_no_listing_is_told(form, body) -> None:
    listing = JSON if form == "json" else Listing(form=form, url="")
    with pytest.raises(BadListing, match=r"www\.e\.example"):
        named(body, BASE, listing)


@given(
    st.binary(max_size=200), st.sampled_from(FORMS), st.sampled_from([b"", b"<rss><item><link>"])
)
def test_no_bytes_raise_anything_else(body, form, before) -> None:
    listing = JSON if form == "json" else Listing(form=form, url="")
    with contextlib.suppress(BadListing):
        named(before + body, BASE, listing)


ROW = ["int,nato)/a", "20160101000000", "http://nato.int/a", "text/html", "200", "ABC", "123"]


@pytest.mark.parametrize(
    "text",
    [
        " ".join(ROW) + "\n\nint%2Cnato",
        json.dumps([list(FIELDS), ROW, [], ["int%2Cnato"]]),
    ],
)
def test_rows_of_a_cdx_api_are_read_in_either_form_with_the_key_to_go_on(text) -> None:
    (row,), key = rows(text, BASE)
    assert (row.timestamp, row.original, row.digest) == ("20160101000000", ROW[2], "ABC")
    assert key == "int%2Cnato"


def test_rows_of_objects_are_read_under_their_shorter_names() -> None:
    line = json.dumps({"timestamp": ROW[1], "url": ROW[2], "mime": "text/html", "status": "200"})
    (row,), key = rows(line + "\n" + line.replace(ROW[1], "bad"), BASE)
    assert (row.original, row.mimetype, row.status, key) == (ROW[2], "text/html", "200", "")


@given(st.text(max_size=100), st.sampled_from(["", "[", "{", " ".join(ROW) + "\n"]))
def test_no_answer_of_a_cdx_api_raises_anything_else(text, before) -> None:
    with contextlib.suppress(BadListing):
        rows(before + text, BASE)


@pytest.mark.parametrize("name", sorted(sites(None)))
def test_each_site_that_ships_can_be_read_and_its_addresses_written(name) -> None:
    site = load(None, name)
    assert site.title
    assert site.listings
    for listing in site.listings:
        address = listing.address(3, DAY, DAY)
        assert address.partition("://")[2].partition("/")[0] in site.hosts
        assert "{" not in address


@pytest.mark.parametrize(
    ("name", "url", "wanted"),
    [
        ("nato", "https://www.nato.int/fr/news-and-events/articles/news/2025/09/19/a-b", True),
        ("nato", "https://www.nato.int/en/news-and-events/articles/news/2025/09/19/a-b", False),
        ("nato-cps", "https://www.nato.int/cps/fr/natohq/news_136011.htm?selectedLocale=fr", True),
        ("nato-cps", "https://www.nato.int/cps/fr/natohq/photos_1.htm", False),
        (
            "commission-presscorner",
            "https://ec.europa.eu/commission/presscorner/api/documents?reference=IP/25/467&language=fr",
            True,
        ),
        ("un-press", "https://press.un.org/fr/2022/cs14991.doc.htm", True),
        ("un-press", "https://evil.example/fr/2022/cs14991.doc.htm", False),
        ("elysee", "https://www.elysee.fr/emmanuel-macron/2022/03/02/adresse-aux-francais", True),
    ],
)
def test_a_site_knows_its_releases(name, url, wanted) -> None:
    assert load(None, name).wants(url) is wanted


def test_an_archive_has_sites_of_its_own(tmp_path) -> None:
    (tmp_path / "sites").mkdir()
    own = tmp_path / "sites/mine.toml"
    own.write_text("title='x'\nhosts=['e']\nreleases=['a']\n[[listings]]\nform='rss'\nurl='u'\n")
    assert load(tmp_path, "mine").title == "x"
    with pytest.raises(UnknownSite, match="nato-cps"):
        load(tmp_path, "nowhere")


@pytest.mark.parametrize("wrong", ["{pages}", "{}", "{0}", "{since.nothing}", "{", "{page:x-}"])
@pytest.mark.parametrize("name", ["url", "linked"])
def test_an_address_that_cannot_be_filled_in_is_told(tmp_path, name, wrong) -> None:
    path = tmp_path / "bad.toml"
    listing = {"form": "json", "url": "https://e/", name: f"https://e/{wrong}"}
    lines = "".join(f"{key} = '{value}'\n" for key, value in listing.items())
    path.write_text(f"title='x'\nhosts=['e']\nreleases=['a']\n[[listings]]\n{lines}")
    with pytest.raises(BadSite, match=r"bad\.toml"):
        read(path)


@pytest.mark.parametrize(
    "text", ["title=", "title='x'", "title='x'\nhosts=['e']\nreleases=['(']\nlistings=[]\n",
             "title='x'\nhosts=['e']\nreleases=['a']\ncolour='red'\nlistings=[]\n",
             "title='x'\nhosts=['e']\nreleases=['a']\n[[listings]]\nform='fax'\nurl='u'\n"]
)  # fmt: skip
def test_a_profile_that_cannot_be_used_is_told_by_its_path(tmp_path, text) -> None:
    path = tmp_path / "bad.toml"
    path.write_text(text)
    with pytest.raises(BadSite, match=r"bad\.toml"):
        read(path)
