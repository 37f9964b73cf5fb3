from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.french import folded_terms, stemmed_terms, tokens


def surfaces(text):
    return [token.text for token in tokens(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("l'OTAN", ["l", "otan"]),
        ("l’OTAN", ["l", "otan"]),
        ("lʼOTAN", ["l", "otan"]),
        ("Jusqu'où", ["jusqu", "ou"]),
        ("QU'IL", ["qu", "il"]),
        ("D’ORIGINE", ["d", "origine"]),
        ("aujourd'hui", ["aujourdhui"]),
        ("Aujourd’hui", ["aujourdhui"]),
        ("prud'hommes", ["prudhommes"]),
        ("presqu'île", ["presquile"]),
        ("presqu'i\u0302le", ["presquile"]),
        ("presqu'impossible", ["presqu", "impossible"]),
        ("QUELQU'UN", ["quelquun"]),
        ("Al-Jaafari", ["al", "jaafari"]),
        ("vis-à-vis", ["vis", "a", "vis"]),
        ("Nord‑Est", ["nord", "est"]),
        ("O.T.A.N.", ["otan"]),
        ("l'O.T.A.N. et", ["l", "otan", "et"]),
        ("É.N.A.", ["ena"]),
        ("l'U.E. et", ["l", "ue", "et"]),
        ("M. J. Dupont", ["m", "j", "dupont"]),
        ("F-16", ["f16"]),
        ("F16", ["f16"]),
        ("E-3A", ["e3a"]),
        ("P‑8", ["p8"]),
        ("l'E-3A", ["l", "e3a"]),
        ("UE-27", ["ue", "27"]),
        ("R&D", ["r&d"]),
        ("G7", ["g7"]),
        ("n° 5", ["no", "5"]),
        ("N°5", ["no", "5"]),
        ("nº 5", ["no", "5"]),
        ("article 5", ["article", "5"]),
        ("11 septembre", ["11", "septembre"]),
        ("cœur Œuvre", ["coeur", "oeuvre"]),
        ("10 € net", ["10", "net"]),
        ("mot_clé", ["mot", "cle"]),
        ("Москва 北京", ["moskva", "beijing"]),
        ("or an est Est été avions", ["or", "an", "est", "est", "ete", "avions"]),
        ("", []),
        ("😀 — …", []),
    ],
)
def test_folded_terms(text, expected):
    assert folded_terms(text) == expected


def test_subjects_are_never_function_words():
    subjects = "or an avions est Est été nord car sous AWACS OTAN article 5 pendant"
    assert [token.text for token in tokens(subjects) if token.function_word] == []


def test_function_words_are_tokens_with_a_position():
    found = tokens("avions AWACS de l'OTAN")
    assert [(token.text, token.position) for token in found if token.function_word] == [
        ("de", 2),
        ("l", 3),
    ]


def test_a_single_letter_is_a_function_word_only_where_it_is_elided():
    assert [token.function_word for token in tokens("vitamine C")] == [False, False]
    assert [token.function_word for token in tokens("c'est l'an")] == [True, False, True, False]
    quoted = tokens("le ‘plan C’ tient")
    assert [token.text for token in quoted if token.function_word] == ["le"]


def test_offsets_hold_where_folding_changes_lengths():
    text = "Le cœur, e\u0301te\u0301 à 10 €, n° 5, Œuvre"
    for token in tokens(text):
        assert text[token.start : token.end] == token.text
    assert surfaces(text)[2] == "e\u0301te\u0301"


FRENCH = st.text(
    alphabet=st.sampled_from("aàeéioœuùnlqudOTANFL'’ʼ-‐.&°0123 \n\u0301\u00ad_«»"), max_size=40
)


@given(st.one_of(st.text(max_size=40), FRENCH))
@settings(max_examples=300, deadline=None)
def test_tokens_point_at_the_source_and_agree_with_the_fast_path(text):
    found = tokens(text)
    assert [text[token.start : token.end] for token in found] == [token.text for token in found]
    assert [token.position for token in found] == list(range(len(found)))
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert [token.folded for token in found] == folded_terms(text)
    assert [token.stemmed for token in found] == stemmed_terms(text)
    assert all(token.folded and token.stemmed for token in found)


@given(st.one_of(st.text(max_size=40), FRENCH))
@settings(max_examples=300, deadline=None)
def test_every_letter_and_digit_is_in_a_token(text):
    covered = {at for token in tokens(text) for at in range(token.start, token.end)}
    letters = {at for at, sign in enumerate(text) if sign.isalnum() and sign != "ʼ"}
    assert letters <= covered


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
        ("\u0301", []),
        (" ", []),
    ],
)
def test_hostile_repetition_ends(unit, terms):
    # Quadratic time would be minutes here.
    found = set(folded_terms(unit * (400_000 // len(unit))))
    assert set(terms) <= found
    assert len(found) <= len(terms) + 2


def test_one_word_of_a_megabyte_of_combining_marks_is_one_short_term():
    (token,) = tokens("a" + "\u0301\u0323" * 500_000)
    assert (token.start, token.end) == (0, 1_000_001)
    assert len(token.folded) <= 64
