"""Each form of a citation says what is known and cannot be broken by what a page says."""

import datetime as dt
import json
import re

import pytest
from hypothesis import given

from index.record import Document, Release
from tests.webapp.citations.releases import RELEASES
from webapp.citations import FORMS, bibtex, csl_json, french, ris
from webapp.words import Words

LINK = "http://localhost/release/nato:news_1:fr"


def test_the_citation_is_one_line_of_what_is_known(engine):
    document = engine.get("nato:news_1:fr")
    line = (
        "«\u202fL'Alliance se dit prête à soutenir l'Iraq\u202f», actualité, "
        "Communiqué de presse (2016) 150, Bruxelles, 18\u00a0octobre 2016, "
        "https://example.org/cps/fr/news_1.htm (capture du 1er\u00a0mai 2020)"
    )
    assert french(document, Words("fr")) == f"{line}."
    assert french(document, Words("fr"), LINK) == f"{line}, conservé à l’adresse {LINK}."
    bare = Document(release=Release(id="x"))
    assert french(bare, Words("en")) == "“Untitled”, other, undated."


def test_ris_has_a_tag_for_all_that_is_known(engine):
    assert ris(engine.get("nato:news_1:fr").release, LINK).split("\r\n") == [
        "TY  - ELEC",
        "ID  - nato:news_1:fr",
        "TI  - L'Alliance se dit prête à soutenir l'Iraq",
        "PY  - 2016",
        "DA  - 2016/10/18/",
        "M3  - Actualité",
        "M1  - Communiqué de presse (2016) 150",
        "CY  - Bruxelles",
        "PB  - example.org",
        "LA  - fr",
        "AB  - Un entretien au siège de l'Organisation.",
        "UR  - https://example.org/cps/fr/news_1.htm",
        f"L2  - {LINK}",
        "AN  - nato:news_1:fr",
        "ER  - ",
        "",
    ]


def test_bibtex_has_a_field_for_all_that_is_known(engine):
    entry = bibtex(engine.get("nato:news_1:fr").release)
    assert entry.startswith("@misc{nato:news_1:fr,\n  title = {{L'Alliance se dit prête")
    assert "  note = {Actualité, Communiqué de presse (2016) 150},\n" in entry
    assert "  date = {2016-10-18},\n" in entry
    assert entry.endswith("}\n")


def test_csl_json_has_a_variable_for_all_that_is_known(engine):
    (item,) = json.loads(csl_json(engine.get("nato:news_1:fr").release, LINK))
    assert item["issued"] == {"date-parts": [[2016, 10, 18]]}
    assert item["URL"] == "https://example.org/cps/fr/news_1.htm"
    assert item["archive_location"] == LINK
    assert item["container-title"] == "example.org"


@given(RELEASES)
def test_no_text_adds_a_line_to_ris(release):
    lines = ris(release, LINK).split("\r\n")
    assert lines[0] == "TY  - ELEC"
    assert lines[-2:] == ["ER  - ", ""]
    assert all(re.match(r"[A-Z][A-Z0-9]  - \S", line) for line in lines[:-2])
    assert not any(line.splitlines()[1:] for line in lines[:-1])
    assert len({line[:2] for line in lines[:-1]}) == len(lines) - 1


@given(RELEASES)
def test_no_text_opens_or_closes_a_brace_of_bibtex(release):
    entry = bibtex(release, LINK)
    depth = 0
    for place, character in enumerate(entry):
        depth += {"{": 1, "}": -1}.get(character, 0)
        assert depth >= (place < len(entry) - 2 and place > 5)
    assert depth == 0
    # Nothing but a command or a special character follows a backslash.
    assert re.sub(r"\\(?:text[a-z]+\{\}|[$&#_%])", "", entry).count("\\") == 0


@given(RELEASES)
def test_csl_json_reads_back(release):
    (item,) = json.loads(csl_json(release, LINK))
    assert item["id"] == release.id
    assert item["URL"].startswith(("http://", "https://"))


@given(RELEASES)
def test_an_address_that_runs_something_is_in_no_form(release):
    for form in FORMS.values():
        assert "javascript" not in form.write(release, LINK)


@pytest.mark.parametrize("form", FORMS)
def test_a_citation_comes_as_a_file(client, form):
    response = client.get(f"/cite/{form}/nato:news_1:fr")
    assert response.mimetype == FORMS[form].media_type
    name = f"nato-news_1-fr.{FORMS[form].suffix}"
    assert response.headers["Content-Disposition"] == f'attachment; filename="{name}"'
    assert "http://localhost/release/nato:news_1:fr" in response.text
    assert client.get(f"/cite/{form}/none").status_code == 404


def test_a_date_before_the_year_1000_has_four_digits():
    release = Release(id="x", date=dt.date(987, 7, 3))
    assert "PY  - 0987\r\nDA  - 0987/07/03/\r\n" in ris(release)
