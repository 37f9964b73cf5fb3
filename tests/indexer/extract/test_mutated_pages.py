"""Pages that look real and were damaged at random: a release, or a refusal by name."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.decode import decode
from indexer.extract import extract
from indexer.page import RECORD, RawPage
from indexer.refusal import Refused

CAPTURED = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
FOLDER = Path(__file__).parent
SEEDS = [path.read_bytes() for path in sorted((FOLDER / "pages").iterdir())]
SEEDS += [
    part.encode()
    for part in (FOLDER / "sites/sites.html").read_text(encoding="utf-8").split("\n#= ")[1:]
]
PIECES = [
    b"<", b">", b'"', b"'", b"&#x0;", b"&#xD800;", b"\x00", b"\xff\xfe", b"\xc3", b"<!--", b"]]>",
    b"<table><tr><td>", b"</body>", b"<script>", b"99/99/9999", b"31 juin 2019", b"{", b'":', b"[",
    b"<time datetime=", b"<meta charset=utf-16>", b"<p " + b"a" * 300, b"1er " * 40,
    b"\xed\xa0\x80",
]  # fmt: skip
CUTS = st.tuples(
    st.floats(0, 1), st.integers(0, 60), st.sampled_from(PIECES) | st.binary(max_size=9)
)


def damaged(data: bytes, cuts: list[tuple[float, int, bytes]]) -> bytes:
    for where, length, piece in cuts:
        at = int(where * len(data))
        data = data[:at] + piece + data[at + length :]
    return data


@given(
    st.sampled_from(SEEDS),
    st.lists(CUTS, max_size=8),
    st.sampled_from(["", "utf-8", "latin-1", "utf-16", "nonsense"]),
    st.sampled_from(["a.html", "a.txt", "a.json"]),
)
@settings(max_examples=200, deadline=None)
def test_a_damaged_page_is_read_or_refused_by_name(
    seed: bytes, cuts: list[tuple[float, int, bytes]], charset: str, name: str
) -> None:
    page = RawPage(origin=name, data=damaged(seed, cuts), captured_at=CAPTURED, charset=charset)
    try:
        release = extract(page).release
    except Refused:
        return
    assert release.title
    assert release.text
    assert release.date is None or dt.date(1900, 1, 1) <= release.date <= dt.date(2026, 1, 3)


@given(st.binary(max_size=400), st.text(max_size=12))
@settings(max_examples=200, deadline=None)
def test_any_bytes_are_decoded_or_refused_by_name(data: bytes, charset: str) -> None:
    with contextlib.suppress(Refused):
        assert decode(data, origin="a", charset=charset).text.strip()


COLUMNS = st.sampled_from(
    ["title", "body", "lead", "date", "updated", "url", "kind", "reference", "place", "language"]
)
VALUES = st.lists(
    st.sampled_from(["<p>", "<b", "12 mars 2019", "http://[", "\0", "\ud800", "9" * 5000, "\n\n"])
    | st.text(max_size=9)
).map("".join)


@given(st.dictionaries(COLUMNS, VALUES), st.sampled_from([RECORD, ""]))
@settings(max_examples=200, deadline=None)
def test_any_record_is_read_or_refused_by_name(record: dict[str, str], media_type: str) -> None:
    data = json.dumps(record).encode()
    page = RawPage(origin="a#1", data=data, captured_at=CAPTURED, media_type=media_type)
    with contextlib.suppress(Refused):
        release = extract(page).release
        assert release.title
        assert release.lead or release.paragraphs
