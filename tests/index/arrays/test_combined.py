"""One word in several forms and fields, against BM25F computed one document at a time."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from whoosh import index, query
from whoosh.scoring import BM25F

from index.engines.whoosh.arrays import RUNS, Ask, Collector, Combined, Form, Snapshot
from index.engines.whoosh.arrays.output import length_codes
from index.engines.whoosh.arrays.segment import LENGTH_OF_CODE
from tests.index.arrays.conftest import WORDS, Doc, committed, documents, make_schema

B = {"title": 0.4, "body": 0.75}
K1 = 1.2


@pytest.fixture(scope="module", params=[(60,), (13, 27, 20)], ids=["one segment", "three"])
def collector(request, tmp_path_factory):
    folder = tmp_path_factory.mktemp("combined")
    index.create_in(str(folder), make_schema())
    docs, parts = documents(), []
    for size in request.param:
        parts.append(docs[:size])
        docs = docs[size:]
    committed(folder, *parts)
    weighting = BM25F(K1=K1, **{f"{name}_B": b for name, b in B.items()})
    return Collector(Snapshot(index.open_dir(str(folder)).searcher(weighting=weighting)), RUNS)


def forms() -> st.SearchStrategy[list[Form]]:
    one = st.builds(
        Form,
        st.sampled_from(("title", "body")),
        st.sampled_from((*WORDS, "absent")),
        st.sampled_from((0.25, 1.0, 3.0)),
        st.booleans(),
    )
    return st.lists(one, min_size=1, max_size=5, unique_by=lambda form: form[:2])


def kept_length(words: list[str]) -> int:
    """Whoosh keeps lengths in one byte."""
    return int(LENGTH_OF_CODE[length_codes([len(words)])[0]])


def naive(docs: list[Doc], wanted: list[Form], present: float) -> dict[str, float]:
    average = {
        name: sum(len(getattr(doc, name)) for doc in docs) / len(docs) for name in ("title", "body")
    }
    having = [(form, sum(form.text in getattr(doc, form.field) for doc in docs)) for form in wanted]
    frequent = [count for form, count in having if count and form.defines]
    frequent = frequent or [count for _, count in having if count]
    scores = {}
    for doc in docs:
        frequency = 0.0
        for form in wanted:
            words, b = getattr(doc, form.field), B[form.field]
            norm = 1 - b + b * kept_length(words) / average[form.field]
            frequency += form.weight * words.count(form.text) / norm
        if frequency:
            n = max(frequent)
            idf = math.log(1 + (len(docs) - n + 0.5) / (n + 0.5))
            scores[doc.id] = idf * (present + (K1 + 1) * frequency / (K1 + frequency))
    return scores


@given(forms(), st.sampled_from((0.0, 1.5)))
def test_scores_are_those_of_one_document_at_a_time(collector, wanted, present) -> None:
    found = collector.ask(Ask(query=Combined(wanted, present=present), limit=100))
    expected = naive(documents(), wanted, present)
    scores = {collector.snapshot.key(n).decode(): score for n, score in found.page}
    assert scores == pytest.approx(expected, rel=1e-4)


def test_forms_of_the_same_documents_count_each_as_often_as_it_stands(tmp_path) -> None:
    index.create_in(str(tmp_path), make_schema())
    docs = [
        replace(doc, body=[*doc.body, *("forme" for word in doc.body if word == WORDS[0]), *end])
        for place, doc in enumerate(documents())
        for end in [["forme"] * (place % 3 if WORDS[0] in doc.body else 0)]
    ]
    committed(tmp_path, docs)
    weighting = BM25F(K1=K1, **{f"{name}_B": b for name, b in B.items()})
    collector = Collector(Snapshot(index.open_dir(str(tmp_path)).searcher(weighting=weighting)))
    wanted = [Form("body", WORDS[0], 1.0), Form("body", "forme", 3.0), Form("title", WORDS[0], 2.0)]
    found = collector.ask(Ask(query=Combined(wanted), limit=100))
    scores = {collector.snapshot.key(n).decode(): score for n, score in found.page}
    assert scores == pytest.approx(naive(docs, wanted, 0.0), rel=1e-4)


@given(forms(), st.sampled_from(WORDS))
def test_within_a_scope_it_matches_and_scores_the_same(collector, wanted, word) -> None:
    alone = dict(collector.ask(Ask(query=Combined(wanted), limit=100)).page)
    for narrower in (query.Term("kind", "x"), query.Term("body", word)):
        flat = query.ConstantScoreQuery(narrower, 0.0)
        within = {n for n, _ in collector.ask(Ask(query=narrower, limit=100)).page}
        found = collector.ask(Ask(query=query.And([flat, Combined(wanted)]), limit=100))
        assert dict(found.page) == pytest.approx({n: alone[n] for n in within & alone.keys()})


@given(forms())
def test_stock_whoosh_finds_the_same_documents(collector, wanted) -> None:
    stock = collector.snapshot.searcher.search(Combined(wanted), limit=None).docs()
    assert {n for n, _ in collector.ask(Ask(query=Combined(wanted), limit=100)).page} == stock


@given(forms())
def test_where_no_score_is_wanted_it_matches_the_same(collector, wanted) -> None:
    scored = collector.ask(Ask(query=Combined(wanted))).total
    assert collector.ask(Ask(query=query.ConstantScoreQuery(Combined(wanted)))).total == scored


def test_equal_documents_score_the_same_in_every_segment(tmp_path) -> None:
    """Where other parts of an And are the rarest, they are evaluated in another order."""
    index.create_in(str(tmp_path), make_schema())
    parts = []
    for number, word in enumerate(WORDS):
        others = [Doc(f"{word}{place}", body=[word] * place) for place in range(1, 4 + number)]
        parts.append([Doc(f"twin{number}", body=list(WORDS) * 3), *others])
    committed(tmp_path, *parts)
    collector = Collector(Snapshot(index.open_dir(str(tmp_path)).searcher()), RUNS)
    wanted = [Combined([Form("body", word, 1 / (3 + n))]) for n, word in enumerate(WORDS)]
    page = collector.ask(Ask(query=query.And(wanted), limit=100)).page
    assert len(page) == len(WORDS)
    assert len({score for _, score in page}) == 1
