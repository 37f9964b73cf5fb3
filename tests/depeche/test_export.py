"""`depeche export`: what is handed over can be checked, read and indexed by others."""

import csv
import gzip
import io
import json
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator
from warcio.checker import Checker
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from depeche.cli import run
from indexer import sample
from indexer.handover import address
from indexer.store import Store

COUNT = 30
PAGE = """<!doctype html><html lang="fr"><head><title>Réunion du Conseil</title></head><body><main>
<h1>Réunion du Conseil</h1><p>Le Conseil s'est réuni lundi à Rome, pour la première fois depuis le
sommet de Varsovie.</p><p>Les ministres ont parlé de la mer Noire et du budget commun.</p></main>
</body></html>"""


@pytest.fixture(scope="module")
def archive(tmp_path_factory):
    folder = tmp_path_factory.mktemp("export")
    sample.write(folder / "pages", COUNT, 3)
    assert run(["index", str(folder / "pages"), "--data", str(folder / "data")]) == 0
    return folder


def records(path):
    with path.open("rb") as file:
        for record in ArchiveIterator(file):
            headers = {name.lower(): value for name, value in record.rec_headers.headers}
            yield headers["warc-type"], headers, record.content_stream().read()


def check(path):
    """Return the exit value of `warcio check`."""
    return Checker(SimpleNamespace(inputs=[str(path)], verbose=False)).process_all()


def test_every_original_is_in_the_web_archive_byte_for_byte(archive, tmp_path) -> None:
    path = tmp_path / "all.warc.gz"
    assert run(["export", "--data", str(archive / "data"), "--warc", str(path)]) == 0
    assert check(path) == 0
    found = list(records(path))
    assert found[0][0] == "warcinfo"
    pages = sorted(page.read_bytes() for page in (archive / "pages").rglob("*") if page.is_file())
    assert sorted(body for kind, _, body in found if kind == "resource") == pages
    resources = {headers["warc-record-id"]: headers for kind, headers, _ in found
                 if kind == "resource"}  # fmt: skip
    for kind, headers, body in found:
        if kind == "conversion":
            original = resources[headers["warc-refers-to"]]
            told = json.loads(body)
            assert original["warc-target-uri"] == headers["warc-target-uri"]
            assert original["warc-date"][:19] == told["capture"]["captured_at"][:19]
            assert told["release"]["title"]


def test_what_was_handed_over_is_indexed_again_as_it_was(archive, tmp_path) -> None:
    path = tmp_path / "all.warc.gz"
    run(["export", "--data", str(archive / "data"), "--warc", str(path)])
    assert run(["index", str(path), "--data", str(tmp_path / "data")]) == 0
    with Store(archive / "data") as store, Store(tmp_path / "data") as again:
        assert again.release_ids() == store.release_ids()
        for release_id in store.release_ids():
            before, after = store.document(release_id), again.document(release_id)
            assert after.release.text == before.release.text
            assert after.release.date == before.release.date
            assert [one.sha256 for one in after.captures] == [one.sha256 for one in before.captures]
            times = [one.captured_at for one in before.captures]
            assert [one.captured_at for one in after.captures] == times


def test_an_answer_is_handed_over_as_it_was_transferred(tmp_path) -> None:
    page = gzip.compress(PAGE.encode(), mtime=0)
    body = b"".join(
        f"{len(part):x}\r\n".encode() + part + b"\r\n" for part in (page[:90], page[90:])
    )
    body += b"0\r\n\r\n"
    stated = [
        ("Content-Type", "text/html; charset=utf-8"),
        ("Content-Encoding", "gzip"),
        ("Transfer-Encoding", "chunked"),
        ("X-Server", "of 2016"),
    ]
    source = tmp_path / "visits.warc.gz"
    with source.open("wb") as file:
        writer = WARCWriter(file, gzip=True)
        record = writer.create_warc_record(
            "https://www.exemple.fr/a",
            "response",
            payload=io.BytesIO(body),
            length=len(body),
            http_headers=StatusAndHeaders("200 OK", stated, "HTTP/1.1"),
            warc_headers_dict={"WARC-Date": "2016-10-18T17:41:00Z"},
        )
        writer.write_record(record)
    data, path = str(tmp_path / "data"), tmp_path / "out.warc.gz"
    assert run(["index", str(source), "--data", data]) == 0
    assert run(["export", "--data", data, "--warc", str(path)]) == 0
    assert check(path) == 0
    with path.open("rb") as file:
        answer = next(record for record in ArchiveIterator(file) if record.rec_type == "response")
        assert answer.http_headers.headers == stated
        assert answer.rec_headers.get_header("WARC-Date") == "2016-10-18T17:41:00Z"
        assert answer.raw_stream.read() == body
    (_, _, told) = list(records(path))[-1]
    assert json.loads(told)["capture"]["status"] == 200


def test_two_exports_of_one_archive_differ_in_the_first_record_alone(archive, tmp_path) -> None:
    for name in ("a", "b"):
        run(["export", "--data", str(archive / "data"), "--warc", str(tmp_path / name)])
    one, other = list(records(tmp_path / "a")), list(records(tmp_path / "b"))
    assert one[1:] == other[1:]


def test_an_original_that_is_gone_is_listed_and_its_text_is_there(tmp_path, capsys) -> None:
    page = tmp_path / "a.txt"
    page.write_text("Réunion du Conseil\n\nLe Conseil s'est réuni à Rome, le 3 mai 2016.\n" * 3)
    data = str(tmp_path / "data")
    assert run(["index", str(page), "--data", data]) == 0
    page.unlink()
    path = tmp_path / "gone.warc.gz"
    assert run(["export", "--data", data, "--warc", str(path)]) == 1
    err = capsys.readouterr().err
    assert "a.txt" in err
    assert "1 original could not be had" in err
    assert [kind for kind, _, _ in records(path)] == ["warcinfo", "conversion"]
    assert check(path) == 0


def test_a_search_and_its_filters_choose_what_is_written(archive, tmp_path, capsys) -> None:
    asked = ["--data", str(archive / "data"), "AWACS", "--to", "2005"]
    assert run(["export", *asked, "--jsonl", "-", "--csv", str(tmp_path / "a.csv")]) == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    run(["search", *asked, "--json", "--limit", "100"])
    hits = json.loads(capsys.readouterr().out)["hits"]
    assert lines
    assert [line["id"] for line in lines] == [hit["id"] for hit in hits]
    text = (tmp_path / "a.csv").read_bytes().decode()
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert [row["id"] for row in rows] == [hit["id"] for hit in hits]


def test_an_export_that_fails_leaves_no_file(archive, tmp_path) -> None:
    place = tmp_path / "no" / "such.csv"
    assert run(["export", "--data", str(archive / "data"), "--csv", str(place)]) == 2
    assert run(["export", "--data", str(archive / "data")]) == 2
    assert list(tmp_path.iterdir()) == []


@given(st.text(min_size=1), st.text())
def test_no_address_or_path_can_add_a_line_to_a_record(url, origin) -> None:
    for written in (address(url, ""), address("", origin)):
        assert written.isascii()
        assert written.isprintable()
        assert " " not in written
