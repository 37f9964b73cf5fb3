"""Whatever a page is made of, nothing of what is shown leads or connects anywhere."""

import codecs
import re

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from webapp.captures.inert import inert

REACHING = ["a", "area", "link", "base", "iframe", "frame", "object", "embed", "applet", "math"]
SPACES = ["", " ", "\n", "\t", "\f", "\r\n", "/"]
PIECES = st.one_of(
    st.sampled_from(
        ["<", "</", ">", "<!--", "-->", "<p>", "<abbr>", "<svg>", "<title>", "=", "'", '"']
    ),
    st.sampled_from([f"<{name}" for name in REACHING]),
    st.sampled_from([f"</{name.upper()}>" for name in REACHING]),
    st.sampled_from(SPACES),
    st.sampled_from([" href=//a.example ", "HREF='//a.example'>", " src=x", "texte", "é", "\0"]),
)


@given(
    st.lists(PIECES, max_size=30).map("".join), st.sampled_from(["utf-8", "utf-16-le", "utf-16-be"])
)
def test_nothing_that_leads_elsewhere_is_left(page, encoding):
    shown = inert(page.encode(encoding)).decode(encoding)
    for parser in ("lxml", "html.parser"):
        assert BeautifulSoup(shown, parser).find(REACHING) is None


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "utf-16-le", "utf-16-be", "shift_jis"])
@pytest.mark.parametrize("name", REACHING)
def test_every_spelling_of_a_tag_is_found(encoding, name):
    spelt = [f"<{form}{space}>" for form in (name, name.upper()) for space in SPACES]
    for tag in (*spelt, *(f"</{tag[1:]}" for tag in spelt), f"<{name}"):
        shown = inert(tag.encode(encoding)).decode(encoding)
        assert not re.match(rf"(?i)</?{name}(?![a-z])", shown), tag


def test_escapes_that_a_decoder_drops_hide_no_tag():
    page = b"<\x1b(Bi\x1b(Bf\x1b(Br\x1b(Ba\x1b(Bm\x1b(Be src=//a.example>"
    assert codecs.decode(page, "iso2022_jp").startswith("<iframe")
    assert b"iframe" not in inert(page).replace(b"\x1b(B", b"")


def test_all_else_stays_byte_by_byte():
    page = b"<!doctype html><article><address>\xe9</address><abbr title=x>y</abbr></article>"
    assert inert(page) == page
