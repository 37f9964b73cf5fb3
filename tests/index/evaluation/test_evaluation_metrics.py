"""The metrics: values worked out by hand, what must hold for any ranking, a second way to count."""

from __future__ import annotations

from math import log2

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.evaluation import METRICS, Metric, ndcg, recall, reciprocal_rank

RELEASES = [f"r{number}" for number in range(15)]
rankings = st.lists(st.sampled_from(RELEASES), unique=True)
judgements = st.dictionaries(st.sampled_from(RELEASES), st.integers(0, 3), min_size=1).filter(
    lambda grades: any(grades.values())
)
cuts = st.integers(1, 16)


def test_ndcg_by_hand() -> None:
    grades = {"a": 3, "b": 2, "c": 3, "d": 0, "e": 1, "f": 2}
    gained = 3 + 2 / log2(3) + 3 / 2 + 0 + 1 / log2(6) + 2 / log2(7)
    ideal = 3 + 3 / log2(3) + 2 / 2 + 2 / log2(5) + 1 / log2(6)
    assert ndcg(list("abcdef"), grades) == pytest.approx(gained / ideal)
    assert ndcg(list("abcdef"), grades) == pytest.approx(0.9608, abs=1e-4)


def test_ndcg_measures_against_the_best_k_there_are_and_not_the_best_that_were_found() -> None:
    assert ndcg(["b"], {"a": 3, "b": 1}, 1) == pytest.approx(1 / 3)
    assert ndcg(["a"], {"a": 1, "b": 1}, 1) == 1


@pytest.mark.parametrize(
    ("ranked", "expected"), [("xxa", 1 / 3), ("abx", 1), ("", 0), ("xxxxxxxxxxa", 0)]
)
def test_reciprocal_rank_by_hand(ranked, expected) -> None:
    assert reciprocal_rank(list(ranked), {"a": 1, "b": 3, "x": 0}) == pytest.approx(expected)


def test_recall_by_hand() -> None:
    grades = {"a": 1, "b": 3, "c": 2, "x": 0}
    assert recall(["b", "x", "a"], grades) == pytest.approx(2 / 3)
    assert recall(["b", "x", "a"], grades, 2) == pytest.approx(1 / 3)


@pytest.mark.parametrize("metric", METRICS.values())
def test_without_a_relevant_release_there_is_nothing_to_measure(metric) -> None:
    with pytest.raises(ValueError, match="relevant"):
        metric(["a"], {"a": 0})


@pytest.mark.parametrize("metric", METRICS.values())
@given(ranked=rankings, grades=judgements, k=cuts, data=st.data())
def test_what_stands_after_rank_k_is_no_matter(metric, ranked, grades, k, data) -> None:
    rest = data.draw(st.permutations(ranked[k:]))
    kept = data.draw(st.integers(0, len(rest)))
    assert metric(ranked[:k] + rest[:kept], grades, k) == metric(ranked, grades, k)


@pytest.mark.parametrize("metric", METRICS.values())
@given(ranked=rankings, grades=judgements, k=cuts)
def test_every_metric_is_between_0_and_1(metric, ranked, grades, k) -> None:
    assert 0 <= metric(ranked, grades, k) <= 1 + 1e-12


@given(grades=judgements, k=cuts)
def test_the_ideal_order_is_1(grades, k) -> None:
    ideal = sorted(RELEASES, key=lambda one: -grades.get(one, 0))
    assert ndcg(ideal, grades, k) == pytest.approx(1)
    assert reciprocal_rank(ideal, grades, k) == 1
    assert recall(ideal, grades, len(RELEASES)) == 1


@given(ranked=rankings, grades=judgements, k=cuts, at=st.integers(0, len(RELEASES)))
def test_neighbours_put_in_order_of_their_grades_are_never_worse(ranked, grades, k, at) -> None:
    pair = sorted(ranked[at : at + 2], key=lambda one: -grades.get(one, 0))
    better = [*ranked[:at], *pair, *ranked[at + 2 :]]
    for metric in METRICS.values():
        assert metric(better, grades, k) >= metric(ranked, grades, k) - 1e-12


@given(ranked=rankings, grades=judgements, k=cuts)
def test_a_second_way_to_count_agrees(ranked, grades, k) -> None:
    gain = first = found = 0.0
    for place in range(min(k, len(ranked))):
        grade = grades.get(ranked[place], 0)
        gain += grade / log2(place + 2)
        found += grade > 0
        if grade and not first:
            first = 1 / (place + 1)
    best = sorted(grades.values())[::-1]
    ideal = sum(best[place] / log2(place + 2) for place in range(min(k, len(best))))
    assert ndcg(ranked, grades, k) == pytest.approx(gain / ideal)
    assert reciprocal_rank(ranked, grades, k) == first
    assert recall(ranked, grades, k) == pytest.approx(found / sum(map(bool, best)))


def test_each_metric_is_cut_where_its_name_says() -> None:
    late = [f"x{number}" for number in range(200)]
    for metric, cut in ((Metric.NDCG, 10), (Metric.MRR, 10), (Metric.RECALL, 100)):
        assert metric.endswith(f"@{cut}")
        late[cut] = "a"
        assert METRICS[metric](late, {"a": 1}) == 0
        late[cut - 1] = "a"
        assert METRICS[metric](late, {"a": 1}) > 0
        late[cut - 1] = late[cut] = "x"
