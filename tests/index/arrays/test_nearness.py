"""The bonus of words that stand near each other, against one computed word by word."""

from __future__ import annotations

import math
from collections import defaultdict
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from whoosh import index, query
from whoosh.scoring import BM25F

from index.engines.whoosh.arrays import RUNS, Ask, Collector, Nearness, NearRun, NearWord, Snapshot
from tests.index.arrays.conftest import WORDS, Doc, committed, documents, make_schema

FIELDS = {"title": 3.0, "body": 1.0}
DOCS = documents(80, seed=4)


def make(folder, *parts):
    index.create_in(str(folder), make_schema())
    committed(folder, *parts)
    return Collector(Snapshot(index.open_dir(str(folder)).searcher(weighting=BM25F())), RUNS)


@pytest.fixture(scope="module")
def one(tmp_path_factory):
    return make(tmp_path_factory.mktemp("one"), DOCS)


@pytest.fixture(scope="module")
def many(tmp_path_factory):
    return make(tmp_path_factory.mktemp("many"), DOCS[30:], DOCS[:11], DOCS[11:30])


def nearness(depth: int = 1_000) -> st.SearchStrategy[Nearness]:
    terms = st.lists(st.sampled_from((*WORDS, "absent")), min_size=2, max_size=4, unique=True)
    steps = st.lists(st.integers(1, 3), min_size=4, max_size=4)

    def build(texts: list[str], gaps: list[int]) -> Nearness:
        words = [NearWord((text,), sum(gaps[:at])) for at, text in enumerate(texts)]
        runs = [NearRun(0, 1, (texts[0], "le", texts[1]))] if gaps[0] > 1 else []
        return Nearness(
            words=tuple(words),
            fields=FIELDS,
            runs=tuple(runs),
            run_fields={"title": 2.0, "body": 1.5},
            weight=2.0,
            depth=depth,
        )

    return st.builds(build, terms, steps)


def naive(doc: Doc, wanted: Nearness, idf: dict[str, float]) -> float:
    counts: dict[frozenset[str], float] = defaultdict(float)
    place = {word.terms[0]: word.place for word in wanted.words}
    for name, weight in FIELDS.items():
        there = [(at, word) for at, word in enumerate(getattr(doc, name)) if word in place]
        for (at, word), (next_at, other) in pairwise(there):
            if word == other:
                continue
            apart, typed = next_at - at, place[other] - place[word]
            share = wanted.loose * (1 if typed > 0 else wanted.backwards) / apart**2
            as_typed = apart == typed == 1
            counts[frozenset((word, other))] += weight * (1 if as_typed else share)
        texts = getattr(doc, name)
        for run in wanted.runs:
            size = len(run.terms)
            pair = frozenset((run.terms[0], run.terms[-1]))
            stands = [tuple(texts[at : at + size]) == run.terms for at in range(len(texts))]
            if any(stands):
                counts[pair] += wanted.run_fields[name] * sum(stands)
    return wanted.weight * sum(
        n / (n + wanted.saturation) * sum(idf[word] for word in pair) / 2
        for pair, n in counts.items()
    )


def idfs() -> dict[str, float]:
    having = {
        word: [sum(word in getattr(doc, name) for doc in DOCS) for name in FIELDS] for word in WORDS
    }
    return {
        word: math.log(1 + (len(DOCS) - max(counts) + 0.5) / (max(counts) + 0.5))
        for word, counts in having.items()
    }


@given(nearness())
def test_the_bonus_is_that_of_one_document_at_a_time(one, wanted) -> None:
    found = one.ask(Ask(query=query.Every(), nearness=wanted, limit=100))
    by_id = {doc.id: doc for doc in DOCS}
    weights = idfs()
    for number, score in found.page:
        doc = by_id[one.snapshot.key(number).decode()]
        assert score == pytest.approx(1 + naive(doc, wanted, weights), rel=1e-4)


@given(nearness(), st.sampled_from(WORDS))
def test_many_segments_answer_as_one(one, many, wanted, word) -> None:
    pages = []
    for collector in (one, many):
        ask = Ask(query=query.Term("body", word), nearness=wanted, limit=100)
        pages.append(
            [
                (collector.snapshot.key(n), pytest.approx(score, rel=1e-4))
                for n, score in collector.ask(ask).page
            ]
        )
    assert pages[0] == pages[1]


@given(nearness(depth=10), st.integers(0, 30))
def test_pages_are_pieces_of_one_order_beyond_the_depth_too(many, wanted, offset) -> None:
    ask = {"query": query.Term("body", "otan"), "nearness": wanted}
    whole = many.ask(Ask(**ask, limit=100)).page
    assert many.ask(Ask(**ask, limit=5, offset=offset)).page == whole[offset : offset + 5]
    scores = [score for _, score in whole]
    assert scores == sorted(scores, reverse=True)


def test_neighbours_as_typed_come_first(tmp_path) -> None:
    docs = [
        Doc("apart", body=["otan", "a", "b", "c", "irak"], day=3),
        Doc("backwards", body=["irak", "otan", "a", "b", "c"], day=2),
        Doc("typed", body=["otan", "irak", "a", "b", "c"], day=1),
    ]
    collector = make(tmp_path, docs)
    words = (NearWord(("otan",), 0), NearWord(("irak",), 1))
    found = collector.ask(
        Ask(
            query=query.And([query.Term("body", "otan"), query.Term("body", "irak")]),
            nearness=Nearness(words=words, fields=FIELDS, weight=1.0),
        )
    )
    assert [collector.snapshot.key(n).decode() for n, _ in found.page] == [
        "typed",
        "backwards",
        "apart",
    ]
