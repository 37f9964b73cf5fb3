import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.engine import FILTERS, Facet, SearchRequest, Sort
from index.record import Kind
from webapp.links import href
from webapp.params import LONG_FACET, MAX_OFFSET, MAX_VALUE, Asked, parse, starts, unparse

NAMES = [
    *("q", "match", "expand", "from", "to", "undated", *FILTERS),
    *("sort", "limit", "offset", "lang", "starts", "more", "x"),
]
values = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1).filter(
    lambda text: text == text.strip() and len(text) <= 50
)


@st.composite
def questions(draw):
    days = sorted(draw(st.lists(st.dates(), min_size=2, max_size=2)))
    undated = draw(st.booleans())
    chosen = {
        facet: tuple(draw(st.lists(values, unique=True, max_size=3)))
        for facet in FILTERS
        if facet is not Facet.KIND
    }
    chosen[Facet.KIND] = tuple(draw(st.lists(st.sampled_from(Kind), unique=True, max_size=2)))
    query = draw(st.one_of(st.just(""), values))
    more = draw(st.sampled_from([None, Facet.YEAR, *FILTERS]))
    sorts = list(Sort) if query else [Sort.NEWEST, Sort.OLDEST]
    return Asked(
        request=SearchRequest(
            query=query,
            date_from=None if undated else draw(st.sampled_from([None, days[0]])),
            date_to=None if undated else draw(st.sampled_from([None, days[1]])),
            undated=undated,
            filters={facet: chosen[facet] for facet in FILTERS if chosen[facet]},
            sort=draw(st.sampled_from(sorts)),
            limit=draw(st.integers(1, 100)),
            offset=draw(st.integers(0, MAX_OFFSET)),
            facet_size=LONG_FACET if more else SearchRequest().facet_size,
        ),
        language=draw(st.sampled_from(["fr", "en"])),
        more=more,
    )


@settings(max_examples=60)
@given(questions())
def test_every_question_survives_its_address(asked):
    assert parse(unparse(asked)) == asked


@settings(max_examples=100)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(NAMES),
            st.one_of(
                st.text(max_size=12),
                st.sampled_from(
                    ["2016", "2016-10", "1", "-1", "1e9", "٣", "\ud800", "\x00", "oldest"]
                ),
            ),
        ),
        max_size=8,
    ).map(tuple)
)
def test_any_address_is_a_question_with_an_address_of_its_own(pairs):
    asked = parse(pairs)
    request = asked.request
    assert 1 <= request.limit <= 100
    assert 0 <= request.offset <= MAX_OFFSET
    assert not (request.undated and (request.date_from or request.date_to))
    again = parse(unparse(asked))
    assert (again.request, again.language, again.more) == (request, asked.language, asked.more)
    assert not again.refusals


def test_the_names_are_those_of_the_command_line():
    pairs = (
        ("q", "Mossoul AWACS"),
        ("from", "2016-10"),
        ("to", "2016-12"),
        ("place", "Iraq"),
        ("place", "mossoul"),
        ("kind", "Discours"),
        ("sort", "oldest"),
        ("limit", "20"),
        ("offset", "40"),
    )
    assert parse(pairs).request == SearchRequest(
        query="Mossoul AWACS",
        date_from=dt.date(2016, 10, 1),
        date_to=dt.date(2016, 12, 31),
        filters={Facet.PLACE: ("Iraq", "mossoul"), Facet.KIND: ("discours",)},
        sort=Sort.OLDEST,
        limit=20,
        offset=40,
    )


@pytest.mark.parametrize("facet", FILTERS)
def test_every_filter_is_a_parameter_of_its_name(facet):
    values = ("discours", "dossier") if facet is Facet.KIND else ("a-b", "Été")
    pairs = (*((facet.value, value) for value in values), ("more", facet.value))
    asked = parse(pairs)
    assert asked.request.filters == {facet: values}
    assert asked.more is facet
    assert unparse(asked) == pairs


def test_the_start_of_a_name_is_cut_like_a_value():
    assert starts((("starts", "a"), ("starts", " b\x00c "))) == "b c"
    assert len(starts((("starts", "x" * 999),))) == MAX_VALUE
    assert starts(()) == ""


def test_an_empty_query_shows_the_newest_first():
    assert parse(()).request.sort is Sort.NEWEST
    assert parse((("q", "x"),)).request.sort is Sort.RELEVANCE


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("from", "abc", "date"),
        ("to", "2016-13", "date"),
        ("limit", "1e9", "number"),
        ("limit", "1000000000", "range"),
        ("limit", "0", "range"),
        ("offset", "-1", "number"),
        ("offset", "9" * 18, "range"),
        ("offset", "9" * 5000, "number"),
        ("sort", "best", "choice"),
        ("kind", "roman", "choice"),
        ("lang", "de", "choice"),
        ("more", "month", "choice"),
        ("undated", "oui", "flag"),
        ("q", "x" * 2001, "long"),
        ("place", "x" * 201, "long"),
    ],
)
def test_a_bad_value_is_refused_and_the_rest_honoured(name, value, code):
    asked = parse((("organisation", "otan"), (name, value)))
    assert [(bad.name, bad.code) for bad in asked.refusals] == [(name, code)]
    assert asked.request.filters == {Facet.ORGANISATION: ("otan",)}


def test_dates_the_wrong_way_round_are_exchanged_and_told():
    asked = parse((("from", "2017-03"), ("to", "2016")))
    assert asked.request.date_from == dt.date(2016, 1, 1)
    assert asked.request.date_to == dt.date(2017, 3, 31)
    assert [bad.code for bad in asked.refusals] == ["date-order"]


def test_undated_leaves_dates_out_and_tells():
    asked = parse((("undated", "1"), ("from", "2016")))
    assert asked.request.undated
    assert asked.request.date_from is None
    assert [bad.code for bad in asked.refusals] == ["dates-undated"]


def test_more_values_than_anyone_chooses_are_cut():
    asked = parse(tuple(("person", str(number)) for number in range(60)))
    assert len(asked.request.filters[Facet.PERSON]) == 50
    assert [bad.code for bad in asked.refusals] == ["many"]


@given(
    st.text(max_size=40).map(lambda text: text * 100),
    st.lists(st.text(min_size=1, max_size=15).map(lambda text: text * 10), max_size=60),
)
def test_no_address_is_longer_than_a_page_of_links_can_bear(query, values):
    names = ("person", "place", "organisation")
    chosen = tuple((names[place % 3], value) for place, value in enumerate(values))
    asked = parse((("q", query), *chosen))
    assert len(href("/", unparse(asked))) <= 3_000 + 2_000 + len("/?q=")
    again = parse(unparse(asked))
    assert again.request == asked.request
    assert not again.refusals


def test_long_values_share_one_room():
    asked = parse(
        tuple((name, f"{name}-{'x' * 180}-{n}") for name in ("person", "place") for n in range(9))
    )
    assert sum(map(len, asked.request.filters.values())) == 10
    assert [bad.code for bad in asked.refusals] == ["many"]


def test_emoji_fill_an_address_sooner_than_letters():
    asked = parse((("q", "🛰" * 1_000), ("place", "🛰" * 200), ("person", "anne")))
    assert len(asked.request.query) == 250
    assert asked.request.filters == {Facet.PERSON: ("anne",)}
    assert [bad.code for bad in asked.refusals] == ["long", "many"]
