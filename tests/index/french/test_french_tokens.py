from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.french import (
    all_terms,
    exact_term,
    exact_terms,
    folded_terms,
    stemmed_terms,
    tokens,
)
from index.french.rules import APOSTROPHES


def surfaces(text):
    return [token.text for token in tokens(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("l'OTAN", ["l", "otan"]),
        ("l’OTAN", ["l", "otan"]),
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
        ("MiG-29 MIG29", ["mig29", "mig29"]),
        ("Su-24, SU-24M, su24", ["su24", "su24m", "su24"]),
        ("AH-64D CH-47 S-300PMU", ["ah64d", "ch47", "s300pmu"]),
        ("C-130J-30", ["c130j", "30"]),
        ("F 16", ["f", "16"]),
        ("UE-27 UE27", ["ue", "27", "ue", "27"]),
        ("Nord-2, article-5", ["nord", "2", "article", "5"]),
        ("12-mai-2016 mai-2016", ["12", "mai", "2016", "mai", "2016"]),
        ("COVID-19, covid 19, Covid19", ["covid", "19"] * 3),
        ("Nord-Est, Nord Est", ["nord", "est", "nord", "est"]),
        ("sous-lieutenant", ["sous", "lieutenant"]),
        ("c'est-à-dire", ["c", "est", "a", "dire"]),
        ("O.T.A.N et U.S.A.", ["otan", "et", "usa"]),
        ("J.-F. Kennedy, J.F. Kennedy", ["jf", "kennedy", "jf", "kennedy"]),
        ("J. F. Kennedy", ["j", "f", "kennedy"]),
        ("av. J.-C.", ["av", "jc"]),
        ("R&D", ["r&d"]),
        ("G7", ["g7"]),
        ("n° 5", ["no", "5"]),
        ("N°5", ["no", "5"]),
        ("nº 5", ["no", "5"]),
        ("n°s 5 et 6", ["nos", "5", "et", "6"]),
        ("1er 1re 2e XXe", ["1er", "1re", "2e", "xxe"]),
        ("20 %", ["20"]),
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


@pytest.mark.parametrize("apostrophe", APOSTROPHES)
def test_every_apostrophe_separates_an_article_and_joins_a_word(apostrophe):
    found = tokens(f"l{apostrophe}OTAN aujourd{apostrophe}hui")
    assert [token.folded for token in found] == ["l", "otan", "aujourdhui"]
    assert [token.function_word for token in found] == [True, False, False]


@pytest.mark.parametrize(
    ("text", "exact"),
    [
        ("L’Œuvre d'Évora", ["L", "Œuvre", "d", "Évora"]),
        ("E\u0301tat, État, ETAT", ["État", "État", "ETAT"]),
        ("Aujourd’hui", ["Aujourd'hui"]),
        ("O.T.A.N. OTAN", ["O.T.A.N.", "OTAN"]),
        ("F‑16", ["F-16"]),
        ("4\u202f000", ["4 000"]),
        ("Mos\u00adsoul", ["Mossoul"]),
    ],
)
def test_exact_terms_keep_case_and_accents(text, exact):
    assert exact_terms(text) == exact
    assert [exact_term(token.text) for token in tokens(text)] == exact


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
    alphabet=st.sampled_from("aàeéioœuùnlqudhOTANFLX'’ʼ`-‐.,&°0123 \n\u0301\u00ad\u00a0\u202f_«»"),
    max_size=40,
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
    assert [exact_term(token.text) for token in found] == exact_terms(text)
    assert all(token.folded and token.stemmed and exact_term(token.text) for token in found)
    assert all_terms(text) == (folded_terms(text), stemmed_terms(text), exact_terms(text))


@given(st.one_of(st.text(max_size=40), FRENCH))
@settings(max_examples=300, deadline=None)
def test_every_letter_and_digit_is_in_a_token(text):
    covered = {at for token in tokens(text) for at in range(token.start, token.end)}
    letters = {at for at, sign in enumerate(text) if sign.isalnum() and sign != "ʼ"}
    assert letters <= covered
