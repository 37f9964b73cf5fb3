"""What only the Whoosh engine promises: its files, its scores, its memory of segments."""

from __future__ import annotations

import datetime as dt
import gc
import json
import shutil
from typing import TYPE_CHECKING

import pytest
from whoosh import index as whoosh_index
from whoosh.matching.binary import AndNotMatcher
from whoosh.qparser import QueryParser
from whoosh.query import compound, qcore, wrappers
from whoosh.query.terms import Term
from whoosh.scoring import BM25F

from index import generations
from index.answering import names
from index.answering.ranking import DEFAULT, Ranking
from index.engines import open_engine, open_writer
from index.engines.whoosh import WhooshEngine, version
from index.engines.whoosh.arrays import Ask, build
from index.engines.whoosh.layout import INDEX_NAME
from index.engines.whoosh.snapshot import is_last, open_commit, state
from index.errors import IndexDamaged, IndexOutdated
from index.record import Document, Release
from index.schema import SCHEMA_VERSION

if TYPE_CHECKING:
    from pathlib import Path

WORDS = ("otan", "mission", "alliés", "sommet", "opération", "iraq", "ministre", "défense")


def documents() -> list[Document]:
    """Make 60 releases in which the words are spread unevenly."""
    made = []
    for number in range(60):
        body = " ".join(
            word for at, word in enumerate(WORDS) for _ in range(number * (at + 1) % (at + 3))
        )
        release = Release(
            id=str(number),
            title=WORDS[number % 7],
            paragraphs=(body, "fin"),
            date=dt.date(2000 + number % 20, 1, 1),
        )
        made.append(Document(release=release))
    return made


