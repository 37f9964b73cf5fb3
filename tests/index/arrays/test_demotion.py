"""Scores that are lowered, against the same scores without."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from whoosh import query

from index.engines.whoosh.arrays import Ask, Demotion, Order
from tests.index.arrays.conftest import WORDS, documents
from tests.index.arrays.test_nearness import make, nearness

DOCS = documents(80, seed=4)
TERMS = st.sampled_from(WORDS).map(lambda word: query.Term("body", word))


@pytest.fixture(scope="module")
def many(tmp_path_factory):
    return make(tmp_path_factory.mktemp("many"), DOCS[30:], DOCS[:11], DOCS[11:30])


@given(
    asked=TERMS | st.just(query.Every()),
    those=TERMS,
    factor=st.floats(0.1, 1.0),
    near=st.none() | nearness(),
)
def test_what_matches_has_its_score_times_the_factor_and_all_else_its_own(
    many, asked, those, factor, near
) -> None:
    def page(demotion, **others):
        ask = Ask(query=asked, nearness=near, demotion=demotion, limit=len(DOCS), **others)
        return many.ask(ask).page

    before = dict(page(None))
    lowered = {number for number, _ in many.ask(Ask(query=those, limit=len(DOCS))).page}
    after = page(Demotion(those, factor))
    assert dict(after) == pytest.approx(
        {
            number: score * factor if number in lowered else score
            for number, score in before.items()
        },
        rel=1e-5,
    )
    scores = [score for _, score in after]
    assert scores == sorted(scores, reverse=True)
    newest = page(None, order=Order.NEWEST)
    assert page(Demotion(those, factor), order=Order.NEWEST) == newest
