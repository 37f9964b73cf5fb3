"""Counts of facet values against counting one by one, for few hits and for nearly all."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace
from types import SimpleNamespace
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from whoosh import index, query

from index.engines.whoosh.arrays import Ask, counting, facets, turning
from index.engines.whoosh.arrays.container import Container, ContainerWriter
from index.engines.whoosh.arrays.counts import Tally
from index.engines.whoosh.arrays.coverage import Coverage
from index.engines.whoosh.arrays.facets import FacetRows
from index.engines.whoosh.arrays.inversion import starts_of
from index.engines.whoosh.arrays.presence import Presences, packed
from index.engines.whoosh.arrays.rarities import Rarities
from index.engines.whoosh.arrays.turning import write_facets
from tests.index.arrays.conftest import FACETS, Doc, committed, make_schema

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from index.engines.whoosh.arrays import Collector

SHARES = {"few": 0.005, "some": 0.05, "many": 0.45, "most": 0.6, "all": 1.0}
COUNT = 3 * facets.MANY_ROWS


def drawn() -> list[Doc]:
    """Return documents whose values are more than there are codes, and some that have hundreds."""
    dice = random.Random(5)
    values = [f"v{number:03}" for number in range(3 * facets.HEAD)]
    common, weights = values[::2], [1 / (place + 1) for place in range(len(values[::2]))]
    docs = []
    for number in range(COUNT):
        chosen = set(dice.choices(common, weights, k=dice.randint(0, 12)))
        chosen.update(dice.sample(values, dice.choice((0, 0, 1, 2))))
        if number % 700 == 3:
            chosen.update(dice.sample(values, len(values) // 2))
        words = [word for word, share in SHARES.items() if dice.random() < share]
        kind = dice.choice(("x", "x", "y"))
        docs.append(Doc(f"d{number:05}", body=words, kind=kind, place=tuple(sorted(chosen))))
    return docs


DOCS = drawn()


@pytest.fixture(scope="module")
def archives(tmp_path_factory: pytest.TempPathFactory) -> dict[int, Collector]:
    collectors = {}
    for parts in (1, 2):
        folder: Path = tmp_path_factory.mktemp("facets")
        index.create_in(str(folder), make_schema())
        collectors[parts] = committed(folder, *(DOCS[part::parts] for part in range(parts)))
    return collectors


def commonest(counts: Counter[str], size: int, *, ties: bool) -> list[tuple[str, int]]:
    every = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    if ties and 0 < size < len(every):
        return [pair for pair in every if pair[1] >= every[size - 1][1]]
    return every[: max(0, size)]


@pytest.mark.parametrize("paired", [facets.PAIRED, 1000])
@pytest.mark.parametrize("parts", [1, 2])
@pytest.mark.parametrize("word", SHARES)
def test_counts_are_those_of_counting_one_by_one(
    archives: dict[int, Collector], monkeypatch: pytest.MonkeyPatch, word, parts, paired
) -> None:
    monkeypatch.setattr(facets, "PAIRED", paired)
    hits = [doc for doc in DOCS if word in doc.body]
    counted = {
        "kind": Counter(doc.kind for doc in hits),
        "place": Counter(place for doc in hits for place in doc.place),
    }
    asked = Ask(query=query.Term("body", word), facets=FACETS)
    found = archives[parts].ask(asked).facets
    for name, counts in counted.items():
        for size in (0, 1, 2, 20, facets.HEAD, 5 * facets.HEAD):
            for ties in (False, True):
                top = found[name].top(size, ties=ties)
                assert top == commonest(counts, size, ties=ties), (name, size, ties)
        assert dict(found[name].items()) == counts
        for value in (*sorted(counts)[::50], "absent"):
            assert found[name].of(value) == counts[value]


def rows_of(path: Path, count: int, fields: Sequence[Sequence[set[int]]]) -> FacetRows:
    """Return rows of fields that are given as the documents of each value."""
    writer = ContainerWriter(path)
    write_facets(
        writer,
        count,
        [
            (
                starts_of(np.array([len(docs) for docs in values], np.int64)),
                np.array([doc for docs in values for doc in sorted(docs)], np.int64),
            )
            for values in fields
        ],
    )
    writer.finish({})
    return FacetRows(Container(path), [str(place) for place in range(len(fields))])


def plain(fields: Iterable[Sequence[set[int]]], docs: set[int]) -> list[int]:
    return [len(of_value & docs) for values in fields for of_value in values]


@settings(max_examples=150, deadline=None)
@given(
    drawn=st.lists(st.tuples(st.sets(st.sampled_from("abcdefgh")), st.booleans()), max_size=14),
    head=st.integers(1, 5),
    size=st.integers(1, 6),
    ties=st.booleans(),
    aside=st.sampled_from([0, 3, 30]),
    bits=st.booleans(),
)
def test_values_without_a_code_are_among_the_commonest_where_they_belong(
    tmp_path_factory: pytest.TempPathFactory, drawn, head, size, ties, aside, bits
) -> None:
    docs = [Doc(f"d{n}", body=["otan"] * hit, place=tuple(p)) for n, (p, hit) in enumerate(drawn)]
    docs += [Doc(f"e{number}") for number in range(aside)]
    folder = tmp_path_factory.mktemp("codes")
    index.create_in(str(folder), make_schema())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(facets, "HEAD", head)
        patch.setattr(counting, "FEW_DOCS", -1)
        patch.setattr(f"{Tally.__module__}.LONG", -1 if bits else len(docs))
        patch.setattr(f"{Tally.__module__}.COVERED", len(docs) + 1)
        patch.setattr(f"{Tally.__module__}.NEARLY_ALL", len(docs) + 1)
        collector = committed(folder, docs)
        found = collector.ask(Ask(query=query.Term("body", "otan"), facets=FACETS)).facets
        expected = Counter(place for doc in docs if doc.body for place in doc.place)
        assert found["place"].top(size, ties=ties) == commonest(expected, size, ties=ties)
        assert found["place"].counts.sum() == expected.total()
        for place in "abcdefghi":
            assert found["place"].of(place) == expected[place]


@given(
    sets=st.lists(st.sets(st.integers(0, 99), min_size=1), max_size=40),
    among=st.sets(st.integers(0, 99)),
    size=st.integers(1, 9),
)
def test_bits_count_what_may_be_among_the_commonest_and_count_it_right(sets, among, size) -> None:
    starts = starts_of(np.array([len(one) for one in sets], np.int64))
    docs = np.array([doc for one in sets for doc in sorted(one)], np.intp)
    presences = Presences(*[np.empty(0, np.uint64)] * 3)
    field = SimpleNamespace(
        documents=lambda n: docs[starts[n] : starts[n + 1]], presences=presences
    )
    coverage = Coverage.of(field, np.arange(len(sets)), 100)
    words = packed([np.array(sorted(among), np.intp)], 100)
    counted = coverage.commonest(words, size).tolist()
    expected = [len(one & among) for one in sets]
    floor = sorted(expected)[-size] if len(expected) >= size else 0
    assert [n for n in counted if n >= floor] == [n for n in expected if n >= floor]
    assert all(n in {0, right} for n, right in zip(counted, expected, strict=True))


def test_bits_do_not_count_what_is_rarer_everywhere_than_the_commonest_are_there() -> None:
    docs = np.arange(100)
    presences = Presences(*[np.empty(0, np.uint64)] * 3)
    field = SimpleNamespace(documents=lambda n: docs[: (50, 9, 60)[n]], presences=presences)
    coverage = Coverage.of(field, np.arange(3), 100)
    assert coverage.commonest(packed([docs[:10]], 100), 1).tolist() == [10, 0, 10]
    assert coverage.commonest(packed([docs[:9]], 100), 1).tolist() == [9, 9, 9]


@given(
    sets=st.lists(st.sets(st.integers(0, 99)), max_size=40),
    left_out=st.sets(st.integers(0, 39)),
    among=st.sets(st.integers(0, 99)),
    size=st.integers(1, 9),
    floor=st.integers(1, 9),
)
def test_documents_of_values_tell_the_commonest_from_a_floor_on_and_count_them_right(
    sets, left_out, among, size, floor
) -> None:
    starts = starts_of(np.array([len(one) for one in sets], np.int64))
    docs = np.array([doc for one in sets for doc in sorted(one)], np.intp)
    totals = np.array([len(s) * (n not in left_out) for n, s in enumerate(sets)], np.int64)
    marked = np.isin(np.arange(100), [*among])
    rarities = Rarities.of(SimpleNamespace(starts=starts, docs=docs), totals)
    numbers, counts = rarities.commonest(marked, size, floor)
    found = dict(zip(numbers.tolist(), counts.tolist(), strict=True))
    expected = {n: len(s & among) for n, s in enumerate(sets) if n not in left_out}
    least = max(floor, *sorted(expected.values(), reverse=True)[size - 1 : size], 0)
    assert {n: c for n, c in found.items() if c >= least} == {
        n: c for n, c in expected.items() if c >= least
    }
    assert all(count >= floor and expected[n] == count for n, count in found.items())


def test_documents_of_a_value_rarer_than_the_commonest_are_there_are_not_looked_up() -> None:
    field = SimpleNamespace(starts=np.array([0, 4, 6]), docs=np.array([0, 1, 2, 3, 4, 5]))
    rarities = Rarities.of(field, np.array([4, 2]))
    known = replace(rarities, docs=rarities.docs[:4])
    numbers, counts = known.commonest(np.array([True] * 3 + [False] + [True] * 2), 1, 1)
    assert (numbers.tolist(), counts.tolist()) == ([0], [3])
    with pytest.raises(IndexError):
        known.commonest(np.array([True] * 2 + [False] * 2 + [True] * 2), 1, 1)


def test_bits_count_what_is_rarer_everywhere_but_not_there() -> None:
    docs = np.arange(100)
    presences = Presences(*[np.empty(0, np.uint64)] * 3)
    lists = docs[:60], docs[50:], docs[:9]
    field = SimpleNamespace(documents=lambda n: lists[n], presences=presences)
    coverage = Coverage.of(field, np.arange(3), 100)
    assert coverage.commonest(packed([docs[:10]], 100), 2).tolist() == [10, 0, 9]


COUNTED = 30
documents_of = st.sets(st.integers(0, COUNTED - 1))


@settings(max_examples=60, deadline=None)
@given(
    fields=st.lists(st.lists(documents_of, max_size=9), max_size=3),
    docs=documents_of,
    many=st.sampled_from([0, facets.MANY_ROWS]),
    head=st.sampled_from([0, 3, facets.HEAD]),
    fitting=st.sampled_from([0.0, 0.5, facets.FITTING]),
    more=st.sampled_from([0, facets.MORE_BLOCKS]),
    at_once=st.sampled_from([7, turning.RANGE]),
)
def test_every_way_of_counting_rows_agrees(
    tmp_path_factory: pytest.TempPathFactory, fields, docs, many, head, fitting, more, at_once
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(facets, "MORE_BLOCKS", more)
        patch.setattr(turning, "RANGE", at_once)
        patch.setattr(facets, "MANY_ROWS", many)
        patch.setattr(facets, "HEAD", head)
        patch.setattr(facets, "FITTING", fitting)
        rows = rows_of(tmp_path_factory.mktemp("rows") / "rows", COUNTED, fields)
        chosen = np.array(sorted(docs), np.intp)
        expected = plain(fields, docs)
        together = rows.together(rows.count_coded(chosen), rows.count_others(chosen))
        assert together.tolist() == expected
        assert rows.totals.tolist() == plain(fields, set(range(COUNTED)))
        values = rows.values(chosen)
        values = values[values < rows.total]
        assert values.tolist() == sorted(values.tolist())
        assert np.bincount(values, minlength=rows.total).tolist() == expected
        coded = set(rows._coded.tolist())
        for name, own in rows.fields.items():
            others = [n for n in range(own.numbers.start, own.numbers.stop) if n not in coded]
            largest = max((int(rows.totals[n]) for n in others), default=0)
            assert own.largest_other == largest, name
