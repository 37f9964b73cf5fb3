"""Web archives: which records are pages, what they are, and what damage costs."""

import contextlib
import datetime as dt
import gzip
import zipfile

import brotli
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.refusal import (
    CompressedInside,
    DamagedWarc,
    DamagedZip,
    NoWarcInside,
    PageIsPdf,
    PageTooLarge,
    Refused,
    UnsafeMember,
)
from indexer.sources import Found, locate, read, reread
from indexer.sources import warcs as warcs_module
from tests.indexer.sources.archives import TIME, Archive, page, wacz

URL = "https://www.nato.example/fr/{}.htm"


def walk(*paths):
    refused, revisits = [], []
    found = Found(on_refusal=refused.append, on_revisit=revisits.append)
    return list(locate(paths, found)), refused, revisits, found


@pytest.fixture(params=[True, False], ids=["gzip", "plain"])
def archive(tmp_path, request):
    name = "a.warc.gz" if request.param else "a.warc"
    with Archive(tmp_path / name, gzip=request.param) as made:
        yield made


def test_a_response_is_read_with_what_http_said_of_it(archive) -> None:
    html = "<p>été".encode("latin-1")
    archive.response(
        URL.format(1), html, http=[("Content-Type", 'Text/HTML; charset="ISO-8859-1"')]
    )
    archive.file.close()
    (located,), refused, _, _ = walk(archive.path)
    raw = read(located)
    assert located.origin == f"{archive.path}!0"
    assert (raw.data, raw.url, raw.status) == (html, URL.format(1), 200)
    assert (raw.media_type, raw.charset, raw.captured_at) == ("text/html", "ISO-8859-1", TIME)
    assert not refused


def test_only_pages_that_were_found_are_pages_and_the_rest_is_counted(archive) -> None:
    archive.put("warcinfo", None, b"software: test")
    archive.put("request", URL.format(1), b"GET / HTTP/1.1\r\n\r\n")
    archive.response(URL.format(1))
    archive.response(URL.format(2), status="404 Not Found")
    archive.response(URL.format(3), status="301 Moved")
    archive.response(URL.format(4), b"\x89PNG", http=[("Content-Type", "image/png")])
    archive.put("resource", URL.format(5), page())
    archive.put("metadata", URL.format(1), b"a: b")
    archive.file.close()
    located, refused, _, found = walk(archive.path)
    assert [read(one).url for one in located] == [URL.format(1), URL.format(5)]
    assert (refused, found.ignored) == ([], 3)


@pytest.mark.parametrize(
    ("coding", "code"),
    [("gzip", gzip.compress), ("br", brotli.compress), ("identity", bytes)],
)
def test_what_was_transferred_in_another_coding_is_read_as_it_was_meant(
    archive, coding, code
) -> None:
    body = code(page())
    archive.response(
        URL.format(1), body, http=[("Content-Type", "text/html"), ("Content-Encoding", coding)]
    )
    chunks = b"".join(b"%x\r\n%s\r\n" % (len(c), c) for c in (body[:9], body[9:])) + b"0\r\n\r\n"
    archive.response(
        URL.format(2),
        chunks,
        http=[
            ("Content-Type", "text/html"),
            ("Content-Encoding", coding),
            ("Transfer-Encoding", "chunked"),
        ],
    )
    archive.file.close()
    assert [read(one).data for one in walk(archive.path)[0]] == [page(), page()]


def test_a_record_is_read_again_by_its_origin_alone(archive) -> None:
    for number in range(3):
        archive.response(URL.format(number), page(f"Page {number}"))
    archive.file.close()
    for located in walk(archive.path)[0]:
        assert reread(located.origin) == read(located)


def test_a_revisit_tells_what_it_repeats(archive) -> None:
    later = TIME + dt.timedelta(days=1)
    archive.revisit(URL.format(1), URL.format(2), when=later)
    archive.file.close()
    located, _, (revisit,), _ = walk(archive.path)
    assert not located
    assert (revisit.url, revisit.of_url) == (URL.format(1), URL.format(2))
    assert (revisit.captured_at, revisit.of_time, revisit.is_page) == (later, TIME, True)


def test_a_pdf_is_told_by_name(archive) -> None:
    archive.response(URL.format(1), b"%PDF-1.7", http=[("Content-Type", "application/pdf")])
    archive.file.close()
    located, (refused,), _, _ = walk(archive.path)
    assert not located
    assert isinstance(refused, PageIsPdf)
    assert refused.facts["origin"] == f"{archive.path}!0"


