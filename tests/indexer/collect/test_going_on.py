"""Runs that are cut short, by a limit, by the site, by a kill or a full disk, and gone on with."""

import errno
import os
import random
import re
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from indexer.collect import collect_site
from indexer.collect.errors import Collecting, StateDamaged
from indexer.collect.state import opened
from indexer.sqlite import DiskFull
from tests.indexer.collect.collecting import (
    SITEMAP,
    located,
    profile,
    records,
    serve_numbered,
)

ROOT = Path(__file__).parents[3]


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


def hold(site, path, until):
    """Have a page wait for an event before it is sent."""
    page = site.pages[path]
    site.pages[path] = lambda _handler: until.wait(60) and page


def test_a_run_that_is_killed_is_gone_on_with_and_everything_is_there_once(site, tmp_path) -> None:
    count = 40
    serve_numbered(site, count)
    command = [sys.executable, "-c", RUN, site.address, str(tmp_path)]
    kills = 0
    for after, last in ((3, 8), (9, 22), (14, 39), (None, None)):
        begun, killed = len(site.paths()), threading.Event()
        if after is not None:  # however late the kill comes, it comes before this page
            hold(site, f"/news_{last}.htm", killed)
        with subprocess.Popen(command, cwd=ROOT, env={**os.environ, "PYTHONPATH": "."}) as process:
            while after is not None and process.poll() is None:
                if len(site.paths()) - begun > after:
                    process.send_signal(signal.SIGKILL)
                    kills += 1
                    break
                time.sleep(0.002)
            assert process.wait(60) == (0 if after is None else -signal.SIGKILL)
        killed.set()
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


def test_a_full_disk_loses_nothing_that_was_stored(clock, tmp_path, numbered, monkeypatch) -> None:
    calls = []

    def full(handle):
        calls.append(handle)
        if len(calls) == 5:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patched:
        patched.setattr("indexer.collect.warcs.os.fsync", full)
        with pytest.raises(DiskFull, match=r"room left .* that are safe: 3"):
            collect_site(numbered, tmp_path, clock.options())
    report = collect_site(numbered, tmp_path, clock.options())
    assert (report.before, report.fetched) == (3, 3)
    assert len(records(tmp_path)) == len({url for _, url, _ in records(tmp_path)}) == 6


LIMITED = (
    """
import resource
resource.setrlimit(resource.RLIMIT_FSIZE, (90_000, 90_000))
"""
    + RUN
)


def test_where_no_more_can_be_written_it_is_told_and_the_next_run_goes_on(site, tmp_path) -> None:
    count = 30
    serve_numbered(site, count)
    for n in range(count):  # 5 kB each that cannot be compressed
        noise = random.Random(n).randbytes(2500).hex()
        site.pages[f"/news_{n}.htm"] += f"<!-- {noise} -->".encode()
    arguments = [site.address, str(tmp_path)]
    limited, free = (
        subprocess.run(
            [sys.executable, "-c", program, *arguments], cwd=ROOT, capture_output=True, text=True,
            env={**os.environ, "PYTHONPATH": "."}, timeout=100, check=False,
        )
        for program in (LIMITED, RUN)
    )  # fmt: skip
    assert limited.returncode == 1
    assert "NotWritten: Nothing can be written to" in limited.stderr
    safe = re.search(r"that are safe: (\d+)\.", limited.stderr)
    assert safe
    assert 0 < int(safe[1]) < count
    assert (free.returncode, free.stderr) == (0, "")
    assert sorted(url for _, url, _ in records(tmp_path)) == sorted(
        f"{site.address}/news_{n}.htm" for n in range(count)
    )
    asked = [path for path in site.paths() if "news" in path]
    assert len(asked) <= count + 1  # what had been kept was not asked for again
    assert len(located(tmp_path)) == count


@pytest.mark.parametrize("status", [401, 403, 429])
def test_a_site_that_refuses_again_and_again_is_left_and_it_is_told_what_to_do(
    site, clock, tmp_path, status
) -> None:
    serve_numbered(site, 40)
    pages = dict(site.pages)

    def refuse(_handler):
        site.pages |= dict.fromkeys(pages, (status, [], b"no"))
        return status, [], b"no"

    site.pages["/news_20.htm"] = refuse
    wanted = profile(site, SITEMAP)
    report = collect_site(wanted, tmp_path, clock.options(tries=1))
    assert len(report.failed) == 10
    assert report.failed[-1].reason == "shut-out"
    assert report.stopped.startswith(f"{site.host} refuses: 10 answers in a row")
    assert "--contact" in report.hint
    site.pages |= pages
    again = collect_site(wanted, tmp_path, clock.options())
    assert (again.before, again.fetched) == (report.fetched, 40 - report.fetched)


@pytest.mark.parametrize("closed", [range(1, 40, 3), range(5, 35)], ids=["single", "in a row"])
def test_pages_that_are_closed_among_others_do_not_end_a_run(site, clock, tmp_path, closed) -> None:
    serve_numbered(site, 40)
    site.pages |= {f"/news_{n}.htm": (403, [], b"") for n in closed}
    report = collect_site(profile(site, SITEMAP), tmp_path, clock.options())
    assert (report.fetched, len(report.failed)) == (40 - len(closed), len(closed))
    assert not report.stopped


def test_a_hundred_closed_pages_in_a_row_end_a_run(site, clock, tmp_path) -> None:
    serve_numbered(site, 120)
    site.pages |= {f"/news_{n}.htm": (403, [], b"") for n in range(110)}
    report = collect_site(profile(site, SITEMAP), tmp_path, clock.options())
    assert (report.fetched, report.failed[-1].reason) == (0, "shut-out")
