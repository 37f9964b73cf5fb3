"""Pages that look real and were damaged at random: a release, or a refusal by name."""

from __future__ import annotations

import contextlib
import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.decode import decode
from indexer.extract import extract
from indexer.page import RawPage
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


P = "<p>Le conseil a examiné la situation et il a pris une décision que voici.</p>"


@pytest.mark.parametrize(
    "content",
    [
        "<div>" * 10_000 + P,
        f"<p title='{'a' * 1_000_000}'>{P}",
        "<ul>" + "<li>Un point de la liste qui est assez long pour compter</li>" * 100_000,
        P + "1er " * 100_000,
        P + "<p>" + "1, " * 100_000 + "mars",
        P + "<p>" + "Publié " * 60_000,
        P + "<p>" + "(" * 200_000,
        P + "<p>" + "Bruxelles, " * 50_000 + "le 3",
        P + "<p>" + "-" * 200_000,
        P + "<p>" + "\n" * 300_000 + "x",
        P + "<meta " + "a " * 200_000,
        P + '<script type="application/ld+json">' + '{"a":[' * 50_000,
        P + "<script>" + "date-publi_date:" * 50_000 + "</script>",
    ],
    ids=range(13),
)
def test_a_pattern_that_backtracks_without_end_would_hang_here(content: str) -> None:
    data = f"<html><head><title>Un titre</title></head><body>{content}</body></html>".encode()
    release = extract(RawPage(origin="a.html", data=data, captured_at=CAPTURED)).release
    assert release.title == "Un titre"
