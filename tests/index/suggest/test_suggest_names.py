"""Names by the beginning of their words, and by names spelled nearly so."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from index.french import fold_key
from index.record import Entity, EntityKind
from index.suggest import Names, has_word, name_key
from indexer.entities import gazetteer

PERSON, PLACE, ORGANISATION = EntityKind.PERSON, EntityKind.PLACE, EntityKind.ORGANISATION
KNOWN = [
    (Entity("person:jens-stoltenberg", PERSON, "Jens Stoltenberg"), 40),
    (Entity("person:thorvald-stoltenberg", PERSON, "Thorvald Stoltenberg"), 2),
    (Entity("place:kyiv", PLACE, "Kyïv", ("Kiev", "Kyiv")), 30),
    (Entity("place:kirkouk", PLACE, "Kirkouk"), 3),
    (Entity("place:cote-d-ivoire", PLACE, "Côte d’Ivoire", ("Ivory Coast",)), 5),
    (Entity("organisation:ki", ORGANISATION, "KI"), 1),
    (Entity("organisation:otan", ORGANISATION, "OTAN", ("Alliance de l'Atlantique Nord",)), 900),
]
NAMES = Names(KNOWN)
some_names = st.lists(st.text(st.sampled_from("abé -'’\nœ北."), max_size=12), max_size=8)


def ids(typed: str, kind: EntityKind | None = None) -> list[str]:
    return [one.entity.id.partition(":")[2] for one in NAMES.beginning(typed, 8, kind)]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("stolt", ["jens-stoltenberg", "thorvald-stoltenberg"]),
        ("KIE", ["kyiv"]),
        ("kyï", ["kyiv"]),
        ("ki", ["ki", "kyiv", "kirkouk"]),
        ("ivo", ["cote-d-ivoire"]),
        ("cote d'iv", ["cote-d-ivoire"]),
        ("jens ", ["jens-stoltenberg"]),
        ("jen ", []),
        ("berg", []),
        ("", []),
        (" ", []),
        ("\n", []),
        ("k" * 500, []),
    ],
)
def test_a_name_is_found_from_the_beginning_of_any_of_its_words(
    typed: str, found: list[str]
) -> None:
    assert ids(typed) == found


def test_only_entities_of_the_kind_asked_for_are_found() -> None:
    assert ids("ki", PLACE) == ["kyiv", "kirkouk"]
    assert ids("ki", PERSON) == []


def test_the_name_that_was_recognised_is_told() -> None:
    assert [one.name for one in NAMES.beginning("kie", 8)] == ["Kiev"]


def test_whole_words_of_names_are_known() -> None:
    assert NAMES.has("stoltenberg")
    assert NAMES.has("Ivoire")
    assert not NAMES.has("stolten")
    assert not NAMES.has("")


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("Stoltenbrg", "Jens Stoltenberg"),
        ("jens stoltenbreg", "Jens Stoltenberg"),
        ("Keiv", "Kyïv"),
    ],
)
def test_a_name_spelled_nearly_so_is_near(typed: str, found: str) -> None:
    assert NAMES.near(typed, 2)[0][0].entity.label == found


def test_the_same_spelling_is_not_near() -> None:
    assert not NAMES.near("KIEV", 1, PERSON)
    assert all(edits > 0 for _, edits in NAMES.near("kiev", 2))


@given(some_names, st.text(st.sampled_from("abe -'œ"), min_size=1, max_size=3))
def test_beginnings_are_those_that_a_look_at_every_name_finds(forms: list[str], typed: str) -> None:
    known = [(Entity(f"place:{at}", PLACE, form), at) for at, form in enumerate(forms)]
    key = name_key(typed)
    whole = key + " " if typed[-1:].isspace() else key
    expected = {
        entity.id
        for entity, _ in known
        if key[:1].isalnum() and has_word(name_key(entity.label) + "\n", whole)
    }
    assert {one.entity.id for one in Names(known).beginning(typed, 20)} == expected


@given(some_names, st.text(st.sampled_from("abé"), min_size=1, max_size=5), st.integers(1, 2))
def test_near_names_are_those_that_a_look_at_every_name_finds(
    forms: list[str], typed: str, distance: int
) -> None:
    known = [(Entity(f"place:{at}", PLACE, form), at) for at, form in enumerate(forms)]
    key = name_key(typed)

    def is_near(label: str) -> bool:
        name = name_key(label)
        starts = [
            at for at in range(len(name)) if name[at].isalnum() and not name[at - 1 : at].isalnum()
        ]
        return any(0 < OSA.distance(key, name[at:]) <= distance for at in starts)

    expected = {entity.id for entity, _ in known if is_near(entity.label)}
    assert {one.entity.id for one, _ in Names(known).near(typed, distance)} == expected


def test_keys_are_those_of_the_house() -> None:
    names = [n for e in gazetteer().entities.values() for n in (e.label, *e.aliases)]
    assert [name_key(name) for name in names] == [fold_key(name) for name in names]


@given(st.text())
def test_a_key_is_ascii_on_one_line_and_its_own_key(text: str) -> None:
    key = name_key(text)
    assert key.isascii()
    assert "\n" not in key
    assert name_key(key) == key
