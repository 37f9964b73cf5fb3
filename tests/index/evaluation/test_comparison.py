"""Two runs side by side, and settings by name."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.evaluation import (
    METRICS,
    Asked,
    BadSetting,
    Metric,
    Run,
    adjusted,
    compare,
    values_of,
)
from index.evaluation.comparison import p_value

differences = st.lists(st.integers(-4, 4).map(lambda tenths: tenths / 10), max_size=10)


def run(**scores: float) -> Run:
    return Run(tuple(Asked(q, 1, dict.fromkeys(METRICS, one)) for q, one in scores.items()))


def test_means_weigh_every_query_alike() -> None:
    assert run(a=1.0, b=0.0, c=0.5).means == dict.fromkeys(METRICS, 0.5)


def test_better_and_worse_have_the_largest_change_first() -> None:
    now = run(a=0.5, b=1.0, c=0.2, d=0.1, e=0.7)
    against = run(a=0.4, b=0.5, c=0.2, d=0.9, e=0.8)
    compared = compare(now, against, Metric.NDCG)
    assert [(one.query, one.now, one.against) for one in compared.better] == [
        ("b", 1.0, 0.5),
        ("a", 0.5, 0.4),
    ]
    assert [one.query for one in compared.worse] == ["d", "e"]
    assert (compared.now, compared.against) == (pytest.approx(0.5), pytest.approx(0.56))


def test_runs_over_different_queries_are_not_compared() -> None:
    with pytest.raises(ValueError, match="different"):
        compare(run(a=1.0), run(b=1.0), Metric.MRR)


@given(differences)
def test_p_is_near_that_of_all_ways_to_turn_the_signs(values) -> None:
    ways = list(product((1, -1), repeat=len(values)))
    seen = abs(sum(values)) - 1e-9
    as_far = sum(
        abs(sum(sign * value for sign, value in zip(way, values, strict=True))) >= seen
        for way in ways
    )
    assert p_value(values) == pytest.approx(as_far / len(ways), abs=0.03)


@given(differences)
def test_p_is_the_same_again_and_either_way_round(values) -> None:
    assert 0 < p_value(values) == p_value(values) <= 1
    assert p_value(values, 500) == p_value([-value for value in values], 500)


def test_rounds_in_portions_are_as_many(monkeypatch) -> None:
    monkeypatch.setattr("index.evaluation.comparison._CELLS_AT_ONCE", 64)
    assert p_value([0.1] * 30, rounds=999) == 1 / 1000


@dataclass(frozen=True)
class Weights:
    k1: float = 1.2
    depth: int = 10
    name: str = "x"
    flag: bool = False


def test_settings_are_applied_by_name_and_the_last_one_counts() -> None:
    assert adjusted(Weights(), ["k1=2", " depth = 7 ", "k1=0.5"]) == Weights(k1=0.5, depth=7)
    assert values_of(Weights()) == {"k1": 1.2, "depth": 10}


@pytest.mark.parametrize(
    ("setting", "problem"),
    [
        ("k1", "has no '='"),
        ("k2=1", "there is no 'k2'; there is k1, depth"),
        ("name=y", "there is no 'name'"),
        ("flag=1", "there is no 'flag'"),
        ("=1", "there is no ''"),
        ("k1=", "'' is not a number"),
        ("k1=much", "'much' is not a number"),
        ("k1=nan", "not a number from 0"),
        ("k1=inf", "not a number from 0"),
        ("k1=-1", "not a number from 0"),
        ("depth=1.5", "'1.5' is not a whole number"),
        ("depth=" + "9" * 400, "not a whole number from 0"),
    ],
)
def test_what_is_no_setting_is_told(setting, problem) -> None:
    with pytest.raises(BadSetting, match=r"The setting '.*' cannot be used") as caught:
        adjusted(Weights(), [setting])
    assert problem in str(caught.value)
