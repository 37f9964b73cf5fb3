"""Many questions at once: what is counted, what is refused, and that nothing is kept."""

import csv
import io
from contextlib import suppress

import pytest
from bs4 import BeautifulSoup
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.errors import DepecheError
from webapp import WebConfig, create_app
from webapp.batch.questions import MAX_QUESTIONS, questions


def text(element):
    return " ".join(element.get_text().split())


def rows(response):
    page = BeautifulSoup(response.data, "lxml")
    return [[text(cell) for cell in row.select("th, td")] for row in page.select(".counts tr")]


def test_each_query_is_counted_by_year(client):
    found = rows(client.post("/batch", data={"queries": "stoltenberg\nalli\nintrouvable"}))
    assert found[0][:3] == ["Requête", "Total", "1999"]
    assert found[1][:2] == ["stoltenberg", "2"]
    assert found[1][-2:] == ["2", ""]
    assert found[3][1] == "0"


def test_a_table_carries_filters_and_every_link_leads_to_what_was_counted(client):
    sent = "q;from;place\nstoltenberg;2016-08;\n;;iraq | varsovie\n"
    response = client.post("/batch?lang=en", data={"queries": sent})
    page = BeautifulSoup(response.data, "lxml")
    for link, total in zip(page.select(".counts th a"), ["1", "2"], strict=True):
        assert link.find_parent("tr").td.get_text() == total
        assert f"{total} release" in text(BeautifulSoup(client.get(link["href"]).data, "lxml").h1)


def test_every_number_leads_to_the_releases_of_its_year_within_the_dates_asked_for(client):
    sent = "q;from;undated\n;1999-06;\n;2016-08;\n;;1\n"
    page = BeautifulSoup(client.post("/batch", data={"queries": sent}).data, "lxml")
    links = [link for row in page.select(".counts tbody tr") for link in row.select("td a")]
    assert [(link.get_text(), link["href"]) for link in links] == [
        ("1", "/?from=1999-06&to=1999-12"),
        ("2", "/?from=2016&to=2016"),
        ("1", "/?from=2016-08&to=2016-12"),
        ("1", "/?undated=1"),
    ]
    for link in links:
        assert client.get(link["href"]).text.count("<article>") == int(link.get_text())


def test_the_section_is_told_of_the_answer_as_of_the_form(client):
    for response in (client.get("/batch"), client.post("/batch", data={"queries": "alli"})):
        page = BeautifulSoup(response.data, "lxml")
        assert page.select_one(".sections [aria-current]").get_text() == "Par lot"


def test_what_is_asked_beside_a_query_is_told_in_words(client):
    sent = "q;from;place;not_place;match;expand\nstoltenberg;2016-08;iraq;varsovie;any;0\nkosovo\n"
    response = client.post("/batch?lang=en", data={"queries": sent})
    first, second = BeautifulSoup(response.data, "lxml").select(".counts tbody th")
    dates, places = "Date: since 1 August 2016", "Place: Iraq · Except place: Warsaw"
    assert first.a.get_text() == "stoltenberg"
    assert text(first.small) == f"{dates} · {places} · any of the words · names as typed"
    assert text(second) == "kosovo"


def test_an_uploaded_file_takes_the_place_of_the_list(client):
    for data in ("kosovo\n".encode("utf-8-sig"), b"kosovo\r\n"):
        sent = {"queries": "x", "file": (io.BytesIO(data), "list.csv")}
        assert rows(client.post("/batch", data=sent))[1][0] == "kosovo"


def test_the_counts_come_as_csv_without_formulas(client):
    sent = {"queries": "=1+1\n@x\nalli", "form": "csv"}
    response = client.post("/batch", data=sent)
    assert response.headers["Content-Disposition"] == 'attachment; filename="depeche.csv"'
    table = list(csv.reader(io.StringIO(response.data.decode("utf-8-sig"))))
    assert [row[0] for row in table] == ["Requête", "'=1+1", "'@x", "alli"]
    assert table[3][-1] == "http://localhost/?q=alli"


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ("", "La liste ne contient aucune requête."),
        ("x\n" * (MAX_QUESTIONS + 1), "plus de 100 requêtes"),
        ('q;from\n"x', "n’est pas lisible"),
    ],
)
def test_what_cannot_be_counted_is_told_and_kept_in_the_form(client, sent, told):
    response = client.post("/batch", data={"queries": sent})
    page = BeautifulSoup(response.data, "lxml")
    assert response.status_code == 400
    assert told in page.select_one(".notices").get_text()
    assert page.textarea.get_text().strip() == sent.strip()


def test_a_list_that_is_too_long_is_not_read(client):
    assert client.post("/batch", data={"queries": "x" * 500_000}).status_code == 413


def test_an_archive_that_is_not_ready_is_no_fault_of_the_list(tmp_path):
    client = create_app(WebConfig(data=tmp_path)).test_client()
    for address in ("/batch", "/api/v1/batch"):
        sent = {"data": {"queries": "x"}} if address == "/batch" else {"json": {"queries": ["x"]}}
        assert client.post(address, **sent).status_code == 503


def test_the_limits_are_stated(client):
    page = BeautifulSoup(client.get("/batch").data, "lxml")
    assert "Au plus 100 requêtes et 200 ko" in page.select_one("#limits").get_text()


def test_the_api_counts_the_same(client):
    sent = {"queries": ["stoltenberg", {"q": "alli", "place": ["iraq", "varsovie"], "from": "x"}]}
    first, second = client.post("/api/v1/batch", json=sent).json["answers"]
    assert (first["total"], first["years"]) == (2, [{"value": "2016", "count": 2}])
    assert second["query"] == {"q": "alli", "place": ["iraq", "varsovie"]}
    assert [bad["name"] for bad in second["ignored"]] == ["from"]
    assert client.get(second["address"]).status_code == 200


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.text('q;,\t\n\r"from |é\x00=', max_size=30) | st.text(max_size=30))
def test_any_list_is_read_or_refused_in_words(client, sent):
    with suppress(DepecheError):
        assert questions(sent)
    assert client.post("/batch", data={"queries": sent}).status_code in {200, 400}
