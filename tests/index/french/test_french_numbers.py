import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.french import folded_terms, tokens
from index.french.rules import FIXED_SPACES

PARTS = [" ", ".", *FIXED_SPACES]


@given(st.integers(1000, 10**18 - 1), st.sampled_from(PARTS))
def test_a_number_is_one_term_however_its_thousands_are_parted(number, part):
    written = f"{number:,}".replace(",", part)
    (token,) = tokens(f"les {written} soldats")[1:-1]
    assert token.text == written
    assert token.folded == token.stemmed == str(number)


@given(st.integers(1000, 10**9), st.sampled_from([" ", *FIXED_SPACES]))
def test_a_decimal_comma_ends_the_number(number, part):
    written = f"{number:,}".replace(",", part)
    assert folded_terms(f"{written},5") == [str(number), "5"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2016 100 soldats", ["2016", "100", "soldats"]),
        ("en 2016 100 000 soldats", ["en", "2016", "100", "000", "soldats"]),
        ("en 2016 100\u202f000 soldats", ["en", "2016", "100000", "soldats"]),
        ("100 200 300 400 500 600 700", ["100", "200", "300", "400", "500", "600", "700"]),
        ("4,5 4,500", ["4", "5", "4", "500"]),
        ("4.5", ["4", "5"]),
        ("04 000, 4 0000, 4 00", ["04", "000", "4", "0000", "4", "00"]),
        ("tél. 2 707 50 01", ["tel", "2", "707", "50", "01"]),
        ("192.168.1.1", ["192", "168", "1", "1"]),
        ("11.09.2001", ["11", "09", "2001"]),
        ("4 000e", ["4", "000e"]),
        ("n° 1 325", ["no", "1325"]),
        ("4 000-5 000", ["4000", "5000"]),
        ("environ 4 000. Puis 5 avions", ["environ", "4000", "puis", "5", "avions"]),
        ("3,5 millions", ["3", "5", "millions"]),
        ("11 septembre", ["11", "septembre"]),
        ("16h30, 16 h 30, 16\u00a0H\u202f30", ["16h30"] * 3),
        ("9 h, 9h", ["9h", "9h"]),
        ("16 h 300", ["16h", "300"]),
        ("16 hommes", ["16", "hommes"]),
        ("½ 1/2 1\u20442", ["1sur2", "1", "2", "1", "2"]),
        ("4½, 4 ½", ["4et1sur2", "4", "1sur2"]),
    ],
)
def test_only_groups_of_three_and_times_of_day_are_joined(text, expected):
    assert folded_terms(text) == expected


def test_a_fraction_stands_where_it_is_written():
    text = "les 4½ heures, ¾ du temps"
    found = [text[token.start : token.end] for token in tokens(text)]
    assert found == ["les", "4½", "heures", "¾", "du", "temps"]
