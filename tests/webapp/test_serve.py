import json
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from webapp import WebConfig
from webapp.serve import CannotListen, PortTaken, serve

REPOSITORY = Path(__file__).parents[2]
PROGRAM = """
import sys
from pathlib import Path
from webapp import WebConfig
from webapp.serve import serve
serve(WebConfig(data=Path(sys.argv[1])), "127.0.0.1", 0, 2, lambda at: print(at, flush=True))
print("stopped", flush=True)
"""

SLOW = """
import time
from pathlib import Path
from index.errors import NoIndex
from webapp import WebConfig
from webapp.serve import serve
class Slow:
    def search(self, request):
        print("busy", flush=True)
        time.sleep(0.4)
        raise NoIndex(directory="answered")
serve(WebConfig(data=Path(), engine=Slow()), "127.0.0.1", 0, 2, lambda at: print(at, flush=True))
"""


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
def test_it_answers_at_the_address_it_tells_and_stops_when_told(tmp_path, stop):
    command = [sys.executable, "-W", "error", "-c", PROGRAM, str(tmp_path)]
    with subprocess.Popen(
        command, cwd=REPOSITORY, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout
        address = process.stdout.readline().strip()
        # There is no index: the answer is a 503 in words.
        with pytest.raises(urllib.error.HTTPError) as caught:
            urllib.request.urlopen(f"{address}api/search")  # noqa: S310 - http, our own
        with caught.value as response:
            assert response.code == 503
            assert json.load(response)["error"]["code"] == "NoIndex"
            assert "Server" not in response.headers
        process.send_signal(stop)
        out, errors = process.communicate(timeout=30)
    assert (process.returncode, out, errors) == (0, "stopped\n", "")


def test_a_request_under_way_is_answered_before_it_stops():
    with subprocess.Popen(
        [sys.executable, "-c", SLOW], cwd=REPOSITORY, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout
        port = int(process.stdout.readline().strip().strip("/").rpartition(":")[2])
        with socket.create_connection(("127.0.0.1", port)) as connection:
            connection.sendall(b"GET /api/search HTTP/1.0\r\n\r\n")
            assert process.stdout.readline() == "busy\n"
            process.send_signal(signal.SIGTERM)
            answer = b"".join(iter(lambda: connection.recv(4096), b""))
        assert process.wait(timeout=30) == 0
    assert b"NoIndex" in answer


def test_a_taken_port_is_told(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(PortTaken, match=f"Port {port} of 127.0.0.1 is taken"):
            serve(WebConfig(data=tmp_path), "127.0.0.1", port, 1)


@pytest.mark.parametrize(("host", "port"), [("127.0.0.1", 70_000), ("192.0.2.1", 0), ("a b", 0)])
def test_an_address_that_is_not_ours_is_told(tmp_path, host, port):
    with pytest.raises(CannotListen, match="Cannot listen at"):
        serve(WebConfig(data=tmp_path), host, port, 1)
