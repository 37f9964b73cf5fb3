"""Each rule of matching, alone: case, boundaries, elision, length, ambiguity."""

import pytest

from indexer.entities import entities, gazetteer, mentions
from indexer.entities.matcher import scan


def _surfaces(text: str) -> list[tuple[str, str]]:
    return [(one.entity.partition(":")[2], one.surface) for one in mentions(text, gazetteer())]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("à Paris", [("paris", "Paris")], id="a capital makes a name"),
        pytest.param("des paris risqués", [], id="small letters do not"),
        pytest.param("L'or, Or, OR", [], id="common words stay words"),
        pytest.param("l'OTAN, l’OTAN", [("otan", "OTAN")] * 2, id="elision, both apostrophes"),
        pytest.param("l'otan", [], id="an acronym needs its capitals"),
        pytest.param("l'Otan", [("otan", "Otan")], id="unless it is written as a name, too"),
        pytest.param("L'O.T.A.N. agit", [("otan", "O.T.A.N.")], id="dotted acronym"),
        pytest.param("d’Iraq, d'Irak", [("iraq", "Iraq"), ("iraq", "Irak")], id="variants"),
        pytest.param("OTANESQUE Parisien Iraqs", [], id="whole words only"),
        pytest.param("Etats-Unis", [("etats-unis", "Etats-Unis")], id="accents missing"),
        pytest.param("E\u0301tats Unis", [("etats-unis", "E\u0301tats Unis")], id="decomposed"),
        pytest.param("ÉTATS-UNIS", [("etats-unis", "ÉTATS-UNIS")], id="headings in capitals"),
        pytest.param(
            "Conseil de l’Atlantique\nNord",
            [("conseil-de-l-atlantique-nord", "Conseil de l’Atlantique\nNord")],
            id="a line break inside a name",
        ),
        pytest.param("la Corée du\n\nNord", [], id="a blank line ends a name"),
        pytest.param(
            "conseil de l'Atlantique Nord",
            [("conseil-de-l-atlantique-nord", "conseil de l'Atlantique Nord")],
            id="one capital is enough in a long name",
        ),
        pytest.param(
            "Assemblée parlementaire de l'OTAN",
            [("assemblee-parlementaire-de-l-otan", "Assemblée parlementaire de l'OTAN")],
            id="the longest name wins",
        ),
        pytest.param("Axworthy", [], id="a surname alone says nothing"),
        pytest.param("M. London arrive", [], id="who is addressed is no town"),
        pytest.param(
            "le traité de Washington, signé à Washington",
            [("traite-de-l-atlantique-nord", "traité de Washington"), ("washington", "Washington")],
            id="a treaty is not its town",
        ),
        pytest.param(
            "Géorgie, près d'Atlanta",
            [("georgie-etats-unis", "Géorgie"), ("atlanta", "Atlanta")],
            id="the other Georgia",
        ),
        pytest.param("la Dominique", [("dominique", "Dominique")], id="a country by its article"),
        pytest.param("chez Dominique", [], id="a given name is no country"),
        pytest.param("UN PARTENARIAT", [], id="words in a heading are no acronyms"),
        pytest.param("le Can et le PAM", [("programme-alimentaire-mondial", "PAM")], id="PAM"),
        pytest.param("L'OTAN et l'Alliance solaire", [("otan", "OTAN")], id="another alliance"),
        pytest.param(
            "L'OTAN est prête. L'Alliance agit.",
            [("otan", "OTAN"), ("otan", "Alliance")],
            id="the alliance, where its name stands",
        ),
        pytest.param("L'Alliance agit.", [], id="an alliance that the text does not name"),
        pytest.param("les Alliés", [], id="the members are not the organisation"),
        pytest.param("la guerre froide", [("guerre-froide", "guerre froide")], id="small events"),
        pytest.param("l'ex-URSS", [("union-sovietique", "URSS")], id="a state that was"),
        pytest.param("l'université de Varsovie", [], id="a school is not its town"),
        pytest.param("in Poland and in Jordan", [("pologne", "Poland")], id="English labels"),
        pytest.param(
            "l'accord de Paris sur le climat, à Paris",
            [
                ("accord-de-paris-sur-le-climat", "accord de Paris sur le climat"),
                ("paris", "Paris"),
            ],
            id="the agreement by its long name",
        ),
        pytest.param(
            "le climat après l'accord de Paris",
            [("accord-de-paris-sur-le-climat", "accord de Paris")],
            id="and by its short one, where its matter is told",
        ),
        pytest.param("l'accord de Paris de 1973", [], id="else neither agreement nor town"),
        pytest.param(
            "le 11 septembre 2001, à Bonn", [("bonn", "Bonn")], id="a date of a terrible day"
        ),
        pytest.param("le Conseil d'État italien", [("italie", "italien")], id="a foreign body"),
        pytest.param(
            "le Conseil d'État français",
            [("conseil-d-etat", "Conseil d'État"), ("france", "français")],
            id="and the French one",
        ),
    ],
)
def test_a_form_counts_where_its_rule_says(text: str, expected: list[tuple[str, str]]):
    assert _surfaces(text) == expected


