import datetime as dt
from dataclasses import replace
from urllib.parse import parse_qsl, urlsplit

import pytest
from bs4 import BeautifulSoup

from index.engine import Facet, Problem, Sort


def text(element):
    return " ".join(element.get_text().split())


def parameters(link):
    return parse_qsl(urlsplit(link["href"]).query)


def titles(page):
    return [text(heading) for heading in page.select(".hits h3")]


def facet(page, name):
    links = page.select(f".facet.{name} li a:not(.except)")
    return {text(link.select_one(".value")): link for link in links}


def test_the_start_page_says_what_the_archive_holds(soup):
    page = soup("/")
    assert text(page.h1) == "L’archive compte 4 textes, du 10 juin 1999 au 18 octobre 2016."
    assert "1 est sans date." in page.main.get_text()
    assert titles(page)[0] == "L'Alliance se dit prête à soutenir l'Iraq"
    assert titles(page)[-1] == "Page sans date"


def test_a_hit_shows_date_kind_title_passage_and_entities(soup):
    page = soup("/?q=mossoul")
    hit = page.select_one(".hits li")
    assert text(page.h1) == "1 texte trouvé"
    assert text(hit.select_one(".about")) == (
        "18 octobre 2016 Actualité Communiqué de presse (2016) 150"
    )
    assert [text(mark) for mark in hit.select(".passage mark")] == ["Mossoul"]
    tags = {text(tag): tag["href"] for tag in hit.select(".tag")}
    assert list(tags) == ["Iraq", "Jens Stoltenberg", "Mossoul"]
    assert tags["Iraq"] == "/entity/place:iraq"


def test_names_are_those_of_the_language_of_the_page(soup):
    page = soup("/?place=varsovie&lang=en")
    assert "Warsaw" in [text(tag) for tag in page.select(".hits .tag")]
    assert "Warsaw" in facet(page, "place")
    assert text(page.select_one(".chip")) == "Place: Warsaw ×"
    about = page.select_one('a[href^="/entity/place:varsovie"]')
    assert text(about) == "Warsaw"


def test_a_release_remembers_the_search_it_was_found_by(soup):
    link = soup("/?q=mossoul&from=2016&place=iraq").select_one(".hits h3 a")
    assert urlsplit(link["href"]).path == "/release/nato:news_1:fr"
    assert parameters(link) == [
        ("q", "mossoul"),
        ("from", "2016"),
        ("place", "iraq"),
        ("at", "1"),
    ]


def test_facets_link_to_one_more_filter_and_off_again(soup):
    choice = facet(soup("/?q=stoltenberg"), "place")["Varsovie"]
    assert text(choice.select_one(".n")) == "1"
    assert parameters(choice) == [("q", "stoltenberg"), ("place", "varsovie")]
    page = soup(choice["href"])
    chosen = facet(page, "place")["Varsovie"]
    assert chosen["aria-current"] == "true"
    assert parameters(chosen) == [("q", "stoltenberg")]
    assert titles(page) == ["Sommet de Varsovie"]
    # Its own choice is left out of the counts of a facet.
    assert "Iraq" in facet(page, "place")


def test_an_alias_in_the_address_can_be_toggled_off(engine, browse, monkeypatch):
    whole = engine.search

    def by_alias(request):
        chosen = {Facet.PLACE: ("iraq",)} if request.filters else {}
        return whole(type(request)(query=request.query, filters=chosen))

    monkeypatch.setattr(engine, "search", by_alias)
    page = BeautifulSoup(browse(engine).get("/?place=Irak").data, "lxml")
    assert parameters(facet(page, "place")["Iraq"]) == []
    assert [text(chip) for chip in page.select(".chip")] == ["Lieu : Iraq ×"]


def test_a_year_opens_into_its_months_and_closes_again(soup):
    year = facet(soup("/"), "year")["2016"]
    assert parameters(year) == [("from", "2016"), ("to", "2016")]
    page = soup(year["href"])
    months = {text(link.select_one(".value")): link for link in page.select(".within a")}
    assert list(months) == ["juillet", "octobre"]
    assert parameters(months["octobre"]) == [("from", "2016-10"), ("to", "2016-10")]
    assert parameters(facet(page, "year")["2016"]) == []
    month = facet(soup(months["octobre"]["href"]), "year")["octobre"]
    assert parameters(month) == [("from", "2016"), ("to", "2016")]


