"""Pages, orders and counts, over one segment and over many."""

from __future__ import annotations

from typing import Any

import pytest
from whoosh import query

from index.engines.whoosh.arrays import (
    Ask,
    Between,
    Combined,
    Form,
    Histogram,
    Order,
    collect,
    sets,
)
from tests.index.arrays.conftest import FACETS, QUERIES, Doc, committed, documents, facts, ids

WORD = Combined([Form("title", "otan", 2.0), Form("body", "otan", 1.0), Form("body", "irak", 0.5)])


@pytest.mark.parametrize("order", Order)
@pytest.mark.parametrize("tree", QUERIES, ids=str)
def test_many_segments_answer_as_one(one, many, tree, order) -> None:
    for offset, limit in ((0, 10), (7, 5), (0, 100), (58, 9)):
        asked = {"query": tree, "order": order, "offset": offset, "limit": limit}
        assert facts(one, **asked) == facts(many, **asked)


@pytest.mark.parametrize("tree", [*QUERIES, WORD], ids=str)
def test_documents_joined_by_sorting_are_those_joined_by_marking(one, tree, monkeypatch) -> None:
    asked = {"query": tree, "limit": 100, "filters": {"kind": query.Term("kind", "x")}}
    marked = facts(one, **asked)
    monkeypatch.setattr(sets, "GONE_THROUGH", -one.snapshot.count * sets.SORT_FACTOR * 100)
    assert facts(one, **asked) == marked


@pytest.mark.parametrize("tree", [*QUERIES, WORD], ids=str)
def test_hits_scored_after_the_filters_score_the_same(many, tree, monkeypatch) -> None:
    filters = {"kind": query.Term("kind", "x"), "date": Between("day", 2, 7)}
    asked = {"query": tree, "limit": 100, "filters": filters}
    found = []
    monkeypatch.setattr(collect, "SCORED_AT_ONCE", 0)
    for factor in (0, len(documents()) ** 3):
        monkeypatch.setattr(collect, "SCORED_LATE", factor)
        found.append(facts(many, **asked))
    assert found[0] == found[1]


def sort_key(doc: Doc, order: Order) -> tuple[Any, ...]:
    day = doc.day or 0
    return (doc.day is None, -day if order is Order.NEWEST else day, doc.id)


@pytest.mark.parametrize("order", [Order.NEWEST, Order.OLDEST])
def test_date_orders_put_undated_last_and_equals_by_key(one, many, order) -> None:
    expected = [doc.id for doc in sorted(documents(), key=lambda doc: sort_key(doc, order))]
    for collector in (one, many):
        found = collector.ask(Ask(query=query.Every(), order=order, limit=100))
        assert ids(collector, found) == expected


@pytest.mark.parametrize("tree", QUERIES, ids=str)
def test_pages_are_pieces_of_the_stream(many, tree) -> None:
    hits = many.ask(Ask(query=tree)).hits
    streamed = list(hits.stream())
    assert len(streamed) == hits.total
    for offset in range(0, hits.total, 7):
        assert hits.page(offset, 7) == streamed[offset : offset + 7]


def test_relevance_prefers_newer_among_equals(one) -> None:
    by_id = {doc.id: doc for doc in documents()}
    found = one.ask(Ask(query=query.Term("kind", "x"), limit=100))
    keys = [sort_key(by_id[i], Order.NEWEST) for i in ids(one, found)]
    assert keys == sorted(keys)


def test_a_facet_disregards_its_own_choice_only(many) -> None:
    kinds, places = query.Term("kind", "x"), query.Term("place", "p")
    found = many.ask(
        Ask(
            query=query.Term("body", "otan"),
            filters={"kind": kinds, "place": places, "date": Between("day", 2, 5)},
            facets=FACETS,
            histograms={
                "own": Histogram((1, 4, 9), frozenset({"date"})),
                "all": Histogram((1, 4, 9)),
            },
        )
    )
    docs = [doc for doc in documents() if "otan" in doc.body]
    dated = [doc for doc in docs if doc.day and 2 <= doc.day <= 5]
    hits = [doc for doc in dated if doc.kind == "x" and "p" in doc.place]
    assert found.total == len(hits)
    for kind in "xy":
        same = [doc for doc in dated if "p" in doc.place and doc.kind == kind]
        assert found.facets["kind"].of(kind) == len(same)
    for place in "pqrs":
        same = [doc for doc in dated if doc.kind == "x" and place in doc.place]
        assert found.facets["place"].of(place) == len(same)
    undisturbed = [doc.day for doc in docs if doc.kind == "x" and "p" in doc.place]
    assert found.histograms["own"].without == undisturbed.count(None)
    assert found.histograms["own"].counts == [
        sum(1 for day in undisturbed if day and low <= day < high) for low, high in ((1, 4), (4, 9))
    ]
    assert sum(found.histograms["all"].counts) == len(hits)
    assert found.histograms["all"].without == 0


def test_the_commonest_values_come_first_and_ties_on_request(one) -> None:
    counts = one.ask(Ask(query=query.Every(), facets=("place",))).facets["place"]
    every = counts.top(10)
    assert every == sorted(every, key=lambda pair: (-pair[1], pair[0]))
    assert counts.top(2) == every[:2]
    least = every[1][1]
    assert counts.top(2, ties=True) == [pair for pair in every if pair[1] >= least]
    assert counts.top(0) == []
    assert counts.of("absent") == 0


def test_undated_documents_are_those_outside_of_every_interval(one) -> None:
    undated = query.AndNot(query.Every(), Between("day"))
    expected = sum(1 for doc in documents() if doc.day is None)
    assert one.ask(Ask(query=undated)).total == expected


def test_stock_whoosh_answers_the_same_interval(many) -> None:
    searcher = many.snapshot.searcher
    found = searcher.search(Between("day", 3, 6), limit=None)
    assert len(found) == many.ask(Ask(query=Between("day", 3, 6))).total


def test_documents_with_unusually_many_values_are_counted_whole(folder) -> None:
    few = [Doc(f"d{n:03}", body=["otan"], place=("p",)) for n in range(300)]
    full = Doc("full", body=["otan", "irak"], place=tuple("abcdefghij"))
    collector = committed(folder, [*few[:150], full, *few[150:]])
    for tree, others in ((query.Term("body", "otan"), 300), (query.Term("body", "irak"), 0)):
        places = collector.ask(Ask(query=tree, facets=("place",))).facets["place"]
        expected = dict.fromkeys("abcdefghij", 1) | ({"p": others} if others else {})
        assert dict(places.items()) == expected
