from fnmatch import fnmatchcase

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.query import wildcard_regex


@given(st.text("ab*?", max_size=10), st.text("ab", max_size=10))
@settings(max_examples=200, deadline=None)
def test_it_matches_as_a_shell_does(pattern, term):
    assert bool(wildcard_regex(pattern).fullmatch(term)) == fnmatchcase(term, pattern)


@pytest.mark.parametrize("pattern", ["a*" * 30 + "b", "*a?" * 20 + "b"])
def test_it_never_backtracks(pattern):
    assert not wildcard_regex(pattern).fullmatch("a" * 3_000)


def test_other_signs_are_letters():
    assert wildcard_regex("r&d*").fullmatch("r&dx")
    assert not wildcard_regex("a.c").fullmatch("abc")
