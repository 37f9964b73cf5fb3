"""What is sent of a release, and what comes back of it."""

from __future__ import annotations

import datetime as dt
import json

from hypothesis import given, settings
from hypothesis import strategies as st

from index.engines.opensearch import layout
from index.engines.opensearch.documents import joined, place_of, source_of, stored_of
from index.record import Document, Release
from index.schema import NO_TERM, fields
from index.stored import from_stored

texts = st.text(max_size=30) | st.text("\ud83d\udfff\x01\x1f\x00 4é", max_size=12)
releases = st.builds(
    Release,
    id=st.text("abc:", min_size=1, max_size=8),
    title=texts,
    lead=texts,
    paragraphs=st.lists(texts, max_size=3).map(tuple),
    date=st.none() | st.dates(),
)


@settings(max_examples=80, deadline=None)
@given(releases)
def test_whatever_a_page_says_can_be_sent_and_comes_back(release: Release) -> None:
    document = Document(release=release)
    source = source_of(document)
    sent = json.dumps(source, ensure_ascii=False).encode()
    assert from_stored(stored_of({"_source": json.loads(sent)})) == document
    known = layout.body({})["mappings"]["properties"]
    assert source.keys() <= known.keys()


@settings(max_examples=80, deadline=None)
@given(st.lists(st.sampled_from(["mission", "4 000", NO_TERM, "l"]), min_size=1, max_size=6))
def test_each_term_keeps_its_position(terms: list[str]) -> None:
    sent = joined(terms).split(layout.SEPARATOR)
    assert len(sent) == len(terms)
    assert [place for place, one in enumerate(sent) if one == layout.PLACE] == [
        place for place, one in enumerate(terms) if one == NO_TERM
    ]


def test_dates_and_words_are_those_of_the_schema() -> None:
    release = Release(
        id="x", title="La mission", paragraphs=("Mission OTAN",), date=dt.date(2016, 2, 9)
    )
    source = source_of(Document(release=release))
    assert source["day"] == fields(Document(release=release)).day
    assert source["month"] == 12 * 2016 + 1
    assert source["words"] == ["la", "mission", "otan"]


def test_a_similarity_is_made_for_each_length_that_the_ranking_has() -> None:
    body = layout.body({})
    used = {
        one["similarity"] for one in body["mappings"]["properties"].values() if "similarity" in one
    }
    assert used <= body["settings"]["index"]["similarity"].keys()


@given(st.text(min_size=500, max_size=600) | st.text("\ud800a", min_size=1), st.text(min_size=1))
def test_a_release_has_a_place_of_its_own_that_a_cluster_takes(one: str, other: str) -> None:
    assert 1 <= len(place_of(one).encode()) <= 512
    assert (place_of(one) == place_of(other)) == (one == other)
