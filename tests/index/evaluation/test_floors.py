"""The sample's judged queries, asked of the engine: what the ranking is worth may only rise."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from index.engines import ENGINES, open_engine, open_writer
from index.evaluation import Metric, Run, ask, read
from index.record import Document
from indexer import sample
from indexer.entities import gazetteer, mentions

FLOORS = tomllib.loads(Path(__file__).with_name("floors.toml").read_text("utf-8"))
JUDGED = read(Path(sample.__file__).with_name("judged.tsv"))
SLOTS, SEED = 110, 1


@pytest.fixture(scope="module", params=ENGINES)
def runs(request, tmp_path_factory) -> dict[str, Run]:
    """Ask the queries of a fresh index of the texts written by hand, questions apart."""
    data = tmp_path_factory.mktemp("sample")
    known = gazetteer()
    with open_writer(data, request.param) as writer:
        for made in sample.releases(SLOTS, SEED):
            if made.key:
                named = mentions(made.release.text, known)
                writer.put(Document(release=made.release, mentions=tuple(named)))
        writer.put_entities(known.entities.values())
    engine = open_engine(data, request.param)
    run = ask(engine, JUDGED)
    engine.close()
    questions = tuple(one for one in run.asked if one.query.endswith("?"))
    others = tuple(one for one in run.asked if not one.query.endswith("?"))
    return {"queries": Run(others), "questions": Run(questions)}


@pytest.mark.parametrize("metric", Metric)
@pytest.mark.parametrize("group", FLOORS)
def test_the_ranking_is_worth_no_less_than_it_was(runs, group, metric) -> None:
    worst = sorted(runs[group].asked, key=lambda one: one.scores[metric])[:5]
    assert runs[group].means[metric] >= FLOORS[group][metric], [one.query for one in worst]
