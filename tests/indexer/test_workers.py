import errno
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer import pipeline, sample
from indexer.store import Store
from indexer.workers import NoWorkers, ordered_map

ROOT = Path(__file__).parents[2]


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


def end_at_once():
    os._exit(3)


def test_where_no_process_can_begin_it_is_said_once_and_no_item_is_to_blame(monkeypatch) -> None:
    monkeypatch.setattr("indexer.workers._start", end_at_once)
    blamed = []
    results = ordered_map(square, range(100), jobs=2, crashed=blamed.append, chunk=4)
    with pytest.raises(NoWorkers, match="before they have begun"):
        list(results)
    assert blamed == []


def test_where_the_system_gives_no_process_its_reason_is_told(monkeypatch) -> None:
    def refuse(*_arguments, **_options):
        raise OSError(errno.EAGAIN, os.strerror(errno.EAGAIN))

    monkeypatch.setattr("indexer.workers.ProcessPoolExecutor", refuse)
    with pytest.raises(NoWorkers, match="unavailable"):
        list(ordered_map(square, range(100), jobs=2, crashed=died, chunk=4))


SCRIPT = """
import sys
from pathlib import Path
from indexer import pipeline
pipeline.index([Path(sys.argv[1])], Path(sys.argv[2]), pipeline.Options(jobs=2))
"""


def test_a_program_that_its_workers_begin_anew_is_told_what_it_lacks(tmp_path) -> None:
    pages, data = tmp_path / "pages", tmp_path / "data"
    sample.write(pages, 70, 7)
    script = tmp_path / "unguarded.py"
    script.write_text(SCRIPT, "utf-8")
    command = [sys.executable, script, pages, data]
    done = subprocess.run(
        command, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True,
        text=True, timeout=100, check=False,
    )  # fmt: skip
    assert done.returncode != 0
    assert "NoWorkers" in done.stderr
    with Store(data) as store:
        assert store.stats().refused == 0
    again = pipeline.index([pages], data, pipeline.Options(jobs=1))
    assert (again.new, again.refused) == (70, [])
