from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from index.record import Kind
from indexer.extract import Extraction, extract
from indexer.extract.profile import locate
from indexer.extract.profile_file import shipped
from indexer.extract.selector import BadSelector, parsed
from indexer.page import RawPage

PAGES = Path(__file__).parent / "pages"
CAPTURED = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
RELEASE = Path(__file__).parents[4] / "shared/data/release/nato_news_136011_fr.txt"


def read(name: str, *, url: str = "", encoding: str = "utf-8", **changes: str) -> Extraction:
    text = (PAGES / name).read_text(encoding="utf-8")
    for old, new in changes.items():
        assert OLD[old] in text
        text = text.replace(OLD[old], new)
    return extract(RawPage(origin=name, data=text.encode(encoding), captured_at=CAPTURED, url=url))


OLD = {
    "date_line": "19 Jun. 2016 - 22 Jun. 2016",
    "cps_start": "Le ministre a salué",
    "doc_type": "Communiqué de presse (2016)127",
    "docu_line": "Bruxelles, le 22 janvier 2003",
    "docu_label": "Communiqué de Presse<br>(2003) 903<br>",
    "time": '<time class="cmp-date" datetime="2025-09-19">19 septembre 2025</time>',
    "meta": '<meta property="article:published_time" content="2025-09-19T12:00:00.000Z">',
}
DOCU = "https://www.nato.example/docu/pr/2003/p03-903f.htm"
CPS = "https://www.nato.int/cps/fr/natohq/news_136011.htm"


def test_docu() -> None:
    found = read("docu.htm", url=DOCU, encoding="cp1252")
    release = found.release
    assert found.profile == "nato-docu"
    assert release.id == "sample:p03-903:fr"
    assert release.title == "Réunion du Comité d’essai sur les ponts flottants"
    assert release.lead == "Les experts de douze pays se sont retrouvés pendant deux jours."
    first, second = release.paragraphs
    assert first.startswith(
        "Le Comité a examiné les résultats des essais conduits sur le Danube et"
    )
    assert first.endswith("Il a constaté que les ponts tenaient bien, et s’en est félicité.")
    assert second.startswith("Une nouvelle campagne commencera au printemps. Elle durera six ")
    assert second.endswith("semaines et réunira des cœurs vaillants venus de toute l’Europe.")
    assert release.date == dt.date(2003, 1, 22)
    assert release.updated == dt.datetime(2003, 1, 24)  # noqa: DTZ001 - a page's own time
    assert release.reference == "Communiqué de Presse (2003) 903"
    assert (release.kind, release.place, release.language) == (Kind.COMMUNIQUE, "Bruxelles", "fr")


def test_docu_without_its_date_line_has_the_date_of_its_update() -> None:
    release = read("docu.htm", url=DOCU, encoding="cp1252", docu_line="").release
    assert release.date == dt.date(2003, 1, 24)
    assert "update" in release.date_source


def test_docu_does_not_take_an_update_of_another_year() -> None:
    url = DOCU.replace("2003", "1999")
    assert read("docu.htm", url=url, encoding="cp1252", docu_line="").release.date is None


def test_docu_reads_a_day_without_year_by_its_reference() -> None:
    release = read(
        "docu.htm", url=DOCU, encoding="cp1252", docu_line="Bruxelles, 2 janvier"
    ).release
    assert release.date == dt.date(2003, 1, 2)


def test_docu_label_tells_the_kind() -> None:
    release = read("docu.htm", url=DOCU, encoding="cp1252", docu_label="Déclaration<br>").release
    assert (release.kind, release.reference) == (Kind.DECLARATION, "")


def test_cps() -> None:
    found = read("cps.htm", url=CPS)
    release = found.release
    assert found.profile == "nato-cps"
    assert release.id == "nato:news_136011:fr"
    assert release.title == "Visite d'un ministre au siège d'essai"
    assert release.lead == "Un ministre a visité le siège pendant trois jours."
    assert release.paragraphs == (
        "Le ministre a salué les équipes et s'est dit prêt à revenir.",
        "Il a ensuite rencontré la presse.",
    )
    assert release.date == dt.date(2016, 6, 19)
    assert release.updated == dt.datetime(2016, 6, 23, 17, 41)  # noqa: DTZ001 - a page's own time
    assert release.reference == "Communiqué de presse (2016)127"
    assert (release.kind, release.language) == (Kind.COMMUNIQUE, "fr")


