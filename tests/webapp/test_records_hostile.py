"""What a page may hold stays text in every form that leaves the site: feeds, lists, citations."""

import csv
import io
import json
import re
from urllib.parse import quote, urlsplit

import pytest
from lxml import etree

from tests.webapp.feeds.grammar import assert_valid
from tests.webapp.test_hostile import PAYLOADS, poisoned
from webapp.citations import FORMS

MORE = ["=HYPERLINK(1)", "+1", "-1", "@SUM(1)", "\t=1", "]]><x/>", "&lt;b&gt;"]


@pytest.fixture(params=[*PAYLOADS, *MORE])
def document(request):
    return poisoned(request.param)


@pytest.fixture
def client(make_engine, browse, document):
    return browse(make_engine([document]))


def test_a_feed_holds_it_as_text_and_leads_nowhere_else(client, document):
    for address in ("/feed", f"/feed/entity/{quote(document.mentions[0].entity)}"):
        feed = etree.fromstring(client.get(address).data)
        assert_valid(feed)
        assert len(feed.findall("{*}entry")) == 1
        for link in feed.iter("{*}link"):
            assert urlsplit(link.get("href")).netloc == "localhost"


def test_no_cell_of_a_list_is_a_formula(client):
    text = client.get("/export/csv").data.decode("utf-8-sig")
    head, row = csv.reader(io.StringIO(text, newline=""))
    assert len(head) == len(row)
    assert not [cell for cell in row if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]


def test_lists_hold_one_record_and_one_only(client):
    assert len(client.get("/export/jsonl").text.splitlines()) == 1
    assert client.get("/export/ris").text.count("\r\nER  - ") == 1
    assert client.get("/export/bibtex").text.count("@misc{") == 1


@pytest.mark.parametrize("form", FORMS)
def test_a_citation_comes_as_a_file_and_never_as_a_page(client, document, form):
    response = client.get(f"/cite/{form}/{quote(document.release.id)}")
    assert response.status_code == 200
    assert response.headers["Content-Disposition"].startswith("attachment; filename=")
    assert "\n" not in response.headers["Content-Disposition"]
    assert response.mimetype == FORMS[form].media_type
    assert not re.search(r"(url = \{|UR  - |\"URL\": \")(?!https?://)", response.text)


def test_a_batch_and_a_problem_repeat_it_as_text(client, document):
    typed = document.release.title
    page = client.post("/batch", data={"queries": typed})
    assert page.status_code == 200
    assert typed not in page.text or not set(typed) & set("<>\"'")
    problem = client.get(f"/api/v1/release/{quote(typed)}x")
    assert problem.mimetype == "application/problem+json"
    assert json.loads(problem.data)["status"] == 404


def test_the_site_map_and_the_suggestions_hold_it_as_text(client):
    assert len(etree.fromstring(client.get("/sitemap/2016/1.xml").data)) == 1
    assert client.get("/suggestions?q=<b>").json[0] == "<b>"
