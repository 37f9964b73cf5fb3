"""No word is left aside for its first letter that has one of the terms looked for."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from index.french import folded_term, stemmed_term
from index.french.lists import stem_exceptions
from index.french.split import surfaces
from index.highlight.starts import impossible

LETTERS = "aeisnrtOTNÉéèçœŒæÆßÿ0123\u0301\u0327°½№ﬁѐЖ㎏'’.-& "


def never_impossible(surface):
    first = surface[0]
    assert first not in impossible([folded_term(surface)], [])
    assert first not in impossible([], [stemmed_term(surface)])


@given(st.text(st.sampled_from(LETTERS) | st.characters(codec="utf-8"), max_size=20))
@example("n°5 N°s O.T.A.N. Ire IIème 1re")
def test_a_word_may_begin_with_its_own_first_letter(text):
    for surface in surfaces(text):
        never_impossible(surface)


@pytest.mark.parametrize("word", sorted(stem_exceptions()))
def test_so_may_words_whose_stem_begins_otherwise(word):
    never_impossible(word)
    never_impossible(word.capitalize())


def test_most_letters_are_impossible():
    assert impossible(["otan"], ["otan"]) >= set("abcdefghijklmnpqrstuvwxyzéèà0123456789")
