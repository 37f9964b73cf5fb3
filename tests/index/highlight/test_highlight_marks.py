import unicodedata

import pytest

from index.highlight import Form, Marker, marks
from index.query import (
    And,
    Dated,
    Everything,
    Exact,
    Expanded,
    Fuzzy,
    Not,
    OfKind,
    Or,
    Part,
    Phrase,
    Prefix,
    Referenced,
    Wildcard,
    Within,
    Word,
    parse,
)
from index.query.tree import Named
from index.record import EntityKind

TEXT = (
    "L’OTAN à Mossoul\n\nLe ministre iraquien des Affaires étrangères, M. Ibrahim Al-Jaafari, "
    "a remercié l'Alliance. Des avions AWACS de l'OTAN, des E-3A, ont volé le 11 septembre. "
    "Les opérations continuent."
)


def marked(tree, text=TEXT, part=None):
    return [text[start:end] for start, end in marks(text, tree, part)]


def words(text):
    return tuple(map(Word, text.split()))


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("otan", ["OTAN", "OTAN"]),
        ("O.T.A.N.", ["OTAN", "OTAN"]),
        ("ministres", ["ministre"]),
        ("etrangeres", ["étrangères"]),
        ("opération", ["opérations"]),
        ("Al-Jaafari", ["Al-Jaafari"]),
        ("jaafari", ["Jaafari"]),
        ("avions AWACS de l'OTAN", ["OTAN", "avions", "AWACS", "OTAN"]),
        ('"AWACS de l\'OTAN"', ["AWACS de l'OTAN"]),
        ('"AWACS OTAN"', []),
        ('"AWACS OTAN"~1', []),
        ('"AWACS OTAN"~2', ["AWACS de l'OTAN"]),
        ('"ministre iraquiens"', []),
        ("opérat*", ["opérations"]),
        ("m*l", ["Mossoul"]),
        ("e3a", ["E-3A"]),
        ("11 septembre", ["11", "septembre"]),
        ("mossoul -otan", ["Mossoul"]),
        ("otan OU volé", ["OTAN", "OTAN", "volé"]),
        ("le la", ["Le", "le"]),
        ("*", []),
        ("😀", []),
        ('"OTAN à" à otan', ["OTAN à", "OTAN"]),
    ],
)
def test_marks_are_what_matched(query, expected):
    assert marked(parse(query).tree) == expected


@pytest.mark.parametrize(
    ("tree", "text", "expected"),
    [
        (Exact(words("État")), "l'État, un état, ETAT, l’E\u0301tat", ["État", "E\u0301tat"]),
        (Exact(words("Al Jaafari")), "Al-Jaafari, al-Jaafari, AL-JAAFARI", ["Al-Jaafari"]),
        (Exact(words("chef État"), slop=2), "chef de l'État, chef d'état", ["chef de l'État"]),
        (Fuzzy("mossul"), "Mossoul, Mosul, Mousoul, mossules", ["Mossoul", "Mosul"]),
        (Fuzzy("mossul", 2), "Mossoul, Mosul, mossules, Oslo", ["Mossoul", "Mosul", "mossules"]),
        (Fuzzy("kofr"), "la KFOR, un coffre", ["KFOR"]),  # neighbours exchanged
        (Prefix("Étrang"), "étrangères, Etranger, étrange", ["étrangères", "Etranger", "étrange"]),
        (Wildcard("m?t"), "mat, mit, met, mot, moût, mt", ["mat", "mit", "met", "mot"]),
        (Wildcard("*ation"), "la formation, des formations, l'AVIATION", ["formation", "AVIATION"]),
        (Phrase(words("aujourd'hui même")), "Aujourd’hui même", ["Aujourd’hui même"]),
        (Phrase(words("forces sécurité"), slop=1), "forces de sécurité", ["forces de sécurité"]),
        (Phrase(words("forces sécurité")), "forces de sécurité", []),
        (Phrase(words("sécurité forces"), slop=9), "forces de sécurité", []),
        (Phrase(words("forces")), "la force des forces, FORCES", ["forces", "FORCES"]),
        (Word("coeur"), "Le cœur, un CŒUR, des cœurs", ["cœur", "CŒUR", "cœurs"]),
        (Word("œuvre"), "Œuvres et main-d'oeuvre", ["Œuvres", "oeuvre"]),
        (Word("l'OTAN"[2:]), "l'OTAN, d’OTAN, lOTAN", ["OTAN", "OTAN"]),
        (Word("opération"), "Opérations, OPÉRATION, ouvrir", ["Opérations", "OPÉRATION"]),
        (Not(Word("otan")), "l'OTAN", []),
        (And((Word("mali"), Not(Or((Word("otan"), Exact(words("ONU"))))))), "ONU, Mali", ["Mali"]),
        (And((Word("de", optional=True), Word("mali"))), "de Mali", ["Mali"]),
        (And((Everything(), OfKind("discours"), Dated(None, None))), "discours", []),
        (Referenced(words("2003 903")), "2003 903", []),
        (Named(EntityKind.PLACE, "Iraq"), "l'Iraq", []),  # it stands in mentions
        (None, "l'Iraq", []),
    ],
)
def test_every_kind_of_leaf_marks_what_it_means(tree, text, expected):
    assert marked(tree, text) == expected


