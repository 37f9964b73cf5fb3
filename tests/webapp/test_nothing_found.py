"""A page without results says which condition to drop, and what is found then."""

from urllib.parse import parse_qsl, urlsplit

import pytest


def offers(page):
    return {
        " ".join(line.get_text().split()): parse_qsl(urlsplit(line.a["href"]).query)
        for line in page.select(".nothing .ways li")
    }


def test_each_condition_that_keeps_it_empty_is_offered_with_its_count(soup):
    assert offers(soup("/?q=stoltenberg&place=kosovo&offset=10")) == {
        "Garder les filtres, sans « stoltenberg » 1 texte": [("place", "kosovo")],
        "Sans le filtre « Lieu : kosovo » 2 textes": [("q", "stoltenberg")],
    }


def test_dates_and_exclusions_are_conditions_too(soup):
    found = offers(soup("/?place=iraq&from=1999&to=2000"))
    assert found["Sans le filtre « Date : 1999 – 2000 » 1 texte"] == [("place", "iraq")]
    found = offers(soup("/?q=mossoul&not_place=iraq"))
    assert found["Sans le filtre « Sauf lieu : iraq » 1 texte"] == [("q", "mossoul")]


def test_one_word_of_several_is_a_condition(soup):
    found = offers(soup("/?q=mossoul+varsovie"))
    assert found["Sans « varsovie » 1 texte"] == [("q", "mossoul")]
    # Where there are no filters, none could be kept without the words.
    assert not any(label.startswith("Garder les filtres") for label in found)


def test_the_words_alone_are_offered_where_no_single_condition_is_to_blame(soup):
    found = offers(soup("/?q=mossoul&place=kosovo&from=2016&person=x&lang=en&sort=oldest"))
    assert found == {
        "Search “mossoul” without any filter 1 release": [
            *(("q", "mossoul"), ("sort", "oldest"), ("lang", "en")),
        ]
    }


def test_nothing_is_offered_that_would_find_nothing(soup):
    assert offers(soup("/?q=introuvable&place=nowhere")) == {}


def test_who_asked_for_one_word_is_not_told_to_ask_for_fewer(soup):
    assert "moins de mots" in soup("/?q=introuvable+inconnu").select_one(".nothing").get_text()
    assert "moins de mots" not in soup("/?q=introuvable").select_one(".nothing").get_text()


@pytest.mark.parametrize("lang", ["", "?lang=en"])
def test_who_finds_nothing_is_led_to_how_to_search(soup, lang):
    links = soup(f"/?q=introuvable&{lang[1:]}").select(".nothing a[href*='#']")
    (address,) = {link["href"] for link in links}
    assert address == f"/about{lang}#ask"
    assert soup(address).select_one("#ask").find_next("table").select("a")
