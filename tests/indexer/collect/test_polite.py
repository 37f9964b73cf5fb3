"""Requests: what robots.txt allows, how long is waited, what is refused, what is bounded."""

import datetime as dt
import gzip
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from protego import Protego

from indexer.collect.errors import (
    BadStatus,
    Forbidden,
    NoAnswer,
    RobotsUnreachable,
    ToldToWait,
    TooLarge,
    TooSlow,
)
from indexer.collect.polite import Polite
from indexer.collect.report import CollectOptions
from indexer.collect.waiting import pause, retry_after

ROBOTS_LINES = [
    *("User-agent: *", "Disallow: /*a*$", "Allow: /%zz", "Disallow: http://[", "Crawl-delay: nan"),
    *(
        "Crawl-delay: -1",
        "Crawl-delay: inf",
        "Request-rate: 1/0",
        "Request-rate: 0/1s",
        "Crawl-delay: 1e999",
    ),
    *("Request-rate: x", "Visit-time: 0-99", "Sitemap: [", "Disallow: /" + "*a" * 20, ":"),
]


def test_a_page_is_had_as_it_was_sent_by_a_program_that_says_who_it_is(site, ask) -> None:
    site.pages["/a"] = (200, [("Content-Type", "text/html"), ("ETag", '"1"')], b"\xe9t\xe9")
    answer = ask(contact="ana@journal.example")("/a")
    assert (answer.status, answer.body, answer.header("etag")) == (200, b"\xe9t\xe9", '"1"')
    agent = site.asked[-1][1]["User-Agent"]
    assert agent.startswith("depeche/")
    assert agent.endswith("(+ana@journal.example)")


def test_requests_keep_their_distance(site, ask, clock) -> None:
    get = ask()
    site.pages |= {"/a": b"a", "/b": b"b"}
    get("/a")
    get("/b")
    assert clock.slept == [1.0, 1.0]  # after robots.txt, after /a


@pytest.mark.parametrize(
    ("robots", "delay"), [(b"User-agent: *\nCrawl-delay: 7", 7), (b"", 3), (b"\xff\x00", 3)]
)
def test_the_longest_delay_that_anybody_asks_for_is_kept(site, ask, clock, robots, delay) -> None:
    site.pages |= {"/robots.txt": robots, "/a": b"a", "/b": b"b"}
    get = ask(delay=3)
    get("/a")
    get("/b")
    assert clock.slept[-1] == delay


def test_what_robots_txt_closes_is_not_asked_for(site, ask) -> None:
    site.pages |= {"/robots.txt": b"User-agent: *\nDisallow: /private", "/private/a": b"a"}
    with pytest.raises(Forbidden):
        ask()("/private/a")
    assert site.paths() == []


@pytest.mark.parametrize("status", [500, 503])
def test_where_robots_txt_fails_nothing_is_asked_for(site, ask, status) -> None:
    site.pages |= {"/robots.txt": (status, [], b""), "/a": b"a"}
    with pytest.raises(RobotsUnreachable):
        ask(tries=2)("/a")
    assert site.paths() == []


def failing(times, status, headers=()):
    left = [times]

    def answer(_handler):
        left[0] -= 1
        return (status, list(headers), b"") if left[0] >= 0 else (200, [], b"at last")

    return answer


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
def test_a_server_that_fails_for_a_while_is_asked_again_later_and_later(
    site, ask, clock, status
) -> None:
    site.pages["/a"] = failing(3, status)
    assert ask()("/a").body == b"at last"
    assert [wait for wait in clock.slept if wait != 1.0] == [pause(n, 1.0) for n in (1, 2, 3)]


def test_a_server_that_goes_on_failing_is_given_up(site, ask) -> None:
    site.pages["/a"] = failing(99, 503)
    with pytest.raises(BadStatus):
        ask(tries=3)("/a")
    assert site.paths() == ["/a"] * 3


def test_a_page_that_is_gone_is_asked_for_once(site, ask) -> None:
    with pytest.raises(BadStatus):
        ask()("/gone")
    assert site.paths() == ["/gone"]


def test_what_a_site_asks_to_wait_is_waited_but_not_for_ever(site, ask, clock) -> None:
    site.pages["/a"] = failing(1, 429, [("Retry-After", "77")])
    assert ask()("/a").body == b"at last"
    assert 77 in clock.slept
    site.pages["/b"] = failing(1, 429, [("Retry-After", "99999")])
    with pytest.raises(ToldToWait):
        ask()("/b")


