"""Facets of more values than come with an answer, or than one answer may have."""

from __future__ import annotations

import random
from contextlib import closing

import pytest

from index.engine import Facet, SearchRequest
from index.engines import open_engine, open_writer
from index.engines.opensearch import counts
from index.record import Document, EntityKind, Mention, Release
from tests.opensearch.fixtures import place

PERSONS = 2 * counts.SEEN
REQUESTS = (
    SearchRequest(facet_size=PERSONS),
    SearchRequest(query="alpha", facet_size=PERSONS),
    SearchRequest(query="alpha", facet_size=PERSONS - 1, filters={Facet.PERSON: ("p7", "p599")}),
    SearchRequest(facet_size=PERSONS, filters={Facet.PLACE: ("ici",)}),
    SearchRequest(facet_size=PERSONS, excluded={Facet.PERSON: ("p3",)}),
    SearchRequest(facet_size=40),
)


def documents():
    """Yield releases that name persons, some many and most of them few."""
    dice = random.Random(4)
    for number in range(250):
        persons = {f"person:p{int(PERSONS * dice.random() ** 2)}" for _ in range(12)}
        persons |= {f"person:p{one}" for one in range(number, PERSONS, 250)}
        names = [*sorted(persons), *(["place:ici"] if number % 3 else [])]
        mentions = tuple(
            Mention(one, EntityKind(one.partition(":")[0]), one.partition(":")[2], "", 0, 0)
            for one in names
        )
        title = "alpha" if number % 2 else "omega"
        yield Document(release=Release(id=str(number), title=title), mentions=mentions)


@pytest.fixture(scope="module")
def engines(cluster, tmp_path_factory):
    data = tmp_path_factory.mktemp("many")
    with place(cluster) as url:
        where = {"name": "opensearch", "url": url}
        for choice in ({}, where):
            with open_writer(data, **choice) as writer:
                for document in documents():
                    writer.put(document)
        with closing(open_engine(data)) as here, closing(open_engine(data, **where)) as there:
            yield here, there


@pytest.mark.parametrize("page", [7, PERSONS, counts.EVERY])
def test_all_values_are_counted_however_many_come_at_once(engines, monkeypatch, page) -> None:
    monkeypatch.setattr(counts, "EVERY", page)
    here, there = engines
    for request in REQUESTS:
        assert there.search(request).facets == here.search(request).facets
    assert len(there.search(REQUESTS[0]).facets[Facet.PERSON]) == PERSONS
