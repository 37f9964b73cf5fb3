"""Collections of a live site: the sample site in its layouts, twice, with faults, cut short."""

import datetime as dt
import errno
import gzip
import os
import re
import signal
import subprocess
import sys
import time
import zlib
from pathlib import Path

import brotli
import pytest
from warcio.archiveiterator import ArchiveIterator

from index.engine import SearchRequest
from index.engines import open_engine
from indexer import pipeline, sample
from indexer.collect import Site, collect_site
from indexer.collect.errors import Collecting, StateDamaged
from indexer.collect.site import Listing
from indexer.collect.state import opened
from indexer.pipeline import Options
from indexer.sources import Found, locate, read

ROOT = Path(__file__).parents[3]
PAGE = "<html><h1>Page {n}</h1><p>Le ministre est venu à Mossoul avec {n} collègues.</p></html>"
SITEMAP = [Listing(form="sitemap", url="{}/sitemap.xml")]


def profile(site, *listings, **others):
    named = [
        Listing(**{f: getattr(one, f) for f in Listing.__slots__} | {"url": site.address + one.url})
        for one in listings
    ]
    wanted = (re.compile("/news_|/docu/|/cps/|/fr/"),)
    return Site(
        name="test",
        title="Test",
        hosts=frozenset({site.host}),
        releases=wanted,
        listings=tuple(named),
        **others,
    )


def sitemap(site, paths):
    urls = "".join(f"<url><loc>{site.address}{path}</loc></url>" for path in paths)
    return f"<urlset>{urls}</urlset>".encode()


@pytest.fixture
def numbered(site):
    """A site of six pages with a sitemap."""
    site.pages |= {f"/news_{n}.htm": PAGE.format(n=n).encode() for n in range(6)}
    site.pages["/sitemap.xml"] = sitemap(site, [f"/news_{n}.htm" for n in range(6)])
    return profile(site, Listing(form="sitemap", url="/sitemap.xml"))


def records(captures):
    found = []
    for path in sorted((captures / "test").glob("*.warc.gz")):
        with path.open("rb") as file:
            for record in ArchiveIterator(file, check_digests="raise"):
                body = record.content_stream().read()
                if record.rec_type in {"response", "revisit"}:
                    url = record.rec_headers.get_header("WARC-Target-URI")
                    found.append((record.rec_type, url, body))
    return found


def located(captures):
    found, refused = [], []
    walk = Found(on_refusal=refused.append)
    found = [read(one) for one in locate([captures], walk)]
    assert not refused
    return found


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
    report = collect_site(
        profile(site, Listing(form="sitemap", url="/sitemap.xml")), tmp_path / "c", clock.options()
    )
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
    wanted = profile(site, Listing(form="sitemap", url="/sitemap.xml"))
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
    wanted = profile(site, Listing(form="sitemap", url="/sitemap.xml"))
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


@pytest.mark.parametrize(
    ("limit", "left"), [({"limit": 2}, 4), ({"max_bytes": 150}, 4), ({"max_seconds": 3}, 4)]
)
def test_a_limit_ends_a_run_and_the_next_goes_on(
    clock, tmp_path, numbered, limit, left, site
) -> None:
    first = collect_site(numbered, tmp_path, clock.options(**limit))
    assert first.stopped
    assert first.found == first.fetched
    assert 0 < first.fetched <= 6 - left + 1
    second = collect_site(numbered, tmp_path, clock.options())
    assert (second.before, second.fetched) == (first.fetched, 6 - first.fetched)
    assert [url for _, url, _ in records(tmp_path)] == [
        f"{site.address}/news_{n}.htm" for n in range(6)
    ]


def test_a_site_that_asks_to_wait_long_is_left_and_gone_on_with(
    site, clock, tmp_path, numbered
) -> None:
    page = site.pages["/news_3.htm"]
    site.pages["/news_3.htm"] = (503, [("Retry-After", "86400")], b"")
    report = collect_site(numbered, tmp_path, clock.options())
    assert report.fetched == 3
    assert "86400" in report.stopped
    site.pages["/news_3.htm"] = page
    report = collect_site(numbered, tmp_path, clock.options())
    assert (report.before, report.fetched) == (3, 3)


