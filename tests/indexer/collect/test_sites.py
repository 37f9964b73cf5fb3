"""The profiles that ship, on the sample site: its three layouts, as their listings name them."""

import datetime as dt
import gzip
import json
import re
from dataclasses import replace
from importlib.resources import files
from urllib.parse import parse_qs, urlsplit

import pytest

from indexer import pipeline, sample
from indexer.collect import collect_site, load
from indexer.collect.site import Listing
from indexer.extract.profile_file import is_json_page
from indexer.pipeline import Options
from indexer.sample import Layout, layouts
from indexer.store import Store

COUNT = 150
ROWS = 4
SEED = 1


@pytest.fixture(scope="module")
def releases():
    """Return what is true of the French pages with an address and a date, the latest first."""
    made = [one for one in sample.releases(COUNT, SEED) if one.layout is not Layout.TEXT]
    known = {one.path: one for one in made if one.release.date and one.release.language == "fr"}
    return sorted(known.values(), key=lambda one: one.release.date, reverse=True)


def local(url):
    parts = urlsplit(url)
    return parts.path + (f"?{parts.query}" if parts.query else "")


def test_documents_of_the_press_corner_are_found_by_their_references(site, clock, tmp_path) -> None:
    shipped = load(None, "commission-presscorner")
    base = "https://ec.europa.eu"
    moved = {
        name: getattr(shipped.listings[0], name).replace(base, site.address)
        for name in ("url", "linked")
    }
    profile = replace(
        shipped,
        hosts=frozenset({site.host}),
        releases=(re.compile(shipped.releases[0].pattern.replace(r"^https://ec\.europa\.eu", "")),),
        listings=(replace(shipped.listings[0], **moved),),
    )
    known = [f"IP/25/{n}" for n in range(5)]

    def latest(handler):
        asked = parse_qs(urlsplit(handler.path).query)
        assert (asked["datefrom"], asked["dateto"]) == (["03022025"], ["11022025"])
        begin = (int(asked["pagenumber"][0]) - 1) * ROWS
        listed = [{"refCode": one} for one in known[begin : begin + ROWS]]
        return json.dumps({"docuLanguageListResources": listed}).encode()

    path = "/commission/presscorner/api/documents?reference={}&language=fr"
    site.pages |= {
        path.format(one): (200, [("Content-Type", "application/json")], press_document(one))
        for one in known
    }
    site.otherwise = lambda path: latest if "/latestnews?" in path else (404, [], b"")
    options = clock.options(since=dt.date(2025, 2, 3), until=dt.date(2025, 2, 11))
    report = collect_site(profile, tmp_path / "captures", options)
    assert (report.fetched, report.failed) == (len(known), [])
    assert all(is_json_page(base + path.format(one), own=()) for one in known)
    own = tmp_path / "data" / "profiles" / "commission-presscorner.toml"
    own.parent.mkdir(parents=True)
    shipped_text = files("indexer.extract").joinpath("profiles", own.name).read_text("utf-8")
    own.write_text(shipped_text.replace('"ec.europa.eu" =', f'"{site.host}" ='), "utf-8")
    done = pipeline.index([tmp_path / "captures"], tmp_path / "data", Options(jobs=1))
    assert (done.new, done.refused) == (len(known), [])
    with Store(tmp_path / "data") as store:
        assert store.release_ids() == [f"commission:ip_25_{n}:fr" for n in range(5)]
        found = store.document("commission:ip_25_3:fr").release
    assert (found.reference, str(found.date)) == ("IP/25/3", "2025-02-05")


def press_document(reference):
    resource = {"title": f"Document {reference}", "htmlContent": "<p>Le texte du document.</p>"}
    document = {"refCd": reference, "eventDate": "2025-02-05", "docuLanguageResource": resource}
    return json.dumps(document).encode()


def here(site, name, **others):
    """Return a profile that ships, moved to the server of the test."""
    shipped = load(None, name)
    listings = tuple(
        replace(one, url=one.url.replace("https://www.nato.int", site.address))
        for one in shipped.listings
    )
    moved = tuple(
        re.compile(one.pattern.replace(r"^https://www\.nato\.int", "")) for one in shipped.releases
    )
    return replace(
        shipped, hosts=frozenset({site.host}), releases=moved, listings=listings, **others
    )


