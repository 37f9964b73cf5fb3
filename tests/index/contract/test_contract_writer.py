"""What becomes visible, when, and what survives."""

from __future__ import annotations

import datetime as dt
import threading
from typing import TYPE_CHECKING

import pytest

from index.engine import Facet, SearchRequest
from index.errors import IndexLocked, NoIndex
from index.record import Document, Entity, EntityKind

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from index.engines import EngineChoice

    Make = Callable[..., Document]
    Write = Callable[..., Path]


def test_no_index_is_said_so(tmp_path: Path, chosen: EngineChoice) -> None:
    with pytest.raises(NoIndex):
        chosen.open(tmp_path)
    with pytest.raises(NoIndex):
        chosen.open(tmp_path / "missing")


def test_an_empty_index_answers(write: Write, chosen: EngineChoice) -> None:
    engine = chosen.open(write())
    page = engine.search(SearchRequest(query="mission"))
    assert (page.total, page.hits, page.timeline) == (0, (), ())
    assert set(page.facets) == set(Facet) - {Facet.MONTH, Facet.DAY}
    assert engine.stats().first is None
    assert engine.get("x") is None
    assert engine.check() == []


def test_nothing_is_visible_before_commit_and_all_is_after(
    make: Make, write: Write, chosen: EngineChoice
) -> None:
    data = write(make("a", "un"))
    engine = chosen.open(data)
    with chosen.writer(data) as writer:
        writer.put(make("b", "deux"))
        writer.put(make("a", "trois"))
        assert sorted(engine.ids()) == ["a"]
        assert engine.search(SearchRequest(query="un")).total == 1
    assert sorted(engine.ids()) == ["a", "b"]
    assert engine.search(SearchRequest(query="un")).total == 0
    assert engine.search(SearchRequest(query="trois")).total == 1


def test_an_open_engine_follows_a_rebuild(make: Make, write: Write, chosen: EngineChoice) -> None:
    data = write(make("a", "un"))
    engine = chosen.open(data)
    for number in range(3):
        write(make(f"new{number}"), rebuild=True)
        assert list(engine.ids()) == [f"new{number}"]


def test_a_rebuild_that_is_cancelled_leaves_the_old_index(
    make: Make, write: Write, chosen: EngineChoice
) -> None:
    data = write(make("a"))
    before = sorted(data.glob("index/*"))

    def interrupted() -> None:
        with chosen.writer(data, rebuild=True) as writer:
            writer.put(make("b"))
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert list(chosen.open(data).ids()) == ["a"]
    assert sorted(data.glob("index/*")) == before


def test_an_update_that_is_cancelled_changes_nothing(
    make: Make, write: Write, chosen: EngineChoice
) -> None:
    data = write(make("a", "un"))
    writer = chosen.writer(data)
    writer.put(make("a", "deux"))
    writer.delete("a")
    writer.cancel()
    assert chosen.open(data).search(SearchRequest(query="un")).total == 1


def test_a_closed_writer_takes_no_more(tmp_path: Path, chosen: EngineChoice, make: Make) -> None:
    writer = chosen.writer(tmp_path)
    writer.commit()
    with pytest.raises(ValueError, match="committed"):
        writer.put(make("a"))
    writer.cancel()
    assert list(chosen.open(tmp_path).ids()) == []


def test_two_writers_exclude_each_other(tmp_path: Path, chosen: EngineChoice) -> None:
    with chosen.writer(tmp_path):
        for rebuild in (False, True):
            with pytest.raises(IndexLocked):
                chosen.writer(tmp_path, rebuild=rebuild)
    chosen.writer(tmp_path).cancel()


def test_put_replaces_within_one_commit_and_delete_undoes_put(
    make: Make, write: Write, chosen: EngineChoice
) -> None:
    data = write(make("a", "un"), make("a", "deux"), make("b", "trois"), delete=("b", "absent"))
    engine = chosen.open(data)
    assert list(engine.ids()) == ["a"]
    assert [hit.title.text for hit in engine.search(SearchRequest()).hits] == ["deux"]


