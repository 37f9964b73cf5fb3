"""Names that a spaCy pipeline adds to ours; the pipeline is made here, of a list of names."""

import sys

import pytest

from indexer.entities import gazetteer, mentions, spacy_names
from indexer.entities.spacy_names import PipelineMissing, SpacyMissing, with_names_of


@pytest.fixture
def pipeline():
    spacy = pytest.importorskip("spacy", reason="the extra depeche[spacy] is not installed")
    pipeline = spacy.blank("fr")
    pipeline.add_pipe("entity_ruler").add_patterns(
        [
            {"label": "PER", "pattern": "Zorg Vandenbroucke"},
            {"label": "LOC", "pattern": "Pont-Zorg"},
            {"label": "LOC", "pattern": "Oslo"},
            {"label": "ORG", "pattern": "Société Zorg"},
            {"label": "ORG", "pattern": "OTAN à Oslo"},
            {"label": "MISC", "pattern": "Zorgique"},
        ]
    )
    return pipeline


@pytest.fixture
def asked_for(monkeypatch):
    """Ask for a pipeline by its name; what a process has loaded is forgotten before and after."""
    spacy_names._asked_for.cache_clear()
    yield lambda name: monkeypatch.setenv(spacy_names.VARIABLE, name)
    spacy_names._asked_for.cache_clear()


def test_names_that_overlap_none_of_ours_are_added(pipeline):
    text = "La Société Zorg de Pont-Zorg et Zorg Vandenbroucke, de l'OTAN à Oslo, Zorgique."
    found = with_names_of(pipeline, text, mentions(text, gazetteer()), gazetteer())
    assert [(one.entity, one.label) for one in found] == [
        ("organisation:societe-zorg", "Société Zorg"),
        ("place:pont-zorg", "Pont-Zorg"),
        ("person:zorg-vandenbroucke", "Zorg Vandenbroucke"),
        ("organisation:otan", "OTAN"),
        ("place:oslo", "Oslo"),
    ]
    assert all(text[one.start : one.end] == one.surface for one in found)


def test_a_text_longer_than_the_pipeline_takes_is_read_in_pieces(pipeline):
    pipeline.max_length = 100
    text = "Rien. " * 30 + "Pont-Zorg"
    (found,) = with_names_of(pipeline, text, (), gazetteer())
    assert (found.start, found.surface) == (180, "Pont-Zorg")


def test_the_pipeline_that_the_environment_names_is_used(pipeline, asked_for, tmp_path):
    pipeline.to_disk(tmp_path / "zorg")
    asked_for(str(tmp_path / "zorg"))
    assert [one.entity for one in mentions("à Pont-Zorg", gazetteer())] == ["place:pont-zorg"]


def test_without_the_variable_spacy_is_not_imported(asked_for, monkeypatch):
    asked_for("")
    monkeypatch.setitem(sys.modules, "spacy", None)
    assert mentions("à Pont-Zorg", gazetteer()) == ()


def test_a_pipeline_that_is_not_installed_is_told(pipeline, asked_for):  # noqa: ARG001 - spaCy is
    asked_for("no_such_pipeline")
    with pytest.raises(PipelineMissing, match="no_such_pipeline"):
        mentions("à Pont-Zorg", gazetteer())


def test_spacy_that_is_not_installed_is_told(asked_for, monkeypatch):
    monkeypatch.setitem(sys.modules, "spacy", None)
    asked_for("fr_core_news_sm")
    with pytest.raises(SpacyMissing, match="fr_core_news_sm"):
        mentions("à Pont-Zorg", gazetteer())
