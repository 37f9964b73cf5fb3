import datetime as dt
import sqlite3

import pytest

from index.record import Capture, Release
from indexer.store import NoArchive, Refusal, Store, StoreDamaged, StoreOutdated

AT = dt.datetime(2026, 1, 2, tzinfo=dt.UTC)


def capture(origin="/a.htm", sha="1" * 64, day=0):
    return Capture(origin=origin, sha256=sha, captured_at=AT + dt.timedelta(days=day), url="u")


def put(store, release, cap):
    return store.put(release, cap, stamp="s" + cap.sha256[:2], profile="p")


@pytest.fixture
def store(tmp_path):
    with Store(tmp_path) as opened:
        yield opened


def test_a_release_comes_back_as_it_was_put(store) -> None:
    release = Release(id="r", title="Été", date=dt.date(2016, 10, 18), paragraphs=("Un.", "Deux."))
    assert put(store, release, capture()) is True
    document = store.document("r")
    assert document.release == release
    assert document.captures == (capture(),)


def test_the_same_reading_twice_is_one_capture_and_not_pending_again(store) -> None:
    put(store, Release(id="r", title="T"), capture())
    store.settle()
    assert put(store, Release(id="r", title="T"), capture()) is False
    assert store.pending() == []
    assert len(store.document("r").captures) == 1


def test_a_changed_page_replaces_its_release_and_both_readings_stay(store) -> None:
    put(store, Release(id="r", title="avant"), capture(sha="1" * 64))
    put(store, Release(id="r", title="après"), capture(sha="2" * 64, day=1))
    document = store.document("r")
    assert document.release.title == "après"
    assert [c.sha256[0] for c in document.captures] == ["1", "2"]


def test_a_page_that_goes_back_to_what_it_was_shows_what_it_is(store) -> None:
    put(store, Release(id="r", title="avant"), capture(sha="1" * 64))
    put(store, Release(id="r", title="après"), capture(sha="2" * 64, day=1))
    put(store, Release(id="r", title="avant"), capture(sha="1" * 64))
    assert store.document("r").release.title == "avant"


def test_of_two_places_the_dated_one_speaks_for_the_release(store) -> None:
    dated = Release(id="r", title="datée", date=dt.date(2001, 2, 3))
    put(store, dated, capture("/a.htm"))
    put(store, Release(id="r", title="sans date"), capture("/b.htm", "2" * 64, day=9))
    assert store.document("r").release == dated


def test_a_page_that_becomes_another_release_leaves_the_first_pending_and_gone(store) -> None:
    put(store, Release(id="old"), capture())
    store.settle()
    put(store, Release(id="new"), capture(sha="2" * 64))
    assert store.pending() == ["new", "old"]
    assert store.gone() == ["old"]
    assert store.document("old") is None
    assert store.release_ids() == ["new"]


def test_a_refusal_is_kept_until_the_page_is_good(store) -> None:
    refusal = Refusal("/a.htm", "empty", "/a.htm is empty.")
    store.refuse(refusal, stamp="s", sha256="", at=AT)
    assert list(store.refusals()) == [refusal]
    assert store.source("/a.htm").refusal == refusal
    put(store, Release(id="r"), capture())
    assert list(store.refusals()) == []


def test_a_good_page_that_turns_bad_takes_its_release_out(store) -> None:
    put(store, Release(id="r"), capture())
    store.settle()
    store.refuse(Refusal("/a.htm", "empty", "…"), stamp="s", sha256="", at=AT)
    assert store.gone() == ["r"]


@pytest.mark.parametrize(
    ("prefix", "found"),
    [
        ("/a", {"/a/1.htm", "/a/b/2.htm"}),
        ("/a/", {"/a/1.htm", "/a/b/2.htm"}),
        ("/a/1.htm", {"/a/1.htm"}),
        ("/z.zip", {"/z.zip!m.htm"}),
        ("/", {"/a/1.htm", "/a/b/2.htm", "/ab.htm", "/z.zip!m.htm"}),
    ],
)
def test_origins_below_a_path_are_those_of_its_folder_or_archive(store, prefix, found) -> None:
    for origin in ("/a/1.htm", "/a/b/2.htm", "/ab.htm", "/z.zip!m.htm"):
        put(store, Release(id=origin), capture(origin))
    assert set(store.origins(prefix)) == found


def test_what_was_not_committed_is_not_there_the_next_time(tmp_path) -> None:
    store = Store(tmp_path)
    put(store, Release(id="kept"), capture("/a"))
    store.commit()
    put(store, Release(id="lost"), capture("/b"))
    store.close()
    with Store(tmp_path) as again:
        assert again.release_ids() == ["kept"]


def test_a_store_of_another_version_is_refused_by_name(tmp_path) -> None:
    Store(tmp_path).close()
    with sqlite3.connect(tmp_path / "archive.db") as db:
        db.execute("UPDATE meta SET value = '99'")
    db.close()
    with pytest.raises(StoreOutdated, match="99"):
        Store(tmp_path)


def test_a_file_that_is_no_archive_is_told_as_damage(tmp_path) -> None:
    (tmp_path / "archive.db").write_bytes(b"not a database" * 100)
    with pytest.raises(StoreDamaged, match="not a database"):
        Store(tmp_path)


def test_an_archive_that_must_exist_is_not_made(tmp_path) -> None:
    with pytest.raises(NoArchive):
        Store(tmp_path, create=False)
    assert list(tmp_path.iterdir()) == []


def test_stats_count_each_kind_of_row(store) -> None:
    put(store, Release(id="r"), capture("/a"))
    put(store, Release(id="r"), capture("/b"))
    store.refuse(Refusal("/c", "empty", "…"), stamp="s", sha256="", at=AT)
    stats = store.stats()
    counted = (stats.releases, stats.captures, stats.sources, stats.refused, stats.pending)
    assert counted == (1, 2, 3, 1, 1)
    assert store.check() == []


def test_what_decisions_are_about_is_kept_by_release_and_replaced(store) -> None:
    put(store, Release(id="r", title="T"), capture())
    put(store, Release(id="s", title="T"), capture("/s.htm"))
    store.decided.put({"r": {"place:a": "À", "place:b": "B"}, "s": {"place:a": "A"}})
    store.decided.put({"r": {"place:a": "A"}})
    assert store.decided.releases(["place:a", "place:z"]) == {"r", "s"}
    assert store.decided.releases(["place:b"]) == set()
    store.forget("/s.htm")
    store.decided.tidy()
    assert store.decided.releases(["place:a"]) == {"r"}


def test_the_label_that_most_releases_give_is_the_one(store) -> None:
    store.decided.put({"r": {"person:x": "X"}, "s": {"person:x": "Xx"}, "t": {"person:x": "X"}})
    store.decided.put({"u": {"person:y": "Y"}})
    assert store.decided.labels() == {"person:x": "X", "person:y": "Y"}


def test_a_file_of_an_older_program_gets_the_tables_it_lacks(tmp_path) -> None:
    with Store(tmp_path) as store:
        put(store, Release(id="r", title="T"), capture())
        store.write("DROP TABLE decided")
    with Store(tmp_path) as store:
        assert store.decided.labels() == {}
        assert store.release_ids() == ["r"]


def test_a_fact_is_noted_and_replaced(store) -> None:
    assert store.meta("colour") is None
    for value in ("red", "blue"):
        store.note("colour", value)
    assert store.meta("colour") == "blue"
