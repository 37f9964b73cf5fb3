"""The timeline goes from years to months to days and back, and tells scripts what its bars are."""

from urllib.parse import parse_qsl, urlsplit

import pytest


def text(element):
    return " ".join(element.get_text().split())


def parameters(link):
    return parse_qsl(urlsplit(link["href"]).query)


def ways(page):
    return {text(link): parameters(link) for link in page.select(".timeline figcaption a")}


def test_a_month_has_a_bar_for_each_of_its_days(soup):
    page = soup("/?from=2016-10&to=2016-10")
    bars = page.select(".timeline svg a")
    assert [bar["data-from"] for bar in bars] == [f"2016-10-{day:02}" for day in range(1, 32)]
    assert bars[17]["aria-label"] == "18\u00a0octobre 2016\u00a0: 1 texte"
    assert parameters(bars[17]) == [("from", "2016-10-18"), ("to", "2016-10-18")]
    assert text(page.select_one(".timeline figcaption span")) == "Textes par jour en octobre 2016"


def test_from_a_day_the_way_leads_back_to_month_year_and_all(soup):
    page = soup("/?q=alliance&from=2016-10-18&to=2016-10-18")
    (day,) = page.select(".timeline svg [aria-current]")
    assert parameters(day) == [("q", "alliance"), ("from", "2016-10"), ("to", "2016-10")]
    assert ways(page)["↑ 2016"] == [("q", "alliance"), ("from", "2016"), ("to", "2016")]
    assert ways(page)["↑ Toutes les années"] == [("q", "alliance")]


def test_undated_releases_stand_beside_the_timeline(soup):
    assert ways(soup("/")) == {"Sans date : 1": [("undated", "1")]}


@pytest.mark.parametrize(
    ("address", "value", "count"),
    [("/", "2016", "2"), ("/?from=2016&to=2016", "2016-07", "1"), ("/", "2000", "0")],
)
def test_bars_tell_scripts_their_dates_and_count(soup, address, value, count):
    bar = soup(address).select_one(f".timeline [data-from='{value}']")
    assert (bar["data-to"], bar["data-n"]) == (value, count)


def test_the_page_has_no_inline_script_or_style(soup):
    page = soup("/?from=2016&to=2016")
    assert not page.select("[style], style, script:not([src]), [onclick]")
    assert [s["src"] for s in page.select("script") if "timeline" in s["src"]]
