from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.dates import (
    find_dates,
    first_date,
    latest,
    machine_date,
    machine_datetime,
    plausible,
    url_date,
)

MONTHS = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
]
ENGLISH = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
DATES = st.dates(dt.date(1900, 1, 1), dt.date(2099, 12, 31))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1er avril 2009", "2009-04-01"),
        ("le 1 er avril 2009", "2009-04-01"),
        ("le premier avril 2009", "2009-04-01"),
        ("vendredi 1er/02/2019", "2019-02-01"),
        ("Par Jeanne Martin, le 3 mars 2019 à 14h05", "2019-03-03"),
        ("les 30 juin et 1er juillet 2022", "2022-06-30"),
        ("August 5th, 2011", "2011-08-05"),
        ("le 3-mars-2019", "2019-03-03"),
        ("28 janv. 1999", "1999-01-28"),
        ("22-Jan-2003", "2003-01-22"),
        ("18 Oct. 2016 -", "2016-10-18"),
        ("19 Jun. 2016 - 22 Jun. 2016", "2016-06-19"),
        ("les 6 et 7 février 2012", "2012-02-06"),
        ("du 28 au 30 juin 2022", "2022-06-28"),
        ("Ce mercredi (30 juin 2021)", "2021-06-30"),
        ("Aujourd'hui (8 juin 2018)", "2018-06-08"),
        ("2020-12-26T00:30:00+01:00", "2020-12-26"),
        ("Publié le 12/03/2019 à 10h00", "2019-03-12"),
        ("23.05.2011", "2011-05-23"),
        ("Publié le 27 Mar 20 à 9:21", "2020-03-27"),
        ("September 1, 2017", "2017-09-01"),
        ("1st September 2017", "2017-09-01"),
        ("Issued on 21 Nov. 2002", "2002-11-21"),
        ("19 Sep. 2025 12:00:00 GMT", "2025-09-19"),
        ("5 d?cembre 1999", "1999-12-05"),
        ("5 decembre 1999", "1999-12-05"),
        ("2 aou\u0302t 2012", "2012-08-02"),
        ("2\u00a0mars\u00a02016", "2016-03-02"),
        ("mardi 5 juin 2018", "2018-06-05"),
        ("Mis à jour le: 18 Oct. 2016 17:41", "2016-10-18"),
        ("30 décembre - 2 janvier 2005", "2004-12-30"),
        ("02/11/23", "2023-11-02"),
        ("LE 3 MAI 2001", "2001-05-03"),
        ("12mars2019", "2019-03-12"),
        ("lundi, mars 12, 2012", "2012-03-12"),
        ("12 / 03 / 2019", "2019-03-12"),
        ("12.03.09 | 15h32", "2009-03-12"),
        ("12.3.12", "2012-03-12"),
        ("12/25/2019", "2019-12-25"),
        ("lun, 03/11/2019 - 18:04", "2019-03-11"),
        ("mar, 03/12/2019 - 18:04", "2019-12-03"),
        ("15 Mrs. 2010", "2010-03-15"),
        ("Mer 12 Aoû 2009", "2009-08-12"),
        ("2 nd March 2010", "2010-03-02"),
        ("the 3rd of March, 2010", "2010-03-03"),
        ("le 2ème mars 2010", "2010-03-02"),
        ("1º mars 2010", "2010-03-01"),
        ("du 28.06 au 30.06.2022", "2022-06-28"),
        ("12 mars '19", "2019-03-12"),
    ],
)
def test_every_wording_is_read(text: str, expected: str) -> None:
    assert first_date(text) == dt.date.fromisoformat(expected)


@pytest.mark.parametrize(
    "text",
    [
        "30 février 2010",
        "25/13/2019",
        "voir 12.3.12 du guide",
        "le 30 juin 20 personnes",
        "le 12 mars, 20 à 30 personnes",
        "le 12 mars 20 - 22 h",
        "du 12/03 au 15/03",
        "juin 2018",
        "Bruxelles, 2 janvier -",
        "Communiqué (2003) 003",
        "le 32 mai 2001",
        "tél. 02.707.5041",
        "version 1.2.3",
        "chapitre 3 mais 2001",
        "le premier mais 2009",
        "1 erreur en mars 2009",
        "",
    ],
)
def test_what_is_no_full_date_is_left_alone(text: str) -> None:
    assert first_date(text) is None


def test_a_missing_year_comes_from_the_context_only() -> None:
    assert first_date("Bruxelles, 2 janvier -", year=2003) == dt.date(2003, 1, 2)
    assert first_date("Le Premier mai, sur la place", year=2019) == dt.date(2019, 5, 1)
    before = find_dates("30 décembre", before=dt.date(2005, 1, 2))
    assert [(found.date, found.complete) for found in before] == [(dt.date(2004, 12, 30), False)]


