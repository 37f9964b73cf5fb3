"""Captures of a web archive: a server with a CDX API of the form of the real ones."""

import datetime as dt
import json
from urllib.parse import parse_qs, urlsplit

import pytest

from indexer.collect import collect_captures
from indexer.collect.cdx import FIELDS
from indexer.sources import Found, locate, read

ROWS = [
    ("20010102030405", "http://www.nato.int/docu/pr/2001/p01-1f.htm", "text/html", "200", "AAA"),
    ("20020102030405", "http://nato.int:80/docu/pr/2001/p01-1f.htm", "text/html", "200", "AAA"),
    ("20030102030405", "http://www.nato.int/docu/pr/2001/p01-1f.htm", "text/html", "200", "BBB"),
    ("20010102030405", "http://www.nato.int/docu/pr/2001/p01-2f.htm", "text/html", "200", "AAA"),
    ("20010102030405", "http://www.nato.int/docu/logo.gif", "image/gif", "200", "CCC"),
    ("20010102030405", "http://www.nato.int/docu/gone.htm", "text/html", "404", "DDD"),
]
WANTED = {0, 2, 3}


@pytest.fixture(params=["json", "spaces"])
def archive(site, request):
    """Answers rows in parts of two, with a key to go on, and captures under /web/."""

    def cdx(handler):
        asked = parse_qs(urlsplit(handler.path).query)
        low, high = asked["from"][0], asked["to"][0]
        rows = [row for row in ROWS if low <= row[0][:8] <= high]
        begin = int(asked.get("resumeKey", ["0"])[0].strip("k") or 0)
        part = [("int,nato)/", *row, "99") for row in rows[begin : begin + 2]]
        key = f"k{begin + 2}" if begin + 2 < len(rows) else ""
        if request.param == "json":
            table = [list(FIELDS), *map(list, part)] + ([[], [key]] if key else [])
            return 200, [("Content-Type", "application/json")], json.dumps(table).encode()
        text = "".join(" ".join(row) + "\n" for row in part) + (f"\n{key}\n" if key else "")
        return 200, [("Content-Type", "text/plain")], text.encode()

    def get(path):
        if path.startswith("/cdx"):
            return cdx
        for stamp, url, _, _, digest in ROWS:
            if path == f"/web/{stamp}id_/{url}":
                headers = [
                    ("Content-Type", "text/html"),
                    ("X-Archive-Orig-Content-Type", "text/html; charset=iso-8859-1"),
                    ("X-Archive-Orig-Server", "Old"),
                ]
                return 200, headers, f"<h1>{digest} é</h1>".encode("latin-1")
        return 404, [], b""

    site.otherwise = get
    return site


def collect(site, clock, folder, **options):
    return collect_captures(
        f"{site.address}/cdx", "nato.int/docu/*", folder, clock.options(**options)
    )


def test_one_capture_of_each_text_comes_with_its_own_address_and_time(
    archive, clock, tmp_path
) -> None:
    report = collect(archive, clock, tmp_path)
    assert (report.fetched, report.failed, report.listings) == (3, [], 3)
    pages = [read(one) for one in locate([tmp_path], Found())]
    assert {(one.url, one.captured_at) for one in pages} == {
        (
            ROWS[n][1],
            dt.datetime.strptime(ROWS[n][0], "%Y%m%d%H%M%S").replace(tzinfo=dt.UTC),
        )
        for n in WANTED
    }
    assert {one.charset for one in pages} == {"iso-8859-1"}
    assert all("é".encode("latin-1") in one.data for one in pages)


def test_a_second_run_fetches_no_capture_again(archive, clock, tmp_path) -> None:
    collect(archive, clock, tmp_path, limit=1)
    report = collect(archive, clock, tmp_path)
    assert (report.before, report.fetched) == (1, 2)
    report = collect(archive, clock, tmp_path)
    assert (report.before, report.fetched) == (3, 0)


def test_only_captures_of_the_time_wanted_are_asked_for(archive, clock, tmp_path) -> None:
    report = collect(
        archive, clock, tmp_path, since=dt.date(2003, 1, 1), until=dt.date(2003, 12, 1)
    )
    assert report.fetched == 1


def test_an_answer_that_is_none_ends_the_run_with_a_reason(site, clock, tmp_path) -> None:
    site.otherwise = lambda _path: b"[[1, "
    report = collect(site, clock, tmp_path)
    assert [one.reason for one in report.failed] == ["bad-listing"]
    assert report.stopped


def test_an_archive_without_keys_is_asked_for_everything_at_once(
    site, clock, tmp_path, monkeypatch
) -> None:
    monkeypatch.setattr("indexer.collect.cdx.ROWS", 2)

    def cdx(handler):
        asked = parse_qs(urlsplit(handler.path).query)
        most = int(asked.get("limit", [len(ROWS)])[0])
        return "".join(" ".join(("k", *row, "9")) + "\n" for row in ROWS[:most]).encode()

    site.otherwise = lambda path: cdx if path.startswith("/cdx") else b"<h1>x</h1>"
    assert collect(site, clock, tmp_path).fetched == len(WANTED)


def test_a_capture_that_leads_on_to_another_has_the_time_of_that(site, clock, tmp_path) -> None:
    row = ROWS[0]
    site.pages[f"/web/{row[0]}id_/{row[1]}"] = (
        302,
        [("Location", f"/web/20000101000000id_/{row[1]}")],
        b"",
    )
    site.pages[f"/web/20000101000000id_/{row[1]}"] = b"<h1>x</h1>"
    site.otherwise = lambda _path: (" ".join(("k", *row, "9"))).encode()
    assert collect(site, clock, tmp_path).fetched == 1
    (page,) = [read(one) for one in locate([tmp_path], Found())]
    assert (page.url, page.captured_at.year) == (row[1], 2000)


def test_a_capture_of_an_impossible_time_is_told(site, clock, tmp_path) -> None:
    row = ("20019902030405", *ROWS[0][1:])
    site.otherwise = lambda _path: (" ".join(("k", *row, "9"))).encode()
    assert [one.reason for one in collect(site, clock, tmp_path).failed] == ["no-answer"]
