"""The small drawing on an entity's page: who is named with it, and who with whom."""

import datetime as dt
import math
import re
from itertools import combinations

import pytest
from bs4 import BeautifulSoup
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.record import Release
from webapp.graph import HEIGHT, MOST, MOST_LINKS, WIDTH, links, nodes

NAMES = {"Jean": "person:jean", "Anne": "person:anne", "Oslo": "place:oslo", "ONU": "place:onu"}


@pytest.fixture
def visit(make_engine, browse, make_document):
    """The page of Jean, where each list of names is a release."""

    def page(*texts):
        documents = [
            make_document(
                Release(id=f"x:{at}", title=" ".join(names), date=dt.date(2016, 1, 1)),
                *((name, NAMES[name], name) for name in names),
            )
            for at, names in enumerate(texts)
        ]
        response = browse(make_engine(documents)).get("/entity/person:jean")
        return BeautifulSoup(response.data, "lxml")

    return page


def told(page):
    """The pairs that the table tells, each with the number it has for them."""
    rows = {row.th.get_text(): row.select("td")[2:] for row in page.select(".together tbody tr")}
    return {
        (frozenset({name, other.rpartition(" (")[0]}), int(other.rpartition("(")[2].rstrip(")")))
        for name, cells in rows.items()
        for cell in cells
        for other in filter(None, cell.get_text().split(", "))
    }


@given(st.lists(st.sets(st.sampled_from([*NAMES][1:])), min_size=1, max_size=8))
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
def test_two_are_joined_by_the_releases_that_name_both_and_the_entity(visit, others):
    # A release without Jean counts for nobody.
    page = visit(*(("Jean", *sorted(names)) for names in others), ("Anne", "Oslo"))
    expected = {
        (frozenset(pair), count)
        for pair in combinations([*NAMES][1:], 2)
        if (count := sum(set(pair) <= names for names in others)) >= 2
    }
    assert told(page) == expected
    assert len(page.select(".graph > path")) == len(expected)
    assert len(page.select(".graph a path")) == 2 * len(expected)
    assert len(page.select(".graph a")) == len(set().union(*others))


def test_without_pairs_nothing_is_said_of_curves(visit):
    page = visit(("Jean", "Anne"), ("Jean", "Oslo"))
    assert "courbes" not in page.get_text()
    assert len(page.select(".together thead th")) == 3
    assert page.select_one(".together a")["href"] == "/entity/person:anne"


@given(st.lists(st.tuples(st.text(max_size=60), st.integers(1, 10**6)), max_size=30))
def test_the_drawing_keeps_within_its_borders(named):
    placed = nodes(sorted(named, key=lambda pair: -pair[1]))
    assert len(placed) == min(len(named), MOST)
    for node in placed:
        assert 0 < node.x < WIDTH
        assert 0 < node.label_x < WIDTH
        assert all(8 < height < HEIGHT for _, height in node.label)


@given(st.lists(st.integers(2, 1_000), min_size=2, max_size=MOST))
def test_the_strongest_of_all_pairs_are_drawn_once_each(counts):
    common = {(a, b): min(counts[a], counts[b]) for a, b in combinations(range(len(counts)), 2)}
    drawn = links(counts, common)
    assert len(drawn) == min(MOST_LINKS, len(common))
    assert len({(link.one, link.other) for link in drawn}) == len(drawn)
    # Those that are always named together come before all others.
    always = sum(counts[a] == counts[b] for a, b in common)
    assert all(counts[link.one] == counts[link.other] for link in drawn[:always])
    assert not links(counts, dict.fromkeys(common, 1))


def test_no_curve_runs_through_the_middle():
    for one, other in combinations(range(MOST), 2):
        (link,) = links([4] * MOST, {(one, other): 4})
        x1, y1, x2, y2, x3, y3 = map(float, re.findall(r"[\d.]+", link.path))
        assert (x1, y1) != (x3, y3)
        # The point of a quadratic curve that is halfway.
        x, y = (x1 + 2 * x2 + x3) / 4, (y1 + 2 * y2 + y3) / 4
        assert math.dist((x, y), (WIDTH / 2, HEIGHT / 2)) > 24
