"""How often the network is asked for one answer, and what arrives."""

from __future__ import annotations

import socket
import threading

import pytest
from waitress import wasyncore
from waitress.server import create_server

from webapp.serving.sending import Channel


def app(environ, start):
    """Answer with parts; their length is told but below /stream."""
    parts = [b"", b"une ", b"ligne"]
    headers = [("Content-Type", "text/plain")]
    if environ["PATH_INFO"] != "/stream":
        headers.append(("Content-Length", "9"))
    start("200 OK", headers)
    return iter(() if environ["REQUEST_METHOD"] == "HEAD" else parts)


@pytest.fixture
def ask(monkeypatch):
    """Give what sends a request and returns what was sent for it, call by call."""
    sent, connections = [], {}
    send = Channel.send

    def told(self, data, do_close=True):  # noqa: FBT002 - as waitress calls it
        sent.append(bytes(data))
        return send(self, data, do_close)

    monkeypatch.setattr(Channel, "send", told)
    listener = socket.create_server(("127.0.0.1", 0))
    server = create_server(app, map=connections, sockets=[listener], threads=1, ident=None)
    server.channel_class = Channel
    stopped = threading.Event()

    def run():
        while not stopped.is_set():
            wasyncore.loop(0.01, use_poll=True, map=connections, count=1)

    thread = threading.Thread(target=run)
    thread.start()

    def asked(method, path):
        sent.clear()
        with socket.create_connection(listener.getsockname(), timeout=10) as connection:
            request = f"{method} {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
            connection.sendall(request.encode())
            arrived = b"".join(iter(lambda: connection.recv(4096), b""))
        assert arrived == b"".join(sent)
        return sent

    yield asked
    stopped.set()
    thread.join()
    server.task_dispatcher.shutdown()
    wasyncore.close_all(connections)


def test_the_head_goes_out_with_the_beginning_of_the_body(ask):
    first, second = ask("GET", "/")
    head, _, body = first.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 200 OK\r\n")
    assert b"\r\nContent-Length: 9" in head
    assert (body, second) == (b"une ", b"ligne")


def test_a_stream_begins_with_its_head(ask):
    first, *others = ask("GET", "/stream")
    head, _, body = first.partition(b"\r\n\r\n")
    assert b"\r\nTransfer-Encoding: chunked" in head
    assert (body, others) == (b"4\r\nune \r\n", [b"5\r\nligne\r\n", b"0\r\n\r\n"])


def test_a_head_alone_is_sent(ask):
    (head,) = ask("HEAD", "/")
    assert head.startswith(b"HTTP/1.1 200 OK\r\n")
    assert head.endswith(b"\r\n\r\n")
