"""The French lines of the design notes, one test each: every one is a defect of a known engine."""

import unicodedata

import pytest

from index.french import (
    exact_terms,
    fold,
    folded_terms,
    query_terms,
    scan,
    stem,
    stemmed_terms,
    tokens,
)  # fmt: skip


def found_by(query, text):
    """Tell whether every token of a query is found in a text, by form or by stem."""
    folded, stemmed = set(folded_terms(text)), set(stemmed_terms(text))
    terms = [query_terms(surface) for *_, surface in scan(query)]
    return all(term.folded in folded or term.stemmed & stemmed for term in terms)


def test_no_stop_word_is_dropped():
    text = "or an avions est Est été the of and the us me as but a"
    assert len(tokens(text)) == len(text.split())
    for word in ("or", "an", "avions", "est", "Est", "été", "the", "as", "but", "a"):
        assert found_by(word, text)
    assert not any(token.function_word for token in tokens("or an avions est Est été"))
    assert found_by("avions AWACS de l'OTAN", "Deux avions AWACS de l'OTAN")


@pytest.mark.parametrize(
    "term", ["article 5", "P-8", "E-3A", "F-16", "R&D", "n° 5", "G7", "11 septembre"]
)
def test_short_and_mixed_tokens_stay(term):
    assert found_by(term, f"Selon {term}, donc.")
    assert not found_by(term, "Selon rien, donc.")


def test_acronyms_are_not_stemmed():
    assert stem("FIAS") == stem("fias") == "fias"
    assert folded_terms("O.T.A.N.") == folded_terms("OTAN") == folded_terms("otan")


def test_stemming_sees_accents_and_unaccented_typing_finds():
    assert stem("électricité") != stem("electricite")
    assert found_by("electricite", "L'électricité")
    assert found_by("negociations", "La négociation")
    assert found_by("accord-cadre", "L'ACCORD-CADRE")
    assert found_by("a l'unanimite", "À l'unanimité")
    assert found_by("Etats", "L'État")


def test_an_exact_form_keeps_what_folding_gives_up():
    for one, other in (("péché", "pêche"), ("côté", "côte"), ("Est", "est")):
        assert fold(one) == fold(other) or stem(one) != stem(other)
        assert exact_terms(one) != exact_terms(other)
        assert query_terms(one).exact == one


def test_an_article_is_a_token_of_its_own():
    assert folded_terms("l'OTAN") == folded_terms("l’OTAN") == ["l", "otan"]
    for word in ("aujourd'hui", "prud'homme", "presqu'île", "quelqu'un"):
        assert len(tokens(word)) == len(tokens(word.replace("'", "’"))) == 1
    assert [folded_terms(text) for text in ("Jusqu'où", "QU'IL", "D’ORIGINE")] == [
        ["jusqu", "ou"],
        ["qu", "il"],
        ["d", "origine"],
    ]


def test_decomposed_text_is_the_same_and_offsets_are_the_sources():
    text = "10 € à l'été, n° 5, cœur : Évora, ½ Œuvre, 4\u202f000 №"
    apart = unicodedata.normalize("NFD", text)
    assert folded_terms(apart) == folded_terms(text)
    assert exact_terms(apart) == exact_terms(text)
    for source in (text, apart):
        assert all(source[t.start : t.end] == t.text for t in tokens(source))
    # What folding lengthens ("½" → "1/2") moves nothing behind it.
    assert [t.text for t in tokens(text)][-2:] == ["Œuvre", "4\u202f000"]


def test_ligatures_are_their_letters():
    assert fold("cœur") == fold("coeur")
    assert fold("Œuvre") == "oeuvre"
    assert fold("curriculæ") == fold("curriculae")


def test_prefixes_have_unstemmed_forms_to_look_at():
    assert folded_terms("opérations avions")[0].startswith(fold("opérat"))
    assert folded_terms("opérations avions")[1].startswith(fold("avion"))


def test_over_stemming_is_avoided():
    assert len({stem(word) for word in ("commande", "commandement", "commandant")}) == 3
    assert stem("collectivités") != stem("collections")


def test_names_are_found_with_and_without_their_signs():
    for one, other in (
        ("Karzaï", "Karzai"),
        ("Chișinău", "Chisinau"),
        ("Šekerinska", "Sekerinska"),
        ("Türkiye", "turkiye"),
    ):
        assert found_by(other, one)
        assert found_by(one, other)
