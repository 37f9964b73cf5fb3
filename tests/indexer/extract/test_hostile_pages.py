# ruff: noqa: E501 - markup and addresses are read more easily on one line
from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.extract import extract, jsonld
from indexer.page import RawPage
from indexer.refusal import (
    BinaryPage,
    EmptyPage,
    NoText,
    NoTitle,
    PageTooLarge,
    Refused,
    UnknownFormat,
)

if TYPE_CHECKING:
    from index.record import Release

CAPTURED = dt.datetime(2024, 6, 1, tzinfo=dt.UTC)


def read(html: str | bytes, origin: str = "page.html") -> Release:
    data = html.encode() if isinstance(html, str) else html
    return extract(RawPage(origin=origin, data=data, captured_at=CAPTURED)).release


SENTENCE = "Le conseil a examiné la situation et il a pris une décision que voici. "


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"", EmptyPage),
        (b"\x89PNG\r\n\x1a\n" + bytes(50), BinaryPage),
        (b"<p>a</p>" * 6_500_000, PageTooLarge),
        (b"<html><body><p>" + SENTENCE.encode() * 3 + b"</p></body></html>", NoTitle),
        (b"<html><head><title>Titre</title></head><body></body></html>", NoText),
        (b"<html></html>", NoTitle),
        (b"<!-- rien -->", NoText),
        (b"<?xml version='1.0'?><rss><channel><title>x</title></channel></rss>", UnknownFormat),
        (b'{"title": "x"}', UnknownFormat),
    ],
)
def test_refusals_bear_their_names(data: bytes, error: type[Refused]) -> None:
    with pytest.raises(error):
        read(data)


@pytest.mark.parametrize("tag", ["div", "span", "b", "table><td", "ul><li", "blockquote"])
def test_deep_nesting_loses_no_text(tag: str) -> None:
    html = f"<html><head><title>Un titre</title></head><body>{f'<{tag}>' * 9_000}{SENTENCE}</body></html>"
    assert SENTENCE.strip() in read(html).text


def test_broken_entities_and_markup_are_read() -> None:
    release = read(
        "<html><title>Titre &eacute &#xFFFFFFF; &amp;amp</title><body><h1>Été &eacutegal &nosuch;</h1>"
        f"<p>{SENTENCE}&#233;t&#233; &lt;br /&gt; fini <p <div>{SENTENCE}</dvi>"
    )
    assert release.title.startswith("Été égal")
    assert "été fini" in release.text


def test_control_characters_by_entity_are_survived() -> None:
    release = read(
        f"<title>Un titre</title>&#1;a<nav>x</nav>&#xFFFE;\x0c<p>{SENTENCE}<script></script>&#12;&#27;fin"
    )
    assert release.text.endswith("que voici. fin")


def test_lost_accents_are_flagged() -> None:
    release = read("<title>Un titre</title><p>Le secr?taire g?n?ral a salu? les r?sultats. " * 2)
    assert release.flags == ("accents-lost",)


def test_a_page_of_too_many_tags_is_read_in_part_and_flagged() -> None:
    release = read("<title>Un titre</title>" + f"<p>{SENTENCE}</p>" * 70_000)
    assert "truncated" in release.flags
    assert len(release.paragraphs) >= 1


def test_a_script_shown_as_html_is_no_text() -> None:
    with pytest.raises(NoText):
        read("<title>Un titre</title><body><script>let texte = 'bonjour le monde';</script></body>")


def test_titles_fall_back_in_order() -> None:
    body = f"<p>{SENTENCE * 3}</p>"
    assert read(f"<title>De la page | Site</title>{body}").title == "De la page"
    assert read(f'<meta property="og:title" content="Du graphe">{body}').title == "Du graphe"
    assert read(f"<h1>Du texte</h1>{body}").title == "Du texte"
    assert read(f"Première ligne\n\n{SENTENCE}").title == "Première ligne"


def test_one_page_by_two_addresses_has_one_id() -> None:
    html = f"<title>Titre</title><h1>Titre</h1><p>{SENTENCE}</p>".encode()

    def of(url: str) -> str:
        return extract(RawPage(origin="a", data=html, captured_at=CAPTURED, url=url)).release.id

    assert of("http://e.org/a?utm_source=x#y") == of("https://www.e.org:443/a/")
    assert of("http://e.org/a") != of("http://e.org/b")
    assert of("").startswith("page:")


def test_a_front_page_as_canonical_address_is_not_believed() -> None:
    html = "<link rel=canonical href='https://e.org/'><title>{0}</title><h1>{0}</h1><p>" + SENTENCE
    assert read(html.format("Un")).id != read(html.format("Deux")).id


@pytest.mark.parametrize("script", ["[" * 100_000, '{"a":' * 50_000, "null", '"text"', "{}", ""])
def test_any_json_is_survived(script: str) -> None:
    assert jsonld.nodes(script) == []


FRAGMENTS = st.sampled_from(
    [
        "<p>",
        "</p>",
        "<div class='comments'>",
        "</div>",
        "<h1>",
        "</h1>",
        "<time datetime='",
        "2019-03-12",
        "'>",
        "<td>",
        "<table>",
        "<br>",
        "&lt;br /&gt;",
        "Publié le ",
        "12 mars 2019",
        "<a href='",
        "<title>",
        "</title>",
        "<script type='application/ld+json'>",
        '{"@type":"Article","datePublished":',
        "</script>",
        "<li>",
        "&#1;",
        "\x0c",
        "\x1b",
        "&#xFFFE;",
        "\x00",
        "<meta property='article:published_time' content='",
        "<link rel=canonical href='http://[",
        SENTENCE,
        "<!--",
        "<![CDATA[",
        "<svg>",
        "<template>",
        "<h1 class='fs-huge'>",
        "<section class='content cf'>",
        "<frameset>",
        "<body>",
        "<html>",
        "é",
        "\ud7ff",
        "<div class='ca04-rich-text'>",
        "<footer>",
        "<article itemprop='articleBody'>",
        "<abbr class=published title='",
    ]
)
URLS = st.sampled_from(
    [
        "",
        "http://[",
        "https://www.nato.int/docu/pr/2003/p03-003f.htm",
        "https://nato.int/cps/fr/natohq/news_1.htm",
        "https://www.nato.int/docu/speech/1998/s989999b.htm",
    ]
)


@given(
    st.lists(FRAGMENTS | st.text(max_size=8), max_size=40),
    URLS,
    st.sampled_from(["a.html", "a.txt"]),
)
@settings(max_examples=300, deadline=None)
def test_any_page_gives_a_release_or_a_refusal(pieces: list[str], url: str, origin: str) -> None:
    data = "".join(pieces).encode("utf-8", "replace")
    try:
        release = extract(RawPage(origin=origin, data=data, captured_at=CAPTURED, url=url)).release
    except Refused:
        return
    assert release.id
    assert release.title
    assert release.lead or release.paragraphs
    assert all(part.strip() == part and part for part in release.paragraphs)
