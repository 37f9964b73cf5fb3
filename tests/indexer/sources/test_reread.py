"""A page is had again by its origin alone, from its place: what lies before it is not looked at."""

import csv
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.refusal import NotInside, UnknownFormat
from indexer.sources import Found, locate, read, reread
from indexer.sources.walk import NoSuchPath
from tests.indexer.sources.archives import Archive, page, wacz
from tests.indexer.sources.test_damage import ATOM, JSON, RSS

URL = "https://www.nato.example/{}.htm"
ROWS = 'titre;texte\r\nVisite;"Deux\nlignes ""et"" plus"\r\n\r\nAutre;Une ligne\r\n'


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    folder = tmp_path_factory.mktemp("files")
    for name, text in {"a.csv": ROWS, "a.jsonl": JSON, "a.atom": ATOM, "a.rss": RSS}.items():
        (folder / name).write_bytes(text.encode())
    (folder / "page.html").write_bytes(page())
    with zipfile.ZipFile(folder / "a.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(3):
            archive.writestr(f"dir/{number}!x.html", page(f"Page {number}"))
    with Archive(folder / "a.warc.gz") as archive:
        for number in range(3):
            archive.response(URL.format(number), page(f"Page {number}"))
    wacz(folder / "a.wacz", [folder / "a.warc.gz"])
    return folder


def test_every_page_of_every_form_is_had_again(files) -> None:
    located = list(locate([files], Found()))
    assert len(located) == 2 + 4 + 1 + 1 + 1 + 3 + 3 + 3
    for one in located:
        assert reread(one.origin) == read(one)


@pytest.mark.parametrize("name", ["a.csv", "a.jsonl", "a.zip", "a.warc.gz", "a.wacz"])
def test_what_lies_before_a_page_is_not_looked_at(files, tmp_path, name) -> None:
    *_, last = locate([files / name], Found())
    page_of_last = read(last)
    data = bytearray((files / name).read_bytes())
    begin = data.index(b"PK\x03\x04") if name in {"a.zip", "a.wacz"} else 0
    # the head of a table tells its columns: what is behind it is spoilt
    begin = data.index(b"\n") + 1 if name == "a.csv" else begin
    data[begin : begin + 8] = b"\xff" * 8
    spoilt = tmp_path / name
    spoilt.write_bytes(data)
    found = reread(last.origin.replace(str(files), str(tmp_path)))
    assert found.data == page_of_last.data


@given(st.integers(0, len(ROWS.encode()) + 9))
def test_a_place_in_a_table_is_that_of_a_line_or_none(files, begin) -> None:
    path = files / "a.csv"
    begins = {int(one.member) for one in locate([path], Found())}
    data = path.read_bytes()
    try:
        found = reread(f"{path}!{begin}")
    except NotInside:
        assert begin not in begins
    else:
        assert data[begin - 1 : begin] == b"\n"
        assert begin > data.index(b"\n")
        assert (begin in begins) or b"Deux" not in found.data


@pytest.mark.parametrize(
    ("place", "error"),
    [
        ("a.zip!gone.html", NotInside),
        ("a.zip", UnknownFormat),
        ("a.rss!99", NotInside),
        ("a.rss!one", NotInside),
        ("a.jsonl!1", NotInside),
        ("page.html!1", NotInside),
        ("gone.html", NoSuchPath),
        (".", UnknownFormat),
    ],
)
def test_a_place_that_there_is_not_is_told_as_that(files, place, error) -> None:
    with pytest.raises(error):
        reread(f"{files}/{place}")


def test_a_row_is_found_in_a_table_of_windows(tmp_path) -> None:
    path = tmp_path / "a.csv"
    with path.open("w", encoding="cp1252", newline="") as file:
        csv.writer(file).writerows([["titre", "texte"], ["Été", "À Mossoul"], ["Noël", "À Mons"]])
    assert [reread(one.origin) == read(one) for one in locate([path], Found())] == [True, True]
