"""Captures and original bytes, asked of an archive that was made by the pipeline."""

import datetime as dt
import hashlib
import zipfile
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from index.history import OriginalGone
from indexer import pipeline
from indexer.history import StoreHistory
from indexer.store import Store

PAGE = """<!doctype html><html lang="fr"><head><title>{title}</title>
<link rel="canonical" href="https://www.exemple.fr/a"></head><body><main><h1>{title}</h1>
<p>Le Conseil s'est réuni {day} à Rome, pour la première fois depuis le sommet de Varsovie.</p>
<p>{text}</p></main></body></html>"""
TEXT = "Les ministres ont parlé de la mer Noire, de la cyberdéfense et du budget commun. " * 3


def page(**facts):
    return PAGE.format(**({"title": "Réunion du Conseil", "day": "lundi", "text": TEXT} | facts))


@pytest.fixture
def archive(tmp_path):
    folder, data = tmp_path / "pages", tmp_path / "data"
    folder.mkdir()

    def index(*names_and_pages, **options):
        for name, text in names_and_pages:
            (folder / name).write_text(text, "utf-8")
        return pipeline.index([folder], data, pipeline.Options(jobs=1, **options))

    return index, folder, data


def only_id(data):
    with Store(data) as store:
        (found,) = store.release_ids()
    return found


def test_a_changed_text_is_another_reading_and_only_the_last_is_live(archive) -> None:
    index, _, data = archive
    index(("a.htm", page()))
    index(("a.htm", page(day="mardi")))
    found = StoreHistory(data).readings(only_id(data))
    assert [reading.live for reading in found] == [False, True]
    assert ["lundi" in reading.release.text for reading in found] == [True, False]
    assert len({reading.capture.sha256 for reading in found}) == 2


def test_other_bytes_of_the_same_text_are_another_capture_of_it(archive) -> None:
    index, _, data = archive
    index(("a.htm", page()))
    index(("a.htm", page() + "<!-- compté -->"))
    first, second = StoreHistory(data).readings(only_id(data))
    assert first.release.text == second.release.text
    with Store(data) as store:
        assert len(store.rows("SELECT DISTINCT text FROM capture")) == 1


def test_an_unknown_release_has_no_readings_and_no_original(archive) -> None:
    index, _, data = archive
    index(("a.htm", page()))
    assert StoreHistory(data).readings("page:none") == ()
    assert StoreHistory(data).original("page:none", "0" * 64) is None
    assert StoreHistory(data).original(only_id(data), "0" * 64) is None


def test_the_original_is_given_byte_for_byte(archive) -> None:
    index, folder, data = archive
    index(("a.htm", page()))
    history = StoreHistory(data)
    (reading,) = history.readings(only_id(data))
    original = history.original(reading.release.id, reading.capture.sha256)
    assert original.data == (folder / "a.htm").read_bytes()
    assert original.media_type == "text/html"


def test_the_original_of_a_zip_member_is_given(archive) -> None:
    index, folder, data = archive
    with zipfile.ZipFile(folder / "all.zip", "w") as file:
        file.writestr("x/a.htm", page())
    index()
    sha256 = hashlib.sha256(page().encode()).hexdigest()
    assert StoreHistory(data).original(only_id(data), sha256).data == page().encode()


def test_an_original_that_was_overwritten_or_deleted_is_gone_and_says_where_it_lay(archive) -> None:
    index, folder, data = archive
    index(("a.htm", page()))
    history = StoreHistory(data)
    (reading,) = history.readings(only_id(data))
    asked = reading.release.id, reading.capture.sha256
    (folder / "a.htm").write_text(page(day="mardi"), "utf-8")
    with pytest.raises(OriginalGone, match=r"a\.htm: it has other bytes now"):
        history.original(*asked)
    (folder / "a.htm").unlink()
    with pytest.raises(OriginalGone, match=r"a\.htm"):
        history.original(*asked)


def test_equal_bytes_are_found_at_the_place_that_still_has_them(archive) -> None:
    index, folder, data = archive
    index(("a.htm", page()), ("b.htm", page()))
    (folder / "b.htm").unlink()
    sha256 = hashlib.sha256(page().encode()).hexdigest()
    assert StoreHistory(data).original(only_id(data), sha256).data == page().encode()


def warc(path, *captures):
    """Write a web archive of (day, url, page) captures."""
    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=True)
        for day, url, text in captures:
            headers = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], "HTTP/1.1")
            record = writer.create_warc_record(
                url,
                "response",
                payload=BytesIO(text.encode()),
                length=len(text.encode()),
                http_headers=headers,
                warc_headers_dict={"WARC-Date": f"2020-01-{day:02}T00:00:00Z"},
            )
            writer.write_record(record)


def test_of_the_records_of_a_page_those_with_its_latest_text_are_live(archive) -> None:
    index, folder, data = archive
    at, secure = "http://www.exemple.fr/a", "https://exemple.fr/a/"
    warc(
        folder / "visits.warc.gz",
        (1, at, page()),
        (2, at, page(day="mardi")),
        (3, at, page(day="jeudi")),
        (4, secure, page(day="mardi") + "<!-- compté -->"),
    )
    index()
    found = StoreHistory(data).readings(only_id(data))
    assert [reading.live for reading in found] == [False, True, False, True]
    assert [reading.capture.status for reading in found] == [200] * 4
    assert [reading.capture.captured_at.day for reading in found] == [1, 2, 3, 4]
    original = StoreHistory(data).original(found[0].release.id, found[0].capture.sha256)
    assert original.data == page().encode()
    with Store(data) as store:
        assert "mardi" in store.document(only_id(data)).release.text


def test_what_was_taken_in_last_comes_first_and_once_with_whether_its_text_changed(archive) -> None:
    index, folder, data = archive
    at = "https://exemple.fr/a"
    warc(folder / "visits.warc.gz", (1, at, page()), (2, at, page(day="mardi")))
    index()
    index(("b.htm", page(title="Un second titre").replace("fr/a", "fr/b")))
    new, changed = StoreHistory(data).arrivals()
    assert (new.changed, changed.changed) == (False, True)
    assert changed.captured_at == dt.datetime(2020, 1, 2, tzinfo=dt.UTC)
    assert len(StoreHistory(data).arrivals(limit=1)) == 1


def test_refusals_come_in_pages_and_are_counted_by_reason(archive) -> None:
    index, _, data = archive
    index(("a.htm", page()), ("b.htm", ""), ("c.htm", ""), ("d.htm", "%PDF-1.7 "))
    history = StoreHistory(data)
    assert dict(history.refused_by_reason()) == {"empty": 2, "pdf": 1}
    assert list(history.refused_by_reason()) == ["empty", "pdf"]
    assert [page.reason for page in history.refusals(limit=2)] == ["empty", "empty"]
    assert [page.reason for page in history.refusals(offset=2)] == ["pdf"]
    assert history.refusals(offset=3) == ()


def test_many_threads_ask_at_once(archive) -> None:
    index, _, data = archive
    index(("a.htm", page()))
    history, release_id = StoreHistory(data), only_id(data)
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: len(history.readings(release_id)), range(64)))
    assert answers == [1] * 64
