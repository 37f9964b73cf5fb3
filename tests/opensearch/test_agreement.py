"""Two engines over one archive.db: the same releases and counts, in much the same order."""

from __future__ import annotations

from contextlib import ExitStack, closing
from dataclasses import dataclass, replace
from statistics import mean

import pytest

from index.engine import FILTERS, Match, SearchPage, SearchRequest, Sort
from index.engines import EngineChoice, open_engine
from index.query import tree as trees
from index.thesaurus import Thesauri
from index.understood import understand
from indexer import pipeline, sample
from tests.opensearch.asked import requests
from tests.opensearch.fixtures import place

RELEASES, ASKED = 2_000, 300
FOUND = 200
"""So many of the requests find something: agreeing on nothing is easy."""

TOP = 10
OVERLAP = 0.8
EQUAL = 1e-6
OPERATORS = {
    *(trees.Word, trees.Phrase, trees.Exact, trees.Fuzzy, trees.Prefix, trees.Wildcard),
    *(trees.And, trees.Or, trees.Not, trees.Everything, trees.Within, trees.Expanded),
    *(trees.Named, trees.OfKind, trees.Referenced, trees.Dated),
}


@dataclass
class Asked:
    """One request, and of each engine the page and all ids: Whoosh's first.

    `share` is how many of the second engine's best ten are among the first one's; None where all
    hits are shown or their order is that of dates.
    """

    request: SearchRequest
    pages: list[SearchPage]
    ids: list[set[str]]
    share: float | None


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    folder = tmp_path_factory.mktemp("agreement")
    sample.write(folder / "pages", RELEASES, 1)
    data = folder / "data"
    pipeline.index([folder / "pages"], data, pipeline.Options())
    return data


@pytest.fixture(scope="module")
def answers(data, cluster):
    with ExitStack() as stack:
        chosen = EngineChoice.of(url=stack.enter_context(place(cluster)))
        pipeline.reindex(data, pipeline.Options(engine=chosen))
        here = stack.enter_context(closing(open_engine(data)))
        there = stack.enter_context(closing(chosen.open(data)))
        documents = sorted(here.stream(SearchRequest()), key=lambda one: one.release.id)
        found = []
        for request in requests(documents, ASKED):
            pages = [engine.search(request) for engine in (here, there)]
            ids = [set(engine.matching(request)) for engine in (here, there)]
            found.append(Asked(request, pages, ids, share(request, pages[0].total, here, there)))
        return found


def best_of(engine, request) -> set[str]:
    """Return the ids of the best ten hits and of those as good as the tenth; look no further."""
    limit = 2 * TOP
    while True:
        ranked = engine.search(replace(request, limit=limit, offset=0)).hits
        least = ranked[TOP - 1].score * (1 - EQUAL)
        if len(ranked) < limit or ranked[-1].score < least:
            return {hit.id for hit in ranked if hit.score >= least}
        limit *= 4


def share(request, total, here, there) -> float | None:
    """Compare the best ten; a hit that is as good as the tenth may as well be among them."""
    if request.sort is not Sort.RELEVANCE or total <= TOP:
        return None
    best = best_of(here, request)
    found = [hit.id for hit in there.search(replace(request, limit=TOP, offset=0)).hits]
    return len(best.intersection(found)) / TOP


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
    shares = [one.share for one in answers if one.share is not None]
    assert len(shares) >= 60
    assert mean(shares) >= OVERLAP


def test_both_understand_and_help_alike(answers) -> None:
    def said(one):
        return [
            (page.match, page.any_of, page.expanded, page.problems, page.corrected)
            for page in one.pages
        ]

    assert differing(answers, said) == []
