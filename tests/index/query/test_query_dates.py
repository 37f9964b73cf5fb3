import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.period import first_day, last_day
from index.query import Dated, parse, show

DAYS = st.dates(dt.date(1, 1, 2), dt.date(9999, 12, 30))
PERIODS = st.builds(lambda day, length: day.isoformat()[:length], DAYS, st.sampled_from((4, 7, 10)))
ONE_DAY = dt.timedelta(days=1)


def dates(query):
    tree = parse(query).tree
    assert isinstance(tree, Dated), tree
    return tree.first, tree.last


@given(PERIODS)
def test_a_period_is_all_its_days(period):
    first, last = first_day(period), last_day(period)
    assert dates(f"date:{period}") == (first, last)
    for query in (f"date:>={period}", f"date:≥{period}", f"date:{period}.."):
        assert dates(query) == (first, None)
    for query in (f"date:<={period}", f"date:≤ {period}", f"date:..{period}"):
        assert dates(query) == (None, last)


@given(PERIODS.filter(lambda period: "0001" < period < "9999"))
def test_before_and_after_touch_the_period_and_leave_it_out(period):
    for query in (f"date:>{period}", f"après:{period}", f"AFTER: {period}"):
        assert dates(query) == (last_day(period) + ONE_DAY, None)
    for query in (f"date:<{period}", f"avant:{period}", f"before : {period}"):
        assert dates(query) == (None, first_day(period) - ONE_DAY)


@given(PERIODS, PERIODS)
def test_a_range_is_read_in_the_order_of_time(one, other):
    straight = first_day(one) <= last_day(other)
    first, last = (
        (first_day(one), last_day(other))
        if straight
        else (
            first_day(other),
            last_day(one),
        )
    )
    assert dates(f"date:{one}..{other}") == (first, last)
    codes = [problem.code for problem in parse(f"date:{one}..{other}").problems]
    assert codes == ([] if straight else ["reversed-dates"])


@given(DAYS, DAYS)
def test_a_printed_range_has_the_same_days(one, other):
    first, last = sorted((one, other))
    for ends in ((first, last), (first, None), (None, last), (first, first)):
        assert dates(show(Dated(*ends))) == ends


@given(DAYS)
def test_days_as_they_are_written_in_french(day):
    for written in (f"{day:%d/%m/}{day.year:04}", f"{day.day}.{day.month}.{day.year:04}"):
        assert dates(f"date:{written}") == (day, day)
    assert dates(f"date:{day.month}/{day.year:04}")[0] == day.replace(day=1)


@pytest.mark.parametrize(
    "value",
    [
        "hier",
        "16",
        "2016-",
        "2016-00",
        "2016-02-30",
        "31/02/2016",
        "2016-10-18T00:00Z",
        "0000",
        "20161",
        "२०१६",
        ">",
        ">>2016",
        "2016..x",
        "1..2..3",
        "٢٠١٦..2018",
        "2016-10-18-01",
    ],
)
def test_what_is_no_date_is_told_and_left_out(value):
    parsed = parse(f"Kosovo date:{value}")
    assert show(parsed.tree) == "Kosovo"
    (problem,) = parsed.problems
    assert problem.code in {"unknown-date", "empty-field"}


@pytest.mark.parametrize("query", ["après:9999", "date:>9999-12-31", "avant:0001", "date:<0001-01"])
def test_there_are_no_days_beyond_the_calendar(query):
    assert "unknown-date" in {problem.code for problem in parse(query).problems}
