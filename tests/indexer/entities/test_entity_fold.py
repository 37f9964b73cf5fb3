import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.entities.fold import fold, keys

_WORDS = st.text(alphabet="abcéàÉÇœŠžøŁ’'- .,\n\u00a0\u00ad\u0301", max_size=60)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("États-Unis", " etats unis "),
        ("d’Iraq", " d iraq "),
        ("d'Iraq", " d iraq "),
        ("Ška Łódź Øst", " ska lodz ost "),
        ("İzmir", " izmir "),
        ("ligne\nsuivante", " ligne suivante "),
        ("fin.\n\nDébut", " fin   debut "),
        ("fin \n\n Début", " fin  debut "),
        ("a   b", " a b "),
        ("a \n b", " a b "),
        ("co\u00adupé", " coupe "),
        ("", "  "),
    ],
)
def test_folding_takes_case_accents_and_punctuation_away(text: str, folded: str):
    assert fold(text).text == folded


@given(_WORDS)
@settings(max_examples=100, deadline=None)
def test_composed_and_decomposed_texts_fold_alike(text: str):
    composed, decomposed = (unicodedata.normalize(form, text) for form in ("NFC", "NFD"))
    assert fold(composed).text == fold(decomposed).text


@given(_WORDS)
@settings(max_examples=100, deadline=None)
def test_every_folded_character_knows_its_place_in_the_source(text: str):
    folded = fold(text)
    spans = [folded.span(place, place + 1) for place in range(1, len(folded.text) - 1)]
    assert spans == sorted(spans)
    for place, (start, end) in enumerate(spans, start=1):
        assert 0 <= start < end <= len(text)
        assert folded.text[place] in fold(text[start:end]).text
    letters = folded.letters(text, 1, len(folded.text) - 1)
    assert len(letters) == len(folded.text) - 2


@given(st.text(max_size=40))
@settings(max_examples=100, deadline=None)
def test_folding_is_done_once_and_for_all(text: str):
    once = fold(text).text
    assert fold(once).text.strip() == once.strip() or "  " in once


_LATIN_PAGE = "".join(map(chr, range(1, 0x180))) + "’“”–—…€\u2011\u202f"


@given(st.one_of(st.text(_LATIN_PAGE, max_size=40), st.text("aé \n\u00a0", max_size=8)))
@settings(max_examples=300, deadline=None)
def test_a_text_of_few_characters_folds_as_beside_one_of_another_script(text: str):
    # "Ж" stands on no page of 256 characters: that text goes the long way.
    assert fold(text + "x").text == fold(text + "xЖ").text.replace("xж", "x")


def test_ligatures_are_found_as_typed_and_spelt_out():
    assert keys("Sœur") == (" sœur ", " soeur ")
