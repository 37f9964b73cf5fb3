"""What speaks for another spelling of a word, and which words are telling."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from index.suggest import cost, distance_allowed, merit, plausible, splits, telling
from index.suggest.words import is_slip

words = st.text("abcde", min_size=1, max_size=8)


@pytest.mark.parametrize("word", ["", "a", "2016", "f16", "4e"])
def test_numbers_and_letters_are_never_wrong(word: str) -> None:
    assert distance_allowed(word) == 0


@pytest.mark.parametrize(
    ("typed", "other", "is_so"),
    [
        ("onu", "uno", False),
        ("onu", "nou", True),
        ("eui", "ei", False),
        ("ppp", "pp", True),
        ("mossuol", "mossoul", True),
        ("article5", "article", True),
        ("fort", "f16t", False),
    ],
)
def test_short_words_are_meant_by_slips_of_the_hand_only(
    typed: str,
    other: str,
    is_so: bool,  # noqa: FBT001 - a parametrised value
) -> None:
    assert plausible(typed, other) is is_so


@given(words, words)
def test_a_slip_is_one_edit(typed: str, other: str) -> None:
    if is_slip(typed, other):
        assert OSA.distance(typed, other) == 1
        assert is_slip(other, typed)


@given(words, words)
def test_another_word_always_costs_something(typed: str, other: str) -> None:
    assert (cost(typed, other) > 0) is (typed != other)


@given(st.integers(1, 10**6), st.integers(1, 10**6))
def test_of_two_words_at_the_same_cost_the_more_frequent_is_likelier(one: int, two: int) -> None:
    assert (merit(1.0, one) >= merit(1.0, two)) is (one >= two)


@given(words)
def test_a_split_word_is_the_word(word: str) -> None:
    assert all(one + other == word for one, other in splits(word))


@given(st.dictionaries(words, st.integers(1, 9)), st.dictionaries(words, st.integers(0, 100)))
def test_telling_words_are_of_the_text_and_shared_by_few(
    occurrences: dict[str, int], releases: dict[str, int]
) -> None:
    found = telling(occurrences, releases, 100, 5)
    assert len(found) <= 5
    assert all(word in occurrences and 1 < releases[word] <= 25 for word in found)
    assert all(0 < weight < 1 for weight in found.values())
