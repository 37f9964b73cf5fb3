"""Requests of one process are answered one by one, and none waits for a slow one for long."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from webapp.serving.turns import Turns

WAIT = 10.0


def start(*_args):
    return lambda _data: None


def test_two_are_not_worked_on_at_once() -> None:
    inside = most = 0
    counted = threading.Lock()

    def app(_environ, _start):
        nonlocal inside, most
        with counted:
            inside += 1
            most = max(most, inside)
        threading.Event().wait(0.01)
        with counted:
            inside -= 1
        return [b"done"]

    turns = Turns(app, patience=WAIT)
    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(lambda _: turns({}, start), range(16)))
    assert most == 1
    assert answers == [[b"done"]] * 16


def test_a_slow_one_does_not_keep_the_others() -> None:
    begun, go_on = threading.Event(), threading.Event()

    def app(environ, _start):
        if environ:
            begun.set()
            assert go_on.wait(WAIT)
        return [b"done"]

    turns = Turns(app, patience=0.01)
    with ThreadPoolExecutor(1) as thread:
        slow = thread.submit(turns, {"slow": True}, start)
        assert begun.wait(WAIT)
        assert [turns({}, start) for _ in range(3)] == [[b"done"]] * 3
        assert not slow.done()
        go_on.set()
        assert slow.result(WAIT) == [b"done"]


def test_one_that_fails_gives_its_turn_back() -> None:
    def app(environ, _start):
        return [environ["answer"]]

    turns = Turns(app, patience=WAIT)
    with pytest.raises(KeyError):
        turns({}, start)
    assert turns({"answer": b"done"}, start) == [b"done"]
    assert not turns._turn.locked()


def test_what_is_streamed_is_streamed_beside_others() -> None:
    def app(environ, _start):
        return (piece for piece in (b"a", b"b")) if environ else [b"done"]

    turns = Turns(app, patience=WAIT)
    stream = iter(turns({"stream": True}, start))
    assert next(stream) == b"a"
    assert turns({}, start) == [b"done"]
    assert next(stream) == b"b"
