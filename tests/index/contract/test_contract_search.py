"""What a search answers, case by case."""

from __future__ import annotations

import datetime as dt
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.engine import Bucket, Facet, Problem, SearchRequest, Sort
from index.query import describe
from index.record import Document, Entity, EntityKind, Kind
from tests.index.contract.conftest import ids

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from index.engine import Engine
    from index.engines import EngineChoice
    from tests.index.contract.conftest import Place

    Make = Callable[..., Document]
    Write = Callable[..., Path]

IRAQ = Entity("place:iraq", EntityKind.PLACE, "Iraq", ("Irak", "République d’Iraq"), "IQ")


def test_every_hit_is_reached_by_paging_once(
    make: Make, write: Write, chosen: EngineChoice
) -> None:
    data = write(*(make(f"{n:02}", body="mission", date=f"20{n:02}-01-01") for n in range(25)))
    pages = [ids(data, chosen, "mission", offset=offset, limit=7) for offset in range(0, 35, 7)]
    assert [one for page in pages for one in page] == [f"{n:02}" for n in reversed(range(25))]


def test_the_timeline_is_left_out_where_it_is_not_wanted(
    make: Make, write: Write, chosen: EngineChoice
) -> None:
    engine = chosen.open(write(make("x", date="2016-10-18"), make("y", date="2017-01-01")))
    whole, short = (engine.search(SearchRequest(by_month=one)) for one in (True, False))
    assert [bucket.value for bucket in whole.timeline] == ["2016-10", "2017-01"]
    assert (short.timeline, short.facets) == ((), whole.facets)


@pytest.mark.parametrize(
    "value",
    ["place:iraq", "iraq", "Iraq", "IRAK", "irak", "République d'Iraq", " republique d’iraq "],
)
def test_an_entity_filter_takes_any_name(
    make: Make, write: Write, chosen: EngineChoice, value: str
) -> None:
    data = write(make("x", entities=("place:iraq",)), make("y"), entities=(IRAQ,))
    engine = chosen.open(data)
    page = engine.search(SearchRequest(filters={Facet.PLACE: (value,)}))
    assert [hit.id for hit in page.hits] == ["x"]
    assert page.facets[Facet.PLACE] == (Bucket("iraq", "Iraq", 1, selected=True),)


def test_a_slug_means_its_own_entity_and_a_label_all_that_bear_it(
    make: Make, write: Write, chosen: EngineChoice
) -> None:
    data = write(
        make("slug", entities=("place:georgie",)),
        make("label", entities=("place:georgie-etats-unis",)),
        entities=(
            Entity("place:georgie", EntityKind.PLACE, "Géorgie"),
            Entity("place:georgie-etats-unis", EntityKind.PLACE, "Géorgie"),
        ),
    )
    assert ids(data, chosen, "", filters={Facet.PLACE: ("georgie",)}) == ["slug"]
    assert ids(data, chosen, "", filters={Facet.PLACE: ("Géorgie",)}) == ["label", "slug"]


def test_an_unknown_filter_value_matches_nothing_and_is_shown(
    make: Make, write: Write, chosen: EngineChoice
) -> None:
    data = write(make("x", entities=("place:iraq",)), entities=(IRAQ,))
    engine = chosen.open(data)
    for facet in (Facet.PLACE, Facet.PERSON, Facet.KIND):
        page = engine.search(SearchRequest(filters={facet: ("Atlantide",)}))
        assert page.total == 0
        assert Bucket("Atlantide", "Atlantide", 0, selected=True) in page.facets[facet]


def test_a_facet_leaves_out_its_own_choice_only(
    make: Make, write: Write, chosen: EngineChoice
) -> None:
    data = write(
        make("a", date="2016-03-01", kind=Kind.DISCOURS, entities=("place:iraq",)),
        make("b", date="2016-05-01", kind=Kind.DISCOURS, entities=("place:kosovo",)),
        make("c", date="2017-05-01", kind=Kind.AUTRE, entities=("place:iraq",)),
    )
    page = chosen.open(data).search(
        SearchRequest(
            filters={Facet.PLACE: ("iraq",), Facet.KIND: ("discours",)},
            date_from=dt.date(2016, 1, 1),
            date_to=dt.date(2016, 12, 31),
        )
    )
    assert [hit.id for hit in page.hits] == ["a"]
    counts = {
        facet: {bucket.value: bucket.count for bucket in found}
        for facet, found in page.facets.items()
    }
    assert counts[Facet.PLACE] == {"iraq": 1, "kosovo": 1}
    assert counts[Facet.KIND] == {"discours": 1}
    assert counts[Facet.YEAR] == {"2016": 1}
    assert counts[Facet.MONTH] == {"2016-03": 1}


def test_years_stand_newest_first_and_undated_last(
    make: Make, write: Write, chosen: EngineChoice
) -> None:
    data = write(make("a"), make("b", date="1949-04-04"), make("c", date="2016-01-01"))
    page = chosen.open(data).search(SearchRequest(undated=True))
    assert page.facets[Facet.YEAR] == (
        Bucket("2016", "2016", 1),
        Bucket("1949", "1949", 1),
        Bucket("undated", "sans date", 1, selected=True),
    )
    assert [hit.id for hit in page.hits] == ["a"]
    assert Facet.MONTH not in page.facets


