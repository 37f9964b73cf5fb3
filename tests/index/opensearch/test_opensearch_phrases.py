"""Phrases: each way to leave words out is looked for, or intervals where these are too many."""

from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from index.engines.opensearch.layout import PLACE, SEPARATOR
from index.engines.opensearch.patterns import literal, pattern_of
from index.engines.opensearch.phrases import MAX_WAYS, run


def ways(clause: dict[str, object]) -> list[str]:
    clauses = clause["bool"]["should"] if "bool" in clause else [clause]  # type: ignore[index]
    return [one["match_phrase"]["body"]["query"] for one in clauses]  # type: ignore[index]


@given(st.integers(3, 5), st.integers(0, 6))
def test_every_way_within_the_slop_is_looked_for_once(count: int, slop: int) -> None:
    terms = list("abcde"[:count])
    clause = run("body", terms, slop)
    if (slop + 1) ** (count - 1) > MAX_WAYS:
        assert "intervals" in str(clause)
        return
    found = ways(clause)
    assert len(found) == len(set(found)) == (slop + 1) ** (count - 1)
    for one in found:
        places = one.split(SEPARATOR)
        at = [place for place, term in enumerate(places) if term != PLACE]
        assert [places[place] for place in at] == terms
        assert all(0 < there - here <= slop + 1 for here, there in itertools.pairwise(at))


def test_two_words_with_others_between_are_one_interval() -> None:
    clause = run("body", ["a", "b"], 999)
    rule = clause["intervals"]["body"]["all_of"]
    assert (rule["mode"], rule["max_gaps"]) == ("ordered", 999)
    assert [one["match"]["query"] for one in rule["intervals"]] == ["a", "b"]


def test_signs_of_a_pattern_are_its_own_and_those_of_a_term_are_not() -> None:
    assert pattern_of("f-1*.?") == r"f\-1.*\.."
    assert literal("a|b") == r"a\|b"
