import os
import signal

from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.workers import ordered_map


def square(number):
    return number * number


def square_unless_deadly(number):
    if number == 37:
        os.kill(os.getpid(), signal.SIGKILL)
    return number * number


def died(number):
    return -number


@given(st.lists(st.integers(), max_size=40))
def test_one_process_is_map(items) -> None:
    assert list(ordered_map(square, items, jobs=1, crashed=died)) == [square(n) for n in items]


@settings(max_examples=3, deadline=None)
@given(st.lists(st.integers(), min_size=20, max_size=300))
def test_several_processes_keep_the_order(items) -> None:
    done = list(ordered_map(square, items, jobs=2, crashed=died, chunk=4))
    assert done == [square(n) for n in items]


def test_an_item_that_kills_its_process_costs_only_itself() -> None:
    done = list(ordered_map(square_unless_deadly, range(80), jobs=2, crashed=died, chunk=8))
    assert done == [-37 if n == 37 else n * n for n in range(80)]


def test_no_more_is_taken_than_the_processes_can_hold():
    taken = []
    items = (taken.append(number) or number for number in range(1000))
    results = ordered_map(square, items, jobs=2, crashed=died, chunk=4)
    next(results)
    assert len(taken) < 100
    results.close()
