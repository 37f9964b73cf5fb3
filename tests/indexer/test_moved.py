"""One document in two layouts of a site is one release with both addresses; else it is two."""

import datetime as dt
from dataclasses import replace

import pytest

from index.record import Capture, Release
from indexer import pipeline, sample
from indexer.sample import addresses, layouts
from indexer.sample.addresses import Layout
from indexer.store import Store

AT = dt.datetime(2026, 1, 2, tzinfo=dt.UTC)
DAY = dt.date(2016, 10, 18)
TEXT = ("Les premiers vols ont eu lieu aujourd'hui au départ de Konya, en Türkiye. " * 6,)
OLD = Release(
    id="nato:news_1:fr", title="Vols", paragraphs=TEXT, date=DAY, url="https://nato.int/cps"
)
MOVED = replace(OLD, id="nato:2016/10/18/flights:fr", url="https://nato.int/fr/flights")


@pytest.fixture
def store(tmp_path):
    with Store(tmp_path) as opened:
        yield opened


def put(store, release, origin, profile, sha="1"):
    capture = Capture(origin=origin, captured_at=AT, sha256=sha * 64, url=release.url)
    store.put(release, capture, stamp=sha, profile=profile)


def test_a_page_that_was_moved_is_a_capture_of_the_release_it_was(store) -> None:
    put(store, OLD, "/a.htm", "nato-cps")
    put(store, MOVED, "/b.htm", "nato-2025", "2")
    assert store.release_ids() == [OLD.id]
    urls = {capture.url for capture in store.document(OLD.id).captures}
    assert urls == {OLD.url, MOVED.url}


def test_the_first_one_gives_the_id_whichever_it_is(store) -> None:
    put(store, MOVED, "/b.htm", "nato-2025")
    put(store, OLD, "/a.htm", "nato-cps", "2")
    assert store.release_ids() == [MOVED.id]


@pytest.mark.parametrize(
    ("changed", "profile"),
    [
        (replace(MOVED, paragraphs=(TEXT[0] + "Fin.",)), "nato-2025"),
        (replace(MOVED, date=dt.date(2017, 10, 18)), "nato-2025"),
        (replace(MOVED, id="nato:2016/10/18/flights:en", language="en"), "nato-2025"),
        (replace(MOVED, id="un:2016/10/18/flights:fr"), "nato-2025"),
        (replace(MOVED, id="page:0123456789ab"), "generic"),
        (replace(MOVED, id="nato:news_2:fr"), "nato-cps"),
    ],
    ids=["text", "date", "language", "site", "no site", "same layout"],
)
def test_where_there_is_doubt_there_are_two(store, changed, profile) -> None:
    put(store, OLD, "/a.htm", "nato-cps")
    put(store, changed, "/b.htm", profile, "2")
    assert store.release_ids() == sorted([OLD.id, changed.id])


def test_short_notices_are_not_one_document(store) -> None:
    put(store, replace(OLD, paragraphs=("Page déplacée.",)), "/a.htm", "nato-cps")
    put(store, replace(MOVED, paragraphs=("Page déplacée.",)), "/b.htm", "nato-2025", "2")
    assert len(store.release_ids()) == 2


def test_a_date_a_day_off_or_missing_is_no_doubt(store) -> None:
    put(store, OLD, "/a.htm", "nato-cps")
    put(store, replace(MOVED, date=DAY + dt.timedelta(days=1)), "/b.htm", "nato-2025", "2")
    put(store, replace(MOVED, id="nato:u20161018:fr", date=None), "/c.htm", "nato-docu", "3")
    assert store.release_ids() == [OLD.id]


def test_what_was_joined_stays_so_when_one_copy_is_corrected(store) -> None:
    put(store, OLD, "/a.htm", "nato-cps")
    put(store, MOVED, "/b.htm", "nato-2025", "2")
    corrected = replace(MOVED, paragraphs=(TEXT[0] + "Rectificatif.",))
    put(store, corrected, "/b.htm", "nato-2025", "3")
    assert store.release_ids() == [OLD.id]
    assert len(store.document(OLD.id).captures) == 3
    store.forget("/a.htm")
    put(store, replace(corrected, paragraphs=TEXT), "/b.htm", "nato-2025", "4")
    assert store.release_ids() == [MOVED.id]


def test_ids_that_are_there_already_stay_apart(store) -> None:
    put(store, replace(MOVED, paragraphs=("Autre texte.",)), "/b.htm", "nato-2025")
    put(store, OLD, "/a.htm", "nato-cps", "2")
    put(store, MOVED, "/b.htm", "nato-2025", "3")
    assert store.release_ids() == sorted([OLD.id, MOVED.id])


def test_real_pages_of_two_layouts_are_one_release(tmp_path) -> None:
    pages = tmp_path / "pages"
    made = next(
        one
        for one in sample.releases(200, 7)
        if one.layout is Layout.CPS and one.key and one.release.date and not one.twin
    )
    _, url_path = addresses.address(
        Layout.MODERN, made.release.kind, made.release.date, 0, slug=made.slug
    )
    moved = replace(
        made,
        layout=Layout.MODERN,
        url_path=url_path,
        path=addresses.file_path(Layout.MODERN, url_path, "", "fr", 0),
        dress=replace(made.dress, date_form="both", place="", opening=""),
    )
    for page in (made, moved):
        (pages / page.path).parent.mkdir(parents=True, exist_ok=True)
        (pages / page.path).write_bytes(layouts.render(page))
    pipeline.index([pages], tmp_path / "data", pipeline.Options(jobs=1))
    with Store(tmp_path / "data") as store:
        rows = store.rows("SELECT DISTINCT profile FROM capture ORDER BY 1")
        assert rows == [("nato-2025",), ("nato-cps",)]
        (release_id,) = store.release_ids()
        assert len(store.document(release_id).captures) == 2
