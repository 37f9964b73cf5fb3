"""What is stored of a document is read back, whole or as far as it is shown."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from index.record import Capture, Document, EntityKind, Kind, Mention, Related, Relation, Release
from index.stored import (
    from_stored,
    mentions_of_stored,
    shown_of_stored,
    stored_title,
    to_stored,
)

# what might be taken for the end of a part, of a line, of JSON
texts = st.text(max_size=12) | st.text('ab\n"[],0\ud83d\ude00\udc80é’', max_size=6)
moments = st.datetimes(timezones=st.just(dt.UTC))


@st.composite
def mentions(draw, text: str) -> Mention:
    """Draw a mention; most have the surface that stands in the text."""
    start = draw(st.integers(0, len(text)))
    end = draw(st.integers(start, len(text)))
    surface = text[start:end] if draw(st.integers(0, 5)) else draw(texts)
    entity = draw(st.sampled_from(["place:iraq", "person:a", "event:b", "x"]))
    kind, label = draw(st.sampled_from(EntityKind)), draw(st.sampled_from(["Iraq", "Irak", ""]))
    return Mention(entity, kind, label, surface, start, end, draw(st.booleans()))


@st.composite
def documents(draw) -> Document:
    """Draw a document of which any field may be empty, and paragraphs too."""
    release = draw(
        st.builds(
            Release,
            id=texts,
            url=texts,
            title=texts,
            lead=texts,
            paragraphs=st.lists(texts, max_size=4).map(tuple),
            date=st.none() | st.dates(),
            date_source=texts,
            date_certainty=texts,
            updated=st.none() | st.datetimes(),
            kind=st.sampled_from(Kind),
            reference=texts,
            language=texts,
            place=texts,
            twins=st.lists(texts, max_size=2).map(tuple),
            flags=st.lists(texts, max_size=2).map(tuple),
        )
    )
    captures = st.builds(
        Capture, origin=texts, captured_at=moments, sha256=texts, url=texts, status=st.integers()
    )
    related = st.builds(
        Related,
        id=texts,
        relation=st.sampled_from(Relation),
        title=texts,
        language=texts,
        date=st.none() | st.dates(),
        likeness=st.floats(0, 1),
    )
    return Document(
        release=release,
        mentions=tuple(draw(st.lists(mentions(release.text), max_size=5))),
        captures=tuple(draw(st.lists(captures, max_size=2))),
        related=tuple(draw(st.lists(related, max_size=2))),
    )


@given(documents())
def test_a_document_reads_back_equal(document: Document) -> None:
    stored = to_stored(document)
    assert from_stored(stored) == document
    assert mentions_of_stored(stored) == document.mentions
    assert stored_title(stored) == document.release.title


@given(documents())
def test_what_a_page_shows_is_read_alone_as_it_is_with_all_the_rest(document: Document) -> None:
    shown, release = shown_of_stored(to_stored(document)), document.release
    for name in ("id", "title", "text", "date", "url", "kind", "language", "reference"):
        assert getattr(shown, name) == getattr(release, name)
    assert shown.parts() == release.parts()


@given(documents())
def test_entities_stand_in_the_order_of_their_first_naming(document: Document) -> None:
    in_order = sorted(document.mentions, key=lambda one: one.start)
    expected = list(dict.fromkeys(one.entity for one in in_order))
    assert shown_of_stored(to_stored(document)).entities == expected
