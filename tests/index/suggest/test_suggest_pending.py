"""What is being typed at the end of a query."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.query import Part, Phrase, parse
from index.record import EntityKind
from index.suggest import being_typed, quoted

SIGNS = ["OU ", "ET", "SAUF ", '"', "«", "(", ")", "-", "=", "*", "~", "lieu:", "titre:", " ", "l'"]
queries = st.one_of(
    st.text(max_size=30),
    st.lists(st.sampled_from([*SIGNS, "mot", "été", "F-16", "2016"]), max_size=8).map("".join),
)


@pytest.mark.parametrize(
    ("typed", "begun", "word"),
    [
        ("jens stolt", ["jens stolt", "stolt"], "stolt"),
        ("OTAN ET jens stolt", ["jens stolt", "stolt"], "stolt"),
        ("(Iraq OU Syr", ["Syr"], "Syr"),
        ("Kosovo -KF", ["KF"], "KF"),
        ("l'OT", ["l'OT", "OT"], "OT"),
        ("Al-Jaa", ["Al-Jaa"], "Jaa"),
        ("note : tex", ["tex"], "tex"),
        ("jens ", ["jens "], None),
        ("=Opér", ["Opér"], "Opér"),
        ('"forces de s', ["forces de s"], "s"),
        ('"forces" de s', ["de s", "s"], "s"),
    ],
)
def test_names_and_the_last_word_begin_where_a_reader_began_them(
    typed: str, begun: list[str], word: str | None
) -> None:
    typing = being_typed(typed)
    assert typing is not None
    assert [typed[start:] for start in typing.starts] == begun
    assert (None if typing.word is None else typed[typing.word :]) == word


@pytest.mark.parametrize(
    ("typed", "kind", "value"),
    [
        ("lieu:ira", EntityKind.PLACE, "ira"),
        ("lieu: ira", EntityKind.PLACE, "ira"),
        ("OTAN -place:ira", EntityKind.PLACE, "ira"),
        ('personne:"jens sto', EntityKind.PERSON, "jens sto"),
        ("org:co", EntityKind.ORGANISATION, "co"),
    ],
)
def test_in_the_field_of_a_kind_only_such_names_are_meant(
    typed: str, kind: EntityKind, value: str
) -> None:
    typing = being_typed(typed)
    assert typing is not None
    assert typing.kind is kind
    assert [typed[start:] for start in typing.starts] == [value]


@pytest.mark.parametrize(("typed", "part"), [("titre:dép", Part.TITLE), ("texte:dép", Part.TEXT)])
def test_in_the_field_of_a_part_only_its_words_are_meant(typed: str, part: Part) -> None:
    typing = being_typed(typed)
    assert typing is not None
    assert typing.part is part


@pytest.mark.parametrize(
    "typed",
    ["", "   ", "OTAN ET", "opérat*", "mossoul~", "m?t", "(", "type:disc", "date:2016", "a" * 5000],
)
def test_nothing_is_being_typed_after_a_sign_or_where_nothing_can_be_completed(typed: str) -> None:
    assert being_typed(typed) is None


@given(queries)
def test_whatever_is_typed_is_cut_inside_of_it(typed: str) -> None:
    typing = being_typed(typed)
    if typing is not None:
        assert typing.text == typed
        assert list(typing.starts) == sorted(set(typing.starts))
        assert all(0 <= start < len(typed) for start in typing.starts)
        assert typing.word is None or typing.starts[0] <= typing.word < len(typed)


@given(st.text(st.sampled_from('aé "«»“”’-'), max_size=20))
def test_a_quoted_name_is_one_phrase(text: str) -> None:
    parsed = parse(quoted(f"Sommet {text}"))
    assert isinstance(parsed.tree, Phrase)
    assert not parsed.problems
