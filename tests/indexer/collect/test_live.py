"""Collections of a live site: the sample site in its layouts, twice, with faults."""

import datetime as dt
import gzip
import zlib

import brotli

from index.engine import SearchRequest
from index.engines import open_engine
from indexer import pipeline, sample
from indexer.collect import collect_site
from indexer.collect.site import Listing
from indexer.pipeline import Options
from tests.indexer.collect.collecting import PAGE, SITEMAP, located, profile, records, sitemap


def test_the_sample_site_is_collected_indexed_and_found(site, clock, tmp_path) -> None:
    sample.write(tmp_path / "pages", 60, 1)
    folder = tmp_path / "pages" / "www.nato.example"
    paths = []
    for path in sorted(folder.rglob("*.htm*")):
        paths.append(f"/{path.relative_to(folder)}")
        kind = "text/html; charset=us-ascii" if len(paths) % 5 == 0 else "text/html"  # a lie
        site.pages[paths[-1]] = (200, [("Content-Type", kind)], path.read_bytes())
    paths = [path for path in paths if "?" not in path]
    site.pages["/sitemap.xml"] = sitemap(site, paths)
    report = collect_site(profile(site, SITEMAP), tmp_path / "c", clock.options())
    assert (report.fetched, report.failed) == (len(paths), [])
    assert {one.url for one in located(tmp_path / "c")} == {site.address + p for p in paths}
    done = pipeline.index([tmp_path / "c"], tmp_path / "data", Options(jobs=1))
    assert done.new == len(paths)
    engine = open_engine(tmp_path / "data")
    assert engine.search(SearchRequest(query="OTAN")).total > 10
    engine.close()


def test_pages_of_a_listing_are_turned_until_one_has_no_more(site, clock, tmp_path) -> None:
    site.pages |= {f"/news_{n}.htm": PAGE.format(n=n).encode() for n in range(5)}
    for number, names in enumerate([(0, 1), (2, 3), (4,), (4,), (1, 2)], 1):
        links = "".join(f"<p class=t><a href='/news_{n}.htm'>x</a></p>" for n in names)
        site.pages[f"/list?page={number}"] = links.encode()
    listing = Listing(form="html", url="/list?page={page}", links=("p.t a",), first=1)
    report = collect_site(profile(site, listing), tmp_path, clock.options())
    assert (report.fetched, report.listings) == (5, 4)


def test_only_releases_of_the_days_wanted_are_asked_for(site, clock, tmp_path) -> None:
    days = {n: f"{n:02} Dec. 2022" for n in range(1, 9)}
    site.pages |= {f"/news_{n}.htm": PAGE.format(n=n).encode() for n in days}
    for number, group in enumerate([(8, 7), (6, 5), (4, 3), (2, 1)]):
        rows = "".join(f"<tr><td>{days[n]}<td><a href='/news_{n}.htm'>x</a>" for n in group)
        site.pages[f"/list?p={number}"] = f"<table>{rows}</table>".encode()
    listing = Listing(form="html", url="/list?p={page}", row="tr", newest_first=True)
    wanted = clock.options(since=dt.date(2022, 12, 5), until=dt.date(2022, 12, 7))
    report = collect_site(profile(site, listing), tmp_path, wanted)
    fetched = sorted(one for one in site.paths() if "news" in one)
    assert fetched == ["/news_5.htm", "/news_6.htm", "/news_7.htm"]
    assert report.listings == 3  # the third is past the days wanted


def test_a_second_visit_asks_whether_a_page_has_changed(site, clock, tmp_path) -> None:
    versions = {"/news_1.htm": b"one", "/news_2.htm": b"two", "/news_3.htm": b"three"}

    def serve(path):
        def answer(handler):
            tag = f'"{hash(versions[path])}"'
            headers = [("Content-Type", "text/html")] + [("ETag", tag)] * (path != "/news_2.htm")
            if handler.headers.get("If-None-Match") == tag:
                return 304, headers, b""
            return 200, headers, versions[path]

        return answer

    site.pages |= {path: serve(path) for path in versions}
    site.pages["/sitemap.xml"] = sitemap(site, versions)
    wanted = profile(site, SITEMAP)
    assert collect_site(wanted, tmp_path, clock.options()).fetched == 3
    versions["/news_3.htm"] = b"changed"
    report = collect_site(wanted, tmp_path, clock.options())
    assert (report.fetched, report.unchanged) == (1, 2)
    kinds = sorted((kind, url[-5], body) for kind, url, body in records(tmp_path)[3:])
    assert kinds == [("response", "3", b"changed"), ("revisit", "1", b""), ("revisit", "2", b"")]
    asked = len(site.asked)
    assert collect_site(wanted, tmp_path, clock.options(new_only=True)).unchanged == 3
    assert "/news_1.htm" not in [path for path, _ in site.asked[asked:]]


def test_a_changed_page_and_its_revisits_are_captures_of_one_release(site, clock, tmp_path) -> None:
    site.pages["/news_1.htm"] = PAGE.format(n=1).encode()
    site.pages["/sitemap.xml"] = sitemap(site, ["/news_1.htm"])
    wanted = profile(site, SITEMAP)
    for body in (PAGE.format(n=1), PAGE.format(n=1), PAGE.format(n=2)):
        site.pages["/news_1.htm"] = body.encode()
        collect_site(wanted, tmp_path / "c", clock.options())
        report = pipeline.index([tmp_path / "c"], tmp_path / "data", Options(jobs=1))
        assert (report.new, report.refused) == (1, [])
    engine = open_engine(tmp_path / "data")
    (hit,) = engine.search(SearchRequest()).hits
    document = engine.get(hit.id)
    engine.close()
    assert len(document.captures) == 3
    assert "2 collègues" in document.release.text


