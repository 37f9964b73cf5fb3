"""Requests of one process are answered one by one, and none waits for a slow one for long."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from math import inf

import pytest

from webapp.serving.relay import Beside, Relay

WAIT = 10.0


class Job:
    """A task that waits until it is told to go on; it may do something when begun."""

    def __init__(self, *, held: bool = False, does=lambda: None) -> None:
        self.does = does
        self.begun, self.go_on, self.done = (threading.Event() for _ in range(3))
        self.thread = 0
        self.cancelled = False
        if not held:
            self.go_on.set()

    def service(self) -> None:
        self.thread = threading.get_ident()
        self.begun.set()
        self.does()
        assert self.go_on.wait(WAIT)
        self.done.set()

    def cancel(self) -> None:
        self.cancelled = True


@contextmanager
def relay(threads: int = 4, patience: float = WAIT):
    made = Relay(threads, patience)
    try:
        yield made
    finally:
        made.shutdown(timeout=WAIT)


def wait_for_idle(one: Relay, idle: int) -> None:
    """Wait until so many threads wait for work."""
    ended = threading.Event()
    for _ in range(1000):
        with one._lock:
            if len(one._idle) == idle:
                return
        ended.wait(WAIT / 1000)
    pytest.fail("the threads went on working")


def hurried(one: Relay, job: Job) -> None:
    """Do as the thread that waits for the network does, until a job has begun."""
    for _ in range(1000):
        if job.begun.wait(min(one.hurry(), WAIT / 1000)):
            return
    pytest.fail("it was not begun")


def test_two_are_not_worked_on_at_once_and_none_is_lost() -> None:
    inside = most = 0
    counted = threading.Lock()

    def work() -> None:
        nonlocal inside, most
        with counted:
            inside += 1
            most = max(most, inside)
        threading.Event().wait(0.005)
        with counted:
            inside -= 1

    jobs = [Job(does=work) for _ in range(24)]
    with relay() as one:
        adding = [threading.Thread(target=one.add_task, args=[job]) for job in jobs]
        for thread in adding:
            thread.start()
        assert all(job.done.wait(WAIT) for job in jobs)
    assert most == 1


def test_the_thread_that_worked_last_is_woken_first() -> None:
    with relay() as one:
        threads = set()
        for _ in range(12):
            wait_for_idle(one, 4)
            job = Job()
            one.add_task(job)
            assert job.done.wait(WAIT)
            threads.add(job.thread)
    assert len(threads) == 1


def test_a_slow_one_keeps_the_others_no_longer_than_patience() -> None:
    slow, quick, more = Job(held=True), Job(), Job()
    with relay(patience=0.01) as one:
        one.add_task(slow)
        assert slow.begun.wait(WAIT)
        one.add_task(quick)
        one.add_task(more)
        hurried(one, quick)
        # the turn is no longer that of the slow one: nothing waits for it any more
        assert more.done.wait(WAIT)
        assert not slow.done.is_set()
        slow.go_on.set()
        assert slow.done.wait(WAIT)


def test_one_that_was_overtaken_does_not_work_beside_its_successor() -> None:
    slow, successor, later = Job(held=True), Job(held=True), Job()
    with relay(threads=2, patience=0.001) as one:
        one.add_task(slow)
        hurried(one, slow)
        one.add_task(successor)
        hurried(one, successor)
        one.add_task(later)
        slow.go_on.set()
        assert not later.begun.wait(0.05)
        successor.go_on.set()
        assert later.done.wait(WAIT)


def test_nothing_is_hurried_before_it_has_waited_or_where_nothing_waits() -> None:
    slow, later = Job(held=True), Job()
    with relay(patience=WAIT) as one:
        assert one.hurry() == inf
        one.add_task(slow)
        assert slow.begun.wait(WAIT)
        assert one.hurry() == inf
        one.add_task(later)
        assert 0 < one.hurry() <= WAIT
        assert not later.begun.wait(0.05)
        slow.go_on.set()
        assert later.done.wait(WAIT)


def test_more_that_are_slow_than_threads_wait_for_one() -> None:
    slow = [Job(held=True) for _ in range(3)]
    with relay(threads=2, patience=0.001) as one:
        for job in slow:
            one.add_task(job)
        hurried(one, slow[0])
        hurried(one, slow[1])
        assert one.hurry() <= 0.001
        assert not slow[2].begun.is_set()
        slow[0].go_on.set()
        hurried(one, slow[2])
        for job in slow:
            job.go_on.set()
        assert slow[2].done.wait(WAIT)


def test_one_that_fails_gives_its_turn_back(caplog) -> None:
    def fail() -> None:
        raise KeyError

    failing, next_one = Job(does=fail), Job()
    with relay(threads=1) as one:
        one.add_task(failing)
        one.add_task(next_one)
        assert next_one.done.wait(WAIT)
        wait_for_idle(one, 1)
        assert not one.busy
    assert "KeyError" in caplog.text


def test_what_goes_on_beside_leaves_its_turn_to_the_others() -> None:
    with relay() as one:
        begin = threading.Event()
        stream = Job(held=True, does=lambda: begin.wait(WAIT) and one.beside())
        waits, then = Job(), Job()
        one.add_task(stream)
        assert stream.begun.wait(WAIT)
        one.add_task(waits)
        assert not waits.begun.is_set()
        begin.set()
        assert waits.done.wait(WAIT)
        one.add_task(then)
        assert then.done.wait(WAIT)
        assert not stream.done.is_set()
        wait_for_idle(one, 3)
        assert not one.busy
        stream.go_on.set()
        assert stream.done.wait(WAIT)
        wait_for_idle(one, 4)
        assert not one.busy


def test_at_the_end_what_waits_is_given_up_and_threads_end() -> None:
    running, waiting = Job(held=True), Job()
    one = Relay(2, WAIT)
    one.add_task(running)
    assert running.begun.wait(WAIT)
    one.add_task(waiting)
    one.shutdown(timeout=0.0)
    assert waiting.cancelled
    assert not running.cancelled
    running.go_on.set()
    for thread in one._threads:
        thread.join(WAIT)
        assert not thread.is_alive()
    assert not waiting.begun.is_set()


@pytest.mark.parametrize(
    ("headers", "beside"),
    [([("Content-Length", "4")], 0), ([("content-length", "4")], 0), ([("Vary", "Cookie")], 1)],
)
def test_an_answer_whose_length_is_not_told_goes_on_beside(headers, beside) -> None:
    class Told:
        times = 0

        def beside(self) -> None:
            self.times += 1

    told, started = Told(), []

    def app(_environ, start):
        start("200 OK", headers)
        return [b"done"]

    assert Beside(app, told)({}, lambda *given: started.append(given)) == [b"done"]
    assert told.times == beside
    assert started == [("200 OK", headers)]
