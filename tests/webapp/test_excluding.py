"""Values are excluded from a search by one link, told as that, and let in again by one link."""

from dataclasses import replace
from urllib.parse import parse_qsl, urlsplit

import pytest
from bs4 import BeautifulSoup


def text(element):
    return " ".join(element.get_text().split())


def parameters(link):
    return parse_qsl(urlsplit(link["href"]).query)


def excluding(page, label):
    return page.select_one(f".facet .except[aria-label$='{label}']")


def test_a_value_is_excluded_by_the_link_beside_it(soup, engine):
    link = excluding(soup("/?place=varsovie&offset=10"), "Iraq")
    assert link["aria-label"] == "Exclure\u00a0: Iraq"
    assert parameters(link) == [("place", "varsovie"), ("not_place", "iraq")]
    page = soup("/?not_place=iraq")
    assert "Iraq" not in text(page.select_one(".hits"))
    assert engine.asked[-1].excluded


def test_a_chosen_value_is_not_offered_to_be_excluded(soup):
    page = soup("/?place=iraq")
    assert excluding(page, "Iraq") is None
    assert excluding(page, "Varsovie")


def test_what_is_excluded_stands_in_its_facet_and_is_let_in_again_there(soup):
    line = soup("/?q=alli&not_place=varsovie").select_one(".facet.place li:has(.excluded)")
    assert text(line).startswith("sauf varsovie (exclu, admettre de nouveau)")
    assert parameters(line.a) == [("q", "alli")]
    assert line.select(".except, .n") == []


@pytest.mark.parametrize(
    ("lang", "words"), [("", "Sauf lieu\u00a0: varsovie ×"), ("&lang=en", "Except place: Warsaw ×")]
)
def test_what_is_excluded_is_a_chip(soup, lang, words):
    (chip,) = soup(f"/?not_place=varsovie{lang}").select(".chip")
    assert text(chip) == " ".join(words.split())
    assert "not_place" not in dict(parameters(chip))


def test_the_form_keeps_what_is_excluded(soup):
    fields = soup("/?q=x&not_place=iraq").select("form.question [type=hidden]")
    assert ("not_place", "iraq") in [(field["name"], field["value"]) for field in fields]


def test_the_values_found_by_name_are_excluded_too(soup):
    link = excluding(soup("/facet/place?starts=wars"), "Varsovie")
    assert parameters(link) == [("not_place", "varsovie")]


def test_languages_are_offered_where_there_are_several(soup, engine, make_engine, browse):
    assert not soup("/").select(".facet.language")
    first, *others = engine.documents
    english = replace(first, release=replace(first.release, language="en"))
    client = browse(make_engine([english, *others]))
    page = BeautifulSoup(client.get("/").data, "lxml")
    found = [text(link) for link in page.select(".facet.language a:not(.except)")]
    assert found == ["français 3", "anglais 1"]
    # One that was chosen can be taken away, though no other is left.
    assert soup("/?language=fr").select(".facet.language [aria-current]")
