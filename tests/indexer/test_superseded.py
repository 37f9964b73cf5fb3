"""Texts that were replaced, in an index of their own that is always derived."""

import os
import shutil

import pytest

from index.engine import Facet, SearchRequest
from index.engines import open_engine
from index.superseded import appearances, folder
from indexer import pipeline
from indexer.authority import Hide, change
from indexer.history import StoreHistory
from indexer.store import Store

PAGE = """<!doctype html><html lang="fr"><head><title>{title}</title>
<link rel="canonical" href="https://www.exemple.fr/{name}"></head><body><main><h1>{title}</h1>
<p>Le Conseil s'est réuni {day} à Rome, pour la première fois depuis le sommet de Varsovie.</p>
<p>Les ministres ont parlé de la mer Noire, de la cyberdéfense et du budget commun. {more}</p>
</main></body></html>"""


@pytest.fixture
def archive(tmp_path):
    (tmp_path / "pages").mkdir()
    return tmp_path


def write(archive, name, day, more="", title="Réunion du Conseil"):
    text = PAGE.format(name=name, day=day, more=more, title=title)
    (archive / "pages" / f"{name}.htm").write_text(text, "utf-8")


def index(archive, **options):
    options = pipeline.Options(jobs=1, **options)
    return pipeline.index([archive / "pages"], archive / "data", options)


def ask(archive, query, **facts):
    data = archive / "data"
    present, before = open_engine(data), open_engine(folder(data))
    request = SearchRequest(query=query, **facts)
    return appearances(request, present, before, StoreHistory(data))


def held(archive):
    return sorted(open_engine(folder(archive / "data")).ids())


def test_a_phrase_that_was_taken_out_is_found_with_the_capture_that_had_it(archive) -> None:
    write(archive, "a", "lundi")
    index(archive)
    write(archive, "a", "mardi")
    index(archive)
    answer = ask(archive, '"réuni lundi"')
    (one,) = answer.found
    readings = StoreHistory(archive / "data").readings(one.release_id)
    assert (answer.total, answer.still, one.still) == (1, 0, False)
    assert one.capture == readings[0].capture
    (passage,) = one.passages
    assert [passage.text[a:b] for a, b in passage.marks] == ["réuni lundi"]


def test_what_stayed_in_the_text_is_told_by_its_first_capture(archive) -> None:
    write(archive, "a", "lundi")
    index(archive)
    write(archive, "a", "mardi")
    index(archive)
    answer = ask(archive, "cyberdéfense")
    (one,) = answer.found
    assert one.still
    assert one.capture == StoreHistory(archive / "data").readings(one.release_id)[0].capture
    (second,) = ask(archive, '"réuni mardi"').found
    assert second.still
    assert second.capture == StoreHistory(archive / "data").readings(one.release_id)[1].capture


def test_the_oldest_capture_comes_first_and_pages_of_answers_follow_on(archive) -> None:
    for name in ("c", "a", "b"):
        write(archive, name, "lundi")
        index(archive)
    write(archive, "c", "mardi")
    index(archive)
    every = ask(archive, "lundi").found
    assert [one.capture.url[-1] for one in every] == ["c", "a", "b"]
    assert ask(archive, "lundi", limit=1, offset=1).found == every[1:2]


def test_an_earlier_capture_that_comes_later_is_the_first_appearance(archive) -> None:
    write(archive, "a", "lundi")
    index(archive)
    write(archive, "a", "mardi")
    index(archive)
    earlier = archive / "pages" / "b.htm"
    earlier.write_text(PAGE.format(name="a", day="lundi", more="", title="Réunion du Conseil"))
    os.utime(earlier, (1_500_000_000, 1_500_000_000))
    index(archive)
    (one,) = ask(archive, '"réuni lundi"').found
    assert one.capture.captured_at.timestamp() == 1_500_000_000
    assert not one.still


def test_filters_hold_for_each_text_by_itself(archive) -> None:
    write(archive, "a", "lundi", more="Le secrétaire général a rencontré M. Karzaï à Kaboul.")
    index(archive)
    write(archive, "a", "lundi")
    index(archive)
    answer = ask(archive, "", filters={Facet.PLACE: ("Kaboul",)})
    assert (answer.total, answer.still) == (1, 0)


def test_what_is_decided_about_names_holds_for_replaced_texts_too(archive) -> None:
    write(archive, "a", "lundi", more="Le secrétaire général a rencontré M. Karzaï à Kaboul.")
    index(archive)
    write(archive, "a", "lundi")
    index(archive)
    kabul = {Facet.PLACE: ("Kaboul",)}
    assert ask(archive, "", filters=kabul).total == 1
    data = archive / "data"
    pipeline.update(
        data, pipeline.Options(jobs=1), change=lambda: change(data, put=[Hide("place:kaboul")])
    )
    assert ask(archive, "", filters=kabul).total == 0


def test_a_page_that_is_gone_is_still_found_among_captures(archive) -> None:
    write(archive, "a", "lundi")
    index(archive)
    (archive / "pages" / "a.htm").unlink()
    index(archive, prune=True)
    assert ask(archive, "lundi").still == 0
    assert ask(archive, "lundi").total == 1
    write(archive, "a", "lundi")
    index(archive)
    assert (ask(archive, "lundi").total, ask(archive, "lundi").still) == (1, 1)
    assert held(archive) == []


def test_without_the_index_nothing_is_lost_and_the_next_run_builds_it(archive) -> None:
    write(archive, "a", "lundi")
    index(archive)
    write(archive, "a", "mardi")
    index(archive)
    before = held(archive)
    assert len(before) == 1
    shutil.rmtree(folder(archive / "data"))
    index(archive)
    assert held(archive) == before
    shutil.rmtree(folder(archive / "data"))
    pipeline.reindex(archive / "data", pipeline.Options(jobs=1))
    assert held(archive) == before


def test_a_text_that_comes_back_is_superseded_no_more(archive) -> None:
    for day in ("lundi", "mardi", "lundi"):
        write(archive, "a", day)
        index(archive)
    (one,) = ask(archive, "lundi").found
    assert one.still
    (other,) = ask(archive, "mardi").found
    assert not other.still
    with Store(archive / "data") as store:
        ((release_id, text),) = store.rows("SELECT release, text FROM superseded")
    assert held(archive) == [f"{release_id}@{text}"]


def test_step_by_step_comes_out_as_all_at_once(archive) -> None:
    for name, day in (
        ("a", "lundi"),
        ("b", "lundi"),
        ("a", "mardi"),
        ("b", "jeudi"),
        ("a", "jeudi"),
    ):
        write(archive, name, day)
        index(archive)
    (archive / "pages" / "b.htm").unlink()
    index(archive, prune=True)
    before = held(archive)
    assert len(before) == 4
    pipeline.reindex(archive / "data", pipeline.Options(jobs=1))
    assert held(archive) == before
