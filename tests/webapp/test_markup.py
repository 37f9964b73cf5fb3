"""Every page is well-formed HTML that can be used without seeing it (WCAG 2.2)."""

import itertools
import re
from html.parser import HTMLParser
from urllib.parse import parse_qsl, urlsplit

import pytest
from bs4 import BeautifulSoup

from index.engine import Problem
from webapp import WebConfig, create_app

PAGES = [
    "/",
    "/?q=mossoul&place=iraq&from=2016&to=2016-12&kind=actualite&sort=oldest&limit=1",
    "/?from=2016&to=2016",
    "/?undated=1",
    "/?limit=1&offset=2&more=place",
    "/?limit=1&offset=99",
    "/?q=introuvable&place=iraq&from=abc",
    "/release/nato:news_1:fr?q=mossoul&limit=2",
    "/release/page:4",
    "/release/none",
    "/entity/place:varsovie",
    "/entity/person:jens-stoltenberg",
    "/entity/none",
    "/facet/place?q=alli&place=iraq&from=2016&starts=va",
    "/facet/place?starts=zz&limit=abc",
    "/nothing",
    "/batch",
    "/explore",
    "/explore?q=mossoul&q=alli*&q=(",
    "/saved",
    "/about",
    "/api/v1/",
]
_VOID = {"meta", "circle", "path", "polyline", "link", "input", "line", "rect", "wbr", "br"}


class _Strict(HTMLParser):
    """Complains where a tag is not closed in its order or an attribute is given twice."""

    def __init__(self):
        super().__init__()
        self.open = []

    def handle_starttag(self, tag, attrs):
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names)), f"<{tag}> has an attribute twice"
        if tag not in _VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        assert tag in _VOID, f"<{tag}/> does not close itself"
        assert attrs

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


@pytest.fixture(params=PAGES)
def address(request):
    return request.param


@pytest.fixture(params=["", "en"])
def lang(request):
    return request.param


@pytest.fixture(scope="module")
def answered():
    """Hold the pages of the module: no test changes one."""
    return {}


@pytest.fixture
def html(request, engine, answered, address, lang):
    if (address, lang) not in answered:
        engine.problems = (Problem(3, "unbalanced-quote", '"'),) if "introuvable" in address else ()
        path = f"{address}{'&' if '?' in address else '?'}lang={lang}"
        answered[address, lang] = request.getfixturevalue("client").get(path).text
    return answered[address, lang]


@pytest.fixture
def page(html):
    return BeautifulSoup(html, "lxml")


def test_tags_close_in_their_order(html):
    parser = _Strict()
    parser.feed(html)
    parser.close()
    assert parser.open == []


def test_names_are_unique_and_point_to_something(page):
    ids = [element["id"] for element in page.select("[id]")]
    assert len(ids) == len(set(ids))
    pointers = [element["aria-labelledby"] for element in page.select("[aria-labelledby]")]
    pointers += [element["for"] for element in page.select("label[for]")]
    pointers += [link["href"][1:] for link in page.select('a[href^="#"]')]
    assert set(pointers) <= set(ids)


def test_fields_and_landmarks_are_named(page):
    for field in page.select("input:not([type=hidden]), select"):
        assert field.find_parent("label") or page.select_one(f'label[for="{field["id"]}"]')
    for landmark in page.select("nav, aside, section[class=notices]"):
        assert landmark.get("aria-label") or landmark.get("aria-labelledby")
    assert len(page.select("main")) == len(page.select("main#main")) == 1
    assert page.select_one("a.skip") == page.a


def test_headings_and_links_tell_their_place(page):
    levels = [int(heading.name[1]) for heading in page.find_all(re.compile("^h[1-6]$"))]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))
    for link in page.select("a[href]"):
        assert link.get("aria-label") or link.get_text().strip()


def test_lists_hold_items_and_paragraphs_hold_text(page):
    assert {child.name for child in page.select("ul > *, ol > *")} <= {"li"}
    assert not page.select("p p, p ul, p div, p dl, a a")


def test_every_link_keeps_the_language(page, lang):
    kept = [("lang", lang)] if lang else []
    for link in page.select('a[href^="/"]:not(.language, [download])'):
        pairs = parse_qsl(urlsplit(link["href"]).query)
        assert [pair for pair in pairs if pair[0] == "lang"] == kept


def test_the_page_of_an_archive_that_is_not_ready_is_well_formed(tmp_path):
    response = create_app(WebConfig(data=tmp_path)).test_client().get("/?q=a")
    assert response.status_code == 503
    test_tags_close_in_their_order(response.text)
    assert BeautifulSoup(response.data, "lxml").main.h1
