"""What a reader keeps becomes one file in every form; what is not in the archive is told."""

import csv
import io
import json
import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from index.errors import UnknownRelease
from webapp.exports import kept
from webapp.exports.forms import NAMES

IDS = ["nato:pr_3:fr", "page:4", "nato:news_1:fr"]


@pytest.fixture
def take(client):
    def take(form, *ids, lang="fr"):
        return client.post(f"/export/kept/{form}?lang={lang}", data={"id": list(ids)})

    return take


def test_a_list_has_the_releases_asked_for_in_their_order_each_once(take):
    response = take("csv", *IDS, IDS[0])
    table = list(csv.DictReader(io.StringIO(response.data.decode("utf-8-sig"))))
    assert [row["id"] for row in table] == IDS
    assert response.headers["Content-Disposition"] == 'attachment; filename="depeche.csv"'


def test_bibliographies_name_each_release_in_the_archive(take):
    assert [one["id"] for one in json.loads(take("csl-json", *IDS).text)] == IDS
    entries = take("bibtex", *IDS).text
    assert re.findall("@misc{(.*),", entries) == IDS
    assert "http://localhost/release/nato:pr_3:fr}" in entries
    assert re.findall("ID  - (.*)\r\n", take("ris", *IDS).text) == IDS


@pytest.mark.parametrize("form", NAMES)
def test_every_form_is_offered_and_given(client, form):
    offered = BeautifulSoup(client.get("/saved?lang=en").data, "lxml").select("#take button")
    (button,) = [one for one in offered if one.text == NAMES[form]]
    assert button["formaction"] == f"/export/kept/{form}?lang=en"
    with client.post(button["formaction"], data={"id": IDS}) as response:
        assert response.status_code == 200
        assert response.headers["Content-Disposition"].startswith("attachment")
        assert response.data


def test_what_is_not_in_the_archive_is_told_and_the_rest_offered(take):
    response = take("ris", IDS[0], "gone:<b>", IDS[1], lang="en")
    assert response.status_code == 404
    page = BeautifulSoup(response.data, "lxml")
    assert [one.text for one in page.select("main li")] == ["gone:<b>"]
    assert page.select_one("nav.back a")["href"] == "/saved?lang=en"
    form = page.select_one("main form")
    assert form["action"] == "/export/kept/ris?lang=en"
    others = [field["value"] for field in form.select("[name=id]")]
    assert others == IDS[:2]
    assert take("ris", *others).status_code == 200
    assert not BeautifulSoup(take("ris", "gone").data, "lxml").select("main form")


def test_no_list_and_a_list_too_long_are_told(take):
    ids = [f"page:{number}" for number in range(kept.MOST + 1)]
    assert take("ris", *ids[1:]).status_code == 404  # unknown, but not too many
    for told in (take("ris"), take("ris", *ids)):
        assert told.status_code == 400
        assert "Content-Disposition" not in told.headers


def test_a_release_that_goes_while_the_file_is_written_breaks_it_off(engine, take, monkeypatch):
    found = iter([engine.get(IDS[0]), engine.get(IDS[1]), engine.get(IDS[0]), None])
    monkeypatch.setattr(engine, "get", lambda _: next(found))
    with pytest.raises(UnknownRelease):
        take("jsonl", *IDS[:2])


def test_the_server_takes_as_many_as_a_browser_keeps():
    script = Path(kept.__file__).parents[1].joinpath("static/keep.js").read_text("utf-8")
    assert f"const MOST = {kept.MOST};" in script
