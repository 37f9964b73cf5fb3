"""Captures, their differences and originals; nothing in an original is trusted."""

from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from tests.webapp.kept import GONE, HOSTILE, ID, NEW, OLD, PDF, Kept
from webapp import WebConfig, create_app


@pytest.fixture
def reader(engine):
    config = WebConfig(data=Path("absent"), engine=engine, history=Kept())
    return create_app(config).test_client()


def page(reader, address, status=200):
    response = reader.get(address)
    assert response.status_code == status
    return BeautifulSoup(response.data, "lxml")


def test_captures_tell_what_changed_word_by_word(reader):
    found = page(reader, f"/captures/{ID}")
    assert len(found.select(".readings > li")) == 4
    assert found.select_one(".difference del").get_text().strip() == "3"
    assert "<b>Rome</b>" in found.select_one(".difference").get_text().replace(" ", "")
    assert not found.select(".difference b")
    assert "2016-05-04" in found.select_one("section li ins").get_text()


def test_a_text_that_a_page_still_gives_is_the_present_one_in_each_capture(reader):
    states = [state.get_text() for state in page(reader, f"/captures/{ID}").select(".state")]
    assert states == ["Texte remplacé ou retiré", *["Texte actuel"] * 3]


def test_what_was_read_last_is_told_with_what_changed(reader):
    items = page(reader, "/explore").select("#arrivals + ul li")
    assert [item.a["href"] for item in items] == [f"/release/{ID}"]
    assert "texte changé, lu le 4\u00a0janvier 2020 à 0\u202fh\u202f00 UTC" in items[0].get_text()


def test_any_two_captures_can_be_compared(reader):
    backwards = page(reader, f"/captures/{ID}?before=3&after=1").select_one(".difference")
    assert backwards.select_one("del").get_text().strip() == "4"
    for odd in ("before=2&after=2", "before=0&after=9", "before=x"):
        assert page(reader, f"/captures/{ID}?{odd}").select_one(".difference")
    assert "Le texte est le même" in page(reader, f"/captures/{ID}?before=2&after=3").get_text()


def test_no_page_tells_a_folder_or_links_to_a_script(reader):
    assert "page vide" in reader.get("/about").text
    assert "x.htm" in reader.get("/about").text
    for address in ("/about", f"/captures/{ID}", f"/page/{OLD}/{ID}", f"/page/{GONE}/{ID}"):
        text = reader.get(address).text
        assert "secret" not in text
        assert 'href="javascript' not in text


def test_an_original_does_nothing(reader):
    response = reader.get(f"/original/{OLD}/{ID}")
    assert b"<link" not in response.data
    file = reader.get(f"/original/{OLD}/{ID}?file=1")
    assert file.data == HOSTILE
    assert file.content_type == "application/octet-stream"
    policy = response.headers["Content-Security-Policy"]
    assert policy.startswith("sandbox; default-src 'none';")
    assert "script" not in policy
    assert "http" not in policy
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert response.content_type == "text/html"
    frame = page(reader, f"/page/{OLD}/{ID}").iframe
    assert frame.has_attr("sandbox")
    assert not frame["sandbox"]
    assert frame["src"] == f"/original/{OLD}/{ID}"
    framing = reader.get(f"/page/{OLD}/{ID}").headers["Content-Security-Policy"]
    assert framing.endswith("frame-src 'self'")


def test_originals_keep_their_encoding_and_what_is_no_page_is_a_file(reader):
    text = reader.get(f"/original/{NEW}/{ID}")
    assert text.content_type == "text/plain; charset=iso8859-1"
    pdf = reader.get(f"/original/{PDF}/{ID}")
    assert pdf.headers["Content-Disposition"] == "attachment"
    assert pdf.content_type == "application/octet-stream"
    assert not page(reader, f"/page/{PDF}/{ID}").iframe


def test_what_is_gone_or_unknown_is_told(reader):
    gone = page(reader, f"/page/{GONE}/{ID}")
    assert not gone.iframe
    assert "n’est plus là" in gone.get_text()
    assert reader.get(f"/original/{GONE}/{ID}").status_code == 410
    assert reader.get(f"/original/{'0' * 64}/{ID}").status_code == 404
    assert reader.get(f"/page/{'0' * 64}/{ID}").status_code == 404
    assert reader.get("/captures/none").status_code == 404


def test_without_a_history_nothing_is_offered(client):
    assert "/captures/" not in client.get(f"/release/{ID}").text
    assert client.get(f"/captures/{ID}").status_code == 404


def test_the_release_leads_to_its_captures(reader):
    assert f'href="/captures/{ID}?lang=en"' in reader.get(f"/release/{ID}?lang=en").text
