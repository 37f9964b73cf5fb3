import pytest

from index.french import fold, query_terms, stem, stemmed_terms
from index.french.lists import function_words, stem_exceptions


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
        ("numéros", "n°s"),
        ("œil", "yeux"),
        ("travail", "travaux"),
        ("cheval", "chevaux"),
        ("général", "généraux"),
        ("lieu", "lieux"),
        ("ciel", "cieux"),
        ("conflit", "conflits"),
        ("religion", "religions"),
        ("loi", "lois"),
        ("convoi", "convois"),
        ("élu", "élus"),
        ("euro", "euros"),
        ("étranger", "étrangères"),
        ("nouveau", "nouvelles"),
        ("turc", "turques"),
        ("offensif", "offensives"),
        ("massif", "massives"),
        ("ambassadeur", "ambassadrice"),
        ("chercheur", "chercheuses"),
        ("uni", "unis"),
        ("1er", "1re"),
        ("1er", "1ère"),
        ("2e", "2ème"),
        ("XXe", "XXème"),
        ("F-16", "F-16s"),
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
        ("démission", "demi"),
        ("crime", "Crimée"),
        ("gaz", "Gaza"),
        ("Georges", "Géorgie"),
        ("base", "bas"),
        ("pays", "payer"),
        ("mer", "mère"),
        ("côte", "côté"),
        ("tâche", "tache"),
        ("petite", "pétition"),
        ("positif", "position"),
        ("retrait", "retraite"),
        ("colonie", "colonne"),
        ("foi", "foyer"),
        ("journal", "journaliste"),
        ("islamique", "islamiste"),
        ("dans", "danse"),
        ("par", "pare"),
        ("sûr", "sur"),
        ("accord", "accorder"),
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
        ("nasa", "nasa"),
        ("saclant", "saclant"),
        ("géorgie", "georgie"),
        ("poutine", "poutine"),
        ("3D", "3d"),
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
    function = {fold(word) for word in function_words()}  # sûr, né: sur, ne
    for word, term in stem_exceptions().items():
        if word.isalpha() and fold(word) not in function:
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
        ("progres", "progrès"),
        ("reguliere", "régulièrement"),
        ("generaux", "général"),
        ("yeux", "œil"),
        ("1re", "1er"),
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
        ("communique", "commun"),
        ("sea", "se"),
    ],
)
def test_a_typed_word_does_not_find_another_word(query, text):
    assert not matches(query, text)
