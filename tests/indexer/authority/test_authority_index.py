"""Decisions over a real archive; the oracle is an index that was built anew under them."""

import shutil

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.engine import Facet, SearchRequest
from index.engines import EngineChoice, open_engine
from indexer import pipeline, writing
from indexer.authority import Add, DecisionImpossible, Hide, Merge, Rename, Split, change, load
from indexer.pipeline import Options
from indexer.store import Store

ONE = Options(jobs=1)
TEXTS = {
    "a": ("1992-05-01", "M. Haider Al-Zubair est à Bagdad. M. Al-Zubair y a vu le Cercle bleu."),
    "b": ("2004-05-01", "M. Haider Al-Zubair est à Paris avec les Casques d’azur, en Iraq."),
    "c": ("", "Le général Guy Prunier parle à Paris. La KFOR est là, et le Cercle bleu."),
    "d": ("2010-01-01", "L’OTAN et l’Union européenne, à Bagdad comme à Bruxelles."),
}
PERSON = "person:haider-al-zubair"
PRUNIER = "person:guy-prunier"
IDS = [PERSON, PRUNIER, "place:paris", "place:bagdad", "place:iraq", "organisation:otan"]
PAGE = """<html lang="fr"><head><title>{name}</title>
<meta property="article:published_time" content="{date}"></head><body><h1>Visite {name}</h1>
<p>{text} La délégation a été reçue par le commandant, puis a visité les installations.</p>
</body></html>"""


@pytest.fixture(scope="session")
def original(tmp_path_factory):
    folder = tmp_path_factory.mktemp("pages")
    for name, (date, text) in TEXTS.items():
        page = PAGE.format(name=name, date=date, text=text)
        (folder / f"{name}.htm").write_text(page, "utf-8")
    data = tmp_path_factory.mktemp("archive") / "data"
    pipeline.index([folder], data, ONE)
    return data


@pytest.fixture
def data(original, tmp_path):
    return shutil.copytree(original, tmp_path / "data")


def seen(data):
    """Return all mentions by title, and what the entities mentioned are called."""
    engine = open_engine(data)
    try:
        found = {d.release.title: d.mentions for d in engine.stream(SearchRequest())}
        ids = {one.entity for mentions in found.values() for one in mentions}
        return found, {one: engine.entity(one) for one in ids}
    finally:
        engine.close()


def decide(data, put=(), drop=()):
    return pipeline.update(data, ONE, change=lambda: change(data, put=put, drop=drop))


def named(data):
    return {one.entity for mentions in seen(data)[0].values() for one in mentions}


one_of = st.sampled_from(IDS)
decisions = st.one_of(
    st.builds(lambda into, gone: Merge(into, (gone,)), one_of, one_of).filter(
        lambda one: one.into not in one.sources
    ),
    st.builds(Rename, one_of, st.sampled_from(["Nom", "Autre"]), st.sampled_from(["", "Name"])),
    st.builds(Split, one_of, st.sampled_from(["Paris", "M. Al-Zubair"]), one_of).filter(
        lambda one: one.entity != one.to
    ),
    st.builds(Hide, one_of),
    st.builds(Add, one_of, st.just(""), st.just(""), st.just(("Cercle bleu",))),
    st.just(Add("organisation:azur", "Casques d’azur", "Azure Helmets")),
)


@settings(max_examples=5, suppress_health_check=[HealthCheck.too_slow])
@given(steps=st.lists(st.lists(decisions, max_size=3), min_size=1, max_size=2))
def test_an_index_brought_up_to_date_is_the_one_built_anew(original, tmp_path_factory, steps):
    data = shutil.copytree(original, tmp_path_factory.mktemp("archive") / "data")
    for step in steps:
        gone = load(data).decisions  # each step takes the last one's decisions back
        try:
            decide(data, put=step, drop=[one for one in gone if one not in step])
        except DecisionImpossible:
            continue
        after = seen(data)
        again = shutil.copytree(data, tmp_path_factory.mktemp("again") / "data")
        pipeline.reindex(again, ONE)
        assert seen(again) == after


def test_only_the_releases_concerned_are_written(data) -> None:
    report = decide(data, [Merge("place:bagdad", ("place:paris",))])
    assert (report.concerned, report.written) == (2, 2)
    report = decide(data, drop=load(data).decisions)
    assert (report.concerned, report.written) == (2, 2)
    assert decide(data).written == 0


