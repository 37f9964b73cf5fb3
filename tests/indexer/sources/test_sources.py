import datetime as dt
import os
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.refusal import (
    DamagedZip,
    PageTooLarge,
    Refused,
    UnknownFormat,
    UnnamedMember,
    UnreadableFile,
    UnsafeMember,
    ZipBomb,
)
from indexer.sources import Found, locate, read
from indexer.sources import reading as reading_module
from indexer.sources.mirror import url_of
from indexer.sources.walk import NoSuchPath


def walk(*paths):
    refused = []
    found = Found(on_refusal=refused.append)
    return list(locate(paths, found)), refused, found


def zipped(path, members):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return path


def test_folders_are_read_with_all_below_them_in_the_order_of_names(tmp_path) -> None:
    for name in ("b/2.htm", "a/1.html", "c.txt", "a/d/3.XHTML", "photo.jpg"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x")
    located, refused, found = walk(tmp_path)
    names = [Path(locator.origin).relative_to(tmp_path).as_posix() for locator in located]
    assert names == ["a/1.html", "a/d/3.XHTML", "b/2.htm", "c.txt"]
    assert (refused, found.ignored) == ([], 1)


def test_a_page_is_read_as_it_lies(tmp_path) -> None:
    page = tmp_path / "www.nato.int/docu/p.htm"
    page.parent.mkdir(parents=True)
    page.write_bytes(b"\xe9t\xe9")
    os.utime(page, (1_000_000_000, 1_000_000_000))
    raw = read(walk(page)[0][0])
    assert raw.data == b"\xe9t\xe9"
    assert raw.url == "https://www.nato.int/docu/p.htm"
    assert raw.media_type == "text/html"
    assert raw.captured_at == dt.datetime(2001, 9, 9, 1, 46, 40, tzinfo=dt.UTC)


def test_a_changed_file_has_another_stamp_and_a_read_one_the_same(tmp_path) -> None:
    page = tmp_path / "p.htm"
    page.write_text("un")
    first = walk(page)[0][0].stamp
    assert walk(page)[0][0].stamp == first
    page.write_text("deux")
    assert walk(page)[0][0].stamp != first


def test_a_symlink_loop_ends_and_its_pages_are_found_once(tmp_path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a/p.htm").write_text("x")
    (tmp_path / "a/loop").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "self").symlink_to("self")
    located, refused, _ = walk(tmp_path)
    assert len(located) == 1
    assert [type(r) for r in refused] == [UnreadableFile]


def test_a_name_that_is_not_utf8_is_read_and_printable(tmp_path) -> None:
    name = os.fsencode(tmp_path) + b"/\xe9t\xe9.htm"
    try:
        Path(os.fsdecode(name)).write_text("x")
    except OSError:
        pytest.skip("this file system takes UTF-8 names only")
    located, _, _ = walk(tmp_path)
    assert located[0].origin.endswith("/\\xe9t\\xe9.htm")
    assert read(located[0]).data == b"x"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read every file")
def test_an_unreadable_file_is_refused_by_name(tmp_path) -> None:
    page = tmp_path / "p.htm"
    page.write_text("x")
    page.chmod(0)
    with pytest.raises(UnreadableFile, match="htm cannot be read"):
        read(walk(page)[0][0])


def test_a_file_that_vanishes_is_refused_by_name(tmp_path) -> None:
    page = tmp_path / "p.htm"
    page.write_text("x")
    located, _, _ = walk(page)
    page.unlink()
    with pytest.raises(UnreadableFile, match="No such file"):
        read(located[0])


def test_a_file_of_another_kind_is_refused_where_it_was_named_by_hand(tmp_path) -> None:
    (tmp_path / "photo.jpg").write_text("x")
    assert [type(r) for r in walk(tmp_path / "photo.jpg")[1]] == [UnknownFormat]


def test_a_path_that_does_not_exist_is_told_at_once(tmp_path) -> None:
    with pytest.raises(NoSuchPath, match="nowhere"):
        locate([tmp_path / "nowhere"], Found())


def test_a_page_over_the_limit_is_refused_without_being_read(tmp_path) -> None:
    page = tmp_path / "p.htm"
    with page.open("wb") as file:
        file.truncate(50_000_000)
    with pytest.raises(PageTooLarge, match="50000000"):
        read(walk(page)[0][0])


def test_members_of_a_zip_are_pages(tmp_path) -> None:
    path = zipped(tmp_path / "a.zip", {"www.nato.int/x.htm": "un", "i.png": "x", "d/y.txt": "deux"})
    located, refused, found = walk(path)
    assert [locator.origin for locator in located] == [
        f"{path}!www.nato.int/x.htm",
        f"{path}!d/y.txt",
    ]
    assert [read(locator).data for locator in located] == [b"un", b"deux"]
    assert read(located[0]).url == "https://www.nato.int/x.htm"
    assert (refused, found.ignored) == ([], 1)


def test_a_member_without_a_name_is_refused_and_the_others_are_read(tmp_path) -> None:
    path = zipped(tmp_path / "a.zip", {"abc.htm": "mal", "bon.htm": "bon"})
    path.write_bytes(path.read_bytes().replace(b"abc.htm", b"\0bc.htm"))
    located, refused, _ = walk(path)
    assert [read(locator).data for locator in located] == [b"bon"]
    assert [(type(r), r.facts["origin"]) for r in refused] == [(UnnamedMember, str(path))]


@pytest.mark.parametrize("name", ["../../etc/p.htm", "/etc/p.htm", "C:\\p.htm", "a/../../p.htm"])
def test_a_member_that_points_outside_is_refused_and_the_others_are_read(tmp_path, name) -> None:
    path = zipped(tmp_path / "a.zip", {name: "mal", "bon.htm": "bon"})
    located, refused, _ = walk(path)
    assert [read(locator).data for locator in located] == [b"bon"]
    assert [type(r) for r in refused] == [UnsafeMember]


def test_a_member_that_unpacks_to_a_thousand_times_its_size_is_refused(tmp_path) -> None:
    path = zipped(tmp_path / "a.zip", {"bombe.htm": b"0" * 5_000_000, "bon.htm": "bon"})
    located, refused, _ = walk(path)
    assert [Path(locator.origin).name for locator in located] == ["a.zip!bon.htm"]
    assert [type(r) for r in refused] == [ZipBomb]


def test_a_bomb_that_lies_about_its_size_is_stopped_while_it_unpacks(tmp_path) -> None:
    path = zipped(tmp_path / "a.zip", {"bombe.htm": b"0" * 5_000_000})
    data = bytearray(path.read_bytes())
    for signature, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        at = data.index(signature) + offset
        data[at : at + 4] = (10).to_bytes(4, "little")
    path.write_bytes(data)
    located, _, _ = walk(path)
    with pytest.raises(Refused):
        read(located[0])


def test_a_zip_cut_off_is_one_refusal(tmp_path) -> None:
    path = zipped(tmp_path / "a.zip", {"x.htm": "x" * 1000})
    path.write_bytes(path.read_bytes()[:-30])
    assert [type(r) for r in walk(path)[1]] == [DamagedZip]


def test_a_member_with_wrong_bytes_is_one_refusal(tmp_path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("x.htm", "contenu")
    path.write_bytes(path.read_bytes().replace(b"contenu", b"CONTENU"))
    with pytest.raises(DamagedZip, match="CRC"):
        read(walk(path)[0][0])


def test_a_zip_that_changes_is_opened_anew(tmp_path) -> None:
    path = zipped(tmp_path / "a.zip", {"x.htm": "un"})
    assert read(walk(path)[0][0]).data == b"un"
    zipped(path, {"x.htm": "deux"})
    os.utime(path, ns=(1, 1))
    assert read(walk(path)[0][0]).data == b"deux"


@given(st.binary(max_size=400))
def test_random_bytes_named_zip_are_refused_and_never_raise(tmp_path_factory, data) -> None:
    path = tmp_path_factory.getbasetemp() / "random.zip"
    path.write_bytes(b"PK\x03\x04" + data)
    walk(path)


@given(st.text())
def test_any_path_gives_an_address_or_none(path) -> None:
    assert url_of(path) == "" or url_of(path).startswith("https://")


@pytest.mark.parametrize(
    ("path", "url"),
    [
        (
            "m/www.nato.int/docu/x.htm?selectedLocale=fr",
            "https://www.nato.int/docu/x.htm?selectedLocale=fr",
        ),
        ("m/www.nato.int/x.htm@a=b.html", "https://www.nato.int/x.htm?a=b"),
        ("m/press.un.org/fr/2016/cs1.doc.htm", "https://press.un.org/fr/2016/cs1.doc.htm"),
        ("releases.2016/x.htm", ""),
        ("nato.int/web.nato.int/x.htm", "https://web.nato.int/x.htm"),
        ("x.htm", ""),
    ],
)
def test_the_address_stands_in_the_folders_of_a_mirror(path, url) -> None:
    assert url_of(path) == url


def test_reading_stops_at_the_limit_where_a_file_grows(tmp_path, monkeypatch) -> None:
    page = tmp_path / "p.htm"
    page.write_text("x")
    located, _, _ = walk(page)
    monkeypatch.setattr(reading_module, "MAX_PAGE_BYTES", 10)
    page.write_text("x" * 50)
    with pytest.raises(PageTooLarge):
        read(located[0])
