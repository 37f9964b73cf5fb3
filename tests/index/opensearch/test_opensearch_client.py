"""What is sent again and what is told, by a server on loopback that answers as it is told to."""

from __future__ import annotations

import json
import threading
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from index import deadline
from index.engines.opensearch import client as module
from index.engines.opensearch import errors
from index.engines.opensearch.address import Address
from index.engines.opensearch.client import Client

BLOCKED = {"error": {"type": "cluster_block_exception", "reason": "index [x] blocked by: disk"}}


@pytest.fixture
def answers(monkeypatch):
    """Give (URL, list of answers to give, one after the other, the last one for ever)."""
    monkeypatch.setattr(module.time, "sleep", lambda _: None)
    given: list[tuple[int, object]] = []

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self):
            status, body = given.pop(0) if len(given) > 1 else given[0]
            if status == 0:
                slow.wait(5)
                status = 200
            said = body if isinstance(body, bytes) else json.dumps(body).encode()
            self.send_response(status)
            kind = "text/html" if isinstance(body, bytes) else "application/json"
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(said)))
            self.end_headers()
            with suppress(ConnectionError):  # who asked may have gone
                self.wfile.write(said)

        do_POST = do_GET  # noqa: N815 - the name that http.server looks for

        def log_message(self, *_):
            pass

    slow = threading.Event()
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/archive", given
    slow.set()
    server.shutdown()
    server.server_close()


def asked(url, monkeypatch, seconds="5", tries=3):
    monkeypatch.setenv("DEPECHE_ENGINE_TIMEOUT", seconds)
    return Client(Address.of(url), tries)


def test_what_is_too_busy_is_asked_again_and_counted(answers, monkeypatch):
    url, given = answers
    given += [(429, {}), (503, {}), (200, {"done": 1})]
    client = asked(url, monkeypatch)
    assert client.ask("GET", "/") == {"done": 1}
    assert len(client.sent_again) == 2
    node = url.rpartition("/")[0]
    assert str(client.sent_again) == f"1 × {node}: status 429, 1 × {node}: status 503"


@pytest.mark.parametrize(
    ("status", "body", "error"),
    [
        (401, {"error": "missing authentication"}, errors.EngineRefused),
        (403, {"error": {"type": "security_exception", "reason": "no"}}, errors.EngineRefused),
        (403, BLOCKED, errors.EngineReadOnly),
        (429, BLOCKED, errors.EngineReadOnly),
        (429, {"error": "busy"}, errors.EngineFailed),
        (400, {"error": {"reason": "parse"}}, errors.EngineFailed),
        (404, {}, errors.EngineFailed),
        (200, b"<html>a proxy</html>", errors.EngineFailed),
        (500, {"error": {"reason": "Time exceeded"}}, deadline.TookTooLong),
    ],
)
def test_each_failure_has_its_name(answers, monkeypatch, status, body, error):
    url, given = answers
    given.append((status, body))
    with pytest.raises(error):
        asked(url, monkeypatch).ask("GET", "/x")


def test_what_may_be_missing_is_none(answers, monkeypatch):
    url, given = answers
    given.append((404, {}))
    assert asked(url, monkeypatch).ask("GET", "/x", missing=True) is None


@pytest.mark.parametrize(
    "said", [[], {}, {"version": {"number": "8.1.0"}}, {"version": {"distribution": "opensearch"}}]
)
def test_what_is_no_cluster_of_ours_is_told(answers, monkeypatch, said):
    url, given = answers
    given.append((200, said))
    with pytest.raises(errors.EngineVersionWrong):
        asked(url, monkeypatch).check()


def test_a_slow_cluster_is_asked_twice_and_then_told(answers, monkeypatch):
    url, given = answers
    given.append((0, {}))
    client = asked(url, monkeypatch, seconds="0.05")
    with pytest.raises(errors.EngineSlow, match=r"0\.05 s"):
        client.ask("GET", "/")
    assert len(client.sent_again) == 1
    assert "no answer in time" in str(client.sent_again)


def test_no_answer_is_waited_for_longer_than_the_question_may_take(answers, monkeypatch):
    url, given = answers
    given.append((0, {}))
    with deadline.within(0.1), pytest.raises(deadline.TookTooLong):
        asked(url, monkeypatch, seconds="60").ask("GET", "/")


def test_what_not_all_shards_finished_in_time_is_no_answer(answers, monkeypatch):
    url, given = answers
    given.append((200, {"timed_out": True, "hits": {}}))
    with deadline.within(60), pytest.raises(deadline.TookTooLong):
        asked(url, monkeypatch).search("/archive/_search", {})


def test_where_nobody_listens_is_told_after_a_few_tries(monkeypatch):
    monkeypatch.setattr(module.time, "sleep", lambda _: None)
    client = asked("http://127.0.0.1:1/archive", monkeypatch)
    with pytest.raises(errors.EngineUnreachable, match="reached: Failed to establish"):
        client.ask("GET", "/")
    assert str(client.sent_again) == "2 × http://127.0.0.1:1: no connection"


def test_of_several_nodes_the_one_that_failed_is_named(answers, monkeypatch):
    url, given = answers
    given.append((200, {"done": 1}))
    there = url.removeprefix("http://")
    client = asked(f"http://127.0.0.1:1,{there}", monkeypatch)
    for _ in range(3):
        assert client.ask("GET", "/") == {"done": 1}
    assert 0 < len(client.sent_again) < 3
    assert str(client.sent_again).endswith(" × http://127.0.0.1:1: no connection")