def test_an_entity_is_found_under_the_names_of_those_merged_into_it(data) -> None:
    decide(data, [Merge("place:bagdad", ("place:paris",))])
    engine = open_engine(data)
    request = SearchRequest(filters={Facet.PLACE: ("Bagdad",)})
    assert engine.search(request).total == 4
    assert "Paris" in engine.entity("place:bagdad").names
    engine.close()


def test_what_was_hidden_comes_back(data) -> None:
    before = seen(data)
    decide(data, [Hide(PERSON)])
    assert PERSON not in named(data)
    pipeline.reindex(data, ONE)
    decide(data, drop=[Hide(PERSON)])
    assert seen(data) == before


def test_added_names_are_recognised_where_they_stand_and_nowhere_else(data) -> None:
    report = decide(data, [Add("organisation:azur", "Casques d’azur")])
    assert (report.concerned, "organisation:azur" in named(data)) == (1, True)
    report = decide(data, drop=load(data).decisions)
    assert (report.concerned, "organisation:azur" in named(data)) == (1, False)


def test_an_added_person_is_known_by_the_surname_too(data) -> None:
    decide(data, [Add("person:guy-prunier", "Guy Prunier", aliases=("Guy Prunier de Bléré",))])
    assert "person:guy-prunier" in named(data)


def test_decisions_written_by_hand_are_applied_by_the_next_run(data) -> None:
    (data / "authority.toml").write_text("[[hide]]\nentity = 'place:paris'\n", "utf-8")
    report = pipeline.index([], data, ONE)
    assert (report.concerned, "place:paris" in named(data)) == (2, False)


def test_names_that_only_texts_have_are_kept_where_the_index_is_lost(data) -> None:
    (data / "authority.toml").write_text(
        f"[[merge]]\ninto = '{PRUNIER}'\nfrom = ['{PERSON}']\n", "utf-8"
    )
    shutil.rmtree(data / "index")
    pipeline.index([], data, ONE)
    entity = seen(data)[1][PRUNIER]
    assert entity.names == ("Guy Prunier", "Haider Al-Zubair")


def test_several_processes_decide_as_one_does(tmp_path) -> None:
    pages = tmp_path / "pages"
    pages.mkdir()
    for number in range(80):
        page = PAGE.format(name=number, date="", text=TEXTS["a"][1])
        (pages / f"{number}.htm").write_text(page, "utf-8")
    (tmp_path / "data").mkdir()
    change(
        tmp_path / "data",
        put=[Add("organisation:azur", "Cercle bleu"), Merge("place:paris", ("place:bagdad",))],
    )
    pipeline.index([pages], tmp_path / "data", Options(jobs=2))
    assert named(tmp_path / "data") == {PERSON, "place:paris", "organisation:azur"}


def test_an_id_that_nothing_knows_is_told_and_one_that_was_hidden_is_not(data) -> None:
    decide(data, [Hide("place:nulle-part"), Hide(PERSON)])
    for report in (decide(data), pipeline.reindex(data, ONE), pipeline.index([], data, ONE)):
        assert report.unknown == ["place:nulle-part"]


def test_what_was_cut_short_is_made_up_for(data, monkeypatch) -> None:
    def interrupted(*_args, **_options):
        raise KeyboardInterrupt

    monkeypatch.setattr(EngineChoice, "writer", interrupted)
    with pytest.raises(KeyboardInterrupt):
        decide(data, [Hide("place:paris")])
    monkeypatch.undo()
    assert pipeline.index([], data, ONE).written == 2
    assert "place:paris" not in named(data)


def test_a_decision_that_cannot_be_taken_changes_nothing(data) -> None:
    before = seen(data)

    def refuse():
        raise KeyError

    with pytest.raises(KeyError):
        pipeline.update(data, ONE, change=refuse)
    assert seen(data) == before
    assert not (data / "authority.toml").exists()


def test_another_gazetteer_is_told_until_all_is_written_anew(data, monkeypatch) -> None:
    assert not pipeline.index([], data, ONE).outdated
    monkeypatch.setattr(writing, "digest", lambda: "another")
    assert pipeline.index([], data, ONE).outdated
    with Store(data) as store:
        assert writing.is_outdated(store)
    assert not pipeline.reindex(data, ONE).outdated
    assert not pipeline.index([], data, ONE).outdated