NAMES = Expanded(
    And((Word("État"), Word("islamique"))),
    (Word("EIIL"), Phrase(words("Daech en Irak"))),
    "État islamique",
    ("EIIL", "Daech en Irak"),
)


def test_other_names_are_marked_beside_the_one_typed_and_longer_ones_as_a_whole():
    text = "L'État islamique, l'EIIL, DAECH en Irak; Daech, ailleurs en Irak."
    assert marked(NAMES, text) == ["État", "islamique", "EIIL", "DAECH en Irak"]
    assert marked(Expanded(Word("Irak"), (Word("Iraq"),), "Irak", ("Iraq",)), "IRAQ, Irak") == [
        "IRAQ",
        "Irak",
    ]


def test_nothing_of_an_excluded_name_is_marked():
    assert marked(And((Word("mali"), Not(NAMES))), "EIIL au Mali") == ["Mali"]


@pytest.mark.parametrize(
    ("part", "expected"),
    [(Part.TITLE, ["avions", "OTAN"]), (Part.TEXT, ["Mali", "OTAN"]), (None, ["OTAN"])],
)
def test_what_is_asked_of_one_part_is_marked_there_alone(part, expected):
    inner = Within(Part.TEXT, Within(Part.TITLE, Phrase(words("avions"))))
    tree = And((Word("otan"), Within(Part.TEXT, Prefix("mal")), inner))
    assert marked(tree, "Mali: avions, OTAN", part) == expected


def test_accents_written_apart_are_within_the_mark():
    text = unicodedata.normalize("NFD", "L'électricité à l'état pur")
    assert marked(parse("électricités état").tree, text) == [
        unicodedata.normalize("NFD", word) for word in ("électricité", "état")
    ]


@pytest.mark.parametrize("space", [" ", "\u00a0", "\u202f", "\u2009"])
def test_a_number_in_groups_is_one_mark(space):
    text = f"Quelque 4{space}000 soldats"
    assert marked(parse("4000").tree, text) == [f"4{space}000"]


def test_marks_side_by_side_stay_apart():
    assert marked(parse("n° 5").tree, "Le N°5.") == ["N°", "5"]


@pytest.mark.parametrize(
    ("surface", "form"),
    [
        ("opération", Form.EXACT),
        ("Operation", Form.FOLDED),
        ("opérations", Form.STEMMED),
        ("mission", Form.OTHER),
    ],
)
def test_a_mark_tells_how_near_the_form_is_to_what_was_typed(surface, form):
    tree = Expanded(Word("opération"), (Word("mission"),), "opération", ("mission",))
    (mark,) = Marker(tree).found(surface)
    assert mark == (0, len(surface), 0, form)


def test_a_fuzzy_word_as_typed_is_nearer_than_one_edited():
    forms = [mark.form for mark in Marker(Fuzzy("otan")).found("OTAN OTANS")]
    assert forms == [Form.FOLDED, Form.STEMMED]


def test_forms_of_one_word_bear_its_number_and_other_names_those_of_all_they_stand_for():
    found = Marker(And((Word("mali"), NAMES))).found("maliens Mali EIIL islamique")
    assert [(mark.word, mark.start) for mark in found] == [(0, 8), (1, 13), (2, 13), (2, 18)]
