"""What a run that is cut short leaves, and what is written when copies.db is missing."""

import pytest

from index.engines import EngineChoice, open_engine
from indexer import pipeline
from indexer.copies import Copies
from indexer.store import Store

PAGE = """<!doctype html><html lang="fr"><head><title>Réunion {name}</title>
<link rel="canonical" href="https://www.exemple.fr/{name}"></head><body><main><h1>Réunion</h1>
<p>Le Conseil s'est réuni {day} à Rome, pour la première fois depuis le sommet de Varsovie.</p>
<p>Les ministres ont parlé de la mer Noire, de la cyberdéfense et du budget commun, puis ils se sont
donné rendez-vous à Bruxelles, où la prochaine réunion aura lieu avant la fin de l'année.</p>
</main></body></html>"""


@pytest.fixture
def archive(tmp_path):
    (tmp_path / "pages").mkdir()
    for name, day in (("a", "lundi"), ("b", "mardi")):
        page = PAGE.format(name=name, day=day)
        (tmp_path / "pages" / f"{name}.htm").write_text(page, "utf-8")
    index(tmp_path)
    return tmp_path


def index(archive):
    return pipeline.index([archive / "pages"], archive / "data", pipeline.Options(jobs=1))


def relations(archive):
    engine = open_engine(archive / "data")
    return {one: [near.id for near in engine.get(one).related] for one in engine.ids()}


def test_the_index_tells_both_of_each_other(archive) -> None:
    found = relations(archive)
    one, other = found
    assert found == {one: [other], other: [one]}


def test_without_copies_db_the_next_run_makes_it_and_writes_what_it_tells(archive) -> None:
    before = relations(archive)
    (archive / "data" / "copies.db").unlink()
    assert index(archive).written == 2
    assert relations(archive) == before
    assert index(archive).written == 0


def test_keys_of_another_method_are_made_anew(archive) -> None:
    before = relations(archive)
    with Copies(archive / "data") as copies:
        copies.note("method", "older")
    assert index(archive).written == 2
    assert relations(archive) == before


def test_a_rebuild_that_fails_leaves_the_relations_to_the_next_run(archive, monkeypatch) -> None:
    def fail(*_arguments, **_options):
        raise OSError("the disk is gone")

    with monkeypatch.context() as patch:
        patch.setattr(EngineChoice, "writer", fail)
        with pytest.raises(OSError, match="disk"):
            pipeline.reindex(archive / "data", pipeline.Options(jobs=1))
    with Copies(archive / "data") as copies:
        assert not copies.complete
    assert index(archive).written == 2
    with Copies(archive / "data") as copies:
        assert copies.complete
    with Store(archive / "data") as store:
        assert store.pending() == []


def test_a_changed_page_is_told_no_more_by_the_other(archive) -> None:
    page = PAGE.format(name="b", day="mardi").replace("ministres", "pêcheurs").split("<p>")
    other = "<p>".join([page[0], *(" ".join(reversed(part.split(" "))) for part in page[1:])])
    (archive / "pages" / "b.htm").write_text(other + "</p></main></body></html>", "utf-8")
    assert index(archive).written == 2
    assert set(map(tuple, relations(archive).values())) == {()}
