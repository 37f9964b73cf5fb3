from __future__ import annotations

from collections import defaultdict
from unittest import mock

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from index.engines.whoosh.arrays import inversion
from index.engines.whoosh.arrays.fuzzy import distance_within, near_signatures, signatures
from index.engines.whoosh.arrays.inversion import (
    Layout,
    Postings,
    invert,
    renumber,
)
from index.engines.whoosh.arrays.sets import leading, members, places_of, union
from index.engines.whoosh.arrays.terms import TermDictionary, merge_terms, pack_terms
from tests.index.arrays.conftest import joined

Table = dict[int, dict[int, list[int]]]
texts = st.lists(st.lists(st.integers(0, 5), max_size=8), max_size=8)
some = settings(max_examples=60, deadline=None)


def naive(documents: list[list[int]]) -> Table:
    table: Table = defaultdict(lambda: defaultdict(list))
    for doc, tokens in enumerate(documents):
        for position, term in enumerate(tokens):
            table[term][doc].append(position)
    return {term: dict(docs) for term, docs in table.items()}


def as_table(postings: Postings) -> Table:
    table: Table = {}
    position = 0
    for term in range(len(postings.terms)):
        for row in range(postings.starts[term], postings.starts[term + 1]):
            count = 1 if postings.freqs is None else int(postings.freqs[row])
            held = postings.positions[position : position + count].tolist()
            table.setdefault(term, {})[int(postings.docs[row])] = held
            position += count
        assert postings.position_starts[term + 1] == position
    return table


def inverted(documents: list[list[int]]) -> Postings:
    layout = Layout.fitting(max(1, len(documents)), 8)
    keys = [
        int(layout.of_terms(np.array([term]))[0] + layout.of_docs(np.array([doc]))[0]) + position
        for doc, tokens in enumerate(documents)
        for position, term in enumerate(tokens)
    ]
    terms = [b"%d" % n for n in range(6)]
    return joined(invert(terms, np.array(keys[::-1], np.uint64), layout))


@some
@given(texts)
def test_inversion_is_what_a_naive_one_gives(documents) -> None:
    assert as_table(inverted(documents)) == naive(documents)


@some
@given(texts, st.integers(1, 9))
def test_groups_made_one_after_the_other_are_those_made_at_once(documents, apart) -> None:
    with mock.patch.object(inversion, "APART", apart):
        assert as_table(inverted(documents)) == naive(documents)


@some
@given(texts, st.randoms(use_true_random=False))
def test_renumbering_moves_documents_and_drops_those_without_a_number(documents, dice) -> None:
    numbers = list(range(len(documents)))
    dice.shuffle(numbers)
    numbers = [-1 if dice.random() < 0.3 else number for number in numbers]
    expected: Table = {}
    for term, docs in naive(documents).items():
        kept = {numbers[doc]: held for doc, held in docs.items() if numbers[doc] >= 0}
        if kept:
            expected[term] = dict(sorted(kept.items()))
    assert as_table(renumber(inverted(documents), np.array(numbers, np.int64))) == expected


@some
@given(texts, texts)
def test_ranges_of_terms_inverted_apart_are_the_whole_one_after_the_other(first, second) -> None:
    together = as_table(joined([inverted(first), inverted(second)]))
    expected = naive(first) | {term + 6: docs for term, docs in naive(second).items()}
    assert together == expected


words = st.text(st.sampled_from("aàbcde"), max_size=6)


@some
@given(words, words)
def test_no_word_within_the_distance_is_sorted_out_by_its_signature(left, right) -> None:
    bits = signatures([left.encode(), right.encode()])
    for most in range(4):
        if distance_within(left, right, most):
            assert near_signatures(bits[1:], int(bits[0]), most).tolist() == [0]


@some
@given(words, words, st.integers(0, 3))
def test_distance_is_levenshteins(left, right, most) -> None:
    def distance(a: str, b: str) -> int:
        if not a or not b:
            return len(a) + len(b)
        same = distance(a[1:], b[1:]) + (a[0] != b[0])
        return same if a[0] == b[0] else min(same, distance(a[1:], b) + 1, distance(a, b[1:]) + 1)

    assert distance_within(left, right, most) == (distance(left, right) <= most)


@some
@given(st.lists(words.map(str.encode), unique=True), words.map(str.encode))
def test_a_dictionary_finds_what_a_sorted_list_has(terms, wanted) -> None:
    terms.sort()
    dictionary = TermDictionary(*pack_terms(terms))
    assert dictionary.find(wanted) == (terms.index(wanted) if wanted in terms else -1)
    found = [terms[number] for number in dictionary.with_prefix(wanted)]
    assert found == [term for term in terms if term.startswith(wanted)]


@some
@given(st.lists(st.lists(words.map(str.encode), unique=True), min_size=1, max_size=3))
def test_merged_dictionaries_keep_every_term(lists) -> None:
    merged, numbers = merge_terms([TermDictionary(*pack_terms(sorted(terms))) for terms in lists])
    assert merged == sorted({term for terms in lists for term in terms})
    for terms, renumbered in zip(lists, numbers, strict=True):
        assert [merged[number] for number in renumbered] == sorted(terms)


sets = st.sets(st.integers(0, 299)).map(lambda s: np.array(sorted(s), np.uint16))


@some
@given(sets, sets | st.none() | st.builds(range, st.integers(0, 150), st.integers(150, 300)))
def test_members_are_those_in_the_scope(docs, scope) -> None:
    wanted = set(range(300)) if scope is None else {int(doc) for doc in scope}
    found = docs[members(docs, scope, 300)].tolist()
    assert found == [doc for doc in docs.tolist() if doc in wanted]
    if len(docs):
        kept = union([docs[:5], docs], scope, 300)
        assert kept.tolist() == found


@some
@given(sets, sets)
def test_where_some_of_them_stand(docs, others) -> None:
    kept = docs[np.isin(docs, others, invert=True)]

    assert docs[places_of(kept, docs, 300)].tolist() == kept.tolist()


@some
@given(st.lists(st.integers(0, 30), min_size=1, max_size=900), st.integers(1, 5))
def test_the_greatest_merits_are_among_the_leading(merits, wanted) -> None:
    wanted = min(wanted, len(merits))
    values = np.array(merits * 3, np.float32)
    found = leading(values, wanted, 0)
    assert sorted(values[found])[-wanted:] == sorted(values)[-wanted:]
    assert found.tolist() == sorted(set(found.tolist()))