def test_ranges_keep_their_last_day() -> None:
    spans = ["19 Jun. 2016 - 22 Jun. 2016", "28 juin au 2 juillet 2022", "les 6, 7 et 8 mai 2012"]
    assert [find_dates(span)[0].until for span in spans] == [
        dt.date(2016, 6, 22),
        dt.date(2022, 7, 2),
        dt.date(2012, 5, 8),
    ]
    assert [len(find_dates(span)) for span in spans] == [1, 1, 1]


@given(
    DATES,
    st.sampled_from(
        [
            "{d} {m} {y}",
            "{d} {e}. {y} -",
            "{d:02d}-{e}-{y}",
            "le {d} {m} {y}, il",
            "{y}-{n:02d}-{d:02d}",
            "{d:02d}/{n:02d}/{y}",
            "{d}.{n}.{y}",
            "{d} {e} {y}, 14:05",
            "{d:02d} {m} {y} à 14h05",
            "{e} {d}, {y}",
            "({d} {m} {y})",
            "du {d} {m} {y}",
            "{y}/{n:02d}/{d:02d}",
            "{d:02d}-{n:02d}-{y}",
            "{d}\u00a0{m}\u00a0{y}",
        ]
    ),
)
def test_a_written_date_comes_back(date: dt.date, form: str) -> None:
    text = form.format(
        d=date.day, n=date.month, y=date.year, m=MONTHS[date.month - 1], e=ENGLISH[date.month - 1]
    )
    found = find_dates(f"Texte {text} suite")
    assert [item.date for item in found] == [date]


@given(st.text(max_size=300))
@settings(max_examples=150)
def test_spans_lie_in_the_text_and_do_not_overlap(text: str) -> None:
    end = 0
    for found in find_dates(text):
        assert end <= found.start < found.end
        end = found.end


@given(DATES, st.integers(-12, 14), st.times())
def test_an_offset_never_moves_the_day(date: dt.date, offset: int, time: dt.time) -> None:
    stamp = f"{date.isoformat()}T{time:%H:%M:%S}{offset:+03d}:00"
    assert machine_date(stamp) == date


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("20201226", "2020-12-26"),
        ("20201226T003000Z", "2020-12-26"),
        ("Tue, 18 Oct 2016 17:41:00 +0200", "2016-10-18"),
        ("Tue Oct 18 2016 17:41:00 GMT+0200 (CEST)", "2016-10-18"),
        ("2019-12-09 09:08:21+01:00", "2019-12-09"),
        ("2016-10", None),
        ("0000-00-00", None),
        ("1477000000", None),
        ("1552410000000", "2019-03-12"),
        ("Tue Mar 12 10:32:00 CET 2019", "2019-03-12"),
        ("", None),
    ],
)
def test_machine_values_are_read_as_they_stand(value: str, expected: str | None) -> None:
    assert machine_date(value) == (dt.date.fromisoformat(expected) if expected else None)


def test_the_time_of_an_update_is_kept() -> None:
    assert machine_datetime("22-Jan-2003") == dt.datetime(2003, 1, 22)  # noqa: DTZ001 - page time
    assert machine_datetime("18 Oct. 2016 17h41") == dt.datetime(2016, 10, 18, 17, 41)  # noqa: DTZ001


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://e.org/2018/06/05/titre.html", "2018-06-05"),
        ("https://e.org/a/2018-06-05-titre", "2018-06-05"),
        ("https://e.org/a/titre-02-11-2023-25_23.php", "2023-11-02"),
        ("https://e.org/2018/06/titre.html", None),
        ("https://e.org/a?date=2018-06-05", None),
        ("https://e.org/a-20181345", None),
        ("http://[", None),
    ],
)
def test_full_dates_in_paths_are_read(url: str, expected: str | None) -> None:
    assert url_date(url) == (dt.date.fromisoformat(expected) if expected else None)


def test_the_future_and_the_distant_past_are_not_believed() -> None:
    captured = dt.datetime(2020, 5, 1, tzinfo=dt.UTC)
    assert plausible(dt.date(2020, 5, 3), captured)
    assert not plausible(dt.date(2020, 5, 4), captured)
    assert not plausible(dt.date(1899, 12, 31), captured)
    assert not plausible(None, captured)


def test_the_29th_of_february_is_of_a_leap_year_or_none() -> None:
    assert latest(29, 2, dt.date(2021, 3, 1)) == dt.date(2020, 2, 29)
    assert latest(29, 2, dt.date(2023, 3, 1)) is None
