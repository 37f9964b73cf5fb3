import signal
import time

import pytest

from indexer import reading
from indexer.reading import PageTooSlow, ReaderFailed, Task, read_page
from indexer.sources import Found, locate

PAGE = (
    "<html lang=fr><head><title>Visite à Mons</title></head><body><h1>Visite à Mons</h1>"
    "<p>Publié le 12 mars 2019</p><p>{}</p></body></html>"
)


@pytest.fixture
def task(tmp_path):
    page = tmp_path / "p.htm"
    page.write_text(PAGE.format("La délégation a visité le quartier général. " * 8), "utf-8")
    return Task(next(iter(locate([page], Found()))))


def test_a_page_gives_its_release_and_its_capture(task):
    outcome = read_page(task)
    assert outcome.extraction.release.title == "Visite à Mons"
    assert len(outcome.capture.sha256) == 64


def test_the_same_bytes_are_not_extracted_again(task):
    known = read_page(task).capture.sha256
    again = read_page(Task(task.locator, known))
    assert again.same
    assert again.extraction is None


def test_an_error_of_ours_refuses_its_page_by_name(task, monkeypatch):
    def broken(_page, _profiles):
        raise LookupError("no such rule")

    monkeypatch.setattr(reading, "extract", broken)
    refused = read_page(task).refused
    assert isinstance(refused, ReaderFailed)
    assert "LookupError: no such rule" in refused.sentence()


def test_a_page_that_takes_too_long_is_refused_by_name(task, monkeypatch):
    monkeypatch.setattr(reading, "SECONDS_PER_PAGE", 0.05)
    monkeypatch.setattr(reading, "extract", lambda _page, _profiles: time.sleep(5))
    assert isinstance(read_page(task).refused, PageTooSlow)
    assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)
