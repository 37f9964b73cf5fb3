"""Two parsers make one document of a page: Lexbor for general rules, lxml for profiles."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING
from unittest import mock

from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.extract import extract, lexbor, tree
from indexer.extract.document import Document, of_tree
from indexer.extract.scan import Scan
from indexer.page import RawPage

if TYPE_CHECKING:
    from index.record import Release

ANY = re.compile("")
CAPTURED = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
TEXT = "".join(
    f"<p>Le conseil municipal a voté la délibération {n} sur les pistes de la ville, qui seront"
    " refaites quartier par quartier, et il en suivra les travaux.</p>"
    for n in range(6)
)
MENU = "".join(f"<li><a href=/{n}>Rubrique numéro {n} de la ville</a></li>" for n in range(60))
# What both parsers make one tree of: nothing in it ends anything else.
BLOCKS = ("div", "section", "article", "ul", "blockquote", "nav", "footer", "aside")
INLINE = ("span", "em", "strong", "small", "time")
NAMES = ("", "post", "sidebar", "comments", "date", "menu", "a&amp;b")
WORDS = st.sampled_from(
    ["", " ", "Le 12 mars 2019", "la ville &eacute;crit", "x\n y", "<!-- c -->"]
)


def element(tag: str, name: str, inner: str) -> str:
    return f'<{tag} class="{name}">{inner}</{tag}>'


def built(inner: st.SearchStrategy[str], tags: tuple[str, ...]) -> st.SearchStrategy[str]:
    made = st.builds(element, st.sampled_from(tags), st.sampled_from(NAMES), inner)
    return st.builds("".join, st.lists(WORDS | made, max_size=4))


PHRASES = st.recursive(WORDS, lambda inner: built(inner, INLINE), max_leaves=4)
BODIES = st.recursive(PHRASES, lambda inner: built(inner, BLOCKS), max_leaves=12)


def by_lxml(markup: str) -> Document:
    root = tree.parse(markup)
    assert root is not None
    tree.prune(root)
    body = root.find("body")
    assert body is not None
    return of_tree(body)


def by_lexbor(markup: str) -> Document:
    page = lexbor.read(markup.encode())
    assert page is not None
    return page.document


def read(markup: str, *, title: str = "<title>Des pistes refaites</title>") -> Release:
    raw = RawPage(
        origin="page.html",
        data=f"{title}{markup}".encode(),
        captured_at=CAPTURED,
        url="https://www.example.org/a",
    )
    return extract(raw).release


@settings(max_examples=400)
@given(BODIES)
def test_both_parsers_give_one_document(inner: str) -> None:
    markup = f"<html><body><p>x</p>{inner}<p>y</p></body></html>"
    with (
        mock.patch.object(lexbor, "_LEAST_PASSED", 10**6),
        mock.patch.object(lexbor, "_DIGIT", ANY),
    ):
        one = by_lexbor(markup)
    other = by_lxml(markup)
    assert (one.tags, one.parents, one.ends) == (other.tags, other.parents, other.ends)
    places = range(len(one.tags))
    assert list(map(one.text_of, places)) == list(map(other.text_of, places))
    assert list(map(one.lines, places)) == list(map(other.lines, places))
    assert one.judged == other.judged
    assert [dict(one.attributes(at)) for at in places] == [
        dict(other.attributes(at)) for at in places
    ]


def test_a_menu_that_is_not_looked_into_counts_as_much_as_one_that_is() -> None:
    markup = f"<body><h1>Des pistes</h1><nav><ul>{MENU}</ul></nav><main>{TEXT}</main>"
    one, other = by_lexbor(markup), by_lxml(markup)
    assert len(one.tags) < len(other.tags)
    scan, whole = Scan(one), Scan(other)
    assert list(one.passed) == [2]
    assert (scan.whole[0], scan.whole[2]) == (whole.whole[0], whole.whole[2])
    assert scan.outside[2]


def test_what_usually_stands_beside_is_looked_into_where_it_holds_the_text() -> None:
    document = by_lexbor(f"<body><div class=sidebar>{TEXT}</div><p>Ici.</p>")
    assert not document.passed
    assert read(f"<h1>Des pistes refaites</h1><div class=sidebar>{TEXT}</div>").paragraphs


def test_a_byline_in_boilerplate_is_looked_into() -> None:
    markup = f"<h1>Des pistes refaites</h1><aside>Publié le 12 mars 2019</aside><div>{TEXT}</div>"
    assert str(read(markup).date) == "2019-03-12"


def test_a_page_nested_without_end_is_left_to_the_other_parser() -> None:
    markup = f"<h1>Des pistes refaites</h1>{'<div>' * 500}{TEXT}"
    assert lexbor.read(markup.encode()) is None
    assert len(read(markup).paragraphs) == 6


def test_a_page_that_leaves_thousands_of_tags_open_is_left_to_the_other_parser() -> None:
    markup = f"<h1>Des pistes refaites</h1>{'<hr>' * 6000}{TEXT}"
    with mock.patch.object(lexbor, "LexborHTMLParser", side_effect=AssertionError):
        assert len(read(markup).paragraphs) == 6


def test_a_text_that_a_comment_parts_is_one_and_ends_with_its_element() -> None:
    document = by_lexbor("<body><p>a<!-- x -->b<i>c</i>d</p>e<p>f</p><p><!-- x -->g")
    assert document.texts == ["ab", "c", "d", "e", "f", "g"]
    assert [document.texts_of(place) for place in range(1, len(document.tags))] == [
        ["ab", "c", "d"], ["c"], ["f"], ["g"]
    ]  # fmt: skip


def test_a_page_that_one_parser_finds_no_text_in_is_read_by_the_other() -> None:
    title = "<title>Des pistes refaites"  # without an end, all that follows is in it
    page = lexbor.read(f"{title}<h1>Des pistes</h1>{TEXT}".encode())
    assert page is not None
    assert page.document.text_of(0) == ""
    assert "quartier par quartier" in "".join(read(TEXT, title=title).paragraphs)
