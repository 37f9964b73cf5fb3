"""A busy process leaves new connections to the others, and takes one from time to time."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from webapp.serving import newcomers
from webapp.serving.newcomers import IDLE, Newcomers


@pytest.fixture
def clock(monkeypatch):
    clock = SimpleNamespace(now=100.0)
    monkeypatch.setattr(newcomers.time, "monotonic", lambda: clock.now)
    monkeypatch.setattr(newcomers, "LEFT", 1.0)
    return clock


@pytest.fixture
def server():
    return SimpleNamespace(accepting=True)


def relay(*, busy: bool):
    return SimpleNamespace(busy=busy)


def test_a_busy_one_takes_one_from_time_to_time(clock, server) -> None:
    deciding = Newcomers(server, relay(busy=True), others=True)
    taken = []
    for _ in range(40):
        assert deciding.decide() == 1.0
        taken.append(server.accepting)
        clock.now += 0.25
    assert taken == [place % 4 == 0 and place > 0 for place in range(40)]


def test_one_that_is_idle_takes_all(clock, server) -> None:
    work = relay(busy=True)
    deciding = Newcomers(server, work, others=True)
    deciding.decide()
    assert not server.accepting
    work.busy = False
    assert deciding.decide() == IDLE
    assert server.accepting
    assert clock.now == 100.0


def test_one_that_is_alone_takes_all(clock, server) -> None:
    assert Newcomers(server, relay(busy=True), others=False).decide() == IDLE
    assert server.accepting
    assert clock.now == 100.0