@pytest.mark.parametrize(
    ("start", "date", "place"),
    [
        ("Ce mercredi (30 juin 2021), le ministre", dt.date(2021, 6, 30), ""),
        ("Aujourd'hui (8 juin 2018), le ministre", dt.date(2018, 6, 8), ""),
        ("Les 6 et 7 février 2012, le ministre", dt.date(2012, 2, 6), ""),
        ("Bruxelles, le 2 janvier 2009 - Le ministre", dt.date(2009, 1, 2), "Bruxelles"),
        ("Bruxelles, 2 janvier - Le ministre", dt.date(2016, 1, 2), "Bruxelles"),
        ("Le 4 avril 1949, douze ministres", None, ""),
        ("Le ministre", None, ""),
    ],
)
def test_cps_without_a_date_line_is_dated_by_its_first_words(
    start: str, date: dt.date | None, place: str
) -> None:
    release = read("cps.htm", url=CPS, date_line="", cps_start=start).release
    lead_gone = release.paragraphs[0]
    assert lead_gone.startswith(start)
    assert (release.date, release.place) == (date, place)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("http://nato.int/cps/fr/natolive/news_136011.htm", "nato:news_136011:fr"),
        (
            "https://www.nato.int/cps/fr/SID-1A2B-5E6F/natolive/news_136011.htm",
            "nato:news_136011:fr",
        ),
        (
            "https://www.nato.int/cps/en/natohq/news_136011.htm?selectedLocale=fr",
            "nato:news_136011:fr",
        ),
        ("https://www.nato.int/cps/en/natohq/news_136011.htm", "nato:news_136011:en"),
        ("https://www.nato.int/cps/uk/natohq/opinions_5.htm", "nato:opinions_5:uk"),
        ("https://nato.example/docu/pr/1999/p99-001e.htm", "sample:p99-001:en"),
        ("https://nato.int/docu/update/2005/05-may/f0526a.htm", "nato:u20050526a:fr"),
        ("https://nato.int/docu/update/1999/0616f.htm", "nato:u19990616:fr"),
        ("https://nato.int/docu/update/1999/0616bf.htm", "nato:u19990616b:fr"),
        ("https://nato.int/docu/speech/1998/s981027be.htm", "nato:s981027b:en"),
        ("https://nato.int/docu/speech/1998/s981027b.htm", "nato:s981027b:fr"),
        (
            "https://www.nato.int/fr/news-and-events/articles/news/2025/09/19/a-b",
            "nato:2025/09/19/a-b:fr",
        ),
        (
            "https://web.archive.org/web/2016id_/http://www.nato.int/cps/fr/natohq/news_1.htm",
            "nato:news_1:fr",
        ),
    ],
)
def test_one_document_has_one_id_by_all_its_addresses(url: str, expected: str) -> None:
    assert read("cps.htm", url=url).release.id == expected


def test_an_address_of_another_site_is_not_known() -> None:
    assert locate("https://www.nato.int.example.org/cps/fr/natohq/news_1.htm", shipped()) is None
    assert locate("https://example.org/cps/fr/natohq/news_1.htm", shipped()) is None


def test_2025() -> None:
    found = read("site2025.html")
    release = found.release
    assert found.profile == "nato-2025"
    assert release.id == "sample:2025/09/20/test-exercise-begins:fr"
    assert release.title == "Un exercice d'essai commence"
    assert release.lead == "Plus de mille soldats participent à l'exercice."
    assert release.paragraphs == (
        "L'exercice a lieu dans trois pays jusqu'à la fin du mois.",
        "Des navires patrouillent.",
        "Des avions volent.",
        "Il prendra fin le 30 septembre 2025.",
    )
    assert (release.date, release.kind) == (dt.date(2025, 9, 19), Kind.DECLARATION)


def test_2025_dates_by_meta_and_then_by_address() -> None:
    assert read("site2025.html", time="").release.date == dt.date(2025, 9, 19)
    assert read("site2025.html", time="", meta="").release.date == dt.date(2025, 9, 20)


def test_every_field_is_traced_to_a_rule() -> None:
    trace = {item.field: item for item in read("cps.htm", url=CPS).trace}
    assert {
        "id",
        "url",
        "title",
        "lead",
        "paragraphs",
        "date",
        "updated",
        "kind",
        "language",
    } <= set(trace)
    assert trace["date"].rule == "nato-cps date line: 19 Jun. 2016 - 22 Jun. 2016"
    assert all(item.rule for item in trace.values())


TEXT_COPY = """Un titre sur
deux lignes

  • 18 Oct. 2016 -
  • |
  • Mis à jour le: 18 Oct. 2016 17:41

Un paragraphe dont les lignes sont coupées
au milieu d'une phrase.

Un autre.

Texte d'exemple composé pour Dépêche ; il n'émane d'aucune institution.
"""


def test_text_copies() -> None:
    found = extract(
        RawPage(
            origin="a.zip!texts/sample_news_7_fr.txt", data=TEXT_COPY.encode(), captured_at=CAPTURED
        )
    )
    release = found.release
    assert found.profile == "text"
    assert release.id == "sample:news_7:fr"
    assert release.url == "https://www.nato.example/cps/fr/natohq/news_7.htm"
    assert release.title == "Un titre sur deux lignes"
    assert release.paragraphs == (
        "Un paragraphe dont les lignes sont coupées au milieu d'une phrase.",
        "Un autre.",
    )
    assert release.date == dt.date(2016, 10, 18)
    assert release.updated == dt.datetime(2016, 10, 18, 17, 41)  # noqa: DTZ001 - a page's own time


@pytest.mark.skipif(not RELEASE.exists(), reason="the shared data are not beside this checkout")
def test_the_real_release() -> None:
    raw = RawPage(origin=RELEASE.name, data=RELEASE.read_bytes(), captured_at=CAPTURED)
    release = extract(raw).release
    assert release.id == "nato:news_136011:fr"
    assert release.title.endswith("se tient prête à soutenir l'Iraq")
    assert release.date == dt.date(2016, 10, 18)
    assert len(release.paragraphs) == 3


def test_profiles_are_well_formed() -> None:
    orders = {"header", "time", "meta", "url", "opening", "updated"}
    for profile in shipped():
        selectors = (*profile.marks, *profile.title, *profile.header, *profile.time, *profile.lead)
        for selector in (*selectors, *profile.body, *profile.drop):
            parsed(selector)
        assert set(profile.dates) <= orders
        assert profile.sites


def test_a_selector_beyond_the_subset_is_an_error() -> None:
    with pytest.raises(BadSelector):
        parsed("p:nth-child(2)")
