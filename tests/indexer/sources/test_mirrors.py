"""Mirrors that HTTrack wrote: its notes in pages, and its cache with pages as they were sent."""

import datetime as dt
import os
import struct
import zipfile
import zlib

import pytest

from indexer import pipeline
from indexer.history import StoreHistory
from indexer.pipeline import Options
from indexer.refusal import DamagedZip
from indexer.sources import Found, locate, read, reread
from indexer.sources.mirror import address, captured_at
from indexer.store import Store
from tests.indexer.sources.archives import page

NOTE = "<!-- Mirrored from {address} by HTTrack Website Copier/3.x [XR&CO'2014], {time} -->"
TIME = "Tue, 18 Oct 2016 17:41:00 GMT"


def cache(path, answers):
    """Write a cache: local headers with HTTrack's lines, a directory without them."""
    local, directory = b"", b""
    for url, (body, lines) in answers.items():
        name, extra = url.encode(), "".join(f"{line}\r\n" for line in lines).encode()
        crc = zlib.crc32(body)
        shared = struct.pack("<HHHHHIII", 20, 0, 0, 0, 0x4952, crc, len(body), len(body))
        directory += b"PK\x01\x02\x14\0" + shared + struct.pack("<H", len(name))
        directory += bytes(12) + struct.pack("<I", len(local)) + name
        local += b"PK\x03\x04" + shared + struct.pack("<HH", len(name), len(extra))
        local += name + extra + body
    end = struct.pack("<HHHHIIH", 0, 0, len(answers), len(answers), len(directory), len(local), 0)
    path.parent.mkdir(parents=True)
    path.write_bytes(local + directory + b"PK\x05\x06" + end)
    return path


def noted(status="200", kind="text/html; charset=iso-8859-1", stored="1"):
    return [
        f"HTTP/1.1 {status} X",
        f"X-In-Cache: {stored}",
        f"X-StatusCode: {status}",
        f"Content-Type: {kind}",
    ]


def walk(path):
    refused = []
    found = Found(on_refusal=refused.append)
    return list(locate([path], found)), refused, found


def test_pages_are_read_from_the_cache_as_they_were_sent(tmp_path) -> None:
    site = "https://www.nato.example/fr/news"
    old = page("Élections").decode().encode("latin-1")
    path = cache(
        tmp_path / "hts-cache" / "new.zip",
        {
            f"{site}/a?b=c": (old, noted()),
            f"{site}/gone.html": (page("Introuvable"), noted("404")),
            f"{site}/photo.jpg": (b"\xff\xd8", noted(kind="image/jpeg")),
            f"{site}/elsewhere.html": (b"", noted(stored="0")),
        },
    )
    (located,), refused, found = walk(tmp_path)
    raw = read(located)
    assert (raw.url, raw.media_type, raw.charset, raw.status, raw.data) == (
        *(f"{site}/a?b=c", "text/html", "iso-8859-1", 200),
        old,
    )
    assert located.origin == f"{path}!{site}/a?b=c"
    assert reread(located.origin) == raw
    assert (refused, found.ignored) == ([], 3)


def test_a_cache_that_notes_nothing_costs_the_page(tmp_path) -> None:
    first, second = "http://www.nato.example/a.htm", "http://www.nato.example/b.htm"
    path = cache(
        tmp_path / "hts-cache" / "new.zip", {first: (page(), []), second: (page(), noted())}
    )
    located, refused, _ = walk(path)
    assert [one.member for one in located] == [second]
    assert [(type(one), one.facts["origin"]) for one in refused] == [
        (DamagedZip, f"{path}!{first}"),
    ]


@pytest.mark.parametrize(
    "told", ["www.nato.example/a.htm?b=c", "https://www.nato.example/a.htm?b=c"]
)
def test_a_page_is_dated_and_placed_as_the_mirror_notes(tmp_path, told) -> None:
    path = tmp_path / "a0c1.html"
    path.write_text(NOTE.format(address=told, time=TIME) + page().decode(), "utf-8")
    os.utime(path, (0, 0))
    raw = reread(str(path))
    assert raw.url == "https://www.nato.example/a.htm?b=c"
    assert raw.captured_at == dt.datetime(2016, 10, 18, 17, 41, tzinfo=dt.UTC)


def test_a_note_without_a_time_that_can_be_still_has_the_address() -> None:
    note = NOTE.format(address="www.nato.example/a.htm", time=TIME.replace("18 Oct", "31 Jun"))
    assert address("a.html", note.encode()) == "https://www.nato.example/a.htm"
    assert captured_at(note.encode()) is None


def test_a_page_that_a_mirror_has_as_a_file_and_in_its_cache_is_one_release(tmp_path) -> None:
    place = "www.nato.example/cps/fr/natohq/news_{}.htm"
    sent = [page(f"Visite {number}") for number in range(3)]
    answers = {f"https://{place.format(n)}": (one, noted(kind="text/html")) for n, one in
               enumerate(sent)}  # fmt: skip
    cache(tmp_path / "mirror" / "hts-cache" / "new.zip", answers)
    for number, one in enumerate(sent[:2]):  # of the third the cache alone has the bytes
        file = tmp_path / "mirror" / place.format(number)
        file.parent.mkdir(parents=True, exist_ok=True)
        note = NOTE.format(address=place.format(number), time=TIME)
        file.write_bytes(one.replace(b"<head>", b"<head>" + note.encode()))
    report = pipeline.index([tmp_path / "mirror"], tmp_path / "data", Options(jobs=1))
    assert (report.new, report.refused) == (5, [])
    history = StoreHistory(tmp_path / "data")
    with Store(tmp_path / "data") as store:
        ids = [f"sample:news_{number}:fr" for number in range(3)]
        assert store.release_ids() == ids
        assert [len(store.document(one).captures) for one in ids] == [2, 2, 1]
        for number, one in enumerate(ids):
            texts = {reading.release.text for reading in history.readings(one)}
            assert len(texts) == 1
            originals = [
                history.original(one, capture.sha256).data
                for capture in store.document(one).captures
            ]
            assert sent[number] in originals


@pytest.mark.parametrize("is_packed", [False, True], ids=["folder", "zip"])
def test_a_cache_of_an_older_httrack_is_refused_by_name_and_the_files_are_read(
    tmp_path, is_packed
) -> None:
    folder = tmp_path / "mirror"
    (folder / "hts-cache").mkdir(parents=True)
    for name in ("new.dat", "new.ndx", "old.dat", "doit.log"):
        (folder / "hts-cache" / name).write_bytes(b"\0\1")
    (folder / "a.htm").write_bytes(page())
    path = folder
    if is_packed:
        path = tmp_path / "mirror.zip"
        with zipfile.ZipFile(path, "w") as archive:
            for file in folder.rglob("*.*"):
                archive.write(file, file.relative_to(folder))
    located, (refused,), found = walk(path)
    assert [one.origin[-5:] for one in located] == ["a.htm"]
    assert refused.reason == "old-httrack-cache"
    assert "before release 3.31" in refused.sentence()
    assert found.ignored == 3
