"""However documents came into segments, they are all there and no more."""

from __future__ import annotations

import pytest
from whoosh import index, query

from index.engines.whoosh.arrays import (
    NO_TERM,
    RUNS,
    ArrayCodec,
    Ask,
    Collector,
    Row,
    SegmentBuilder,
    Snapshot,
    chunks,
    merge_segments,
    stored,
)
from index.errors import IndexDamaged
from tests.index.arrays.conftest import (
    ARRANGEMENT,
    FACETS,
    QUERIES,
    Doc,
    add_segments,
    built,
    committed,
    documents,
    facts,
    ids,
    make_schema,
    opened,
)


@pytest.mark.parametrize("deleted", [{0}, {1, 2}], ids=["a third", "two thirds"])
def test_merging_leaves_out_the_deleted_and_changes_nothing_else(tmp_path, deleted) -> None:
    ix = index.create_in(str(tmp_path), make_schema())
    docs = documents()
    entries = [built(tmp_path, docs[:25]), built(tmp_path, docs[25:])]
    add_segments(ix, entries)
    writer = ix.writer(codec=ArrayCodec(ARRANGEMENT))
    for number, doc in enumerate(docs):
        if number % 3 in deleted:
            writer.delete_by_term("id", doc.id)
    writer.commit(merge=False)
    kept = [doc for number, doc in enumerate(docs) if number % 3 not in deleted]
    entries = ix._segments()
    merged = merge_segments(ix.storage, ix.schema, ArrayCodec(ARRANGEMENT), entries)
    add_segments(ix, [merged], instead=True)
    after = opened(tmp_path)
    fresh = tmp_path / "fresh"
    fresh.mkdir()
    index.create_in(str(fresh), make_schema())
    expected = committed(fresh, kept)
    for tree in QUERIES:
        assert facts(after, query=tree, limit=100) == facts(expected, query=tree, limit=100)
    stored = after.snapshot.searcher.all_stored_fields()
    assert {s["id"]: s["kind"] for s in stored} == {doc.id: doc.kind for doc in kept}
    assert not list(after.snapshot.leaves[0].arrays.container.damages())


def test_merging_in_small_chunks_is_the_same(tmp_path, monkeypatch) -> None:
    ix = index.create_in(str(tmp_path), make_schema())
    docs = documents()
    entries = [built(tmp_path, docs[:25]), built(tmp_path, docs[25:])]
    codec = ArrayCodec(ARRANGEMENT)
    whole = merge_segments(ix.storage, ix.schema, codec, entries)
    monkeypatch.setattr(chunks, "CHUNK_TOKENS", 3)
    pieces = merge_segments(ix.storage, ix.schema, codec, entries)
    contents = [entry.path(ix.storage).read_bytes() for entry in (whole, pieces)]
    assert contents[0] == contents[1]


def test_merging_nothing_but_deleted_documents_gives_no_segment(tmp_path) -> None:
    ix = index.create_in(str(tmp_path), make_schema())
    entry = built(tmp_path, documents(3))
    for number in range(3):
        entry.delete_document(number)
    assert merge_segments(ix.storage, ix.schema, ArrayCodec(ARRANGEMENT), [entry]) is None


def test_a_run_is_scored_by_how_often_it_stands(folder) -> None:
    docs = [
        Doc("once", body=["otan", "le", "irak", "le", "paix"]),
        Doc("twice", body=["le", "irak", "le", "irak", "otan"]),
        Doc("never", body=["irak", "le", "le", "le", "paix"]),
    ]
    committed(folder, docs)
    collector = Collector(Snapshot(index.open_dir(str(folder)).searcher()), RUNS)
    run = query.Sequence([query.Term("body", "le"), query.Term("body", "irak")])
    found = collector.ask(Ask(query=run))
    (first, one), (second, other) = found.page
    assert [collector.snapshot.key(n) for n in (first, second)] == [b"twice", b"once"]
    assert one / other == pytest.approx((2 / 3.2) / (1 / 2.2))


def test_an_empty_place_keeps_words_apart(folder) -> None:
    committed(
        folder, [Doc("apart", body=["otan", NO_TERM, "irak"]), Doc("both", body=["otan", "irak"])]
    )
    collector = opened(folder)
    assert ids(collector, collector.ask(Ask(query=query.Phrase("body", ["otan", "irak"])))) == [
        "both"
    ]
    assert not collector.ask(Ask(query=query.Term("body", NO_TERM))).total
    assert collector.snapshot.searcher.field_length("body") == 4


@pytest.mark.parametrize("batch", [1, 32])
def test_records_spread_over_blocks_come_back(tmp_path, monkeypatch, batch) -> None:
    monkeypatch.setattr(stored, "BATCH", batch)
    ix = index.create_in(str(tmp_path), make_schema())
    builder = SegmentBuilder(ix.storage, ix.schema, ArrayCodec(ARRANGEMENT), "MAIN")
    for number in range(50):
        name = f"d{number:02}"
        builder.add(Row(keys={"id": [name]}, stored={"id": name, "kind": name * 400}))
    add_segments(ix, [builder.finish().segment])
    records = [*ix.searcher().all_stored_fields()]
    assert len(records) == 50
    for record in records:
        assert record["kind"] == record["id"] * 400


def test_a_builder_is_full_at_its_budget(tmp_path) -> None:
    ix = index.create_in(str(tmp_path), make_schema())
    builder = SegmentBuilder(ix.storage, ix.schema, ArrayCodec(ARRANGEMENT), "MAIN", 3)
    assert not builder.full
    builder.add(Row(texts={"body": ["le", "la", "les"]}))
    assert builder.full


def test_an_index_without_documents_answers_nothing(folder) -> None:
    found = opened(folder).ask(Ask(query=query.Every(), facets=FACETS))
    assert (found.total, found.page) == (0, [])
    assert dict(found.facets["kind"].items()) == {}


def test_an_exchanged_segment_is_named(folder) -> None:
    ix = index.open_dir(str(folder))
    first, second = built(folder, documents(3)), built(folder, documents(5))
    add_segments(ix, [first])
    path = first.path(ix.storage)
    path.write_bytes(
        second.path(ix.storage).read_bytes() if second.path(ix.storage).exists() else b""
    )
    with pytest.raises(IndexDamaged, match=path.name):
        ix.searcher()
