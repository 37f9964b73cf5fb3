"""The short ways that questions take, each against the plain way."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from whoosh import index, query

from index.engines.whoosh.arrays import RUNS, Ask, Between, Collector, Snapshot, phrase
from index.engines.whoosh.arrays.counting import FacetCounts
from index.engines.whoosh.arrays.fuzzy import distance_within, fuzzy_terms
from index.engines.whoosh.arrays.phrase import _sums_up_to
from index.engines.whoosh.arrays.segment import FieldArrays
from index.engines.whoosh.arrays.sets import common
from index.engines.whoosh.arrays.terms import STEP, TermDictionary, pack_terms
from tests.index.arrays.conftest import Doc, committed, documents, ids

some = settings(max_examples=60, deadline=None)
rising = st.sets(st.integers(0, 200)).map(lambda numbers: np.array(sorted(numbers), np.intp))


@some
@given(rising, rising)
def test_common_documents_stand_where_they_are_said_to(few, many) -> None:
    in_few, in_many = common(few, many.astype(np.uint8))
    assert few[in_few].tolist() == many[in_many].tolist() == sorted({*few} & {*many})


@some
@given(st.lists(st.integers(1, 255), min_size=1, max_size=120), st.data())
def test_stretches_and_sums_that_are_kept_add_up_to_running_totals(given_freqs, data) -> None:
    field = FieldArrays.__new__(FieldArrays)
    field.starts, field._sums = memoryview(np.array([0, 0, len(given_freqs)])), {}
    field.freqs = np.array(given_freqs, np.uint8)
    places = np.array(sorted(data.draw(st.sets(st.integers(0, len(given_freqs) - 1)))), np.intp)
    for _ in range(2):
        found = _sums_up_to(field, 1, places)
        assert found.tolist() == np.cumsum(given_freqs)[places].tolist()


@some
@given(st.integers(0, 3 * STEP), st.lists(st.integers(0, 4 * STEP)), st.sampled_from([0, 1 << 16]))
def test_terms_are_found_between_the_kept_ones(count, looked_for, known) -> None:
    texts = [f"{number:06}".encode() for number in range(0, 2 * count, 2)]
    terms = TermDictionary(*pack_terms(texts))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("index.engines.whoosh.arrays.terms.MOST_KNOWN", known)
        for number in looked_for:
            text = f"{number:06}".encode()
            assert terms.lower(text) == sum(other < text for other in texts)
            assert terms.upper(text) == sum(other <= text for other in texts)
            assert terms.find(text) == (texts.index(text) if text in texts else -1)


@some
@given(
    st.lists(st.integers(0, 9), max_size=60).map(lambda counts: counts * 10),
    st.integers(0, 700),
    st.booleans(),
)
def test_commonest_values_come_first_and_equals_in_byte_order(counts, size, ties) -> None:
    terms = TermDictionary(*pack_terms([f"{n:04}".encode() for n in range(len(counts))]))
    names = {number: f"{number:04}" for number in range(len(counts))}
    every = sorted(((names[n], c) for n, c in enumerate(counts) if c), key=lambda p: (-p[1], p[0]))
    expected = every[:size]
    if ties and expected:
        expected = [pair for pair in every if pair[1] >= expected[-1][1]]
    found = FacetCounts(terms, names, np.array(counts, np.int64)).top(size, ties=ties)
    assert found == expected


FILTERS = (
    query.Term("place", "p"),
    query.Term("kind", "x"),
    Between("day", 2, 6),
    query.Not(query.Term("body", "le")),
)


def passes(doc: Doc) -> bool:
    dated = doc.day is not None and 2 <= doc.day <= 6
    return "p" in doc.place and doc.kind == "x" and dated and "le" not in doc.body


@pytest.mark.parametrize("chain", list(permutations(FILTERS)), ids=lambda chain: str(chain[0]))
@pytest.mark.parametrize("parts", [1, 3])
def test_a_chain_of_required_parts_is_their_conjunction_in_any_order(folder, chain, parts) -> None:
    docs = documents(200)
    expected = {doc.id for doc in docs if "otan" in doc.body and passes(doc)}
    assert expected
    collector = committed(folder, *(docs[part::parts] for part in range(parts)))
    tree = query.Term("body", "otan")
    plain = collector.ask(Ask(query=tree, limit=200))
    for part in chain:
        tree = query.Require(tree, part)
    found = collector.ask(Ask(query=tree, limit=200))
    assert set(ids(collector, found)) == expected
    kept = [hit for hit in plain.page if collector.snapshot.key(hit[0]).decode() in expected]
    assert found.page == kept


@pytest.mark.parametrize("run", [["le", "otan"], ["le", "le"], ["paix", "le", "été", "le"]])
@pytest.mark.parametrize("seed", range(5))
def test_runs_are_the_same_document_by_document_and_by_arrays(
    folder, monkeypatch, run, seed
) -> None:
    docs = documents(300, seed)
    committed(folder, docs[:200], docs[200:])
    collector = Collector(Snapshot(index.open_dir(str(folder)).searcher()), RUNS)
    tree, found = query.Sequence([query.Term("body", word) for word in run]), []
    for few in (0, 1000):
        monkeypatch.setattr(phrase, "FEW", few)
        found.append(collector.ask(Ask(query=tree, limit=300)).page)
    expected = {doc.id for doc in docs if f" {' '.join(run)} " in f" {' '.join(doc.body)} "}
    assert found[0] == found[1]
    assert {collector.snapshot.key(number).decode() for number, _ in found[0]} == expected


@pytest.mark.parametrize("prefix", [0, 1, 3])
@pytest.mark.parametrize("most", [1, 2])
@pytest.mark.parametrize("word", ["otan", "été", "missions", "o", ""])
def test_fuzzy_terms_are_all_those_within_the_distance(folder, word, most, prefix) -> None:
    prefix = min(prefix, len(word))
    vocabulary = ["otan", "otans", "tan", "nato", "ota", "été", "étés", "ete", "mission", "misions"]
    vocabulary += ["o", "oo", "a", "omissions", "otanx" * 20]
    collector = committed(folder, [Doc("d", body=vocabulary)])
    field = collector.snapshot.leaves[0].arrays.fields["body"]
    numbers = list(fuzzy_terms(field, word, most, prefix))
    assert numbers == sorted(numbers)
    assert {field.terms[number].decode() for number in numbers} == {
        term
        for term in vocabulary
        if term.startswith(word[:prefix]) and distance_within(term[prefix:], word[prefix:], most)
    }
