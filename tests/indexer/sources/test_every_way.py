"""One sample archive in every form it may arrive in gives the same releases."""

import tracemalloc
import zipfile

import pytest

from indexer import pipeline, sample
from indexer.extract import extract
from indexer.pipeline import Options
from indexer.refusal import NotInside
from indexer.sources import Found, locate, read, reread
from indexer.store import DiskFull, Store
from tests.indexer.sources.archives import page, sample_warc, wacz

PAGES = 130


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    folder = tmp_path_factory.mktemp("sample")
    sample.write(folder, PAGES, 7)
    return folder


def releases(path):
    """Return the release that is read from each page, by the page's bytes."""
    refused = []
    found = {}
    for located in locate([path], Found(on_refusal=refused.append)):
        raw = read(located)
        found[raw.data] = extract(raw).release
    assert refused == []
    return found


@pytest.mark.parametrize("form", ["warc.gz", "warc", "wacz", "zip"])
def test_pages_of_all_layouts_are_the_same_releases_in_every_form(pages, tmp_path, form) -> None:
    if form == "zip":
        path = tmp_path / "mirror.zip"
        with zipfile.ZipFile(path, "w") as archive:
            for file in sorted(pages.rglob("*.*")):
                archive.write(file, file.relative_to(pages))
    else:
        path = sample_warc(tmp_path / "crawl.warc.gz", PAGES, 7, gzip=True)
        if form == "warc":
            path = sample_warc(tmp_path / "crawl.warc", PAGES, 7, gzip=False)
        if form == "wacz":
            path = wacz(tmp_path / "crawl.wacz", [path])
    layouts = {one.layout for one in sample.releases(PAGES, 7)}
    assert layouts >= {sample.Layout.DOCU, sample.Layout.CPS, sample.Layout.MODERN}
    expected = releases(pages)
    found = releases(path)
    assert len(found) > PAGES * 0.8
    assert found == {data: expected[data] for data in found}


def test_a_walk_holds_little_of_a_file_however_many_there_are(tmp_path) -> None:
    for number in range(4000):
        (tmp_path / f"news_{number:06}.htm").touch()

    def most() -> int:
        tracemalloc.start()
        try:
            count = sum(1 for _ in locate([tmp_path], Found()))
            return tracemalloc.get_traced_memory()[1] // count
        finally:
            tracemalloc.stop()

    # the name of a file, and its place in two lists: 120 MB for a million files
    assert most() < 120


def test_a_full_disk_is_told_and_what_was_stored_stays(pages, tmp_path, monkeypatch) -> None:
    first, data = tmp_path / "first", tmp_path / "data"
    sample.write(first, 3, 7)
    pipeline.index([first], data, Options(jobs=1))
    with Store(data) as store:
        before = store.stats()
    ordinary = Store.__init__

    def without_room(self, *arguments, **options) -> None:
        ordinary(self, *arguments, **options)
        self.rows("PRAGMA max_page_count = 1")  # SQLite takes it as: as many as there are now

    with monkeypatch.context() as patch:
        patch.setattr(Store, "__init__", without_room)
        with pytest.raises(DiskFull):
            pipeline.index([pages], data, Options(jobs=1))
    with Store(data) as store:
        assert store.stats() == before
    report = pipeline.index([first, pages], data, Options(jobs=1))
    assert (report.unchanged, report.new, report.refused) == (3, PAGES, [])


@pytest.mark.parametrize(
    "place", ["a.csv!99", "a.zip!b.html", "a.warc.gz!x", "a.warc.gz!-1", "a.warc.gz!" + "9" * 20]
)
def test_a_place_that_is_not_in_a_file_is_told_as_that(tmp_path, place) -> None:
    (tmp_path / "a.csv").write_text("titre;texte\nVisite;Le ministre est venu.\n", "utf-8")
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("a.html", page())
    sample_warc(tmp_path / "a.warc.gz", 1, 7)
    with pytest.raises(NotInside):
        reread(str(tmp_path / place))
