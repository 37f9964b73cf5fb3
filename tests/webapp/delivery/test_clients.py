"""The limit to how often a client asks, against what it promises."""

from hypothesis import given
from hypothesis import strategies as st

from webapp.delivery.clients import Clients

RATE, BURST = 2.0, 3


def admitted(clients, address, times):
    return [now for now in times if clients.wait(address, now) == 0]


@given(st.lists(st.floats(0, 2), max_size=60))
def test_no_stretch_of_time_admits_more_than_the_rate_and_the_burst(gaps):
    times = [1000 + sum(gaps[: place + 1]) for place in range(len(gaps))]
    let_in = admitted(Clients(RATE, BURST), "192.0.2.1", times)
    for first, start in enumerate(let_in):
        for last in range(first, len(let_in)):
            most = BURST + RATE * (let_in[last] - start)
            assert last - first + 1 <= most + 1e-6


@given(st.integers(1, 50))
def test_who_keeps_to_the_rate_is_never_refused(count):
    times = [1000 + place / RATE for place in range(count)]
    assert admitted(Clients(RATE, BURST), "192.0.2.1", times) == times


@given(st.lists(st.floats(0, 0.5), min_size=1, max_size=30))
def test_who_waits_as_told_is_let_in(gaps):
    clients, now = Clients(RATE, BURST), 1000.0
    for gap in gaps:
        now += gap
        if wait := clients.wait("192.0.2.1", now):
            now += wait + 1e-9
            assert clients.wait("192.0.2.1", now) == 0


def test_clients_do_not_pay_for_each_other():
    clients = Clients(RATE, 1)
    assert clients.wait("192.0.2.1", 10) == 0
    assert clients.wait("192.0.2.1", 10) > 0
    assert clients.wait("192.0.2.2", 10) == 0


def test_a_customer_with_many_ipv6_addresses_is_one_client():
    clients = Clients(RATE, 1)
    assert clients.wait("2001:db8:1:1::1", 10) == 0
    assert clients.wait("2001:db8:1:1:ffff::2", 10) > 0
    assert clients.wait("2001:db8:1:2::1", 10) == 0


def test_a_crowd_takes_no_more_memory_and_those_who_asked_most_are_remembered():
    clients = Clients(RATE, BURST, rows=64)
    for _ in range(BURST):
        clients.wait("192.0.2.1", 10)
    for other in range(5000):
        clients.wait(f"198.51.{other // 250}.{other % 250}", 10)
    assert clients.wait("192.0.2.1", 10) > 0
