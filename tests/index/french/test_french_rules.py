import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.french import exact_term, fold, stem
from index.french.fold import MAX_TERM
from index.french.rules import (
    LOSSLESS,
    LOSSY,
    apply,
    compose,
    drop_invisible,
    drop_marks,
    lower,
    number_sign,
    plain_hyphens,
    plain_spaces,
    spell_fractions,
    straighten,
    to_ascii,
)
from index.french.stem import masculine, singular

# rule, a word it changes, what it alone makes of it, what the whole chain makes of it
CASES = [
    (compose, "e\u0301te\u0301", "été", "ete"),
    (drop_invisible, "Mos\u00adsoul", "Mossoul", "mossoul"),
    (straighten, "aujourd’hui", "aujourd'hui", "aujourdhui"),
    (straighten, "l´an", "l'an", "lan"),
    (plain_hyphens, "MiG‑29", "MiG-29", "mig29"),
    (plain_hyphens, "F\u201016", "F-16", "f16"),
    (plain_spaces, "4\u202f000", "4 000", "4000"),
    (plain_spaces, "16\u00a0h\u200930", "16 h 30", "16h30"),
    (number_sign, "n°", "no", "no"),
    (number_sign, "N°s", "nos", "nos"),
    (lower, "ÉTAT", "état", "etat"),
    (spell_fractions, "½", "1sur2", "1sur2"),
    (spell_fractions, "4½", "4et1sur2", "4et1sur2"),
    (spell_fractions, "⅟", "1sur", "1sur"),
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


def test_every_rule_has_its_case():
    assert {rule for rule, *_ in CASES} == {*LOSSLESS, *LOSSY}


# rule, a word it changes, what it alone makes of it, what the whole chain makes of it
STEM_CASES = [
    (singular, "conflits", "conflit", "confl"),
    (singular, "religions", "religion", "religion"),
    (singular, "numéros", "numéro", "numero"),
    (singular, "élus", "élu", "elu"),
    (masculine, "sénatrice", "sénateur", "senateur"),
    (masculine, "ambassadrices", "ambassadeur", "ambassadeur"),
]


@pytest.mark.parametrize(("rule", "word", "alone", "chained"), STEM_CASES)
def test_stem_rule_alone_and_in_the_chain(rule, word, alone, chained):
    assert rule(word) == alone
    assert stem(word) == stem(alone) == chained


@pytest.mark.parametrize("word", ["saluons", "pays", "avis", "sous", "français", "bus", "Paris"])
def test_what_is_no_plural_keeps_its_s(word):
    assert singular(word) == word


@pytest.mark.parametrize("rule", [singular, masculine])
@given(word=st.text(alphabet="aeioutrdcs", max_size=8))
@settings(max_examples=60, deadline=None)
def test_stem_rules_settle_at_once(rule, word):
    assert rule(rule(word)) == rule(word)


@given(st.text(max_size=80))
@settings(max_examples=150, deadline=None)
def test_an_exact_form_is_its_own_exact_form_and_folds_as_the_word(word):
    exact = exact_term(word)
    assert exact_term(exact) == exact
    assert len(exact) <= MAX_TERM
    if len(word) < MAX_TERM // 4 and any(map(str.isalnum, word)):
        assert fold(exact) == fold(word)


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


FRACTIONS = [
    sign
    for sign in map(chr, range(0x3000))
    if sign.isnumeric() and "\N{FRACTION SLASH}" in unicodedata.normalize("NFKC", sign)
]


@given(st.text("0123456789", max_size=3), st.sampled_from(FRACTIONS))
def test_a_fraction_is_never_a_number(digits, fraction):
    assert len(FRACTIONS) == 20
    assert not fold(digits + fraction).isdecimal()
    assert fold(digits + fraction) == stem(digits + fraction)
    assert len({fold(digits + other) for other in FRACTIONS}) == len(FRACTIONS)


@given(st.text(alphabet=st.characters(categories=["L", "N"]), min_size=1, max_size=8))
@settings(max_examples=150, deadline=None)
def test_a_word_never_folds_to_nothing(word):
    assert fold(word)
