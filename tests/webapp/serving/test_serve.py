"""The server as it is met from outside: addresses, answers, an orderly end."""

import json
import signal
import socket
import urllib.error
import urllib.request

import pytest

from tests.webapp.serving.running import SLOW, program
from webapp import WebConfig
from webapp.serving import CannotListen, NoAddress, PortTaken, ServeOptions, serve
from webapp.serving.access import CannotLog


@pytest.fixture
def slow(tmp_path):
    """Give a program whose search for "slow" takes 0.6 s."""
    path = tmp_path / "slow.py"
    path.write_text(SLOW, "utf-8")
    return path


@pytest.mark.parametrize("workers", [1, 2])
@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
def test_it_answers_at_the_address_it_tells_and_stops_when_told(slow, stop, workers):
    with program(slow, workers) as (process, address, _):
        # There is no index: the answer is a 503 in words.
        with pytest.raises(urllib.error.HTTPError) as caught:
            urllib.request.urlopen(f"{address}api/search", timeout=10)  # noqa: S310 - http, our own
        with caught.value as response:
            assert response.code == 503
            assert json.load(response)["code"] == "NoIndex"
            assert "Server" not in response.headers
        process.send_signal(stop)
        out, errors = process.communicate(timeout=30)
        assert (process.returncode, out, errors) == (0, "stopped\n", "")


@pytest.mark.parametrize("workers", [1, 2])
def test_what_was_asked_before_the_stop_is_answered(slow, workers):
    with program(slow, workers) as (process, _, port):
        asked = []
        # More than there are threads, so that some still wait for one when the signal comes.
        for _ in range(2 * 2 * workers):
            connection = socket.create_connection(("127.0.0.1", port), timeout=20)
            connection.sendall(b"GET /api/search?q=slow HTTP/1.1\r\nHost: x\r\n\r\n")
            asked.append(connection)
        assert process.stdout
        assert process.stdout.readline().startswith("busy")
        process.send_signal(signal.SIGTERM)
        for connection in asked:
            with connection:
                answer = b"".join(iter(lambda: connection.recv(4096), b""))  # noqa: B023
                assert answer.startswith(b"HTTP/1.1 503"), answer
                assert b"NoIndex" in answer
        assert process.wait(timeout=30) == 0


def test_a_connection_that_asks_nothing_holds_up_no_stop(slow):
    with (
        program(slow, 1) as (process, _, port),
        socket.create_connection(("127.0.0.1", port)) as idle,
    ):
        idle.sendall(b"GET /api/search HTTP/1.1\r\nHost: x\r\n\r\n")
        idle.recv(4096)
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=10) == 0


def test_a_taken_port_is_told(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(PortTaken, match=f"Port {port} of 127.0.0.1 is taken"):
            serve(WebConfig(data=tmp_path), ServeOptions(port=port))


@pytest.mark.parametrize(("host", "port"), [("127.0.0.1", 70_000), ("192.0.2.1", 0), ("a b", 0)])
def test_an_address_that_is_not_ours_is_told(tmp_path, host, port):
    with pytest.raises(CannotListen, match="Cannot listen at"):
        serve(WebConfig(data=tmp_path), ServeOptions(host=host, port=port))


def test_a_proxy_that_is_no_address_is_told(tmp_path):
    with pytest.raises(NoAddress, match="'proxy' is neither"):
        serve(WebConfig(data=tmp_path), ServeOptions(trusted_proxies=("proxy",)))


def test_a_log_that_cannot_be_written_is_told(tmp_path):
    with pytest.raises(CannotLog, match="cannot be written"):
        serve(WebConfig(data=tmp_path), ServeOptions(access_log=str(tmp_path / "no/log")))
