"""What is added for words that stand together keeps to the clauses that a query may have."""

from __future__ import annotations

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from index.answering.ranking import DEFAULT
from index.engines.opensearch.frequencies import Frequencies
from index.engines.opensearch.nearness import PHRASES, nearness
from index.query import And, Word

words = st.sampled_from(["sommet", "otan", "b", "fils", "de", "la", "os", "généraux", "as", "plus"])


@settings(max_examples=60, deadline=None)
@given(st.lists(words, max_size=64))
def test_phrases_are_bounded_however_many_words_are_typed(typed: list[str]) -> None:
    tree = And(tuple(Word(word) for word in typed))
    found = json.dumps(nearness(tree, Frequencies(100), DEFAULT))
    assert found.count("match_phrase") <= PHRASES


def test_words_together_add_most_and_in_the_other_order_least() -> None:
    (pair,) = nearness(And((Word("sommet"), Word("otan"))), Frequencies(100), DEFAULT)
    boosts = [
        one["constant_score"]["boost"]
        for one in pair["dis_max"]["queries"]
        if "title" in json.dumps(one)
    ]
    assert boosts[0] == max(boosts)
    assert boosts[1:4] == sorted(boosts[1:4], reverse=True)


def test_function_words_alone_carry_no_subject() -> None:
    assert nearness(And((Word("de"), Word("la"))), Frequencies(100), DEFAULT) == []
