"""A whole list comes in every form, however long; what breaks off looks broken."""

import csv
import http.client
import io
import json
import threading
import tracemalloc
import zipfile
from dataclasses import replace

import openpyxl
import pytest
from waitress import wasyncore
from waitress.server import create_server

from index.exports import COLUMNS
from index.record import Release
from webapp import WebConfig, create_app
from webapp.exports import spreadsheet
from webapp.exports.forms import TEXTS

FORMS = [*TEXTS, "xlsx"]


def sheets(data):
    """The rows of each sheet of a workbook, as another program reads them."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    return [list(sheet.iter_rows(values_only=True)) for sheet in book]


def test_csv_has_every_hit_in_the_order_of_the_page(many, browse):
    response = browse(many).get("/export/csv?q=titre&limit=3&offset=6")
    table = list(csv.reader(io.StringIO(response.data.decode("utf-8-sig"))))
    assert tuple(table[0]) == COLUMNS
    assert len(table) == 26
    assert response.data.startswith("\ufeff".encode())
    assert response.headers["Content-Disposition"] == 'attachment; filename="depeche-titre.csv"'


def test_json_lines_tell_each_release_as_the_api_does(client):
    lines = client.get("/export/jsonl?place=iraq").text.splitlines()
    assert [json.loads(line)["id"] for line in lines] == ["nato:news_1:fr"]


def test_bibliographies_name_the_release_in_the_archive(client):
    assert client.get("/export/ris").text.count("\r\nER  - \r\n") == 4
    text = client.get("/export/bibtex?q=kosovo").text
    assert "url = {http://localhost/release/nato:pr_3:fr}" in text


def test_excel_has_texts_only(make_engine, browse, make_document):
    release = Release(id="=1+1", title="=cmd|' /C calc'!A0", lead="@x\x00\ud800", place="http://x")
    with browse(make_engine([make_document(release)])).get("/export/xlsx") as response:
        data = response.data
    ((head, row),) = sheets(data)
    assert head == COLUMNS
    assert (row[0], row[4], row[5]) == ("=1+1", "=cmd|' /C calc'!A0", "@x  ")
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        whole = b"".join(book.read(name) for name in book.namelist())
    assert b"<f>" not in whole
    assert b"hyperlink" not in whole.replace(b"/relationships/hyperlink", b"hyperlink")


def test_a_list_longer_than_a_sheet_goes_on_on_the_next(many):
    file = io.BytesIO()
    spreadsheet.write(many.documents, file, rows=11)
    assert [len(rows) for rows in sheets(file.getvalue())] == [11, 11, 6]


@pytest.mark.parametrize("form", FORMS)
def test_memory_does_not_grow_with_the_list(engine, browse, form, monkeypatch):
    release = replace(engine.documents[0].release, paragraphs=("x" * 2_000,) * 3)
    document = replace(engine.documents[0], release=release)
    peaks = []
    for count in (50, 800):
        monkeypatch.setattr(engine, "stream", lambda _, n=count: (document for _ in range(n)))
        client = browse(engine)
        tracemalloc.start()
        with client.get(f"/export/{form}") as response:
            size = sum(len(part) for part in response.iter_encoded())
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
        assert (response.status_code, size > 0) == (200, True)
    assert peaks[1] < peaks[0] + 1_500_000


@pytest.mark.parametrize("form", TEXTS)
def test_what_breaks_off_looks_broken(engine, form, monkeypatch, caplog):
    def broken(_request):
        yield from engine.documents * 2_000
        raise OSError("disk gone")

    monkeypatch.setattr(engine, "stream", broken)
    app = create_app(WebConfig(data=None, engine=engine))
    connections = {}
    server = create_server(app, host="127.0.0.1", port=0, map=connections, threads=1)
    done = threading.Event()

    def serve():
        # closed by the thread that waits on it: another would take the sockets from under its wait
        while not done.is_set():
            wasyncore.loop(timeout=20, map=connections, count=1)
        server.task_dispatcher.shutdown()
        wasyncore.close_all(connections, ignore_all=True)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    connection = http.client.HTTPConnection("127.0.0.1", server.effective_port, timeout=20)
    try:
        connection.request("GET", f"/export/{form}")
        response = connection.getresponse()
        assert response.status == 200
        with pytest.raises(http.client.IncompleteRead):
            response.read()
    finally:
        connection.close()
        done.set()
        server.pull_trigger()
        thread.join(timeout=20)
    assert "disk gone" in caplog.text


@pytest.mark.parametrize("form", FORMS)
def test_what_the_query_runs_into_is_no_file(client, engine, form, monkeypatch):
    from index.errors import NoIndex  # noqa: PLC0415

    def failing(_request):
        raise NoIndex(directory="d")
        yield

    monkeypatch.setattr(engine, "stream", failing)
    response = client.get(f"/export/{form}")
    assert response.status_code == 503
    assert "Content-Disposition" not in response.headers


def test_the_page_offers_every_form_of_its_list(soup):
    links = soup("/?q=alli&place=iraq&limit=1&offset=1").select(".exports li a")
    assert [link["href"] for link in links] == [
        f"/export/{form}?q=alli&place=iraq" for form in FORMS
    ]
    assert not soup("/?q=introuvable").select(".exports")