def broken(handler):
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf")


def nonsense(handler):
    handler.wfile.write(b"\x00\x01 no http\r\n\r\n")


def chunks_cut(handler):
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhel")


@pytest.mark.parametrize("answer", [broken, nonsense, chunks_cut, lambda _: None])
def test_a_broken_transfer_is_no_answer_and_tried_again(site, ask, answer) -> None:
    left = [answer]
    site.pages["/a"] = lambda handler: left.pop()(handler) if left else (200, [], b"whole")
    assert ask()("/a").body == b"whole"
    site.pages["/b"] = answer
    with pytest.raises(NoAnswer):
        ask(tries=2)("/b")


def test_what_is_sent_behind_the_stated_length_is_no_answer_to_anything(site, ask) -> None:
    def longer(handler):
        smuggled = b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil"
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello" + smuggled)

    site.pages |= {"/a": longer, "/b": b"good"}
    get = ask()
    assert get("/a").body == b"hello"
    assert get("/b").body == b"good"


def test_a_chunked_answer_is_in_one_piece(site, ask) -> None:
    def chunked(handler):
        head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
        handler.wfile.write(head + b"3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n")

    site.pages["/a"] = chunked
    answer = ask()("/a")
    assert (answer.body, answer.header("Transfer-Encoding")) == (b"abcde", "")


def test_a_page_without_end_is_left(site, ask) -> None:
    def endless(handler):
        handler.wfile.write(b"HTTP/1.1 200 OK\r\n\r\n")
        for _ in range(10_000):
            handler.wfile.write(b"a" * 10_000)

    site.pages["/a"] = lambda handler: _until_closed(endless, handler)
    with pytest.raises(TooLarge):
        ask(page_bytes=100_000)("/a")


@pytest.mark.parametrize(
    "begin",
    [
        b"HTTP/1.1 200 OK\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nX-Never-Ending: ",
        b"HTTP/1.1 ",
        b"",
    ],
)
def test_a_server_of_a_byte_now_and_then_is_left(site, begin) -> None:
    sent = []

    def slow(handler):
        handler.wfile.write(begin)
        for _ in range(200):
            handler.wfile.write(b"a")
            handler.wfile.flush()
            sent.append(b"a")
            time.sleep(0.05)

    site.pages["/a"] = lambda handler: _until_closed(slow, handler)
    options = CollectOptions(private=True, page_seconds=0.3)
    client = Polite(frozenset({site.host}), options, delay=0.0)
    with pytest.raises(TooSlow):
        client.get(f"{site.address}/a")
    assert len(sent) < 200  # it had not come to its end
    client.close()


def _until_closed(write, handler):
    try:
        write(handler)
    except OSError:
        return


def test_a_robots_txt_that_was_sent_compressed_is_obeyed(site, ask) -> None:
    rules = gzip.compress(b"User-agent: *\nDisallow: /")
    site.pages["/robots.txt"] = (200, [("Content-Encoding", "gzip")], rules)
    with pytest.raises(Forbidden):
        ask()("/a")
    site.pages["/robots.txt"] = (200, [("Content-Encoding", "zstd")], rules)
    with pytest.raises(RobotsUnreachable):
        ask()("/a")


@given(st.text(max_size=200) | st.lists(st.sampled_from(ROBOTS_LINES)).map("\n".join))
def test_no_robots_txt_raises_anything(text) -> None:
    rules = Protego.parse(text)
    assert rules.can_fetch("https://e.example/a?b", "depeche") in {True, False}
    assert (rules.crawl_delay("depeche") or 0) >= 0
    assert rules.request_rate("depeche") is None or rules.request_rate("depeche").requests >= 0


DATES = st.tuples(
    st.sampled_from(
        ["Fri, 19 Sep 2025 12:00:00 ", "1 Jan 0001 00:00:00 ", "31 Dec 9999 23:59:59 "]
    ),
    st.sampled_from(["GMT", "-0000", "+9999", "-2359", "+999999999999999999", "-99999999999", ""]),
)


@given(st.text(max_size=40) | DATES.map("".join))
def test_retry_after_is_seconds_or_nothing(value) -> None:
    wait = retry_after(value, dt.datetime(2025, 9, 19, tzinfo=dt.UTC))
    assert wait is None or wait >= 0
