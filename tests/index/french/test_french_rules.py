import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.french import fold
from index.french.rules import (
    LOSSLESS,
    LOSSY,
    apply,
    compose,
    drop_invisible,
    drop_marks,
    lower,
    number_sign,
    straighten,
    to_ascii,
)

# rule, a word it changes, what it alone makes of it, what the whole chain makes of it
CASES = [
    (compose, "e\u0301te\u0301", "été", "ete"),
    (drop_invisible, "Mos\u00adsoul", "Mossoul", "mossoul"),
    (straighten, "aujourd’hui", "aujourd'hui", "aujourdhui"),
    (number_sign, "n°", "no", "no"),
    (lower, "ÉTAT", "état", "etat"),
    (to_ascii, "cœur", "coeur", "coeur"),
    (to_ascii, "Œuvre", "OEuvre", "oeuvre"),
    (to_ascii, "curriculæ", "curriculae", "curriculae"),
    (to_ascii, "Šekerinska", "Sekerinska", "sekerinska"),
    (drop_marks, "O.T.A.N.", "OTAN", "otan"),
    (drop_marks, "R&D", "R&D", "r&d"),
]


@pytest.mark.parametrize(("rule", "word", "alone", "chained"), CASES)
def test_rule_alone_and_in_the_chain(rule, word, alone, chained):
    assert rule(word) == alone
    assert apply(LOSSLESS + LOSSY, word) == chained
    assert fold(word) == chained


@pytest.mark.parametrize("rule", LOSSLESS + LOSSY)
@given(word=st.text(max_size=12))
@settings(max_examples=40, deadline=None)
def test_rule_is_total_and_says_the_same_twice(rule, word):
    once = rule(word)
    # Only NFC and lower-casing may need their own result again (İ, ẞ): they settle in one step.
    assert rule(rule(once)) == rule(once)


@given(st.text(max_size=20))
@settings(max_examples=150, deadline=None)
def test_lossless_rules_keep_the_letters(word):
    after = apply(LOSSLESS, word)
    letters = [c for c in unicodedata.normalize("NFC", word) if c.isalpha() and c != "ʼ"]
    assert [c for c in after if c.isalpha()] == letters


@given(st.text(max_size=20))
@settings(max_examples=150, deadline=None)
def test_fold_is_the_same_for_composed_and_decomposed_text(word):
    assert fold(unicodedata.normalize("NFD", word)) == fold(unicodedata.normalize("NFC", word))


@given(st.text(alphabet=st.characters(categories=["L", "N"]), min_size=1, max_size=8))
@settings(max_examples=150, deadline=None)
def test_a_word_never_folds_to_nothing(word):
    assert fold(word)