def test_faults_cost_what_they_concern_and_are_told(site, clock, tmp_path, numbered) -> None:
    def cut(handler):
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\nhalf")

    site.pages["/news_1.htm"] = (404, [], b"")
    site.pages["/news_2.htm"] = cut
    site.pages["/news_3.htm"] = (302, [("Location", "https://elsewhere.example/")], b"")
    site.pages["/robots.txt"] = b"User-agent: *\nDisallow: /news_4"
    report = collect_site(numbered, tmp_path, clock.options(tries=2))
    assert report.fetched == 2
    assert sorted(one.reason for one in report.failed) == [
        *("bad-status", "elsewhere", "no-answer", "robots"),
    ]
    assert not report.stopped


def test_a_release_that_moved_is_kept_with_the_answers_that_led_to_it(
    site, clock, tmp_path, numbered
) -> None:
    site.pages["/news_1.htm"] = (301, [("Location", "/cps/news_9.htm")], b"moved")
    site.pages["/cps/news_9.htm"] = PAGE.format(n=9).encode()
    report = collect_site(numbered, tmp_path, clock.options())
    assert (report.fetched, report.failed) == (6, [])
    urls = [url.removeprefix(site.address) for _, url, _ in records(tmp_path)]
    assert urls[1:3] == ["/news_1.htm", "/cps/news_9.htm"]
    assert {one.url.removeprefix(site.address) for one in located(tmp_path)} >= {"/cps/news_9.htm"}
    assert collect_site(numbered, tmp_path, clock.options()).unchanged == 6


def test_releases_that_lead_to_the_front_page_are_gone(site, clock, tmp_path, numbered) -> None:
    site.pages["/"] = b"<h1>Accueil</h1>"
    site.pages["/news_1.htm"] = site.pages["/news_2.htm"] = (302, [("Location", "/")], b"")
    report = collect_site(numbered, tmp_path, clock.options())
    assert [one.reason for one in report.failed] == ["no-release", "no-release"]
    assert report.fetched == 4


def test_a_listing_that_cannot_be_read_costs_no_other(site, clock, tmp_path) -> None:
    site.pages |= {f"/news_{n}.htm": PAGE.format(n=n).encode() for n in range(2)}
    names = "".join(f"<sitemap><loc>{site.address}/{n}.xml</loc></sitemap>" for n in range(3))
    site.pages["/sitemap.xml"] = f"<sitemapindex>{names}</sitemapindex>".encode()
    site.pages["/1.xml"] = b"<urlset><url>"
    site.pages["/0.xml"] = sitemap(site, ["/news_0.htm"])
    site.pages["/2.xml"] = sitemap(site, ["/news_1.htm"])
    wanted = profile(site, SITEMAP)
    report = collect_site(wanted, tmp_path, clock.options())
    assert [one.reason for one in report.failed] == ["bad-listing"]
    assert report.fetched == 2


def test_no_page_behind_the_last_page_of_a_listing_is_no_failure(site, clock, tmp_path) -> None:
    site.pages["/news_1.htm"] = PAGE.format(n=1).encode()
    site.pages["/list?p=0"] = b"<a href='/news_1.htm'>x</a>"
    report = collect_site(
        profile(site, Listing(form="html", url="/list?p={page}")), tmp_path, clock.options()
    )
    assert (report.fetched, report.failed) == (1, [])


def test_a_listing_that_goes_on_failing_is_left(site, clock, tmp_path) -> None:
    site.otherwise = lambda _path: (403, [], b"")
    report = collect_site(
        profile(site, Listing(form="html", url="/list?p={page}")), tmp_path, clock.options()
    )
    assert [one.reason for one in report.failed] == ["bad-status"] * 3


def test_what_was_last_changed_before_the_days_wanted_is_not_asked_for(
    site, clock, tmp_path
) -> None:
    site.pages |= {f"/news_{n}.htm": PAGE.format(n=n).encode() for n in (1, 2)}
    named = "".join(
        f"<url><loc>{site.address}/news_{n}.htm</loc><lastmod>202{n}-05-01</lastmod></url>"
        for n in (1, 2)
    )
    site.pages["/sitemap.xml"] = f"<urlset>{named}</urlset>".encode()
    wanted = profile(site, SITEMAP)
    collect_site(wanted, tmp_path, clock.options(since=dt.date(2022, 1, 1)))
    assert site.paths() == ["/sitemap.xml", "/news_2.htm"]


def test_a_listing_that_was_sent_compressed_is_read_and_a_bomb_is_not(
    site, clock, tmp_path, numbered
) -> None:
    whole = site.pages["/sitemap.xml"]
    for coding, packed in (
        ("gzip", gzip.compress(whole)),
        ("br", brotli.compress(whole)),
        ("deflate", zlib.compress(whole)),
    ):
        site.pages["/sitemap.xml"] = (200, [("Content-Encoding", coding)], packed)
        folder = tmp_path / coding
        assert collect_site(numbered, folder, clock.options(limit=1)).fetched == 1
    for bomb in (brotli.compress(b" " * 60_000_000), whole):
        site.pages["/sitemap.xml"] = (200, [("Content-Encoding", "br")], bomb)
        report = collect_site(numbered, tmp_path / "bomb", clock.options())
        assert [one.reason for one in report.failed] == ["bad-listing"]


def test_progress_is_told_from_the_first_listing_on(clock, tmp_path, numbered) -> None:
    told = []

    def progress(stage, done, total=None):
        told.append((stage, done, total))

    collect_site(numbered, tmp_path, clock.options(), progress)
    assert told == [("fetch", 0, None)] + [("fetch", 1, None)] * 6