def test_a_page_of_a_gigabyte_is_refused_without_being_held(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(warcs_module, "MAX_PAGE_BYTES", 100_000)
    with Archive(tmp_path / "a.warc.gz") as archive:
        archive.response(
            URL.format(1),
            gzip.compress(b"<p>" + b"a" * 10_000_000),
            http=[("Content-Type", "text/html"), ("Content-Encoding", "gzip")],
        )
    (located,), *_ = walk(archive.path)
    with pytest.raises(PageTooLarge) as caught:
        read(located)
    assert caught.value.facts["size"] < 300_000


def written(tmp_path, count=4, *, gzip=True):
    with Archive(tmp_path / ("a.warc.gz" if gzip else "a.warc"), gzip=gzip) as archive:
        for number in range(count):
            archive.response(URL.format(number), page(f"Page {number}"))
    return archive


def titles(located):
    return [read(one).data.split(b"<h1>")[1].split(b"</h1>")[0].decode() for one in located]


@pytest.mark.parametrize("gzip", [True, False])
def test_a_cut_archive_costs_its_last_record(tmp_path, gzip) -> None:
    archive = written(tmp_path, gzip=gzip)
    data = archive.path.read_bytes()
    archive.path.write_bytes(data[: archive.at[3] + 250])
    located, (refused,), _, found = walk(archive.path)
    assert titles(located) == ["Page 0", "Page 1", "Page 2"]
    assert isinstance(refused, DamagedWarc)
    assert refused.facts["origin"] == f"{archive.path}!{archive.at[3]}"
    assert not found.read_through


@pytest.mark.parametrize("gzip", [True, False])
def test_damage_in_the_middle_costs_the_record_it_is_in(tmp_path, gzip) -> None:
    archive = written(tmp_path, gzip=gzip)
    data = bytearray(archive.path.read_bytes())
    data[archive.at[1] : archive.at[1] + 60] = b"x" * 60
    archive.path.write_bytes(data)
    located, refused, _, _ = walk(archive.path)
    assert titles(located) == ["Page 0", "Page 2", "Page 3"]
    assert [type(one) for one in refused] == [DamagedWarc]


@pytest.mark.parametrize("change", [-7, 7])
def test_a_wrong_length_costs_a_record_or_two_and_is_told(tmp_path, capfd, change) -> None:
    archive = written(tmp_path, gzip=False)
    data = archive.path.read_bytes()
    begin = data.index(b"Content-Length: ", archive.at[1]) + 16
    end = data.index(b"\r\n", begin)
    length = b"%d" % (int(data[begin:end]) + change)
    archive.path.write_bytes(data[:begin] + length + data[end:])
    located, refused, _, _ = walk(archive.path)
    assert {"Page 0", "Page 3"} <= set(titles(located)) <= {"Page 0", "Page 2", "Page 3"}
    assert refused
    assert all(isinstance(one, DamagedWarc) for one in refused)
    assert capfd.readouterr().err == ""


def test_a_header_line_of_any_length_is_not_held(tmp_path) -> None:
    path = tmp_path / "a.warc.gz"
    path.write_bytes(gzip.compress(b"WARC/1.0\r\nWARC-Type: " + b"a" * 50_000_000))
    located, (refused,), _, _ = walk(path)
    assert not located
    assert "a header line" in refused.sentence()


def test_an_archive_compressed_as_one_piece_is_told(tmp_path) -> None:
    archive = written(tmp_path, gzip=False)
    path = tmp_path / "b.warc.gz"
    path.write_bytes(gzip.compress(archive.path.read_bytes()))
    _, refused, _, _ = walk(path)
    assert any("gzip" in one.sentence() for one in refused)


def test_a_known_container_is_passed_over_unread(tmp_path) -> None:
    archive = written(tmp_path)
    _, _, _, found = walk(archive.path)
    (container,) = found.read_through
    archive.path.chmod(0)
    again = Found(is_known=lambda one: one == container)
    assert list(locate([archive.path], again)) == []


def test_pages_of_a_wacz_are_read_in_place_and_again(tmp_path) -> None:
    path = wacz(tmp_path / "a.wacz", [written(tmp_path).path])
    located, refused, _, found = walk(path)
    assert titles(located) == ["Page 0", "Page 1", "Page 2", "Page 3"]
    assert located[0].origin == f"{path}!archive/a.warc.gz!0"
    assert [reread(one.origin).data for one in located] == [read(one).data for one in located]
    assert (refused, len(found.read_through)) == ([], 1)


@pytest.mark.parametrize(
    ("make", "error"),
    [
        (lambda path, warc: wacz(path, [warc], zipfile.ZIP_DEFLATED), CompressedInside),
        (lambda path, _: wacz(path, []), NoWarcInside),
        (lambda path, _: path.write_bytes(b"PK no zip"), DamagedZip),
    ],
)
def test_a_wacz_that_cannot_be_read_is_told(tmp_path, make, error) -> None:
    path = tmp_path / "b.wacz"
    make(path, written(tmp_path).path)
    located, (refused,), _, _ = walk(path)
    assert not located
    assert isinstance(refused, error)


def test_a_member_that_points_outside_of_a_wacz_is_refused(tmp_path) -> None:
    path = tmp_path / "b.wacz"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("../../archive/a.warc", b"WARC/1.0\r\n")
    assert [type(one) for one in walk(path)[1]] == [UnsafeMember]


@given(
    changes=st.lists(st.tuples(st.integers(0, 2500), st.binary(max_size=4)), max_size=6),
    cut=st.integers(0, 3000),
    compressed=st.booleans(),
)
@settings(max_examples=150, deadline=None)
def test_changed_bytes_never_raise_anything_but_refusals(
    tmp_path_factory, changes, cut, compressed
) -> None:
    archive = written(tmp_path_factory.mktemp("warc"), 2, gzip=compressed)
    data = bytearray(archive.path.read_bytes())
    for place, some in changes:
        data[place : place + len(some)] = some
    archive.path.write_bytes(data[: len(data) - cut % len(data)] if cut else data)
    for located in walk(archive.path)[0]:
        with contextlib.suppress(Refused):
            read(located)