def test_warc_files_are_begun_anew_where_they_are_full(clock, tmp_path, numbered) -> None:
    collect_site(numbered, tmp_path, clock.options(warc_bytes=500))
    assert len(list((tmp_path / "test").glob("*.warc.gz"))) > 1
    assert len(records(tmp_path)) == 6


def test_two_runs_at_once_are_refused(clock, tmp_path, numbered) -> None:
    with opened(tmp_path / "test"), pytest.raises(Collecting):
        collect_site(numbered, tmp_path, clock.options())


RUN = """
import re, sys
from pathlib import Path
from indexer.collect import CollectOptions, Site, collect_site
from indexer.collect.site import Listing
address, captures = sys.argv[1:]
host = address.partition("://")[2]
listing = Listing(form="sitemap", url=address + "/sitemap.xml")
site = Site(name="test", title="", hosts=frozenset({host}), delay=0.02,
            releases=(re.compile("/news_"),), listings=(listing,))
collect_site(site, Path(captures), CollectOptions(private=True))
"""


def test_a_run_that_is_killed_is_gone_on_with_and_everything_is_there_once(site, tmp_path) -> None:
    count = 40
    site.pages |= {f"/news_{n}.htm": PAGE.format(n=n).encode() for n in range(count)}
    site.pages["/sitemap.xml"] = sitemap(site, [f"/news_{n}.htm" for n in range(count)])
    command = [sys.executable, "-c", RUN, site.address, str(tmp_path)]
    kills = 0
    for after in (3, 9, 14, None):
        begun = len(site.paths())
        with subprocess.Popen(command, cwd=ROOT, env={**os.environ, "PYTHONPATH": "."}) as process:
            while after is not None and process.poll() is None:
                if len(site.paths()) - begun > after:
                    process.send_signal(signal.SIGKILL)
                    kills += 1
                    break
                time.sleep(0.002)
            assert process.wait(60) == (0 if after is None else -signal.SIGKILL)
    urls = [url for _, url, _ in records(tmp_path)]
    assert kills == 3
    assert sorted(urls) == sorted(f"{site.address}/news_{n}.htm" for n in range(count))
    assert len(located(tmp_path)) == count


def test_web_archives_that_a_collection_did_not_write_are_left_alone(
    clock, tmp_path, numbered
) -> None:
    collect_site(numbered, tmp_path, clock.options(limit=2))
    (mine,) = (tmp_path / "test").glob("*.warc.gz")
    kept = mine.read_bytes()
    for path in (tmp_path / "test").glob("state.db*"):
        path.unlink()
    assert collect_site(numbered, tmp_path, clock.options()).fetched == 6
    assert mine.read_bytes() == kept


def test_a_damaged_record_of_what_was_fetched_is_told(clock, tmp_path, numbered) -> None:
    (tmp_path / "test").mkdir()
    (tmp_path / "test/state.db").write_bytes(b"no database" * 100)
    with pytest.raises(StateDamaged, match=r"state\.db"):
        collect_site(numbered, tmp_path, clock.options())


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
    wanted = profile(site, Listing(form="sitemap", url="/sitemap.xml"))
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
    wanted = profile(site, Listing(form="sitemap", url="/sitemap.xml"))
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


def test_a_full_disk_loses_nothing_that_was_stored(clock, tmp_path, numbered, monkeypatch) -> None:
    calls = []

    def full(handle):
        calls.append(handle)
        if len(calls) == 5:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patched:
        patched.setattr("indexer.collect.warcs.os.fsync", full)
        with pytest.raises(OSError, match="No space"):
            collect_site(numbered, tmp_path, clock.options())
    report = collect_site(numbered, tmp_path, clock.options())
    assert (report.before, report.fetched) == (3, 3)
    assert len(records(tmp_path)) == len({url for _, url, _ in records(tmp_path)}) == 6
