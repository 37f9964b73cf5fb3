"""The oracle: stock Whoosh, its default codec and its own searcher, on the same documents."""

from __future__ import annotations

import os
import random
import tempfile
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from whoosh import index, query

from index.engines.whoosh.arrays import (
    ArrayCodec,
    Ask,
    Collector,
    Found,
    Snapshot,
)
from tests.index.arrays.conftest import ARRANGEMENT, FACETS, Doc, as_whoosh_scores, make_schema

if TYPE_CHECKING:
    from whoosh.query.qcore import Query
    from whoosh.searching import Searcher

EXAMPLES = int(os.environ.get("DEPECHE_EXAMPLES", "40"))
WORDS = ["le", "la", "otan", "otant", "mission", "missions", "été", "ete", "irak", "iraq"]
word = st.sampled_from(WORDS)
document = st.builds(
    Doc,
    id=st.sampled_from([f"d{number}" for number in range(14)]),
    title=st.lists(word, max_size=3),
    body=st.lists(word, max_size=14),
    kind=st.sampled_from(["x", "y"]),
    place=st.lists(st.sampled_from(["p", "q", "r", "é"]), max_size=4, unique=True).map(tuple),
    day=st.none() | st.integers(1, 9),
)
boost = st.sampled_from([1.0, 1.0, 2.0, 0.5])
text_field = st.sampled_from(["title", "body"])


def leaves() -> st.SearchStrategy[Query]:
    day = st.none() | st.integers(1, 9)
    return st.one_of(
        st.builds(query.Term, text_field, word | st.just("absent"), boost=boost),
        st.builds(query.Term, st.just("kind"), st.sampled_from(["x", "y", "z"]), boost=boost),
        st.builds(query.Term, st.just("place"), st.sampled_from(["p", "q", "é"])),
        st.builds(
            query.Phrase,
            text_field,
            st.lists(word, min_size=1, max_size=3),
            slop=st.integers(1, 3),
            boost=boost,
        ),
        st.builds(
            query.Prefix,
            text_field,
            st.sampled_from(["mi", "o", "é", "i", "zz", "", "missions"]),
            boost=boost,
            constantscore=st.booleans(),
        ),
        st.builds(query.Wildcard, text_field, st.sampled_from(["*", "m*s", "?t?", "ira?"])),
        st.builds(
            query.FuzzyTerm,
            text_field,
            word | st.just("otam"),
            boost=boost,
            maxdist=st.integers(1, 2),
            prefixlength=st.integers(0, 1),
            constantscore=st.booleans(),
        ),
        st.builds(
            query.TermRange,
            text_field,
            st.none() | word,
            st.none() | word,
            st.booleans(),
            st.booleans(),
        ),
        st.builds(
            query.NumericRange, st.just("day"), day, day, st.booleans(), st.booleans(), boost=boost
        ),
        st.builds(query.Every, st.none() | text_field, boost=boost),
        st.just(query.NullQuery),
    )


def trees(inner: st.SearchStrategy[Query]) -> st.SearchStrategy[Query]:
    some = st.lists(inner, min_size=1, max_size=4)
    return st.one_of(
        st.builds(query.And, some, boost=boost),
        st.builds(query.Or, some, boost=boost),
        st.builds(query.Not, inner),
        st.builds(query.AndNot, inner, inner),
        st.builds(query.AndMaybe, inner, inner),
        st.builds(query.Require, inner, inner),
        st.builds(query.ConstantScoreQuery, inner, boost),
    )


queries = st.recursive(leaves(), trees, max_leaves=6)
plain_queries = st.recursive(
    leaves(),
    lambda inner: st.one_of(
        st.builds(query.And, st.lists(inner, min_size=1, max_size=3), boost=boost),
        st.builds(query.Or, st.lists(inner, min_size=1, max_size=4), boost=boost),
        st.builds(query.AndMaybe, inner, inner),
        st.builds(lambda a, b: query.And([a, query.Not(b)]), inner, inner),
    ),
    max_leaves=5,
)
commits = st.lists(
    st.tuples(
        st.lists(document, min_size=1, max_size=8, unique_by=lambda d: d.id),
        st.lists(st.sampled_from([f"d{number}" for number in range(14)]), max_size=2),
        st.booleans(),
    ),
    min_size=1,
    max_size=4,
)


def stock(history: list[Any], codec: ArrayCodec | None) -> Searcher:
    """Play a history into a new index: each commit updates, deletes, and perhaps merges all."""
    ix = index.create_in(tempfile.mkdtemp(dir=_folder[0]), make_schema())
    for documents, deleted, optimize in history:
        writer = ix.writer() if codec is None else ix.writer(codec=codec)
        for doc in documents:
            writer.update_document(**doc.fields())
        for doc_id in deleted:
            if doc_id not in {doc.id for doc in documents}:
                writer.delete_by_term("id", doc_id)
        writer.commit(optimize=optimize, merge=False)
    return ix.searcher()