def test_a_month_opens_into_its_days_and_a_day_closes_again(soup):
    page = soup("/?from=2016-10&to=2016-10")
    (day,) = page.select(".within .within a")
    assert text(day) == "18 octobre 1"
    assert parameters(day) == [("from", "2016-10-18"), ("to", "2016-10-18")]
    (chosen,) = soup(day["href"]).select(".within .within [aria-current]")
    assert parameters(chosen) == [("from", "2016-10"), ("to", "2016-10")]


@pytest.mark.parametrize("month", ["2016-01", "2016-10", "2016-12"])
def test_a_month_is_chosen_at_either_end_of_its_year_too(make_engine, browse, engine, month):
    first = engine.get("nato:news_1:fr")
    dated = replace(
        first, release=replace(first.release, date=dt.date.fromisoformat(f"{month}-15"))
    )
    client = browse(make_engine([dated]))
    for address in (f"/?from={month}&to={month}", f"/?from={month}-01&to={month}-31"):
        page = BeautifulSoup(client.get(address).data, "lxml")
        (chosen,) = page.select(".within [aria-current]")
        assert parameters(chosen) == [("from", "2016"), ("to", "2016")]
        assert [field["value"] for field in page.select(".dates input:not([type])")] == [month] * 2
        assert len(page.select(".timeline svg a")) >= 30  # its days


def test_of_many_years_those_of_the_range_are_shown(make_engine, browse, engine):
    first = engine.get("nato:news_1:fr")
    dated = [
        replace(first, release=replace(first.release, id=f"r:{year}", date=dt.date(year, 5, 1)))
        for year in range(1999, 2025)
    ]
    client = browse(make_engine(dated))

    def shown(address):
        years = list(facet(BeautifulSoup(client.get(address).data, "lxml"), "year"))
        return years[0], years[-1], len(years)

    assert shown("/") == ("2024", "2017", 8)
    assert shown("/?from=2003&to=2012") == ("2012", "2005", 8)
    assert shown("/?from=1999&to=2001") == ("2006", "1999", 8)
    assert shown("/?from=2020") == ("2024", "2017", 8)


def test_undated_is_a_choice_of_the_years(soup):
    choice = facet(soup("/"), "year")["sans date"]
    assert parameters(choice) == [("undated", "1")]
    page = soup(choice["href"])
    assert titles(page) == ["Page sans date"]
    assert parameters(facet(page, "year")["sans date"]) == []


def test_the_timeline_has_a_bar_for_each_year_between_first_and_last(soup):
    bars = soup("/").select(".timeline svg a")
    assert len(bars) == 2016 - 1999 + 1
    assert bars[-1]["aria-label"] == "2016\u00a0: 2 textes"
    assert parameters(bars[1]) == [("from", "2000"), ("to", "2000")]
    assert bars[1].select_one(".bar")["height"] == "0.0"


def test_the_timeline_of_a_year_has_twelve_months_and_a_way_out(soup):
    page = soup("/?from=2016&to=2016")
    assert len(page.select(".timeline svg a")) == 12
    assert parameters(page.select_one(".timeline figcaption a")) == []


def test_bars_outside_the_range_are_told_apart(soup):
    bars = soup("/?from=2010").select(".timeline svg a")
    assert {bar["class"][0] for bar in bars[: 2010 - 1999]} == {"out"}
    assert {bar["class"][0] for bar in bars[2010 - 1999 :]} == {"in"}
    # A range that begins within a year takes that year in.
    assert soup("/?from=2016-06").select(".timeline svg a")[-1]["class"] == ["in"]


def test_each_chosen_filter_has_a_chip_that_takes_it_away(soup):
    page = soup("/?q=alli&from=2016&to=2016&person=jens-stoltenberg&kind=communique")
    chips = {text(chip): parameters(chip) for chip in page.select(".chip")}
    assert list(chips) == ["Date : 2016 ×", "Personne : Jens Stoltenberg ×", "Type : Communiqué ×"]
    assert chips["Date : 2016 ×"] == [
        ("q", "alli"),
        ("person", "jens-stoltenberg"),
        ("kind", "communique"),
    ]
    assert parameters(page.select_one(".clear")) == [("q", "alli")]


