"""Other spellings of a query, and the words of the archive that they are taken from."""

from __future__ import annotations

from collections import Counter
from functools import cache
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from index.answering import spelling
from index.answering.spelling import corrected
from index.answering.surface import surface
from index.french import folded_terms
from index.query import Expanded, Word, parse
from index.schema import PARTS, stem_field
from tests.index.suggest.conftest import GONE, documents, queries

if TYPE_CHECKING:
    from index.answering.holdings import Near
    from index.engines.whoosh.holdings import WhooshHoldings


def held(holdings: WhooshHoldings, term: str) -> int:
    return holdings.held([[(part, term) for part in PARTS]])[0]


def spelled(query: str, holdings: WhooshHoldings) -> list[str]:
    return corrected(query, parse(query).tree, holdings)


def test_there_are_several_segments_and_a_deleted_release(
    holdings: WhooshHoldings, whole: WhooshHoldings
) -> None:
    assert len(holdings.commit.arrays.leaves) == 3
    assert len(whole.commit.arrays.leaves) == 1
    for one in (holdings, whole):
        assert any(leaf.alive is not None for leaf in one.commit.arrays.leaves)
        assert one.commit.found(GONE.id) is None


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Mossuol", "Mossoul"),
        ("opertaion", "opération"),
        ("otna", "OTAN"),
        ("sécuritté", "sécurité"),
        ("Moss oul", "Mossoul"),
        ("articlecinq Mossuol", "articlecinq Mossoul"),
        ("défensecollective", "défense collective"),
        ("(minitsre OU Kaboul) -Iraq", "(ministre OU Kaboul) -Iraq"),
        ("l'Afganistan", "l'Afghanistan"),
        ("lieu:Afganistan", "lieu:Afghanistan"),
        ('OTAN lieu:"Afganistan"', 'OTAN lieu:"Afghanistan"'),
    ],
)
def test_a_slip_is_mended_and_the_rest_of_the_query_stays(
    holdings: WhooshHoldings, typed: str, meant: str
) -> None:
    assert spelled(typed, holdings)[0] == meant


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "Mossoul",
        "electricites",
        '"Mossuol"',
        "=Mossuol",
        "Mossuo*",
        "Mossuol~",
        "OTAN SAUF Mossuol",
        "2061",
        "F-61",
        "frc",
        "xyzzyqk",
        "Kiev",
        "Sharif",
    ],
)
def test_what_is_known_or_asked_for_as_it_stands_is_left_alone(
    holdings: WhooshHoldings, typed: str
) -> None:
    assert spelled(typed, holdings) == []


def test_a_word_that_only_a_deleted_release_holds_is_not_offered(holdings: WhooshHoldings) -> None:
    assert held(holdings, "zanzibarite") == 0
    assert spelled("zanzibarrite", holdings) == []


@given(data=st.data())
def test_every_word_offered_is_in_the_archive(
    holdings: WhooshHoldings, data: st.DataObject
) -> None:
    title = data.draw(st.sampled_from([one.release.title for one in documents()]))
    words = data.draw(st.lists(st.sampled_from(title.split()), min_size=1, max_size=3))
    at = data.draw(st.integers(0, len(words) - 1))
    cut = data.draw(st.integers(0, len(words[at]) - 1))
    letter = data.draw(st.sampled_from(["", "a", "e", " ", "z"]))
    words[at] = words[at][:cut] + letter + words[at][cut + 1 :]
    typed = " ".join(words)
    before = set(folded_terms(typed))
    for query in spelled(typed, holdings):
        assert parse(query).tree != parse(typed).tree
        assert all(held(holdings, term) for term in set(folded_terms(query)) - before)


@given(queries)
def test_whatever_is_typed_has_other_spellings_or_none(
    holdings: WhooshHoldings, typed: str
) -> None:
    assert len(spelled(typed, holdings)) <= 3


def test_what_the_thesaurus_knows_is_left_alone(holdings: WhooshHoldings) -> None:
    tree = Expanded(Word("Mossuol"), (Word("Mosul"),), "Mossuol", ("Mosul",))
    assert corrected("Mossuol", tree, holdings) == []


def test_a_long_query_is_looked_up_in_part(
    holdings: WhooshHoldings, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked_up: list[str] = []
    near = holdings.near

    def counted(term: str, distance: int) -> dict[str, Near]:
        looked_up.append(term)
        return near(term, distance)

    monkeypatch.setattr(holdings, "near", counted)
    spelled(" ".join(f"qxwk{letter}" for letter in "abcdefghijklmnop" * 3), holdings)
    assert 0 < len(looked_up) <= spelling.MAX_FAULTS


@pytest.mark.parametrize(
    ("term", "written"),
    [("mossoul", "Mossoul"), ("otan", "OTAN"), ("securite", "sécurité"), ("awacs", "AWACS")],
)
def test_a_word_is_shown_as_the_archive_writes_it(
    holdings: WhooshHoldings, term: str, written: str
) -> None:
    assert surface(holdings, term) == written


@cache
def vocabulary() -> dict[str, int]:
    """Return the folded terms of the archive and how many releases hold each."""
    held: Counter[str] = Counter()
    for one in documents():
        held.update(set(folded_terms(one.release.text)))
    return held


@given(st.text("aeiounrst", min_size=1, max_size=9), st.integers(1, 2))
def test_near_terms_are_those_that_a_look_at_every_term_finds(
    holdings: WhooshHoldings, typed: str, distance: int
) -> None:
    expected = {
        term: OSA.distance(typed, term)
        for term in vocabulary()
        if 0 < OSA.distance(typed, term) <= distance
    }
    found = holdings.near(typed, distance)
    assert {term: one.edits for term, one in found.items()} == expected
    assert all(one.postings >= vocabulary()[term] for term, one in found.items())


@pytest.mark.parametrize("prefix", ["s", "se", "con", "otan", "zanzi", ""])
def test_terms_that_begin_so_are_the_most_held_first(holdings: WhooshHoldings, prefix: str) -> None:
    without = {"se", "sur"}
    expected = [
        (term, count)
        for term, count in vocabulary().items()
        if term.startswith(prefix) and term not in {*without, prefix}
    ]
    expected.sort(key=lambda one: (-one[1], one[0]))
    found = list(holdings.beginning(prefix, PARTS, 5, without))
    assert [count for _, count in found] == [count for _, count in expected[:5]]
    assert set(found) <= set(expected)


@pytest.mark.parametrize("typed", ["Mossuol", "Moss oul", "minitsre de la defnse", "Afganistan"])
def test_spellings_do_not_depend_on_segments(
    holdings: WhooshHoldings, whole: WhooshHoldings, typed: str
) -> None:
    assert spelled(typed, holdings) == spelled(typed, whole)


def test_a_word_is_counted_once_a_release_whatever_its_fields(holdings: WhooshHoldings) -> None:
    forms = [(part, "otan") for part in PARTS] + [(stem_field(part), "otan") for part in PARTS]
    holding = {one.release.id for one in documents() if "otan" in folded_terms(one.release.text)}
    assert holdings.held([forms])[0] == held(holdings, "otan") == len(holding)
