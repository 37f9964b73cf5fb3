"""No place is passed over where a token begins that has one of the terms looked for."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from index.french import folded_term, stemmed_term
from index.french.lists import stem_exceptions
from index.french.split import scan
from index.highlight.starts import Spots, apart

LETTERS = "aeéhiprsntuyOTNÉœŒæÆßÿšćıİșƏ0123 \n\u00a0\u202f\u0301\u0327°½№ﬁѐЖ㎏€𝐚'’‘.-‑&,ʼ_«»"
ENDINGS = ["trice", "drices", "teur", "ère", "ème", "ai", "ay", "aux", "x", "s", "e", "ie"]
ENDINGS += ["amment", "emment", "ication", "icité", "abilité", "ivité", "euse", "logie", "usion"]
ENDINGS += ["ence", "ier", "ière", "yer", "eaux", "oux", "issement", "isme"]


def reached(text, folded, stemmed, runs=()):
    """Return the surfaces that the places of `Spots` hold."""
    spans = Spots(folded, stemmed, runs).places(text)
    return [word for at, _, word in scan(text) if any(low <= at < high for low, high in spans)]


def nothing_passed_over(text):
    for _, _, surface in scan(text):
        folded, stemmed = folded_term(surface), stemmed_term(surface)
        if apart([folded, stemmed]):
            assert surface in reached(text, [folded], [])
            assert surface in reached(text, [], [stemmed])
            assert surface in reached(text, [], [], [[folded]])
            for length in (1, 2, 3, 4, 5):
                assert surface in reached(text, [folded[:length]], [])


@given(st.text(st.sampled_from(LETTERS) | st.characters(codec="utf-8"), max_size=20))
@example("n°s O.T.A.N. R&D J.-F. J.‑F. lʼOTAN aujourd’hui")
@example("fin.N’Djamena, n'djamena")
def test_a_token_is_found_by_its_own_terms(text):
    nothing_passed_over(text)


@given(st.text(st.sampled_from("aeéiouytrdlIVXœçš"), max_size=9), st.sampled_from(ENDINGS))
@example("", "trice")
@example("I", "ère")
@example("IIi", "ème")
def test_endings_change_nothing_of_where_a_word_is_looked_for(word, ending):
    nothing_passed_over(word + ending)


@pytest.mark.parametrize("word", sorted(stem_exceptions()))
def test_so_are_words_whose_stem_begins_otherwise(word):
    nothing_passed_over(word)
    nothing_passed_over(word.capitalize())


def test_most_of_a_text_is_passed_over():
    text = "L’OTAN opère à Oslo, Orly et Mossoul depuis octobre sans opinion, et dans l’ouest."
    assert reached(text, ["otan"], ["oper"]) == ["L", "OTAN", "opère"]


def test_a_run_is_looked_for_only_where_all_its_words_may_stand():
    run = ["nord", "traite", "atlantique"]
    here = "Le Traité de l’Atlantique Nord, de nord en sud."
    assert reached(here, [], [], [run]) == ["Traité", "l", "Atlantique", "Nord", "nord"]
    assert reached("Le traité du Nord.", [], [], [run]) == []
    assert reached("Le traité du Nord.", ["nord"], [], [run]) == ["Nord"]
    # what may be any letters may be those of any word
    assert reached("Le traité du Nord, ﬁn", [], [], [run]) == ["traité", "Nord", "ﬁn"]


def test_a_ligature_is_looked_at_only_for_words_that_may_have_it():
    text = "Le cœur d’un vœu, œuvre"
    assert reached(text, ["otan"], ["oper"]) == []
    assert reached(text, ["coeur"], []) == ["cœur", "vœu", "œuvre"]
    assert "cœur" in reached(text, ["co"], [])


def test_letters_of_other_alphabets_of_latin_are_as_they_are_folded():
    text = "Chișinău, Šekerinska, Łódź, Türkiye, Ivanović"
    assert reached(text, ["chisi"], []) == ["Chișinău"]
    assert reached(text, ["sekerinska", "lodz"], []) == ["Šekerinska", "Łódź"]
    assert reached(text, ["ivanovic"], []) == ["Ivanović"]


def test_numbers_and_hours_may_span_white_space():
    assert not apart(["otan", "2016"])
    assert not apart(["h"])
