"""The bits of frequent terms say what their lists of postings say."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from whoosh import index

from index.engines.whoosh.arrays import ArrayCodec, ArraySegment, presence
from index.engines.whoosh.arrays.inversion import starts_of
from index.engines.whoosh.arrays.merge import merge_segments
from index.engines.whoosh.arrays.presence import Presences, same_documents, tabled
from tests.index.arrays.conftest import ARRANGEMENT, Doc, built, documents, make_schema

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

NUMBERS = st.lists(st.sets(st.integers(0, 299), min_size=1), min_size=1, max_size=4)


@given(NUMBERS, st.sets(st.integers(0, 299)))
def test_bits_tell_who_has_a_term_and_where_in_its_list(
    lists: list[set[int]], asked: set[int]
) -> None:
    docs = np.array([doc for one in lists for doc in sorted(one)], np.uint16)
    starts = starts_of(np.array([len(one) for one in lists]))
    numbers = np.arange(len(lists), dtype=np.uint32)
    of_terms = Presences(numbers, *tabled(300, starts, docs, numbers))
    some = np.array(sorted(asked), np.intp)
    for number, one in enumerate(lists):
        held = of_terms.of(number)
        assert held is not None
        both = some.take(held.among(some))
        assert both.tolist() == sorted(asked & one)
        assert held.places(both).tolist() == [sorted(one).index(doc) for doc in sorted(asked & one)]
    assert of_terms.of(len(lists)) is None


def check_every_field(segment: ArraySegment) -> int:
    """Compare the bits of each frequent term with its list; return how many were compared."""
    compared = 0
    every = np.arange(segment.count)
    for field in segment.fields.values():
        for number in range(field.terms.count):
            docs = field.documents(number)
            held = field.presences.of(number)
            assert (held is not None) == (len(docs) * presence.FREQUENT >= segment.count)
            if held is not None:
                assert held.among(every).tolist() == docs.tolist()
                assert held.places(docs.astype(np.intp)).tolist() == list(range(len(docs)))
                compared += 1
    return compared


def test_segments_built_and_merged_have_bits_of_just_the_frequent_terms(
    tmp_path: Path,
) -> None:
    ix = index.create_in(str(tmp_path), make_schema())
    docs = documents(130)
    entries = [built(tmp_path, part) for part in (docs[:70], docs[70:])]
    for entry in entries:
        assert check_every_field(ArraySegment(entry.path(ix.storage)))
    entries[1].delete_document(3)
    merged = merge_segments(ix.storage, make_schema(), ArrayCodec(ARRANGEMENT), entries)
    assert merged is not None
    assert check_every_field(ArraySegment(merged.path(ix.storage)))


def test_small_segments_have_no_bits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(presence, "LEAST", 1000)
    ix = index.create_in(str(tmp_path), make_schema())
    segment = ArraySegment(built(tmp_path, documents()).path(ix.storage))
    assert not [name for name in segment.container.names() if "frequent" in name]


def test_terms_in_the_same_documents_are_told_by_bits_as_by_lists(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # two words that always stand together, and one that stands in as many other documents
    words = [["ensemble", "toujours"] if number % 2 else ["seul"] for number in range(90)]
    ix = index.create_in(str(tmp_path), make_schema())
    docs = [Doc(f"d{number:03}", body=body) for number, body in enumerate(words)]
    body = ArraySegment(built(tmp_path, docs).path(ix.storage)).fields["body"]
    for long in (0, presence.LONG):
        monkeypatch.setattr(presence, "LONG", long)
        for one in range(body.terms.count):
            for other in range(body.terms.count):
                same = body.documents(one).tolist() == body.documents(other).tolist()
                assert same_documents((body, one), (body, other)) == same
