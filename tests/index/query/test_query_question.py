import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.query import Everything, parse

QUESTIONS = [
    "Qui commande la KFOR ?",
    "Qui commande la KFOR",
    "quels pays ont rejoint l'OTAN en 2004",
    "à quel titre la France participe",
    "De quelle date est le traité",
    "dans quels pays sont les AWACS",
    "en quelle année le traité",
    "est-ce que la France participe",
    "Où est l'OTAN?",
    "ou se trouve Mons",
    "Y a-t-il des soldats au Mali",
    "Qu'est-ce que l’ISAF",
    "combien de soldats",
    "Depuis quand existe la KFOR",
    "la KFOR est-elle à Pristina ?",
    "Le Mali (2013) ?",
    "Qui est M. Solana ?!",
    "北约？",
    "KFOR？",
    "Who commands KFOR",
    "in which country was the summit",
    "How many soldiers",
]
OTHERS = [
    "",
    "?",
    "Mossoul AWACS",
    "qui",
    "quand même",
    "WHO Europe report",
    "ceux qui commandent la KFOR",
    'qui commande "la KFOR" ?',
    "qui commande lieu:Kosovo ?",
    "qui commande -KFOR ?",
    "qui commande ET KFOR ?",
    "qui command* la KFOR ?",
    "qui comm?nde la KFOR ?",
    "qui commande KFOR~ ?",
    "qui commande =KFOR ?",
    "* quelle est ?",
    "Mali ou Niger et Tchad",
    "a ou b et c",
]


@pytest.mark.parametrize("query", QUESTIONS)
def test_a_question(query):
    assert parse(query).question


@pytest.mark.parametrize("query", OTHERS)
def test_no_question(query):
    assert not parse(query).question


@given(st.lists(st.sampled_from(("Qui", "commande", "la", "KFOR", "Mons", "l'OTAN")), min_size=1))
def test_a_mark_at_the_end_asks_whatever_stands_before_it(words):
    query = " ".join(words)
    assert parse(query + "?").tree == parse(query).tree
    assert parse(query + " ?").question
    assert parse(query).tree != Everything()
