"""Persons: by full name, by surname, by a title before a name that no list knows."""

import pytest

from indexer.entities import gazetteer, mentions


def _people(text: str) -> list[tuple[str, str]]:
    return [
        (one.entity.removeprefix("person:"), one.surface)
        for one in mentions(text, gazetteer())
        if one.kind == "person"
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "Jens Stoltenberg. Stoltenberg dit.",
            [("jens-stoltenberg", "Jens Stoltenberg"), ("jens-stoltenberg", "Stoltenberg")],
            id="a surname after the full name",
        ),
        pytest.param("Luns dit.", [], id="a surname that few know alone"),
        pytest.param(
            "Jens Stoltenberg est là. D’après Stoltenberg, oui.",
            [("jens-stoltenberg", "Jens Stoltenberg"), ("jens-stoltenberg", "Stoltenberg")],
            id="an elided word before a surname is no other name",
        ),
        pytest.param(
            "Camille Grand est là. Selon Grand, oui.",
            [("camille-grand", "Camille Grand")],
            id="a surname that is a word",
        ),
        pytest.param(
            "Camille Grand est là. Selon M. Grand, oui.",
            [("camille-grand", "Camille Grand"), ("camille-grand", "Grand")],
            id="unless a title stands before it",
        ),
        pytest.param(
            "M. Al-Abadi", [("haider-al-abadi", "Al-Abadi")], id="a surname after a title"
        ),
        pytest.param(
            "le secrétaire général Solana", [("javier-solana", "Solana")], id="after an office"
        ),
        pytest.param(
            "le président afghan Karzaï", [("hamid-karzai", "Karzaï")], id="a demonym between"
        ),
        pytest.param("Mme Stoltenberg", [], id="another person's wife is another person"),
        pytest.param("Mme Clinton", [("hillary-clinton", "Clinton")], id="her"),
        pytest.param("M. Clinton", [("bill-clinton", "Clinton")], id="him"),
        pytest.param("le président Bush", [("george-w-bush", "Bush")], id="the preferred one"),
        pytest.param(
            "MM. Chirac et Schröder",
            [("jacques-chirac", "Chirac"), ("gerhard-schroder", "Schröder")],
            id="two gentlemen",
        ),
        pytest.param(
            "Jens Stoltenberg et Bush", [("jens-stoltenberg", "Jens Stoltenberg")], id="x"
        ),
        pytest.param(
            "Jens Stoltenberg et Karl Stoltenberg",
            [("jens-stoltenberg", "Jens Stoltenberg"), ("karl-stoltenberg", "Karl Stoltenberg")],
            id="a namesake",
        ),
        pytest.param(
            "Jens Stoltenberg et Zorg Stoltenberg",
            [("jens-stoltenberg", "Jens Stoltenberg")],
            id="a namesake without a given name",
        ),
        pytest.param(
            "JENS STOLTENBERG", [("jens-stoltenberg", "JENS STOLTENBERG")], id="in capitals"
        ),
        pytest.param("jens stoltenberg", [], id="in small letters"),
        pytest.param(
            "l'amiral Cavo Dragone",
            [("giuseppe-cavo-dragone", "Cavo Dragone")],
            id="a surname of two words",
        ),
        pytest.param(
            "Selon Obama, Merkel a dit non.",
            [("barack-obama", "Obama"), ("angela-merkel", "Merkel")],
            id="surnames that everybody knows",
        ),
        pytest.param("rue Zorg Obama", [], id="in another name"),
        pytest.param("Selon Teissier", [], id="one that nobody knows"),
    ],
)
def test_known_persons(text: str, expected: list[tuple[str, str]]):
    assert _people(text) == expected


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("M. Armand Teissier", "Armand Teissier"),
        ("Mme Anna-Lena Ekdahl", "Anna-Lena Ekdahl"),
        ("l'ambassadeur Piet van der Laan", "Piet van der Laan"),
        ("le général de corps d'armée Luc Ferrier", "Luc Ferrier"),
        ("la ministre de la Défense Ilze Ozola", "Ilze Ozola"),
        ("le ministre des Affaires étrangères d'Iraq, Omar Al-Khatib,", "Omar Al-Khatib"),
        ("le premier ministre finlandais, Matti Korhonen", "Matti Korhonen"),
        ("le ministre du Patrimoine et de la Mer Jean Kerven", "Jean Kerven"),
        ("le président Juan-Carlos O'Farrell", "Juan-Carlos O'Farrell"),
        ("M. Jean d'Aubervigny", "Jean d'Aubervigny"),
        ("le ministre de la Défense du Canada, l’honorable Robert Tremblay", "Robert Tremblay"),
        ("le colonel Luc Ferrier de Belgique", "Luc Ferrier"),
        ("S.E. M. Seosamh Ó BRAONÁIN, ambassadeur", "Seosamh Ó BRAONÁIN"),
        ("le gouverneur Feisal ben Ibrahim Al-Majali", "Feisal ben Ibrahim Al-Majali"),
        ("la capitaine Anouk Van ’t Rijhorst", "Anouk Van ’t Rijhorst"),
        ("Mr Zorg Vandenbroucke said", "Zorg Vandenbroucke"),
        ("the Minister of Defence of Norway, Zorg Vandenbroucke,", "Zorg Vandenbroucke"),
        ("l'épidémiologiste Zorg Vandenbroucke", "Zorg Vandenbroucke"),
    ],
)
def test_a_title_announces_a_name_that_no_list_knows(text: str, name: str):
    assert [surface for _, surface in _people(text)] == [name]


