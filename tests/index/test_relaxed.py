"""What a request without hits would find without one of its conditions."""

import datetime as dt

import pytest

from index.engine import Facet, SearchRequest
from index.engines import open_engine, open_writer
from index.record import Document, EntityKind, Mention, Release
from index.relaxed import relaxed

DAY = dt.date(2016, 10, 18)


@pytest.fixture(scope="module")
def engine(tmp_path_factory):
    data = tmp_path_factory.mktemp("relaxed")
    iraq = Mention("place:iraq", EntityKind.PLACE, "Iraq", "Iraq", 0, 4)
    with open_writer(data, "whoosh") as writer:
        for number, title in enumerate(["Iraq AWACS", "Iraq Mossoul", "Iraq Mossoul"]):
            release = Release(id=f"r{number}", title=title, paragraphs=("x",), date=DAY)
            writer.put(Document(release=release, mentions=(iraq,)))
    opened = open_engine(data)
    yield opened
    opened.close()


def told(engine, request):
    return {(one.name, one.value): one.total for one in relaxed(engine, request)}


def test_each_condition_is_told_with_what_it_costs(engine) -> None:
    request = SearchRequest(
        query="mossoul awacs", filters={Facet.PLACE: ("Iraq",)}, date_to=dt.date(2020, 1, 1)
    )
    assert told(engine, request) == {
        ("word", "awacs"): 2,
        ("word", "mossoul"): 1,
        ("query", "mossoul awacs"): 3,
    }


def test_dates_values_and_exclusions_are_conditions(engine) -> None:
    request = SearchRequest(
        query="awacs",
        date_from=dt.date(2017, 1, 1),
    )
    assert told(engine, request) == {("date", ""): 1}
    request = SearchRequest(query="awacs", filters={Facet.PLACE: ("nowhere",)})
    assert told(engine, request) == {("place", "nowhere"): 1}
    request = SearchRequest(query="awacs", excluded={Facet.PLACE: ("iraq",)})
    assert told(engine, request) == {("not_place", "iraq"): 1}


def test_no_condition_is_told_that_is_the_only_one(engine) -> None:
    assert told(engine, SearchRequest(query="awacs bagdad")) == {("word", "bagdad"): 1}
    assert told(engine, SearchRequest(query="bagdad")) == {}
    assert told(engine, SearchRequest(filters={Facet.PLACE: ("nowhere",)})) == {}


def test_the_requests_told_find_what_is_told(engine) -> None:
    request = SearchRequest(
        query='"mossoul awacs" iraq', filters={Facet.PLACE: ("iraq",)}, undated=True
    )
    for one in relaxed(engine, request):
        assert engine.search(one.request).total == one.total > 0


@pytest.mark.parametrize("query", ["absent", "", '"mossoul awacs"'])
def test_of_one_condition_there_is_none_to_drop(engine, query) -> None:
    assert relaxed(engine, SearchRequest(query=query)) == ()
