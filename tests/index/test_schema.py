import datetime as dt

import pytest

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
    date_of,
    day_number,
    exact_field,
    fields,
    stem_field,
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
