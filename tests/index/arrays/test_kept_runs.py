"""Runs of terms that were looked for before, against the same looked for the first time."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from whoosh import index

from index.engines.whoosh.arrays import RUNS, Snapshot
from index.engines.whoosh.arrays.kept_runs import MOST_DOCUMENTS, MOST_RUNS, KeptRuns
from index.engines.whoosh.arrays.matching import Evaluation
from index.engines.whoosh.arrays.phrase import known_runs, runs
from tests.index.arrays.conftest import committed, documents, make_schema

COUNT = 300


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    made = tmp_path_factory.mktemp("runs")
    index.create_in(str(made), make_schema())
    committed(made, documents(COUNT))
    return made


def opened(folder):
    snapshot = Snapshot(index.open_dir(str(folder)).searcher())
    return Evaluation(snapshot, RUNS).on(snapshot.leaves[0])


def numbers_of(field, *words):
    return [field.terms.find(word.encode()) for word in words]


def found(on, words, scope, look=known_runs):
    field = on.field("body")
    return [one.tolist() for one in look(on, field, numbers_of(field, *words), scope)]


scopes = st.one_of(
    st.none(),
    st.tuples(st.integers(0, COUNT), st.integers(0, COUNT)).map(lambda ends: range(*sorted(ends))),
    st.sets(st.integers(0, COUNT - 1)).map(lambda docs: np.array(sorted(docs), np.intp)),
)
words = st.lists(st.sampled_from(("le", "otan", "paix")), min_size=2, max_size=3)


@given(words, scopes)
def test_a_run_asked_for_again_stands_where_it_did_in_any_scope(folder, run, scope) -> None:
    on = opened(folder)
    for asked in (scope, None, scope, None):
        assert found(on, run, asked) == found(on, run, asked, runs)


def test_what_was_found_in_some_documents_is_not_taken_for_all(folder) -> None:
    on = opened(folder)
    assert found(on, ("le", "otan"), range(0)) == [[], []]
    assert found(on, ("le", "otan"), np.array([], np.intp)) == [[], []]
    in_all = found(on, ("le", "otan"), None, runs)
    assert found(on, ("le", "otan"), None) == in_all != [[], []]


def test_a_run_is_not_looked_for_twice(folder, monkeypatch) -> None:
    on = opened(folder)
    before = found(on, ("le", "otan"), None)
    monkeypatch.setattr("index.engines.whoosh.arrays.phrase.documents_with_all", None)
    assert found(on, ("le", "otan"), None) == before


def standing(count: int):
    return np.arange(count), np.ones(count, np.intp)


def test_the_runs_asked_for_last_are_kept_and_no_more() -> None:
    kept = KeptRuns()
    for number in range(MOST_RUNS):
        kept.keep((number, 1), standing(1))
    assert kept.get((0, 1)) is not None
    kept.keep((MOST_RUNS, 1), standing(1))
    assert kept.get((0, 1)) is not None
    assert kept.get((1, 1)) is None
    assert kept.get((2, 1)) is not None


def test_a_run_of_many_documents_is_not_kept() -> None:
    kept = KeptRuns()
    kept.keep((1, 2, 1), standing(MOST_DOCUMENTS))
    kept.keep((3, 4, 1), standing(MOST_DOCUMENTS + 1))
    assert kept.get((1, 2, 1)) is not None
    assert kept.get((3, 4, 1)) is None


def test_what_is_kept_cannot_be_changed(folder) -> None:
    on = opened(folder)
    field = on.field("body")
    for one in known_runs(on, field, numbers_of(field, "le", "otan"), None):
        with pytest.raises(ValueError, match="read-only"):
            one[0] = 1