def serve(site, releases):
    """Serve the pages; return the function that answers for other paths."""
    for one in releases:
        site.pages[local(one.release.url)] = (
            200,
            [("Content-Type", "text/html")],
            layouts.render(one),
        )
    site.pages["/robots.txt"] = b"User-agent: *\nCrawl-delay: 4\nDisallow: /search\n"


def of_layout(site, releases, layout, profile):
    return [
        one
        for one in releases
        if one.layout is layout and profile.wants(site.address + local(one.release.url))
    ]


def test_releases_of_the_cps_layout_are_found_by_its_listing_of_dates_and_chunks(
    site, clock, tmp_path, releases
) -> None:
    serve(site, releases)
    profile = here(site, "nato-cps")
    known = of_layout(site, releases, Layout.CPS, profile)
    since, until = known[-3].release.date, known[2].release.date

    def listing(handler):
        asked = parse_qs(urlsplit(handler.path).query)
        low, high = (
            dt.datetime.strptime(asked[name][0], "%d.%m.%Y").date()  # noqa: DTZ007
            for name in ("date_from", "date_to")
        )
        found = [one for one in known if low <= one.release.date <= high]
        begin = (int(asked["chunk"][0]) - 1) * ROWS
        rows = "".join(
            f"<tr><td>{one.release.date:%d %b. %Y}</td><td><p class=introtxt>"
            f"<a href='{local(one.release.url)}'>{one.release.title}</a></p></td></tr>"
            for one in found[begin : begin + ROWS]
        )
        return f"<table>{rows}</table>".encode()

    site.otherwise = lambda path: listing if "news.htm?" in path else (404, [], b"")
    report = collect_site(profile, tmp_path, clock.options(since=since, until=until))
    wanted = [one for one in known if since <= one.release.date <= until]
    assert len(wanted) > ROWS
    assert (report.fetched, report.failed) == (len(wanted), [])
    assert 4.0 in clock.slept


def test_releases_of_the_layout_of_2025_are_found_by_its_search_and_by_sitemaps(
    site, clock, tmp_path, releases
) -> None:
    serve(site, releases)
    profile = here(site, "nato")
    known = of_layout(site, releases, Layout.MODERN, profile)
    found, hidden = known[::2], known[1::2]

    def search(handler):
        begin = (int(parse_qs(urlsplit(handler.path).query)["page"][0]) - 1) * ROWS
        pages = [
            {
                "title": one.release.title,
                "link": local(one.release.url),
                "pageDate": f"{one.release.date}T12:00:00Z",
            }
            for one in found[begin : begin + ROWS]
        ]
        return 200, [("Content-Type", "application/json")], json.dumps({"pages": pages}).encode()

    urls = "".join(f"<url><loc>{site.address}{local(o.release.url)}</loc></url>" for o in hidden)
    site.pages |= {
        "/sitemap.xml": (
            f"<sitemapindex><sitemap><loc>{site.address}/fr.xml.gz</loc></sitemap></sitemapindex>"
        ).encode(),
        "/fr.xml.gz": gzip.compress(f"<urlset>{urls}</urlset>".encode()),
    }
    site.otherwise = lambda path: search if "search.json?" in path else (404, [], b"")
    assert len(hidden) > 1
    report = collect_site(profile, tmp_path, clock.options())
    assert (report.fetched, report.failed) == (len(known), [])


def test_releases_of_the_first_layout_are_found_by_a_feed(site, clock, tmp_path, releases) -> None:
    serve(site, releases)
    known = [one for one in releases if one.layout is Layout.DOCU]
    since = known[len(known) // 2].release.date
    items = "".join(
        f"<item><link>{site.address}{local(one.release.url)}</link>"
        f"<pubDate>{one.release.date:%d %b. %Y} 12:00:00 GMT</pubDate></item>"
        for one in known
    )
    site.pages["/rss.xml"] = f"<rss><channel>{items}</channel></rss>".encode()
    feed = (Listing(form="rss", url=f"{site.address}/rss.xml"),)
    profile = replace(here(site, "sample"), listings=feed)
    report = collect_site(profile, tmp_path, clock.options(since=since))
    wanted = [one for one in known if one.release.date >= since]
    assert 0 < len(wanted) < len(known)
    assert (report.fetched, report.failed) == (len(wanted), [])
