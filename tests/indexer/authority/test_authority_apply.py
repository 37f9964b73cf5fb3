import datetime as dt

import pytest

from index.record import Entity, EntityKind, Mention
from indexer.authority import Add, Authority, Hide, Merge, Rename, Split
from indexer.authority.apply import Rules, entities
from indexer.authority.difference import difference

A, B, C = "place:a", "place:b", "operation:c"
KNOWN = {
    A: Entity(A, EntityKind.PLACE, "Aa", ("Aaa",)),
    B: Entity(B, EntityKind.PLACE, "Bb", ("Bbb",), "BB", "Be"),
    C: Entity(C, EntityKind.OPERATION, "Cc"),
}


def mention(entity, surface, start=0):
    kind = EntityKind(entity.partition(":")[0])
    label = KNOWN[entity].label if entity in KNOWN else "seen"
    return Mention(entity, kind, label, surface, start, start + len(surface))


def decided(*decisions, entity=A, surface="Aa", text="Aa", date=None):
    found = mention(entity, surface, text.rindex(surface))
    return Rules(Authority(decisions), KNOWN).applied(text, [found], date)


def ids(*args, **options):
    return [one.entity for one in decided(*args, **options)]


def test_without_a_decision_a_mention_stays_as_it_is() -> None:
    assert decided(Hide(B)) == (mention(A, "Aa"),)


def test_a_merged_mention_is_the_other_entity_in_the_same_place() -> None:
    (one,) = decided(Merge(B, (A,)), Merge(C, (B,)))
    assert (one.entity, one.kind, one.label) == (C, EntityKind.OPERATION, "Cc")
    assert (one.surface, one.start, one.end) == ("Aa", 0, 2)


def test_a_name_is_the_one_last_given() -> None:
    (one,) = decided(Rename(A, "Un"), Rename(A, "Deux"), Rename(A, english="Two"))
    assert one.label == "Deux"
    (one,) = decided(Merge(B, (A,)), Rename(B, "Neuf"))
    assert one.label == "Neuf"


@pytest.mark.parametrize(
    "decisions",
    [(Hide(A),), (Merge(B, (A,)), Hide(A)), (Merge(B, (A,)), Hide(B))],
)
def test_who_is_hidden_is_so_under_any_id_on_the_way(decisions) -> None:
    assert decided(*decisions) == ()


@pytest.mark.parametrize(
    ("form", "text", "surface", "to"),
    [
        ("Aa", "le Aa", "Aa", B),
        ("àa", "le Aa", "Aa", B),
        ("le Aa", "Voici\nle Aa", "Aa", B),
        ("le Aa", "Voici le\N{NO-BREAK SPACE}Aa", "Aa", B),
        ("e Aa", "le Aa", "Aa", A),
        ("un Aa", "le Aa", "Aa", A),
        ("Aa", "Grand Aa", "Grand Aa", A),
        ("M. Bush", "dit M. Bush", "Bush", B),
        ("M. Bush", "dit MM. Bush", "Bush", A),
    ],
)
def test_a_split_holds_for_its_form_with_the_words_before_it(form, text, surface, to) -> None:
    assert ids(Split(A, form, B), text=text, surface=surface) == [to]


@pytest.mark.parametrize(
    ("date", "to"),
    [("1988-12-31", A), ("1989-01-20", B), ("1993-01-20", B), ("1993-01-21", A), (None, A)],
)
def test_a_split_holds_on_both_its_days_and_between_and_not_for_the_undated(date, to) -> None:
    split = Split(A, "Aa", B, dt.date(1989, 1, 20), dt.date(1993, 1, 20))
    assert ids(split, date=dt.date.fromisoformat(date) if date else None) == [to]


def test_of_several_splits_the_first_that_fits_counts_and_is_merged_on() -> None:
    old = Split(A, "Aa", B, until=dt.date(2000, 1, 1))
    both = (old, Split(A, "Aa", "place:z"), Merge(C, (B,)))
    assert ids(*both, date=dt.date(1999, 1, 1)) == [C]
    assert ids(*both, date=dt.date(2001, 1, 1)) == ["place:z"]


def test_an_entity_that_others_were_merged_into_has_their_names() -> None:
    table = {one.id: one for one in entities(KNOWN, Authority((Merge(B, (A,)), Merge(C, (B,)))))}
    assert set(table) == {C}
    assert set(table[C].names) == {"Cc", "Aa", "Aaa", "Bb", "Be", "Bbb"}


def test_a_renamed_entity_keeps_its_old_names_and_its_country() -> None:
    table = {one.id: one for one in entities(KNOWN, Authority((Rename(B, "Neuf"), Hide(A))))}
    assert table[B] == Entity(B, EntityKind.PLACE, "Neuf", ("Bb", "Bbb"), "BB", "Be")
    assert A not in table


def test_an_entity_of_no_list_can_be_decided_about() -> None:
    made = Authority((Rename("person:x", "Ex"), Merge(A, ("person:y",))))
    table = {one.id: one for one in entities(KNOWN, made)}
    assert table["person:x"].label == "Ex"
    assert "y" in table[A].aliases


def test_only_what_changes_in_effect_is_different() -> None:
    before = Authority((Merge(B, (A,)), Rename(B, "X")))
    same = Authority((Rename(B, "Y"), Rename(B, "X"), Merge(B, (A,))))
    assert not difference(before, same)
    assert difference(before, Authority((Merge(B, (A,)),))).entities == {B}
    assert difference(before, Authority((*before.decisions, Merge(C, (B,))))).entities == {A, B}
    more = difference(before, Authority((*before.decisions, Add(A, aliases=("Neuf",)))))
    assert (more.entities, more.forms) == ({A}, {"Neuf"})