_folder: list[str] = []


@pytest.fixture(autouse=True)
def _scratch(tmp_path: Any, _mended_whoosh: None) -> None:
    _folder[:] = [str(tmp_path)]


def by_id(searcher: Searcher, tree: Query) -> dict[str, float]:
    results = searcher.search(as_whoosh_scores(tree), limit=None)
    return {hit["id"]: hit.score or 0.0 for hit in results}


def ask(searcher: Searcher, tree: Query, **more: Any) -> tuple[Found, dict[str, float]]:
    collector = Collector(Snapshot(searcher))
    found = collector.ask(Ask(query=tree, limit=1000, facets=FACETS, **more))
    return found, {searcher.stored_fields(number)["id"]: score for number, score in found.page}


def naive_counts(searcher: Searcher, ids: set[str]) -> dict[str, Counter[str]]:
    counts: dict[str, Counter[str]] = {"kind": Counter(), "place": Counter()}
    for stored in searcher.all_stored_fields():
        if stored["id"] in ids:
            counts["kind"][stored["kind"]] += 1
            counts["place"].update(stored.get("place", ()))
    return counts


def composed(searcher: Searcher, tree: Query, everything: set[str]) -> dict[str, float]:
    """Ask Whoosh for the leaves of a tree, and put them together by the book.

    Whoosh's matchers for Not, AndNot and ArrayUnion lose or invent hits when nested in each other.
    """
    parts = [composed(searcher, part, everything) for part in tree.children()]
    match tree:
        case query.Not():
            return dict.fromkeys(
                everything - composed(searcher, tree.query, everything).keys(), 1.0
            )
        case query.And() | query.Or() if len(parts) == 1:
            return parts[0]
        case query.And():
            ids = set.intersection(*(set(part) for part in parts))
            return {i: tree.boost * sum(part[i] for part in parts) for i in ids}
        case query.Or():
            ids = set().union(*parts)
            return {i: tree.boost * sum(part.get(i, 0) for part in parts) for i in ids}
        case query.AndNot():
            return {i: score for i, score in parts[0].items() if i not in parts[1]}
        case query.AndMaybe():
            return {i: score + parts[1].get(i, 0) for i, score in parts[0].items()}
        case query.Require():
            return {i: score for i, score in parts[0].items() if i in parts[1]}
        case query.ConstantScoreQuery():
            return dict.fromkeys(parts[0], tree.score)
    return by_id(searcher, tree)


check = settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@check
@given(history=commits, tree=plain_queries)
def test_hits_and_scores_are_those_of_stock_whoosh(history: list[Any], tree: Query) -> None:
    wanted = by_id(stock(history, None), tree)
    assert ask(stock(history, ArrayCodec(ARRANGEMENT)), tree)[1] == pytest.approx(wanted, rel=1e-4)


@check
@given(history=commits, tree=queries)
def test_any_tree_gives_what_its_leaves_give(history: list[Any], tree: Query) -> None:
    expected = stock(history, None)
    everything = {stored["id"] for stored in expected.all_stored_fields()}
    wanted = composed(expected, tree, everything)
    found, scores = ask(stock(history, ArrayCodec(ARRANGEMENT)), tree)
    assert scores == pytest.approx(wanted, rel=1e-4)
    assert found.total == len(wanted)
    counts = naive_counts(expected, set(wanted))
    assert {name: Counter(dict(counts.items())) for name, counts in found.facets.items()} == counts


FIXED = [
    *(
        query.TermRange("body", start, end, startexcl, endexcl)
        for start, end in (("irak", "mission"), (None, "la"), ("missions", None))
        for startexcl in (False, True)
        for endexcl in (False, True)
    ),
    *(query.Phrase("body", ["le", "otan"], slop=slop) for slop in (1, 2, 3)),
    *(query.Phrase("body", ["le", "la", "le"], slop=slop) for slop in (1, 2, 3)),
    *(
        query.NumericRange("day", 3, 6, low, high)
        for low in (False, True)
        for high in (False, True)
    ),
]


@pytest.fixture(scope="module")
def dense() -> list[Any]:
    dice = random.Random(5)
    docs = [
        Doc(f"d{n}", body=dice.choices(WORDS, k=14), day=dice.choice([None, *range(1, 10)]))
        for n in range(80)
    ]
    return [(docs[:50], [], False), (docs[50:], ["d3", "d7"], False)]


@pytest.mark.parametrize("tree", FIXED, ids=repr)
def test_borders_and_slops_are_those_of_stock_whoosh(dense: list[Any], tree: Query) -> None:
    wanted = by_id(stock(dense, None), tree)
    assert wanted
    assert ask(stock(dense, ArrayCodec(ARRANGEMENT)), tree)[1] == pytest.approx(wanted, rel=1e-4)
