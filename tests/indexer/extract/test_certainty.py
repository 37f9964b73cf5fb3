"""How sure a date is depends on the rule that found it, and is told with it."""

from __future__ import annotations

import datetime as dt

import pytest

from indexer.extract import Extraction, extract
from indexer.page import RawPage

CAPTURED = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
SENTENCE = (
    "Le conseil municipal a voté les pistes cyclables, qui seront refaites en un an, puis élargies."
)
TEXT = f"<p>{SENTENCE}</p>" * 3


def read(markup: str, url: str = "https://e.org/a") -> Extraction:
    html = f"<html lang=fr><head><title>Des pistes refaites</title>{markup}</html>"
    return extract(RawPage(origin="a.html", data=html.encode(), captured_at=CAPTURED, url=url))


@pytest.mark.parametrize(
    ("markup", "url", "certainty"),
    [
        ('<meta property="article:published_time" content="2019-03-12">', "", "stated"),
        ("<h1>Des pistes refaites</h1><p>Publié le 12 mars 2019</p>", "", "stated"),
        ("<h1>Des pistes refaites</h1><p>12 mars 2019</p>", "", "stated"),
        ("", "https://e.org/2019/03/12/pistes", "inferred"),
        (
            f"<h1>Des pistes refaites</h1><p>Nantes, le 12 mars 2019 - {SENTENCE}</p>",
            "",
            "inferred",
        ),
        ("", "", ""),
    ],
)
def test_a_general_page(markup: str, url: str, certainty: str) -> None:
    release = read(f"<article>{markup}{TEXT}</article>", url).release
    assert release.date_certainty == certainty
    assert (release.date == dt.date(2019, 3, 12)) is bool(certainty)


@pytest.mark.parametrize(
    ("line", "certainty"),
    [
        ("<li>19 Jun. 2016 -<li>|<li>Mis à jour le: 20 Jun. 2016 17:41", "stated"),
        ("<li>19 Jun. 2016 - 22 Jun. 2016", "inferred"),
    ],
)
def test_the_first_day_of_an_event_is_inferred(line: str, certainty: str) -> None:
    page = read(
        f"<div id=main><h1 class=fs-huge>Titre</h1><ul>{line}</ul>"
        f"<section class='content cf'>{TEXT}</section></div>",
        "https://www.nato.int/cps/fr/natohq/news_1.htm",
    )
    assert page.release.date == dt.date(2016, 6, 19)
    assert page.release.date_certainty == certainty


def test_a_date_of_update_is_a_guess() -> None:
    page = read(
        f"<table><tr><td><b>Mise-à-jour: 24-Jan-2003</b><h1>Titre</h1>{TEXT}</table>",
        "https://www.nato.int/docu/pr/2003/p03-001f.htm",
    )
    assert page.release.date_certainty == "guessed"


def test_the_explanation_tells_it() -> None:
    trace = {one.field: one for one in read(f"<p>Publié le 12 mars 2019</p>{TEXT}").trace}
    assert trace["certainty"].value == "stated"
    assert "own date" in trace["certainty"].rule