@pytest.mark.parametrize("there_are", [7, 8, 9, 10])
@pytest.mark.parametrize("chosen", ["", "&person=nom00", "&person=nom06", "&not_person=nom00"])
def test_more_is_offered_where_not_all_values_are_shown(
    many, make_engine, browse, there_are, chosen
):
    some = make_engine(many.documents[:there_are])
    page = BeautifulSoup(browse(some).get(f"/?q=titre{chosen}").data, "lxml")
    shown = page.select(".person li")
    assert len(shown) >= min(there_are, 8)
    assert bool(page.select_one(".person .more")) == (len(shown) < there_are)


def test_more_shows_the_facet_at_length(many, browse):
    client = browse(many)
    page = BeautifulSoup(client.get("/?q=titre").data, "lxml")
    assert len(facet(page, "person")) == 8
    link = page.select_one(".person .more")
    assert parameters(link) == [("q", "titre"), ("more", "person")]
    page = BeautifulSoup(client.get(link["href"]).data, "lxml")
    assert len(facet(page, "person")) == 25
    assert parameters(page.select_one(".person .more")) == [("q", "titre")]
    assert not [link for link in page.select(".hits a, .paging a") if "more=" in link["href"]]


def test_what_is_chosen_is_shown_however_short_the_list(many, browse):
    page = BeautifulSoup(browse(many).get("/?person=nom20").data, "lxml")
    assert list(facet(page, "person"))[8:] == ["Nom20"]


def test_only_the_newest_first_are_called_the_newest(soup):
    assert soup("/").select_one(".latest")
    assert not soup("/?sort=oldest").select_one(".latest")


def test_an_empty_result_offers_what_to_drop(soup):
    page = soup("/?q=introuvable&place=iraq&from=2016")
    assert text(page.h1) == "Aucun texte trouvé"
    offers = {text(line): parameters(line.a) for line in page.select(".nothing li")}
    # No text holds the word: only what is without it is worth a click.
    assert offers == {
        "Garder les filtres, sans « introuvable » 1 texte": [("from", "2016"), ("place", "iraq")]
    }


@pytest.mark.parametrize(
    "address", ["/?place=nowhere&offset=20", "/?place=nowhere&from=2016&to=2016"]
)
def test_an_empty_result_draws_no_timeline_and_no_pages(soup, address):
    page = soup(address)
    assert not page.select(".timeline, .paging")
    assert page.select_one(".nothing")


def test_the_form_keeps_the_filters_and_every_field(soup):
    page = soup("/?q=mossoul&from=2016&place=iraq&lang=en&limit=5&sort=oldest&offset=5")
    form = page.select_one("form")
    hidden = [(field["name"], field["value"]) for field in form.select("[type=hidden]")]
    assert hidden == [("place", "iraq"), ("limit", "5"), ("lang", "en")]
    assert form.select_one("#q")["value"] == "mossoul"
    assert form.select_one("#from")["value"] == "2016"
    assert form.select_one("option[selected]")["value"] == "oldest"


def test_the_form_of_an_empty_search_leaves_the_sort_open(soup, engine, client):
    assert soup("/").select_one("option[selected]")["value"] == ""
    client.get("/?q=mossoul&from=&to=&sort=")
    assert engine.asked[-1].sort is Sort.RELEVANCE


def test_a_bad_date_is_told_and_stays_in_its_field(soup):
    page = soup("/?q=mossoul&from=abc")
    assert "« abc » n’est pas une date" in text(page.select_one(".notices"))
    assert page.select_one("#from")["value"] == "abc"
    assert page.select_one("#from")["aria-invalid"] == "true"
    assert titles(page) == ["L'Alliance se dit prête à soutenir l'Iraq"]


def test_problems_of_the_query_are_told_with_their_place(engine, browse):
    engine.problems = (Problem(4, "unbalanced-quote", '"'),)
    page = BeautifulSoup(browse(engine).get("/?q=mossoul").data, "lxml")
    notice = page.select_one(".notices li")
    assert "(caractère 5)." in text(notice)
    assert (text(notice.select_one(".stands")), text(notice.u)) == ("mossoul", "oul")


def test_english_is_one_click_away_and_stays(soup):
    link = soup("/?q=mossoul").select_one("a.language")
    assert parameters(link) == [("q", "mossoul"), ("lang", "en")]
    page = soup(link["href"])
    assert page.html["lang"] == "en"
    assert text(page.h1) == "1 release found"
    back = page.select_one("a.language")
    assert parameters(back) == [("q", "mossoul")]
    inner = [a for a in page.select("a[href]") if a["href"][0] != "#" and a is not back]
    assert all(("lang", "en") in parameters(link) for link in inner)
