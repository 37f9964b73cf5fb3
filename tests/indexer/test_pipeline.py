"""Runs over real folders: what is read, skipped, replaced, pruned, refused, and kept."""

import datetime as dt
import os
import zipfile
from pathlib import Path

import pytest

from index.engine import SearchRequest
from index.engines import EngineChoice, open_engine
from index.errors import IndexLocked
from index.generations import lock
from indexer import intake, pipeline
from indexer.authority.recognition import Recogniser
from indexer.pipeline import Options
from indexer.sources.walk import NoSuchPath
from indexer.store import Store

ONE = Options(jobs=1)
PAGE = """<html lang="fr"><head><title>{title}</title>
<meta property="article:published_time" content="{date}"></head><body><h1>{title}</h1>
<p>{text}</p></body></html>"""


@pytest.fixture
def pages(tmp_path):
    folder = tmp_path / "pages"
    folder.mkdir()
    for number in range(3):
        write(folder / f"p{number}.htm", f"Visite numéro {number}", f"zébu{number} et otarie")
    return folder


def write(path, title, text, date="2016-10-18"):
    filler = " La délégation a été reçue par le commandant, puis a visité les installations." * 5
    path.write_text(PAGE.format(title=title, date=date, text=text + filler), "utf-8")


def run(pages, tmp_path, **options):
    return pipeline.index([pages], tmp_path / "data", Options(jobs=1, **options))


def total(tmp_path, query=""):
    engine = open_engine(tmp_path / "data")
    try:
        return engine.search(SearchRequest(query=query)).total
    finally:
        engine.close()


def test_pages_of_a_folder_can_be_searched(pages, tmp_path):
    report = run(pages, tmp_path)
    assert (report.found, report.new, report.written, report.refused) == (3, 3, 3, [])
    assert total(tmp_path, "otarie") == 3
    assert total(tmp_path, "zébu1") == 1


def test_a_second_run_reads_nothing(pages, tmp_path, monkeypatch):
    run(pages, tmp_path)
    monkeypatch.setattr(intake, "read_page", None)  # would raise if called
    report = run(pages, tmp_path)
    assert (report.unchanged, report.new, report.changed, report.written) == (3, 0, 0, 0)
    assert total(tmp_path) == 3


def test_a_touched_page_with_the_same_bytes_writes_nothing(pages, tmp_path):
    run(pages, tmp_path)
    os.utime(pages / "p0.htm", (1, 1))
    report = run(pages, tmp_path)
    assert (report.unchanged, report.changed, report.written) == (3, 0, 0)


def with_address(page, url):
    link = f'<link rel="canonical" href="{url}"><title>'
    page.write_text(page.read_text("utf-8").replace("<title>", link), "utf-8")


@pytest.mark.parametrize("url", ["", "https://exemple.fr/a"])
def test_a_changed_file_replaces_its_release(pages, tmp_path, url):
    page = pages / "p0.htm"
    for text in ("zébu", "gnou"):
        write(page, "Visite", text)
        if url:
            with_address(page, url)
        report = run(pages, tmp_path)
    assert (report.changed, report.unchanged, report.written) == (1, 2, 1)
    assert (total(tmp_path, "zébu"), total(tmp_path, "gnou"), total(tmp_path)) == (0, 1, 3)
    engine = open_engine(tmp_path / "data")
    hit = engine.search(SearchRequest(query="gnou")).hits[0]
    assert len(engine.get(hit.id).captures) == 2
    engine.close()


def test_a_changed_copy_of_a_page_without_address_leaves_the_other_copy_alone(pages, tmp_path):
    write(pages / "copy.htm", "Visite numéro 0", "zébu0 et otarie")
    run(pages, tmp_path)
    write(pages / "copy.htm", "Visite", "gnou")
    run(pages, tmp_path)
    assert (total(tmp_path, "zébu0"), total(tmp_path, "gnou"), total(tmp_path)) == (1, 1, 4)


def test_prune_drops_what_is_gone_and_without_it_all_stays(pages, tmp_path):
    run(pages, tmp_path)
    (pages / "p2.htm").unlink()
    assert run(pages, tmp_path).pruned == 0
    assert total(tmp_path, "zébu2") == 1
    report = run(pages, tmp_path, prune=True)
    assert (report.pruned, report.removed) == (1, 1)
    assert (total(tmp_path, "zébu2"), total(tmp_path)) == (0, 2)


def test_prune_of_a_folder_that_is_gone_drops_its_pages(pages, tmp_path):
    run(pages, tmp_path)
    pages.rename(tmp_path / "elsewhere")
    with pytest.raises(NoSuchPath):
        run(pages, tmp_path)
    assert run(pages, tmp_path, prune=True).pruned == 3
    assert total(tmp_path) == 0


def test_prune_keeps_what_lies_in_an_archive_that_cannot_be_read_now(pages, tmp_path):
    path = tmp_path / "pages/a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("okapi.htm", (pages / "p0.htm").read_bytes().replace(b"otarie", b"okapi"))
    run(pages, tmp_path)
    path.write_bytes(path.read_bytes()[:-30])
    report = run(pages, tmp_path, prune=True)
    assert (report.pruned, [r.reason for r in report.refused]) == (0, ["damaged-zip"])
    assert total(tmp_path, "okapi") == 1


