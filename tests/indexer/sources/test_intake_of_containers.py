"""Web archives and tables through a whole run: captures, revisits, what is not read again."""

import datetime as dt
import os

import pytest

from indexer import pipeline
from indexer.history import StoreHistory
from indexer.pipeline import Options
from indexer.store import Store
from tests.indexer.sources.archives import TIME, Archive, page, wacz

URL = "https://www.nato.example/cps/fr/natohq/news_1.htm"
ID = "sample:news_1:fr"
DAYS = [TIME + dt.timedelta(days=n) for n in range(4)]


@pytest.fixture
def run(tmp_path):
    def index(path, **options):
        return pipeline.index([path], tmp_path / "data", Options(jobs=1, **options))

    index.data = tmp_path / "data"
    return index


@pytest.fixture
def document(run):
    def get(release_id=ID):
        with Store(run.data) as store:
            return store.document(release_id)

    return get


def test_captures_of_one_page_are_one_release_that_is_as_the_latest_says(
    tmp_path, run, document
) -> None:
    with Archive(tmp_path / "a.warc.gz") as archive:
        archive.response(URL, page("Deuxième"), when=DAYS[1])
        archive.response(URL, page("Première"), when=DAYS[0])
    report = run(archive.path)
    found = document()
    assert (report.new, found.release.title) == (2, "Deuxième")
    assert [one.captured_at for one in found.captures] == DAYS[:2]
    assert {(one.url, one.status) for one in found.captures} == {(URL, 200)}


def test_a_revisit_is_a_capture_with_the_text_it_repeats(tmp_path, run, document) -> None:
    with Archive(tmp_path / "b.warc.gz") as later:  # read before what it repeats
        later.revisit(URL, URL, when=DAYS[2], of_time=DAYS[0])
        later.revisit(URL, URL, when=DAYS[3], of_time=None)
    with Archive(tmp_path / "c.warc.gz") as first:
        first.response(URL, page("Visite"), when=DAYS[0])
    report = run(tmp_path)
    found = document()
    assert (report.new, report.refused) == (3, [])
    assert [one.captured_at for one in found.captures] == [DAYS[0], DAYS[2], DAYS[3]]
    assert len({one.sha256 for one in found.captures}) == 1


def test_a_revisit_of_what_is_not_there_is_told_until_it_is(tmp_path, run, document) -> None:
    with Archive(tmp_path / "b.warc.gz") as later:
        later.revisit(URL, URL, when=DAYS[2], of_time=DAYS[0])
    (refused,) = run(later.path).refused
    assert refused.reason == "revisit-unknown"
    with Archive(tmp_path / "c.warc.gz") as first:
        first.response(URL, page("Visite"), when=DAYS[0])
    run(first.path)
    assert run(later.path).refused == []
    assert [one.captured_at for one in document().captures] == [DAYS[0], DAYS[2]]


def test_an_unchanged_archive_is_not_opened_again_and_counts_as_before(tmp_path, run) -> None:
    with Archive(tmp_path / "a.warc.gz") as archive:
        archive.response(URL)
        archive.response(URL.replace("_1", "_2"), b"<html><p>")
    first = run(archive.path)
    stamp = archive.path.stat()
    archive.path.write_bytes(b"x" * stamp.st_size)  # would be damage, if it were read
    os.utime(archive.path, ns=(stamp.st_mtime_ns, stamp.st_mtime_ns))
    again = run(archive.path, prune=True)
    assert (first.new, again.found, again.unchanged, again.pruned) == (1, 2, 2, 0)
    assert [one.reason for one in again.refused] == [one.reason for one in first.refused]
    assert len(first.refused) == 1


def test_records_are_read_again_only_where_an_archive_has_grown(tmp_path, run, document) -> None:
    with Archive(tmp_path / "a.warc.gz") as archive:
        archive.response(URL, page("Visite"))
    run(archive.path)
    with Archive(tmp_path / "more.warc.gz") as more:
        more.response(URL.replace("_1", "_2"), page("Autre"))
    archive.path.write_bytes(archive.path.read_bytes() + more.path.read_bytes())
    report = run(archive.path)
    assert (report.new, report.unchanged) == (1, 1)
    assert document(ID.replace("_1", "_2")).release.title == "Autre"


def test_what_is_gone_from_an_archive_is_dropped_where_that_is_asked_for(
    tmp_path, run, document
) -> None:
    path = tmp_path / "a.warc.gz"
    with Archive(path) as archive:
        archive.response(URL.replace("_1", "_2"), page("Autre"))
        archive.response(URL)
    run(path)
    with Archive(path) as archive:
        archive.response(URL.replace("_1", "_2"), page("Autre"))
    assert run(path, prune=True).pruned == 1
    assert document() is None


def test_the_bytes_of_a_capture_can_be_had_again_from_where_it_lies(tmp_path, run) -> None:
    with Archive(tmp_path / "a.warc.gz") as archive:
        archive.response(URL, page("Visite"))
    path = wacz(tmp_path / "a.wacz", [archive.path])
    run(path)
    history = StoreHistory(run.data)
    (reading,) = history.readings(ID)
    original = history.original(ID, reading.capture.sha256)
    assert (original.data, original.media_type) == (page("Visite"), "text/html")


def test_rows_that_move_in_a_table_stay_the_releases_they_were(tmp_path, run) -> None:
    path = tmp_path / "t.csv"
    path.write_text("title,text\nUne,Le premier texte.\nDeux,Le deuxième texte.\n", "utf-8")
    run(path)
    with Store(run.data) as store:
        before = set(store.release_ids())
    path.write_text("title,text\nDeux,Le deuxième texte.\nTrois,Un troisième texte.\n", "utf-8")
    run(path, prune=True)
    with Store(run.data) as store:
        after = {store.document(one).release.title: one for one in store.release_ids()}
    assert sorted(after) == ["Deux", "Trois"]
    assert after["Deux"] in before
    assert after["Trois"] not in before
