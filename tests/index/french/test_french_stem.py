import pytest

from index.french import fold, query_terms, stem, stemmed_terms
from index.french.lists import stem_exceptions


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("opération", "opérations"),
        ("ministre", "ministres"),
        ("iraquien", "iraquiennes"),
        ("national", "nationaux"),
        ("électricité", "électricités"),
        ("ÉLECTRICITÉ", "électricité"),
        ("prud'homme", "prud'hommes"),
        ("numéro", "n°"),
    ],
)
def test_inflections_meet(one, other):
    assert stem(one) == stem(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("commande", "commandement"),
        ("commande", "commandant"),
        ("commandement", "commandant"),
        ("collectivités", "collections"),
        ("communiqué", "commune"),
        ("armée", "arme"),
        ("marché", "marche"),
        ("mission", "missile"),
        ("opéra", "opérations"),
        ("organisme", "organisation"),
    ],
)
def test_families_that_the_stemmer_alone_would_join_stay_apart(one, other):
    assert stem(one) != stem(other)


@pytest.mark.parametrize(
    ("word", "term"),
    [
        ("FIAS", "fias"),
        ("fias", "fias"),
        ("OTAN", "otan"),
        ("O.T.A.N.", "otan"),
        ("ISAF", "isaf"),
        ("UNESCO", "unesco"),
        ("MINES", "mines"),
        ("AWACS", "awacs"),
        ("Bruxelles", "bruxelles"),
        ("F-16", "f16"),
        ("R&D", "r&d"),
    ],
)
def test_acronyms_and_names_are_not_stemmed(word, term):
    assert stem(word) == term


def test_stemming_sees_the_accents_and_the_term_has_none():
    assert stemmed_terms("libéralité électricité") == ["liberal", "electr"]


def test_a_stem_of_our_own_is_no_other_words_stem():
    for word, term in stem_exceptions().items():
        assert stem(word) == term


def test_an_exception_is_found_by_every_word_of_its_family_typed_without_accents():
    for word, term in stem_exceptions().items():
        if word.isalpha():
            assert term in query_terms(fold(word)).stemmed


def matches(query, text):
    terms = query_terms(query)
    (stemmed,) = stemmed_terms(text)
    return terms.folded == text.lower() or stemmed in terms.stemmed


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("electricite", "électricité"),
        ("electricites", "électricité"),
        ("electricite", "électricités"),
        ("premiere", "premières"),
        ("armees", "armée"),
        ("reunion", "réunions"),
        ("operations", "opération"),
        ("allie", "alliés"),
        ("force", "FORCES"),
        ("alliés", "ALLIÉ"),
        ("otan", "OTAN"),
        ("FIAS", "fias"),
        ("numéro", "n°"),
        ("n°", "numéro"),
        ("public", "publiques"),
        ("executif", "exécutives"),
        ("traites", "traité"),
    ],
)
def test_a_typed_word_finds_inflected_and_accented_forms(query, text):
    assert matches(query, text)


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("Paris", "pari"),
        ("franc", "France"),
        ("note", "notamment"),
        ("Mali", "maux"),
        ("FIAS", "fier"),
        ("fias", "fier"),
        ("commandement", "commande"),
    ],
)
def test_a_typed_word_does_not_find_another_word(query, text):
    assert not matches(query, text)
