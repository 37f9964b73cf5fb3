"""Bad input ends in linear time: each text is one megabyte, quadratic time would be minutes."""

import time

import pytest

from index.french import folded_terms, query_terms, tokens

MEGABYTE = 1_000_000
UNITS = [
    "a'", "a.", "a-", "a&", ".", "-", " ", "0", "\u0301", "e\u0301", "\u00ad", "F-1", "F-16-", "n°",
    "4 ", "4\u202f", "123 ", "123.", "4\u202f000\u202f", "1 234 ", "16 h ", "J.-", "J.-F.", "1er",
    "aujourd'", "covid1", "ue-", "12 345 678 901 234 567 890 ",
]  # fmt: skip


@pytest.mark.parametrize("unit", UNITS)
def test_a_megabyte_of_one_thing_takes_about_a_second(unit):
    text = unit * (MEGABYTE // len(unit))
    begun = time.process_time()
    folded_terms(text)
    # Half a second at most on an idle machine.
    assert time.process_time() - begun < 2


@pytest.mark.parametrize("unit", ["a", "\u0301", "\u0301\u0323", "4", "a'", "é"])
def test_a_word_of_a_megabyte_is_one_short_term(unit):
    word = "a" + unit * (MEGABYTE // len(unit))
    begun = time.process_time()
    terms = query_terms(word)
    assert time.process_time() - begun < 1
    assert 0 < len(terms.folded) <= 64
    assert 0 < len(terms.exact) <= 64


def test_a_token_of_a_megabyte_of_combining_marks_keeps_its_place():
    (token,) = tokens("a" + "\u0301\u0323" * 500_000)
    assert (token.start, token.end) == (0, 1_000_001)
    assert len(token.folded) <= 64


@pytest.mark.parametrize(
    ("unit", "terms"),
    [
        ("a'", ["a"]),
        ("a.", ["a"]),
        ("a-", ["a"]),
        ("a&", ["a&a"]),
        ("F-1", ["f1f", "1f"]),
        ("n°", ["no"]),
        ("aujourd'", ["aujourd"]),
        ("1 234 ", ["1", "234"]),
        ("\u0301", []),
        (" ", []),
    ],
)
def test_hostile_repetition_gives_no_more_terms_than_it_has(unit, terms):
    found = set(folded_terms(unit * (400_000 // len(unit))))
    assert set(terms) <= found
    assert len(found) <= len(terms) + 2