@pytest.mark.parametrize(
    "text",
    [
        "M. le Ministre",
        "le président de la Commission européenne",
        "Monsieur le Secrétaire général",
        "le général a visité Camp Kestrel",
        "le ministre de la Défense nationale",
        "le président du Conseil OTAN-Russie",
        "M. Teissier",
        "Zorg Teissier",
        "le colonel Van der Meer",
        "le ministre, Bruxelles",
        "le représentant de New York",
        "M.\n\nZorg Teissier",
        "le commandant Europe Sud",
    ],
)
def test_no_person_is_better_than_a_wrong_one(text: str):
    assert _people(text) == []


def test_a_short_form_belongs_to_the_full_name_before_it():
    text = "M. Armand Teissier est là. M. Teissier parle. Selon Teissier, oui. Zorg Teissier, non."
    assert _people(text) == [
        ("armand-teissier", "Armand Teissier"),
        ("armand-teissier", "Teissier"),
        ("armand-teissier", "Teissier"),
    ]


def test_a_short_form_belongs_to_the_nearest_bearer_it_suits():
    text = "M. Armand Teissier et Mme Ella Teissier. M. Teissier et Mme Teissier."
    assert [entity for entity, _ in _people(text)] == [
        "armand-teissier",
        "ella-teissier",
        "armand-teissier",
        "ella-teissier",
    ]


def test_a_surname_in_capitals_gives_an_ordinary_label():
    found = mentions("l'ambassadeur Jean-Luc TEISSIER-MOREL", gazetteer())
    assert [(one.entity, one.label) for one in found] == [
        ("person:jean-luc-teissier-morel", "Jean-Luc Teissier-Morel")
    ]


def test_a_person_named_like_a_town_is_the_person():
    text = "Mme Anna Bergen est arrivée à Oslo. Mme Bergen repart."
    named = [one.entity for one in mentions(text, gazetteer())]
    assert named == ["person:anna-bergen", "place:oslo", "person:anna-bergen"]


def test_a_short_form_belongs_to_the_last_of_two_namesakes():
    text = "M. Armand Teissier, puis M. Marc Teissier. M. Teissier conclut."
    assert _people(text)[-1] == ("marc-teissier", "Teissier")


def test_a_town_stays_a_town_beside_a_person_of_its_name():
    text = "Mme Anna Bergen est là. Elle vient de Bergen."
    named = [one.entity for one in mentions(text, gazetteer())]
    assert named == ["person:anna-bergen", "place:bergen"]


def test_a_decomposed_name_is_marked_to_its_last_accent():
    (found,) = mentions("avec Hamid Karzai\u0308 !", gazetteer())
    assert found.surface == "Hamid Karzai\u0308"


def test_a_town_behind_a_surname_is_no_part_of_it():
    named = [one.entity for one in mentions("M. Trudeau d'Ottawa", gazetteer())]
    assert named == ["person:justin-trudeau", "place:ottawa"]
