"""Where a page states its publication, and what looks the same and is something else."""

# ruff: noqa: E501 - markup is read more easily on one line

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from indexer.extract import Extraction, extract
from indexer.page import RawPage

CAPTURED = dt.datetime(2026, 11, 23, tzinfo=dt.UTC)
DAY = dt.date(2019, 3, 12)
TITLE = "Des pistes refaites à Nantes"
TEXT = "".join(
    f"<p>Le conseil municipal a voté la délibération numéro {n} sur les pistes cyclables de la"
    " ville, qui seront refaites quartier par quartier, et il en suivra les travaux.</p>"
    for n in range(6)
)
STAMP = "2019-03-12T10:00:00+01:00"


def sections() -> dict[str, list[str]]:
    """Return the lines of the data file under their headings."""
    found: dict[str, list[str]] = {}
    name = ""
    path = Path(__file__).parent / "lookalikes/wordings.txt"
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("[") and " " in line and not line[1].isdigit():
            name = line.strip("[]")
        elif line and not line.startswith("#"):
            found.setdefault(name, []).append(line)
    return found


LISTS = sections()


def read(*, head: str = "", above: str = "", below: str = "", after: str = "") -> Extraction:
    html = (
        f"<!DOCTYPE html><html lang=fr><head><title>{TITLE}</title>{head}</head><body>{above}"
        f"<main><h1>{TITLE}</h1>{below}{TEXT}{after}</main></body></html>"
    )
    return extract(RawPage(origin="a.html", data=html.encode(), captured_at=CAPTURED))


def date(**parts: str) -> dt.date | None:
    return read(**parts).release.date


@pytest.mark.parametrize("name", LISTS["meta publication"])
def test_a_meta_tag_of_publication(name: str) -> None:
    release = read(head=f'<meta name="{name}" content="{STAMP}">').release
    assert (release.date, release.date_certainty) == (DAY, "stated")


@pytest.mark.parametrize("name", LISTS["meta other"])
def test_a_meta_tag_of_something_else(name: str) -> None:
    assert date(head=f'<meta name="{name}" content="{STAMP}">') is None


@pytest.mark.parametrize("name", LISTS["property publication"])
def test_a_property_of_publication(name: str) -> None:
    assert date(below=f'<p><span property="{name}" content="{STAMP}">mardi</span></p>') == DAY


@pytest.mark.parametrize("name", LISTS["property other"])
def test_a_property_of_something_else(name: str) -> None:
    assert date(below=f'<p><span property="{name}" content="{STAMP}">mardi</span></p>') is None


@pytest.mark.parametrize("line", LISTS["line publication"])
def test_a_line_that_states_the_publication(line: str) -> None:
    extraction = read(below=f"<p>{line}</p>")
    assert extraction.release.date == DAY


@pytest.mark.parametrize("line", LISTS["line other"])
def test_a_line_about_something_else(line: str) -> None:
    release = read(below=f"<p>{line}</p>").release
    assert release.date is None, release.date_source


def article(inner: str) -> str:
    return f'<div itemscope itemtype="https://schema.org/NewsArticle">{inner}</div>'


def ld(inner: str) -> str:
    headed = inner.replace("TITLE", f'"headline":"{TITLE}"')
    return f'<script type="application/ld+json">{headed}</script>'


MARKED = {
    "meta in the article's microdata": {
        "below": article('<meta itemprop="datePublished" content="2019-03-12">')
    },
    "time of microdata": {
        "below": '<time itemprop="datePublished" datetime="2019-03-12">mardi</time>'
    },
    "time with pubdate": {"below": "<time pubdate datetime=2019-03-12>mardi</time>"},
    "pubdate in words": {"below": "<time pubdate>12 mars 2019</time>"},
    "milliseconds in json": {
        "head": ld('{"@type":"NewsArticle",TITLE,"datePublished":1552410000000}')
    },
    "a typed value in json": {
        "head": ld('{"@type":"NewsArticle","datePublished":{"@value":"2019-03-12"}}')
    },
    "a graph in a graph": {
        "head": ld('{"@graph":[{"@graph":[{"@type":"Report","datePublished":"2019-03-12"}]}]}')
    },
    "the page's main entity": {
        "head": ld(
            '{"@type":"WebPage","mainEntity":{"@type":"Report","datePublished":"2019-03-12"}}'
        )
    },
    "two labels in a list": {
        "below": "<ul><li>Date de mise à jour : 14 mars 2019<li>Date de publication : 12 mars 2019</ul>"
    },
    "columns": {
        "below": "<table><tr><th>Mise à jour<th>Publication<tr><td>14 mars 2019<td>12 mars 2019</table>"
    },
}
OTHER = {
    "change in microdata": {"below": "<time itemprop=dateModified>12 mars 2019</time>"},
    "event in microdata": {
        "below": "<div itemscope itemtype='https://schema.org/Event'>12 mars 2019</div>"
    },
    "comment in microdata": {
        "after": "<div itemprop=comment itemscope><meta itemprop=datePublished content=2019-03-12></div>"
    },
    "change in json": {"head": ld('{"@type":"NewsArticle",TITLE,"dateModified":"2019-03-12"}')},
    "book in json": {"head": ld('{"@type":"Book","name":"x","datePublished":"2019-03-12"}')},
    "job in json": {"head": ld('{"@type":"JobPosting","datePosted":"2019-03-12"}')},
    "agenda before": {"above": "<div><h3>Agenda</h3><p>12 mars 2019</p><p>Concert</p></div>"},
    "agenda after": {"after": "<h3>Agenda</h3><p>12 mars 2019</p><p>Concert</p>"},
    "archives": {"after": "<h3>Archives</h3><ul><li><a href=/a>12 mars 2019</a></ul>"},
    "comment": {"after": "<h3>1 commentaire</h3><p>Jeanne, le 12 mars 2019 à 10:00</p>"},
    "teaser": {"after": "<h3>À lire aussi</h3><p><a href=/x>Un autre sujet</a> (12 mars 2019)</p>"},
    "weather": {"above": "<div>Nantes, le 12 mars 2019 : 12°C</div>"},
    "hours in the line below": {"below": "<p>Date : 12 mars 2019</p><p>Horaires : 18h-20h</p>"},
}  # fmt: skip


@pytest.mark.parametrize("case", MARKED)
def test_markup_and_labels_that_state_the_publication(case: str) -> None:
    release = read(**MARKED[case]).release
    assert release.date == DAY, release.date_source


@pytest.mark.parametrize("case", OTHER)
def test_markup_and_labels_of_something_else(case: str) -> None:
    release = read(**OTHER[case]).release
    assert release.date is None, release.date_source