@pytest.mark.parametrize(
    ("text", "weak"),
    [
        ("les forces iraquiennes", ["iraq"]),
        ("les Irakiens", ["iraq"]),
        ("le ministre sud-africain", ["afrique-du-sud"]),
        ("en français", []),
        ("la langue turque", []),
        ("le sommet latino-américain", []),
        ("des îles philippines", ["philippines"]),
    ],
)
def test_a_demonym_gives_its_country_weakly(text: str, weak: list[str]):
    found = mentions(text, gazetteer())
    assert [one.entity for one in found] == [f"place:{slug}" for slug in weak]
    assert all(one.weak for one in found)


@pytest.mark.parametrize(
    ("text", "people", "surnames"),
    [
        (
            "Charles de Gaulle parle. De Gaulle répond.",
            ["Charles de Gaulle"],
            ["de Gaulle", "De Gaulle"],
        ),
        ("le porte-avions Charles de Gaulle", [], []),
        (
            "Charles de Gaulle, et le porte-avions Charles de Gaulle",
            ["Charles de Gaulle"],
            ["de Gaulle"],
        ),
        ("l'USS Harry S. Truman", [], ["Truman"]),
        ("l'USS Truman", [], []),
        ("Harry S. Truman signe", ["Harry S. Truman"], ["Truman"]),
        ("Robert Hill, d'Australie", ["Robert Hill"], ["Hill"]),
        ("l'architecte Robert Hill", [], ["Hill"]),
        ("László Kovács-Tóth", [], []),
        ("M. Kovács-Tóth", [], []),
        ("Jean-Boris Johnson", [], ["Johnson"]),
        ("Jean-Johnson", [], []),
        ("M. Al-Jaafari", [], ["Al-Jaafari", "Jaafari"]),
    ],
)
def test_a_known_person_counts_where_the_condition_says(
    text: str, people: list[str], surnames: list[str]
):
    found = scan(text, gazetteer())
    assert [text[one.start : one.end] for one in found.people] == people
    assert [text[one.start : one.end] for one in found.surnames] == surnames


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("M. Smith", []),
        ("Mme Borne", []),
        ("Leighton Smith est là. L'amiral Smith parle.", ["Leighton Smith", "Smith"]),
        ("Élisabeth Borne est là. Mme Borne parle d'une Borne.", ["Élisabeth Borne", "Borne"]),
    ],
)
def test_a_common_surname_counts_where_its_bearer_is_named_in_full(text: str, people: list[str]):
    found = mentions(text, gazetteer())
    assert [one.surface for one in found if one.kind == "person"] == people


def test_what_names_an_entity_under_a_condition_of_words_meets_a_need():
    # The Assembly counts unless it is foreign, and the Senate where the Assembly is named.
    text = "Le Conseil d'État et l'Assemblée nationale, avec le Sénat"
    assert _surfaces(text)[-1] == ("senat-francais", "Sénat")


def test_a_name_is_not_weak():
    assert not mentions("les Philippines", gazetteer())[0].weak


def test_mentions_carry_the_label_of_their_entity():
    (found,) = mentions("à Mosul", gazetteer())
    assert (found.label, found.surface, found.start, found.end) == ("Mossoul", "Mosul", 2, 7)


def test_entities_come_from_the_gazetteer_or_from_the_mention():
    found = mentions("Le général Aldo Bianchetti à Paris. Paris !", gazetteer())
    named = {one.id: one for one in entities(found, gazetteer())}
    assert set(named) == {"person:aldo-bianchetti", "place:paris"}
    assert named["place:paris"] is gazetteer().entities["place:paris"]
    assert named["person:aldo-bianchetti"].label == "Aldo Bianchetti"
