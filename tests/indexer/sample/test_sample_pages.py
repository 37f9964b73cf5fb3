"""Each page holds what its release says, in the markup of LAYOUTS.md."""

from __future__ import annotations

import datetime as dt

import pytest
from bs4 import BeautifulSoup

from indexer.sample import Blemish, Layout, SampleRelease, releases
from indexer.sample.dates import dashed, dotted, french, french_short
from indexer.sample.layouts import render

COUNT = 700


@pytest.fixture(scope="module")
def made() -> list[SampleRelease]:
    return list(releases(COUNT, 11))


def _of(made: list[SampleRelease], layout: Layout) -> list[SampleRelease]:
    found = [one for one in made if one.layout is layout]
    assert found
    # Parsing is slow: the first pages, among them those written by hand, and every rarer one.
    rare = {Blemish.DATE_IN_TEXT, Blemish.RANGE, Blemish.UNDATED, Blemish.VISIBLE_BREAK}
    return found[:60] + [one for one in found[60:] if one.blemishes & rare][:40]


def _soup(one: SampleRelease) -> BeautifulSoup:
    return BeautifulSoup(render(one).decode(one.dress.encoding), "lxml")


def _plain(text: str) -> str:
    return " ".join(text.split())


def test_the_body_of_a_docu_page_is_its_second_cell(made: list[SampleRelease]) -> None:
    for one in _of(made, Layout.DOCU):
        cell = _soup(one).select("body > table:nth-of-type(2) > tr > td")
        text = _plain(cell[1].get_text(" "))
        assert _plain(one.release.title) in text
        for paragraph in one.release.paragraphs:
            assert _plain(paragraph) in text
        assert "Home" not in cell[1].get_text(" ").split("[")[0].split("\n")[0]


def test_docu_pages_are_single_byte_or_say_otherwise(made: list[SampleRelease]) -> None:
    for one in _of(made, Layout.DOCU):
        data = render(one)
        if Blemish.ACCENTS_LOST in one.blemishes or Blemish.CHARACTER_ENTITIES in one.blemishes:
            assert data.isascii()
        elif one.dress.encoding == "cp1252" and one.release.language == "fr":
            with pytest.raises(UnicodeDecodeError):
                data.decode("utf-8")


def test_pages_that_lost_their_accents_are_flagged(made: list[SampleRelease]) -> None:
    found = [one for one in releases(1500, 11) if Blemish.ACCENTS_LOST in one.blemishes]
    assert found
    for one in found:
        assert one.release.flags == ("accents-lost",)
        assert one.release.text.isascii()
        assert "?" in one.release.text
    assert not any(one.release.flags for one in made if Blemish.ACCENTS_LOST not in one.blemishes)


def test_the_date_stands_on_a_docu_page_as_its_form_says(made: list[SampleRelease]) -> None:
    for one in _of(made, Layout.DOCU):
        page = _soup(one).get_text(" ")
        day, updated = one.release.date, one.release.updated
        assert day is not None
        assert updated is not None
        assert dashed(updated.date()) in page
        assert dt.timedelta() <= updated.date() - day <= dt.timedelta(days=3)
        if one.release.language == "fr":
            wording = {"full": french, "short": french_short, "place": french}
            form = wording.get(one.dress.date_form)
            # A page without accents has "f?vrier".
            if form and Blemish.ACCENTS_LOST not in one.blemishes:
                assert form(day) in page
            if form is None:
                assert updated.date() == day


def test_the_body_of_a_cps_page(made: list[SampleRelease]) -> None:
    for one in _of(made, Layout.CPS):
        soup = _soup(one)
        assert soup.select_one("h1.fs-huge").get_text() == one.release.title  # type: ignore[union-attr]
        found = [p.get_text() for p in soup.select("section.content.cf > p:not([class])")]
        found = [text for text in found if text != "- French - English"]
        if Blemish.VISIBLE_BREAK in one.blemishes:
            found = [text.replace(" <br />", "") for text in found]
        assert tuple(found) == one.release.paragraphs
        lead = soup.select_one("section.content div.lead p")
        assert (lead.get_text() if lead else "") == one.release.lead


def test_the_date_of_a_cps_page(made: list[SampleRelease]) -> None:
    for one in _of(made, Layout.CPS):
        soup = _soup(one)
        items = [li.get_text() for li in soup.select("ul.date-line li")]
        day = one.release.date
        match one.dress.date_form:
            case "none":
                assert day is None
                assert not items
            case "text":
                assert day is not None
                assert not items
                assert one.release.paragraphs[0].startswith(one.dress.opening)
                assert str(day.year) in one.dress.opening
            case "issued":
                assert day is not None
                assert f"Issued on {dotted(day)}" in soup.get_text()
            case _:
                assert day is not None
                assert items[0].startswith(dotted(day))
                assert ("-" in items[0].removesuffix("-")) == (one.dress.until is not None)


def test_undated_pages_name_no_full_date() -> None:
    months = "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre"
    found = [
        one
        for one in releases(1500, 11)
        if one.release.date is None and not one.key and not one.twin
    ]
    assert found
    for one in found:
        for month in months.split("|"):
            head, *tails = one.release.text.split(f" {month} 20")
            starts = [head, *tails][:-1]
            assert not any(start[-1:].isdigit() for start in starts)


def test_the_body_of_a_2025_page(made: list[SampleRelease]) -> None:
    for one in _of(made, Layout.MODERN):
        soup = _soup(one)
        selector = "div.ca04-rich-text div.cmp-text__background-container"
        found = [e.get_text() for e in soup.select(f"{selector} p, {selector} li")]
        assert tuple(found) == one.release.paragraphs
        assert 8 <= len(soup.select("div.login-banner p, div.login-banner li")) <= 25


def test_the_date_of_a_2025_page_is_in_time_meta_or_url(made: list[SampleRelease]) -> None:
    for one in _of(made, Layout.MODERN):
        soup = _soup(one)
        day = one.release.date
        assert day is not None
        stamp = soup.select_one("main time")
        meta = soup.select_one('meta[property="article:published_time"]')
        assert (stamp is not None) == (one.dress.date_form in {"time", "both"})
        assert (meta is not None) == (one.dress.date_form in {"meta", "both"})
        if stamp is not None:
            assert stamp["datetime"] == day.isoformat()
        shown = day + dt.timedelta(days=Blemish.URL_A_DAY_LATER in one.blemishes)
        assert f"/{shown:%Y/%m/%d}/" in one.release.url


def test_a_text_copy_has_title_date_line_and_paragraphs() -> None:
    found = [one for one in releases(1500, 11) if one.layout is Layout.TEXT]
    assert found
    for one in found:
        title, line, *paragraphs, sample = render(one).decode().strip().split("\n\n")
        assert title == one.release.title
        assert one.release.date is not None
        assert line.startswith(f"  • {dotted(one.release.date)} -\n  • |\n  • Mis à jour le: ")
        assert tuple(paragraphs) == one.release.paragraphs
        assert "Dépêche" in sample


def test_pages_weigh_what_such_pages_weigh(made: list[SampleRelease]) -> None:
    weights: dict[Layout, list[int]] = {}
    for one in made:
        weights.setdefault(one.layout, []).append(len(render(one)))
    mean = {layout: sum(sizes) / len(sizes) for layout, sizes in weights.items()}
    assert 5_000 < mean[Layout.DOCU] < 10_000
    assert 14_000 < mean[Layout.CPS] < 22_000
    assert 20_000 < mean[Layout.MODERN] < 30_000
