"""Phrases with other words between: what they cost of the clauses that Lucene takes in a query."""

from __future__ import annotations

import json
from itertools import pairwise
from unittest.mock import Mock

from hypothesis import given
from hypothesis import strategies as st

from index.answering.lexicon import Lexicon
from index.engines.opensearch.compile import compile_query
from index.engines.opensearch.frequencies import Frequencies
from index.engines.opensearch.patterns import literal, pattern_of
from index.engines.opensearch.phrases import run
from index.engines.opensearch.room import ROOM, clauses
from index.query import parse
from index.query.lexer import MAX_SLOP
from index.query.parser import MAX_WORDS

terms = st.lists(st.sampled_from("abc"), min_size=2, max_size=MAX_WORDS)


@given(terms, st.integers(1, MAX_SLOP))
def test_a_phrase_costs_two_clauses_a_word_whatever_the_slop(words: list[str], slop: int) -> None:
    repeated = sum(one == other for one, other in pairwise(words))
    assert clauses(run("body", words, slop)) <= 2 * len(words) + repeated


def test_phrases_of_as_many_words_as_are_taken_fit_into_a_query() -> None:
    words = [f"mot{number}" for number in range(MAX_WORDS)]
    halves = [words[: MAX_WORDS // 2], words[MAX_WORDS // 2 :]]
    for typed in (
        f'"{" ".join(words)}"~{MAX_SLOP}',
        f'="{" ".join(words)}"~{MAX_SLOP}',
        f'"{" ".join(words[:1] * MAX_WORDS)}"~{MAX_SLOP}',
        " ".join(f'"{" ".join(half)}"~7' for half in halves),
    ):
        tree = parse(typed).tree
        assert tree is not None
        clause = compile_query(tree, Lexicon(Mock()), Frequencies(100)).query
        assert "span_near" in json.dumps(clause)
        assert clauses(clause) <= ROOM


def test_words_side_by_side_are_a_phrase() -> None:
    assert "match_phrase" in run("body", ["a", "b", "a"], 0)


def test_signs_of_a_pattern_are_its_own_and_those_of_a_term_are_not() -> None:
    assert pattern_of("f-1*.?") == r"f\-1.*\.."
    assert literal("a|b") == r"a\|b"