def test_many_small_commits_give_what_one_gives(
    make: Make, write: Write, chosen: EngineChoice
) -> None:
    for number in range(40):
        data = write(
            make(str(number), "mission", date="2016-01-01", entities=("place:iraq",)),
            make("same", f"version {number}"),
        )
    engine = chosen.open(data)
    assert sorted(engine.ids()) == sorted([*map(str, range(40)), "same"])
    assert engine.search(SearchRequest(query="mission")).facets[Facet.PLACE][0].count == 40
    assert engine.search(SearchRequest(query='"version 39"')).total == 1
    assert engine.check() == []


def test_many_replaced_releases_are_each_found_once(
    make: Make, write: Write, chosen: EngineChoice
) -> None:
    write(*(make(f"id{n}", "vieux") for n in range(700)))
    data = write(*(make(f"id{n}", "neuf") for n in range(50, 650)))
    engine = chosen.open(data)
    assert engine.search(SearchRequest(query="vieux")).total == 100
    assert engine.search(SearchRequest(query="neuf")).total == 600
    assert engine.check() == []


def test_two_processes_write_what_one_writes(
    make: Make, tmp_path: Path, chosen: EngineChoice
) -> None:
    documents = [make(f"{n:03}", f"titre {n}", "corps mission") for n in range(450)]
    with chosen.writer(tmp_path, jobs=2) as writer:
        for document in [*documents, make("007", "titre remplacé", "corps")]:
            writer.put(document)
    engine = chosen.open(tmp_path)
    assert sorted(engine.ids()) == [f"{n:03}" for n in range(450)]
    assert engine.search(SearchRequest(query="mission")).total == 449
    assert engine.get("449") == documents[449]
    assert engine.check() == []


def test_entities_take_the_last_name_given_and_are_known_where_mentioned(
    make: Make, write: Write, chosen: EngineChoice
) -> None:
    iraq = Entity("place:iraq", EntityKind.PLACE, "Iraq", ("Irak",), "IQ")
    nowhere = Entity("place:nowhere", EntityKind.PLACE, "Nulle part")
    write(make("a", entities=("place:iraq", "person:x")), entities=(nowhere,))
    data = write(make("b"), entities=(iraq,))
    engine = chosen.open(data)
    assert engine.entity("place:iraq") == iraq
    assert engine.entity("person:x") == Entity("person:x", EntityKind.PERSON, "X")
    assert engine.entity("place:nowhere") is None
    assert engine.entity("nonsense") is None
    write(delete=("a",))
    assert engine.entity("place:iraq") is None


def test_stats_count_what_is_there(make: Make, write: Write, chosen: EngineChoice) -> None:
    before = dt.datetime.now(dt.UTC).replace(microsecond=0)
    data = write(make("a", date="1949-04-04"), make("b"), make("c", date="2025-01-01"))
    write(delete=("c",))
    stats = chosen.open(data).stats()
    assert (stats.releases, stats.undated) == (2, 1)
    assert stats.first == stats.last == dt.date(1949, 4, 4)
    assert before <= stats.written_at <= dt.datetime.now(dt.UTC)


def test_searches_go_on_while_commits_and_rebuilds_pass(
    make: Make, write: Write, chosen: EngineChoice
) -> None:
    data = write(*(make(str(n), "mission") for n in range(20)))
    engine = chosen.open(data)
    done = threading.Event()
    failures: list[BaseException] = []
    totals: set[int] = set()

    def search() -> None:
        try:
            while not done.is_set():
                page = engine.search(SearchRequest(query="mission"))
                totals.add(page.total)
                assert len(page.hits) == 10
        except BaseException as error:  # noqa: BLE001 - handed to the test's own thread
            failures.append(error)

    threads = [threading.Thread(target=search) for _ in range(3)]
    for thread in threads:
        thread.start()
    try:
        for number in range(12):
            write(
                *(make(str(n), f"mission {number}") for n in range(20)),
                rebuild=number % 3 == 0,
            )
    finally:
        done.set()
        for thread in threads:
            thread.join()
    assert failures == []
    assert totals == {20}


def test_a_closed_engine_opens_again_when_asked(
    make: Make, write: Write, chosen: EngineChoice
) -> None:
    engine = chosen.open(write(make("a")))
    engine.close()
    assert list(engine.ids()) == ["a"]
