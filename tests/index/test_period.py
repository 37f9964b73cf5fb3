import datetime as dt
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import BadDate
from index.period import first_day, last_day, short_first, short_last


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2016", dt.date(2016, 1, 1), dt.date(2016, 12, 31)),
        ("2016-10", dt.date(2016, 10, 1), dt.date(2016, 10, 31)),
        ("2016-12", dt.date(2016, 12, 1), dt.date(2016, 12, 31)),
        ("2016-02", dt.date(2016, 2, 1), dt.date(2016, 2, 29)),
        ("2015-02", dt.date(2015, 2, 1), dt.date(2015, 2, 28)),
        ("2016-10-18", dt.date(2016, 10, 18), dt.date(2016, 10, 18)),
        (" 2016 ", dt.date(2016, 1, 1), dt.date(2016, 12, 31)),
        ("9999", dt.date(9999, 1, 1), dt.date(9999, 12, 31)),
    ],
)
def test_a_period_has_a_first_and_a_last_day(text, first, last):
    assert (first_day(text), last_day(text)) == (first, last)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "abc",
        "16",
        "2016-13",
        "2016-00",
        "2016-02-30",
        "2016-1",
        "0000",
        "2016-10-",
        "٢٠١٦",
        "18/10/2016",
        "2016-10-18T00:00",
        "-2016",
    ],
)
def test_anything_else_is_a_bad_date(text):
    for read in (first_day, last_day):
        with pytest.raises(BadDate, match="is not a date"):
            read(text)


@given(st.dates())
def test_the_short_form_reads_back(day):
    assert first_day(short_first(day)) == day
    assert last_day(short_last(day)) == day


@given(st.text())
def test_any_text_is_a_date_or_a_bad_date(text):
    with suppress(BadDate):
        assert first_day(text) <= last_day(text)
