"""The sample's judged queries, asked of the engine: what the ranking is worth may only rise."""

from __future__ import annotations

import tomllib
from contextlib import ExitStack, closing
from pathlib import Path

import pytest

from index.engines import ENGINES, OPENSEARCH, EngineChoice
from index.evaluation import Metric, Run, ask, read
from index.record import Document
from indexer import sample
from indexer.entities import gazetteer, mentions
from tests.opensearch.fixtures import place

FLOORS = tomllib.loads(Path(__file__).with_name("floors.toml").read_text("utf-8"))
JUDGED = read(Path(sample.__file__).with_name("judged.tsv"))
SLOTS, SEED = 110, 1


@pytest.fixture(scope="module", params=ENGINES)
def runs(request, tmp_path_factory) -> tuple[str, dict[str, Run]]:
    """Ask an engine the queries of a fresh index of the texts written by hand, questions apart."""
    data = tmp_path_factory.mktemp("sample")
    with ExitStack() as stack:
        url = ""
        if request.param == OPENSEARCH:
            url = stack.enter_context(place(request.getfixturevalue("cluster")))
        chosen = EngineChoice(request.param, url)
        fill(chosen, data)
        run = ask(stack.enter_context(closing(chosen.open(data))), JUDGED)
    questions = tuple(one for one in run.asked if one.query.endswith("?"))
    others = tuple(one for one in run.asked if not one.query.endswith("?"))
    return request.param, {"queries": Run(others), "questions": Run(questions)}


def fill(chosen: EngineChoice, data: Path) -> None:
    known = gazetteer()
    with chosen.writer(data) as writer:
        for made in sample.releases(SLOTS, SEED):
            if made.key:
                named = mentions(made.release.text, known)
                writer.put(Document(release=made.release, mentions=tuple(named)))
        writer.put_entities(known.entities.values())


@pytest.mark.parametrize("metric", Metric)
@pytest.mark.parametrize("group", ["queries", "questions"])
def test_the_ranking_is_worth_no_less_than_it_was(runs, group, metric) -> None:
    engine, found = runs
    worst = sorted(found[group].asked, key=lambda one: one.scores[metric])[:5]
    floor = FLOORS[engine][group][metric]
    assert found[group].means[metric] >= floor, [one.query for one in worst]
