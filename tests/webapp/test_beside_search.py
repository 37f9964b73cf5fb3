"""Explore, kept, about; the way from hit to hit; related releases."""

import datetime as dt
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.query import parse
from index.record import Related, Relation
from webapp.explore import charts, coverage
from webapp.information import examples


def test_a_release_leads_to_the_hits_before_and_after(soup):
    hits = soup("/?sort=oldest").select(".hits h3 a")
    first, second, third = (soup(link["href"]) for link in hits[:3])
    assert not first.select_one("a[rel=prev]")
    assert first.select_one("a[rel=next]")["href"] == hits[1]["href"]
    assert second.select_one("a[rel=prev]")["href"] == hits[0]["href"]
    assert third.select_one("a[rel=prev]")["href"] == hits[1]["href"]


@pytest.mark.parametrize("place", ["0", "-1", "x", "4", "99", "9" * 40, ""])
def test_a_place_that_is_not_the_release_s_gives_no_neighbours(soup, place):
    page = soup(f"/release/nato:news_1:fr?q=mossoul&at={place}")
    assert not page.select("a[rel=prev], a[rel=next]")


def test_twins_and_near_duplicates_are_told(engine, browse):
    one = engine.get("nato:news_1:fr")
    related = (
        Related(
            id="nato:news_1:en",
            relation=Relation.TWIN,
            title="<i>Support</i>",
            language="en",
            date=dt.date(2016, 10, 18),
        ),
        Related(
            id="x:2",
            relation=Relation.NEAR_DUPLICATE,
            title="",
            language="fr",
            date=None,
            likeness=0.9996,
        ),
    )
    release = replace(one.release, date_certainty="guessed", date_source="title")
    engine.documents = (replace(one, related=related, release=release),)
    text = browse(engine).get("/release/nato:news_1:fr").text
    assert "&lt;i&gt;Support" in text
    assert 'href="/release/nato:news_1:en"' in text
    assert "99\u202f% en commun" in text  # only the same text has all in common
    assert "incertaine" in text


def test_every_example_is_understood():
    for one in examples():
        assert not parse(one["query"]).problems, one["query"]


def test_about_counts_the_archive_and_links_its_examples(soup):
    page = soup("/about")
    assert len(page.select("th a code")) == len(examples())
    years = {row.th.get_text(): row.td.get_text() for row in page.select(".tables tr")}
    assert years["2016"] == "2"


def test_queries_are_compared_on_one_timeline(soup):
    page = soup("/explore?q=mossoul&q=stoltenberg&q=mossoul&q=<script>")
    for drawing in page.select(".chart > svg"):
        assert len(drawing.select(".series polyline")) == 3
    total, *years = page.select(".compared tbody tr")
    assert total.th.get_text() == "Total"
    assert [cell.get_text() for cell in total.select("td")] == ["1", "2", "0"]
    assert [row.th.get_text() for row in years] == ["2016", "sans date"]
    assert not page.select("main script")


def test_every_number_of_a_comparison_leads_to_what_was_counted(soup):
    page = soup("/explore?q=stoltenberg&q=texte&q=kosovo&lang=en")
    rows = page.select(".compared tbody tr")
    assert [row.th.get_text() for row in rows][-1] == "undated"
    assert sum(len(row.select("td a")) for row in rows) == 6
    for link in page.select(".compared td a"):
        assert soup(link["href"]).h1.get_text().startswith(f"{link.get_text()} release")


def test_queries_are_compared_as_shares_of_what_each_year_has(soup):
    rows = soup("/explore?q=mossoul&q=alli&share=1").select(".compared tbody tr")
    told = {row.th.get_text(): [cell.get_text() for cell in row.select("td")] for row in rows}
    assert told == {
        "Total": ["25,00\u202f%", "75,00\u202f%"],
        "2016": ["50,00\u202f%", "100,00\u202f%"],
        **{str(year): ["0,00\u202f%", "0,00\u202f%"] for year in range(2000, 2016)},
        "1999": ["0,00\u202f%", "100,00\u202f%"],
        "sans date": ["0,00\u202f%", "0,00\u202f%"],
    }
    page = soup("/explore?q=mossoul&share=1")
    assert [text.get_text() for text in page.select(".chart svg")[0].select("text")][:6] == [
        f"{number}\u202f%" for number in range(0, 60, 10)
    ]
    assert page.select_one("input[name=share]").has_attr("checked")
    assert page.select_one("a.language")["href"] == "/explore?q=mossoul&lang=en&share=1"


@pytest.mark.parametrize("lang", ["", "&lang=en"])
def test_a_query_and_an_entity_lead_to_a_comparison_of_all_that_is_asked(soup, lang):
    def compared(page):
        return [link["href"] for link in page.select("main a[href^='/explore']")]

    assert compared(soup(f"/?q=mossoul&sort=oldest{lang}")) == [f"/explore?q=mossoul{lang}"]
    for more in ("place=iraq", "not_place=kosovo", "from=2016", "to=2016"):
        assert compared(soup(f"/?q=mossoul&{more}{lang}")) == []
    (link,) = compared(soup(f"/entity/place:iraq?{lang[1:]}"))
    total = soup(link).select_one(".compared td").get_text()
    assert soup(f"/?place=iraq{lang}").h1.get_text().startswith(f"{total} ")


def test_the_lines_of_a_plot_are_whole_counts_evenly_apart():
    tops = [times * 10**power for power in range(7) for times in (1, 2, 5)]
    for top in tops:
        found = charts.levels(top)
        assert (found[0], found[-1]) == (0, top)
        assert len({after - before for before, after in pairwise(found)}) == 1
        assert len(found) <= 6


def test_gaps_have_a_name(soup):
    text = soup("/explore").get_text()
    assert "juillet 1999 – juin 2016" in text
    assert "204 mois" in text


@given(st.dictionaries(st.dates().map(lambda day: f"{day:%Y-%m}"), st.integers(1, 9), max_size=5))
def test_months_and_gaps_tell_the_same(counts):
    counts = {f"20{value[2:]}": count for value, count in counts.items() if len(value) == 7}
    inside = [m for _, year in coverage.months(counts) for m in year if m.inside and not m.count]
    assert len(inside) == sum(number for _, _, number in coverage.gaps(counts))


def test_the_list_of_what_is_kept_says_what_it_needs(soup):
    page = soup("/saved")
    assert "signet" in page.noscript.get_text()
    assert page.select_one("#saved").has_attr("hidden")
