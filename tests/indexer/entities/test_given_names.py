"""Persons that a given name announces where no title does."""

import pytest

from indexer.entities import gazetteer, mentions


def _people(text: str) -> list[str]:
    return [one.surface for one in mentions(text, gazetteer()) if one.kind == "person"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("d'après Élodie Vandenbroucke", "Élodie Vandenbroucke"),
        ("l'idée d’Élodie Vandenbroucke plaît", "Élodie Vandenbroucke"),
        ("avec Jean-Marc von der Heide et", "Jean-Marc von der Heide"),
        ("Pierre-Antoine Le Guennec part", "Pierre-Antoine Le Guennec"),
        ("avec Virginie Montcornet", "Virginie Montcornet"),
        ("selon Juha-Pekka Keränen", "Juha-Pekka Keränen"),
        ("(Élodie Vandenbroucke)", "Élodie Vandenbroucke"),
        ("Élodie T. Vandenbroucke", "Élodie T. Vandenbroucke"),
        ("à Oslo Élodie Vandenbroucke", "Élodie Vandenbroucke"),
    ],
)
def test_a_given_name_before_a_capitalised_word_is_a_person(text: str, name: str):
    assert _people(text) == [name]


@pytest.mark.parametrize(
    "text",
    [
        "la rue Élodie Vandenbroucke",
        "le prix de l'Élodie Vandenbroucke",
        "la fondation Élodie Vandenbroucke",
        "Élodie Vandenbroucke Stiftung",
        "la Zorg Élodie Vandenbroucke",
        "Élodie vandenbroucke",
        "élodie Vandenbroucke",
        "ÉLODIE VANDENBROUCKE",
        "Élodie\nVandenbroucke",
        "Élodie, Vandenbroucke",
        "Zorg Vandenbroucke",
        "Élodie Norvège",
        "Jean-Zorg Vandenbroucke",
        "Élodie Ministre",
    ],
)
def test_other_words_are_nobody(text: str):
    assert _people(text) == []


def test_a_name_told_once_is_found_in_capitals_too():
    text = "DISCOURS D'ÉLODIE VANDENBROUCKE\n\nÉlodie Vandenbroucke parle."
    assert _people(text) == ["ÉLODIE VANDENBROUCKE", "Élodie Vandenbroucke"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Zorg Vandenbroucke, ministre de la Défense, parle", ["Zorg Vandenbroucke"]),
        ("Selon Zorg Vandenbroucke, l'ancien ministre,", ["Zorg Vandenbroucke"]),
        ("Fait à Oslo\nZorg Vandenbroucke\nSecrétaire général", ["Zorg Vandenbroucke"]),
        ("Le rapport Zorg Vandenbroucke\nSecrétaire général", []),
        ("Commission Vandenbroucke, président : Zorg", []),
        ("Zorg Vandenbroucke, roman", []),
    ],
)
def test_an_office_behind_a_name_tells_a_person(text: str, expected: list[str]):
    assert _people(text) == expected