@pytest.fixture(params=[1, 3])
def data(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    """Index the releases in one segment or in several, some of them deleted."""
    everything = documents()
    for start in range(request.param):
        with open_writer(tmp_path) as writer:
            for document in everything[start :: request.param]:
                writer.put(document)
    with open_writer(tmp_path) as writer:
        writer.delete("7")
    return tmp_path


QUERIES = [
    Term("body", "otan", boost=2.0),
    Term("body_stem", "mission"),
    Term("body", "absent"),
    compound.Or([Term("title", "otan", boost=3.0), Term("body", "sommet"), Term("body", "otan")]),
    compound.And([Term("body", "otan"), Term("body", "sommet")]),
    compound.AndNot(Term("body", "iraq"), Term("body", "sommet")),
    compound.AndNot(qcore.Every(), Term("body", "sommet")),
    compound.AndMaybe(Term("body", "sommet"), Term("title", "mission")),
    wrappers.ConstantScoreQuery(compound.Or([Term("body", "iraq"), Term("title", "otan")]), 1.0),
]


def _find_first(self: AndNotMatcher) -> None:
    """Whoosh looks at the first unwanted posting only where it is the first wanted one."""
    if self.a.is_active():
        self._find_next()


@pytest.mark.parametrize("query", QUERIES, ids=repr)
def test_hits_and_scores_are_those_of_stock_whoosh(
    data: Path, query: qcore.Query, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(AndNotMatcher, "_find_first", _find_first)
    commit = open_commit(data / "index", DEFAULT)
    page = commit.collector.ask(Ask(query=query, limit=100)).page
    ours = {commit.id(number): score for number, score in page}
    with stock_searcher(data, Ranking()) as searcher:
        hits = searcher.search(query, limit=None)
        theirs = {commit.id(hit.docnum): hit.score for hit in hits}
    commit.close()
    assert ours == pytest.approx(theirs, rel=1e-4)
    assert ours or "absent" in repr(query)


def stock_searcher(data: Path, ranking: Ranking):  # type: ignore[no-untyped-def]
    generation = generations.current(data / "index")
    opened = whoosh_index.open_dir(str(generation), indexname=INDEX_NAME)
    lengths = {f"{field}_B": b for field, b in ranking.lengths().items()}
    return opened.searcher(weighting=BM25F(K1=ranking.k1, **lengths))


def test_stock_whoosh_finds_a_phrase_in_the_same_index(data: Path) -> None:
    with stock_searcher(data, Ranking()) as searcher:
        parser = QueryParser("body", searcher.schema)
        assert len(searcher.search(parser.parse('"mission mission"'))) > 0
        assert len(searcher.search(parser.parse('"mission fin"'))) == 0


def test_an_index_of_another_version_is_refused_until_rebuilt(tmp_path: Path) -> None:
    with open_writer(tmp_path):
        pass
    path = next((tmp_path / "index").glob("*/version.json"))
    path.write_text(json.dumps({"engine": "whoosh", "schema_version": SCHEMA_VERSION + 1}))
    with pytest.raises(IndexOutdated, match=f"version {SCHEMA_VERSION + 1}"):
        open_engine(tmp_path)
    with pytest.raises(IndexOutdated):
        open_writer(tmp_path)
    with open_writer(tmp_path, rebuild=True):
        pass
    assert open_engine(tmp_path).stats().schema_version == SCHEMA_VERSION


def test_an_index_replaced_by_one_of_another_version_is_refused_by_an_open_engine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_writer(tmp_path):
        pass
    engine = open_engine(tmp_path)
    with monkeypatch.context() as patched:
        patched.setattr(version, "SCHEMA_VERSION", SCHEMA_VERSION + 1)
        with open_writer(tmp_path, rebuild=True):
            pass
    with pytest.raises(IndexOutdated):
        engine.stats()


def segments(data: Path) -> list[int]:
    """Return how many documents each segment has, deleted ones included."""
    commit = open_commit(data / "index", DEFAULT)
    counts = [leaf.count for leaf in commit.arrays.leaves]
    commit.close()
    return counts


def test_a_segment_is_written_when_it_holds_its_budget(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_writer(tmp_path) as writer:
        writer.put(Document(release=Release(id="first")))
    monkeypatch.setattr(build, "TOKEN_BUDGET", 400)
    with open_writer(tmp_path) as writer:
        for document in documents():
            writer.put(document)
    assert len(segments(tmp_path)) > 1
    assert open_engine(tmp_path).stats().releases == 61


def test_a_new_index_is_one_segment_whatever_was_built(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(build, "TOKEN_BUDGET", 400)
    with open_writer(tmp_path, rebuild=True) as writer:
        for document in documents():
            writer.put(document)
    assert segments(tmp_path) == [60]


def test_many_small_commits_leave_few_segments(tmp_path: Path) -> None:
    for document in documents():
        with open_writer(tmp_path) as writer:
            writer.put(document)
    assert sum(segments(tmp_path)) == 60
    assert len(segments(tmp_path)) <= (60).bit_length()


def test_segments_that_are_mostly_deleted_are_rewritten(tmp_path: Path) -> None:
    with open_writer(tmp_path) as writer:
        for document in documents():
            writer.put(document)
    with open_writer(tmp_path) as writer:
        for number in range(31):
            writer.delete(str(number))
    assert segments(tmp_path) == [29]


def test_a_commit_removes_what_a_killed_writer_has_left(tmp_path: Path) -> None:
    with open_writer(tmp_path) as writer:
        writer.put(documents()[0])
    generation = current(tmp_path)
    assert generation is not None
    leftovers = [
        generation / f"MAIN_0123456789abcdef.arrays{end}" for end in ("", ".part0", ".part1")
    ]
    for path in leftovers:
        path.write_bytes(b"half")
    with open_writer(tmp_path) as writer:
        writer.put(documents()[1])
    assert not any(path.exists() for path in leftovers)


def test_a_damaged_segment_is_not_rewritten(tmp_path: Path) -> None:
    with open_writer(tmp_path) as writer:
        writer.put(documents()[1])
    path = next((tmp_path / "index").rglob("*.arrays"))
    content = bytearray(path.read_bytes())
    content[content.index(b"otan")] ^= 0xFF
    path.write_bytes(content)
    writer = open_writer(tmp_path)
    writer.put(documents()[7])
    with pytest.raises(IndexDamaged, match=path.name):
        writer.commit()
    assert segments(tmp_path) == [1]


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_failure_while_building_reaches_the_writer_and_frees_the_lock(
    tmp_path: Path, jobs: int
) -> None:
    with open_writer(tmp_path) as writer:
        writer.put(documents()[0])
    writer = open_writer(tmp_path, rebuild=True, jobs=jobs)
    for number in range(250):
        writer.put(Document(release=Release(id=str(number), title="mission")))
    (building,) = set((tmp_path / "index").glob("generation-*")) - {current(tmp_path)}
    shutil.rmtree(building)
    with pytest.raises(FileNotFoundError):
        writer.commit()
    assert list(open_engine(tmp_path).ids()) == ["0"]
    open_writer(tmp_path).cancel()


def current(data: Path) -> Path | None:
    return generations.current(data / "index")


def test_a_writer_that_is_cancelled_half_way_leaves_no_file_open(tmp_path: Path) -> None:
    # An open file would be a ResourceWarning, which is an error in this suite.
    writer = open_writer(tmp_path)
    for number in range(250):
        writer.put(Document(release=Release(id=str(number), title="mission")))
    writer.cancel()
    del writer
    gc.collect()
    assert current(tmp_path) is None


def test_a_warmed_engine_has_the_names_of_each_commit_before_it_is_asked(data: Path) -> None:
    for _ in range(2):
        engine = WhooshEngine(data, warmed=True)
        assert engine._current() in names._names
        with open_writer(data) as writer:
            writer.put(Document(release=Release(id="neu", title="OTAN")))
        assert engine._current() in names._names
    assert WhooshEngine(data)._current() not in names._names


def test_a_switch_that_comes_while_the_last_commit_is_looked_for_is_seen_by_the_next_look(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = generations.index_folder(data)
    named = generations.current

    def switched(folder: Path) -> Path | None:
        found, path = named(folder), folder / generations.CURRENT
        generations.write_durably(path, path.read_bytes())
        return found

    with monkeypatch.context() as patched:
        patched.setattr(generations, "current", switched)
        before = state(folder)
    assert not is_last(folder, before)
    assert is_last(folder, state(folder))