def test_months_are_counted_where_the_hits_lie_within_one_year(
    make: Make, write: Write, chosen: EngineChoice
) -> None:
    data = write(make("a", "un", date="2016-10-18"), make("b", "deux", date="2017-01-01"))
    engine = chosen.open(data)
    assert Facet.MONTH not in engine.search(SearchRequest()).facets
    page = engine.search(SearchRequest(query="un"))
    assert page.facets[Facet.MONTH] == (Bucket("2016-10", "octobre 2016", 1),)
    chosen = SearchRequest(date_from=dt.date(2016, 11, 1), date_to=dt.date(2016, 11, 30))
    page = engine.search(chosen)
    assert page.facets[Facet.MONTH] == (
        Bucket("2016-10", "octobre 2016", 1),
        Bucket("2016-11", "novembre 2016", 0, selected=True),
    )
    assert Bucket("2016", "2016", 1, selected=True) in page.facets[Facet.YEAR]


def test_entity_facets_are_cut_to_size_but_keep_what_is_selected(
    make: Make, write: Write, chosen: EngineChoice
) -> None:
    data = write(
        make("a", entities=("person:a", "person:b", "person:c")),
        make("b", entities=("person:b", "person:c")),
        make("c", entities=("person:c", "person:z")),
    )
    request = SearchRequest(filters={Facet.PERSON: ("z", "c")}, facet_size=1)
    found = chosen.open(data).search(request).facets[Facet.PERSON]
    assert [(one.value, one.count, one.selected) for one in found] == [
        ("c", 3, True),
        ("z", 1, True),
    ]


def test_counts_do_not_depend_on_the_page(make: Make, write: Write, chosen: EngineChoice) -> None:
    data = write(*(make(str(n), "mission", date="2016-01-01") for n in range(5)))
    engine = chosen.open(data)
    pages = [
        engine.search(SearchRequest(query="mission", limit=limit, offset=offset))
        for limit, offset in ((0, 0), (2, 0), (2, 4), (10, 99))
    ]
    assert [len(page.hits) for page in pages] == [0, 2, 1, 0]
    assert {page.total for page in pages} == {5}
    assert all(page.facets == pages[0].facets for page in pages)


def test_too_many_terms_of_a_pattern_are_reported(
    make: Make, write: Write, chosen: EngineChoice
) -> None:
    data = write(make("x", body=" ".join(f"ab{n}c" for n in range(1_100))), make("y", "autre"))
    page = chosen.open(data).search(SearchRequest(query="autre OU ab*c"))
    assert page.problems == (Problem(len("autre OU "), "too-many-terms", "ab*c"),)
    assert describe(page.problems[0], "fr").startswith("«\u202fab*c\u202f» correspond à un trop")
    assert page.total == 2


def test_patterns_of_one_query_share_the_room_for_terms(
    make: Make, write: Write, chosen: EngineChoice
) -> None:
    body = " ".join(f"x{start}{n}" for start in ("ab", "cd") for n in range(900))
    page = chosen.open(write(make("x", body=body))).search(SearchRequest(query="?ab* ?cd*"))
    assert [problem.position for problem in page.problems] == [0, len("?ab* ")]
    assert page.total == 1


def test_hits_carry_marks_entities_and_passages(
    make: Make, write: Write, chosen: EngineChoice
) -> None:
    data = write(
        make("x", "La mission", "Une mission alliée.", entities=("place:iraq",)), entities=(IRAQ,)
    )
    (hit,) = chosen.open(data).search(SearchRequest(query="mission")).hits
    assert hit.title.marks == ((3, 10),)
    assert hit.passages[0].text == "Une mission alliée."
    assert hit.passages[0].marks == ((4, 11),)
    assert hit.entities == (IRAQ,)


@pytest.fixture(scope="module")
def empty(place: Place, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    data = tmp_path_factory.mktemp("empty")
    with place() as chosen:
        with chosen.writer(data) as writer:
            writer.put_entities([IRAQ])
        with closing(chosen.open(data)) as engine:
            yield engine


@settings(max_examples=50, deadline=None)
@given(
    query=st.text(max_size=60)
    | st.text(alphabet='ab*?"()-~1 ETOU\x00\ud800’', max_size=40)
    | st.sampled_from(["((" * 500, '"' * 99, "* " * 99, "a " * 5_000, "SAUF", "🙂", "a~" * 50]),
    value=st.text(max_size=20),
)
def test_nothing_a_reader_types_raises(empty: Engine, query: str, value: str) -> None:
    request = SearchRequest(query=query, filters={Facet.PLACE: (value,)} if value else {})
    assert empty.search(request).total == 0


def test_all_hits_can_be_streamed_in_the_order_of_the_pages(
    make: Make, write: Write, chosen: EngineChoice
) -> None:
    many = [
        make(f"{n:04d}", "mission " * (1 + n % 7), date=f"20{n % 24:02d}-01-01")
        for n in range(1_500)
    ]
    engine = chosen.open(write(*many))
    for sort in Sort:
        request = SearchRequest(query="mission", sort=sort, limit=2, offset=1)
        streamed = [document.release.id for document in engine.stream(request)]
        pages = [
            hit.id
            for offset in (0, 700, 1_490)
            for hit in engine.search(replace(request, limit=10, offset=offset)).hits
        ]
        assert len(streamed) == 1_500
        assert pages == [*streamed[:10], *streamed[700:710], *streamed[1_490:]]
        assert sorted(engine.matching(request)) == sorted(streamed)


def test_an_entity_of_a_single_release_is_known(
    make: Make, write: Write, chosen: EngineChoice
) -> None:
    engine = chosen.open(write(make("x", "mission", entities=("place:iraq",))))
    assert engine.entity("place:iraq") is not None
    assert engine.entity("place:iran") is None
