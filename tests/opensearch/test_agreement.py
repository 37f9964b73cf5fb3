"""Two engines over one archive.db: the same releases and counts, in much the same order."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass, replace
from statistics import mean

import pytest

from index.engine import FILTERS, Match, SearchPage, SearchRequest, Sort
from index.engines import open_engine
from index.query import tree as trees
from index.thesaurus import Thesauri
from index.understood import understand
from indexer import pipeline, sample
from tests.opensearch.asked import requests

RELEASES, ASKED = 2_000, 300
FOUND = 200
"""So many of the requests find something: agreeing on nothing is easy."""

TOP = 10
OVERLAP = 0.8
OPERATORS = {
    *(trees.Word, trees.Phrase, trees.Exact, trees.Fuzzy, trees.Prefix, trees.Wildcard),
    *(trees.And, trees.Or, trees.Not, trees.Everything, trees.Within, trees.Expanded),
    *(trees.Named, trees.OfKind, trees.Referenced, trees.Dated),
}


@dataclass
class Asked:
    """One request, and of each engine the page, all ids and the best ten: Whoosh's first."""

    request: SearchRequest
    pages: list[SearchPage]
    ids: list[set[str]]
    best: list[list[str]]


@pytest.fixture(scope="module")
def data(cluster, tmp_path_factory):
    folder = tmp_path_factory.mktemp("agreement")
    sample.write(folder / "pages", RELEASES, 1)
    data = folder / "data"
    pipeline.index([folder / "pages"], data, pipeline.Options())
    url = f"{cluster}/agreement"
    pipeline.reindex(data, pipeline.Options(engine="opensearch", engine_url=url))
    return data


@pytest.fixture(scope="module")
def answers(data, cluster):
    with (
        closing(open_engine(data)) as here,
        closing(open_engine(data, "opensearch", url=f"{cluster}/agreement")) as there,
    ):
        documents = sorted(here.stream(SearchRequest()), key=lambda one: one.release.id)
        found = []
        for request in requests(documents, ASKED):
            best = replace(request, limit=TOP, offset=0)
            engines = (here, there)
            found.append(
                Asked(
                    request,
                    [engine.search(request) for engine in engines],
                    [set(engine.matching(request)) for engine in engines],
                    [[hit.id for hit in engine.search(best).hits] for engine in engines],
                )
            )
        return found


def differing(answers, what):
    """Return the requests about which the engines do not say the same, with what they say."""
    return [(one.request, *said) for one in answers for said in [what(one)] if said[0] != said[1]]


def kinds(node):
    yield type(node)
    below = (*getattr(node, "children", ()), *getattr(node, "others", ()))
    for child in (*below, *([node.child] if hasattr(node, "child") else ())):
        yield from kinds(child)


def test_every_operator_filter_and_order_is_asked_for(answers, data) -> None:
    thesauri = Thesauri(data)
    trees = (understand(one.request, thesauri).tree for one in answers)
    assert {kind for tree in trees if tree is not None for kind in kinds(tree)} >= OPERATORS
    assert {facet for one in answers for facet in one.request.filters} == set(FILTERS)
    assert {facet for one in answers for facet in one.request.excluded} == set(FILTERS)
    assert {one.request.sort for one in answers} == set(Sort)
    assert {one.request.match for one in answers} == set(Match)
    assert len(answers) == ASKED
    assert sum(one.pages[0].total > 0 for one in answers) >= FOUND


def test_both_find_the_same_releases(answers) -> None:
    assert differing(answers, lambda one: [page.total for page in one.pages]) == []
    assert differing(answers, lambda one: one.ids) == []
    for one in answers:
        assert [len(ids) for ids in one.ids] == [page.total for page in one.pages]


def test_both_count_the_same(answers) -> None:
    assert differing(answers, lambda one: [page.facets for page in one.pages]) == []
    assert differing(answers, lambda one: [page.timeline for page in one.pages]) == []


def test_both_order_by_date_alike(answers) -> None:
    dated = [one for one in answers if one.request.sort is not Sort.RELEVANCE]
    assert differing(dated, lambda one: [[hit.id for hit in page.hits] for page in one.pages]) == []


def test_the_best_ten_are_mostly_the_same(answers) -> None:
    ranked = [
        one
        for one in answers
        if one.request.sort is Sort.RELEVANCE and one.pages[0].total > TOP  # else all are shown
    ]
    shares = [len(set(one.best[0]) & set(one.best[1])) / TOP for one in ranked]
    assert len(shares) >= 60
    assert mean(shares) >= OVERLAP


def test_both_understand_and_help_alike(answers) -> None:
    def said(one):
        return [
            (page.match, page.any_of, page.expanded, page.problems, page.corrected)
            for page in one.pages
        ]

    assert differing(answers, said) == []
