import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.engine import Facet
from index.record import (
    Capture,
    Document,
    EntityKind,
    Kind,
    Mention,
    Related,
    Relation,
    Release,
)
from index.schema import (
    KEYS,
    NO_DAY,
    NO_TERM,
    PARTS,
    TEXTS,
    Shown,
    date_of,
    day_number,
    exact_field,
    fields,
    from_stored,
    mention,
    shown_of_stored,
    stem_field,
    stored_title,
    to_stored,
)

DOCUMENT = Document(
    release=Release(
        id="nato:news_1:fr",
        title="L’OTAN en Iraq",
        paragraphs=("Les opérations continuent.", "Fin."),
        date=dt.date(2016, 10, 18),
        updated=dt.datetime(2016, 10, 18, 17, 41),  # noqa: DTZ001 - a page's own time has no zone
        kind=Kind.ACTUALITE,
        flags=("accents-lost",),
    ),
    mentions=(
        Mention("organisation:otan", EntityKind.ORGANISATION, "OTAN", "OTAN", 2, 6),
        Mention("place:iraq", EntityKind.PLACE, "Iraq", "Iraq", 10, 14, weak=True),
        Mention("place:iraq", EntityKind.PLACE, "Iraq", "Iraq", 10, 14),
    ),
    captures=(
        Capture(
            origin="pages.zip!a.htm",
            captured_at=dt.datetime(2020, 1, 2, tzinfo=dt.UTC),
            sha256="0" * 64,
            url="http://x/",
            status=200,
        ),
    ),
    related=(
        Related(
            id="nato:news_1:en",
            relation=Relation.TWIN,
            title="NATO in Iraq",
            language="en",
            date=dt.date(2016, 10, 18),
        ),
        Related(
            id="nato:news_2:fr",
            relation=Relation.NEAR_DUPLICATE,
            title="L’OTAN en Irak",
            language="fr",
            date=None,
            likeness=0.75,
        ),
    ),
)


def test_stored_document_reads_back_equal() -> None:
    assert from_stored(to_stored(DOCUMENT)) == DOCUMENT


def test_stored_document_may_hold_a_lone_surrogate() -> None:
    document = Document(release=Release(id="x", title="a\ud800b"))
    assert from_stored(to_stored(document)) == document


def test_folded_and_stemmed_terms_stand_at_equal_positions() -> None:
    texts = fields(DOCUMENT).texts
    assert texts["title"] == ["l", "otan", "en", "iraq"]
    for part in texts:
        if part in PARTS:
            assert len(texts[part]) == len(texts[stem_field(part)])
            assert len(texts[part]) == len(texts[exact_field(part)])


def test_paragraphs_are_kept_apart_by_a_position_without_term() -> None:
    assert fields(DOCUMENT).texts["body"] == ["les", "operations", "continuent", NO_TERM, "fin"]


def test_empty_parts_have_no_field() -> None:
    assert set(fields(DOCUMENT).texts) == set(TEXTS) - {
        "lead",
        "lead_stem",
        "lead_exact",
        "reference",
    }


def test_each_entity_is_one_key_and_weak_mentions_count() -> None:
    keys = fields(DOCUMENT).keys
    assert set(keys) == set(KEYS)
    assert keys[Facet.PLACE] == ("iraq",)
    assert keys[Facet.ORGANISATION] == ("otan",)
    assert keys[Facet.PERSON] == ()
    assert keys["kind"] == ("actualite",)


@pytest.mark.parametrize(
    "date", [None, dt.date(1, 1, 1), dt.date(1949, 4, 4), dt.date(9999, 12, 31)]
)
def test_day_number_reads_back(date: dt.date | None) -> None:
    assert date_of(day_number(date)) == date
    assert (day_number(date) == NO_DAY) == (date is None)


@given(st.text(), st.text(), st.text())
def test_a_title_is_read_alone_as_it_is_with_all_the_rest(id_, title, other) -> None:
    release = Release(id=id_, title=title, lead=other, paragraphs=('"title":"', other))
    related = (Related(id=other, relation=Relation.TWIN, title=other, language="fr", date=None),)
    stored = to_stored(Document(release=release, related=related))
    assert stored_title(stored) == from_stored(stored).release.title


@given(st.text(), st.sampled_from(Kind), st.none() | st.dates(), st.booleans())
def test_what_a_page_shows_is_read_alone_as_it_is_with_all_the_rest(text, kind, date, full) -> None:
    told = {"title": text, "lead": text, "paragraphs": (text, '"mentions":'), "reference": text}
    release = Release(id=text, kind=kind, date=date, language=text, **(told if full else {}))
    mentions = DOCUMENT.mentions if full else ()
    stored = to_stored(Document(release=release, mentions=mentions, related=DOCUMENT.related))
    shown = shown_of_stored(stored)
    assert tuple(map(mention, shown.mentions)) == mentions
    for name in set(Shown.__slots__) - {"mentions"}:
        assert getattr(shown, name) == getattr(release, name)
    assert shown.text == release.text