def test_prune_of_one_folder_leaves_another_alone(pages, tmp_path):
    other = tmp_path / "other"
    other.mkdir()
    write(other / "q.htm", "Ailleurs", "okapi")
    run(pages, tmp_path)
    run(other, tmp_path)
    assert run(pages, tmp_path, prune=True).pruned == 0
    assert total(tmp_path, "okapi") == 1


def test_reindex_gives_the_same_index_without_the_pages(pages, tmp_path):
    run(pages, tmp_path)
    before = answers(tmp_path)
    for page in pages.iterdir():
        page.unlink()
    report = pipeline.reindex(tmp_path / "data", ONE)
    assert report.written == 3
    assert answers(tmp_path) == before


def answers(tmp_path):
    engine = open_engine(tmp_path / "data")
    try:
        page = engine.search(SearchRequest(query="otarie"))
        return [(hit.id, hit.date, round(hit.score, 6)) for hit in page.hits], dict(page.facets)
    finally:
        engine.close()


def test_a_lost_index_comes_back_with_the_next_run(pages, tmp_path):
    run(pages, tmp_path)
    (tmp_path / "data/index").rename(tmp_path / "elsewhere")
    report = run(pages, tmp_path)
    assert (report.unchanged, report.written) == (3, 3)
    assert total(tmp_path) == 3


def test_a_refused_page_is_counted_listed_and_the_rest_goes_on(pages, tmp_path):
    (pages / "empty.htm").write_bytes(b"")
    for _ in range(2):  # also by the run that does not read it again
        report = run(pages, tmp_path)
        assert [(r.reason, Path(r.origin).name) for r in report.refused] == [("empty", "empty.htm")]
    assert total(tmp_path) == 3
    with Store(tmp_path / "data") as store:
        assert [r.reason for r in store.refusals()] == ["empty"]


def test_a_page_that_turns_bad_leaves_the_index(pages, tmp_path):
    run(pages, tmp_path)
    (pages / "p0.htm").write_bytes(b"")
    report = run(pages, tmp_path)
    assert (report.removed, total(tmp_path)) == (1, 2)


def test_several_processes_give_what_one_gives(pages, tmp_path):
    for number in range(3, 60):
        write(pages / f"p{number}.htm", f"Visite numéro {number}", f"zébu{number} et otarie")
    run(pages, tmp_path)
    pipeline.index([pages], tmp_path / "two/data", Options(jobs=2))
    assert answers(tmp_path / "two") == answers(tmp_path)


def test_a_zip_is_read_like_its_folder(pages, tmp_path):
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        for page in pages.iterdir():
            archive.write(page, page.name)
    assert run(tmp_path / "a.zip", tmp_path).new == 3
    assert run(tmp_path / "a.zip", tmp_path).unchanged == 3


def test_two_runs_at_once_are_refused(pages, tmp_path):
    with lock(tmp_path / "data"), pytest.raises(IndexLocked):
        run(pages, tmp_path)


def test_what_an_interrupted_run_has_stored_is_written_by_the_next(pages, tmp_path, monkeypatch):
    def interrupted(*_args, **_options):
        raise KeyboardInterrupt

    monkeypatch.setattr(EngineChoice, "writer", interrupted)
    with pytest.raises(KeyboardInterrupt):
        run(pages, tmp_path)
    monkeypatch.undo()
    report = run(pages, tmp_path)
    assert (report.unchanged, report.written, total(tmp_path)) == (3, 3, 3)


def test_the_index_stays_while_an_interrupted_run_writes(pages, tmp_path, monkeypatch):
    run(pages, tmp_path)
    write(pages / "p3.htm", "Visite nouvelle", "okapi")

    def interrupted(_self, _document):
        raise KeyboardInterrupt

    monkeypatch.setattr(Recogniser, "recognised", interrupted)
    with pytest.raises(KeyboardInterrupt):
        run(pages, tmp_path)
    assert total(tmp_path) == 3
    monkeypatch.undo()
    assert run(pages, tmp_path).written == 1
    assert total(tmp_path, "okapi") == 1


def test_one_document_under_two_urls_is_one_release_with_both(tmp_path):
    hosts = ("www.exemple.fr", "m.exemple.fr")
    for host in hosts:
        page = tmp_path / "pages" / host / "a.htm"
        page.parent.mkdir(parents=True)
        write(page, "Visite", "zébu")
        with_address(page, "https://exemple.fr/a")
    run(tmp_path / "pages", tmp_path)
    engine = open_engine(tmp_path / "data")
    hits = engine.search(SearchRequest(query="zébu")).hits
    document = engine.get(hits[0].id)
    engine.close()
    assert len(hits) == 1
    assert {c.url for c in document.captures} == {f"https://{host}/a.htm" for host in hosts}
    assert document.release.date == dt.date(2016, 10, 18)
