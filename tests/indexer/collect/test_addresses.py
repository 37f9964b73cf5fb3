"""Where a request may go: redirects, other hosts, addresses that are not of the public internet."""

import socket

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.collect.addresses import is_public, public_addresses
from indexer.collect.errors import Circular, Elsewhere, Nowhere, PrivateAddress
from indexer.collect.polite import Polite
from indexer.collect.report import CollectOptions


def test_an_address_that_does_not_answer_is_not_the_only_one_tried(site, ask, monkeypatch) -> None:
    port = int(site.host.partition(":")[2])
    found = [
        (socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, port))
        for one in ("127.0.0.2", "127.0.0.1")
    ]
    real = socket.getaddrinfo
    monkeypatch.setattr(
        socket,
        "getaddrinfo",
        lambda host, *a, **k: found if host == "127.0.0.1" else real(host, *a, **k),
    )
    site.pages["/a"] = b"a"
    assert ask(tries=1)("/a").body == b"a"


def moved(where):
    return (301, [("Location", where)], b"")


def test_a_page_that_moved_on_its_site_is_found(site, ask) -> None:
    site.pages |= {"/a": moved("/b"), "/b": moved(f"{site.address}/c#x"), "/c": b"here"}
    answer = ask()("/a")
    assert (answer.body, answer.url) == (b"here", f"{site.address}/c")


@pytest.mark.parametrize(
    "where", ["http://other.example/", "http://127.0.0.1:1/", "//evil.example/a", "file:///etc"]
)
def test_a_redirect_to_another_host_is_refused(site, ask, where) -> None:
    site.pages["/a"] = moved(where)
    with pytest.raises(Elsewhere):
        ask()("/a")


@pytest.mark.parametrize("where", ["http://[bad/", "//[x"])
def test_a_redirect_to_what_is_no_address_is_told(site, ask, where) -> None:
    site.pages["/a"] = moved(where)
    with pytest.raises((Nowhere, Elsewhere)):
        ask()("/a")


def test_a_circle_of_redirects_is_left(site, ask) -> None:
    site.pages |= {"/a": moved("/b"), "/b": moved("/a")}
    with pytest.raises(Circular):
        ask()("/a")
    site.pages |= {f"/{n}": moved(f"/{n + 1}") for n in range(20)}
    with pytest.raises(Circular):
        ask()("/0")


def test_a_private_address_is_refused_before_anything_is_sent(site) -> None:
    port = site.host.partition(":")[2]
    for host in (site.host, f"localhost:{port}"):
        client = Polite(frozenset({host}), CollectOptions(tries=1), delay=0.0)
        with pytest.raises(PrivateAddress):
            client.get(f"http://{host}/a")
        client.close()
    assert site.asked == []


def test_a_name_with_one_private_address_is_refused(monkeypatch) -> None:
    public, private = ("93.184.216.34", 80), ("10.0.0.1", 80)
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", one) for one in (public, private)]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)
    with pytest.raises(ValueError, match=r"10\.0\.0\.1"):
        public_addresses("rebinding.example", 80)


@given(st.ip_addresses())
def test_an_address_inside_another_is_as_public_as_itself(address) -> None:
    if address.version == 4:
        assert is_public(f"::ffff:{address}") == is_public(str(address))
