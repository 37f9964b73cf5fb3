"""Several processes: one that ends is replaced, none outlives the server, no request fails."""

import http.client
import json
import os
import signal
import subprocess
import sys
import threading
import time
import urllib.request
from collections import Counter
from contextlib import closing
from pathlib import Path

import pytest

from indexer import pipeline, sample
from tests.webapp.serving.running import ROOT, SLOW, program

PATIENCE = 30


@pytest.fixture(scope="module")
def archive(tmp_path_factory):
    folder = tmp_path_factory.mktemp("archive")
    sample.write(folder / "pages", 40, 5)
    sample.write(folder / "more", 20, 6)
    pipeline.index([folder / "pages"], folder / "data", pipeline.Options(jobs=1))
    return folder


def workers_of(pid):
    """Return the processes that a server has started to answer requests."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split()
    return [int(child) for child in children if "spawn_main" in told(child, "cmdline")]


def told(pid, name):
    """Return what the system tells of a process, "" where it has ended."""
    try:
        return Path(f"/proc/{pid}/{name}").read_text("utf-8")
    except OSError:
        return ""


def total(address):
    with urllib.request.urlopen(address, timeout=10) as answer:  # noqa: S310 - http, our own
        return json.load(answer)["total"]


def until(true):
    end = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < end
        time.sleep(0.05)


def is_alive(pid):
    return told(pid, "stat").rpartition(")")[2].split()[:1] not in ([], ["Z"])


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="tells processes by /proc")
def test_a_worker_that_ends_is_replaced_and_none_outlives_the_server(archive):
    command = ("-m", "depeche", "serve", "--data", archive / "data", "--port", 0, "--workers", 2)
    with program(*command) as (process, address, _):
        first = workers_of(process.pid)
        assert len(first) == 2
        os.kill(first[0], signal.SIGKILL)
        for _ in range(10):
            urllib.request.urlopen(address, timeout=10).close()  # noqa: S310 - http, our own
        until(lambda: len(workers_of(process.pid)) == 2)
        second = workers_of(process.pid)
        assert first[1] in second
        assert first[0] not in second
        # What a server that is killed cannot do, its workers do themselves.
        process.kill()
        until(lambda: not any(map(is_alive, second)))
        assert "ended unexpectedly (exit code -9)" in process.communicate(timeout=30)[1]


def test_no_request_fails_while_generations_of_the_index_come_and_go(archive):
    data = archive / "data"
    command = ("-m", "depeche", "serve", "--data", data, "--port", 0, "--workers", 2)
    with program(*command) as (_, address, port):
        answered, over = Counter(), threading.Event()

        def ask():
            with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=20)) as connection:
                while not over.is_set():
                    for path in ("/?q=OTAN", "/", "/api/search?q=paix"):
                        connection.request("GET", path)
                        answer = connection.getresponse()
                        answer.read()
                        answered[answer.status] += 1

        askers = [threading.Thread(target=ask) for _ in range(3)]
        for asker in askers:
            asker.start()
        try:
            for _ in range(2):
                pipeline.reindex(data, pipeline.Options(jobs=1))
                pipeline.index([archive / "more"], data, pipeline.Options(jobs=1, reread=True))
        finally:
            over.set()
            for asker in askers:
                asker.join(30)
        assert set(answered) == {200}
        assert answered[200] > 20
        # And what came meanwhile is found by each worker.
        assert len({total(f"{address}api/search") for _ in range(12)}) == 1


def test_workers_that_cannot_start_are_told(tmp_path):
    path = tmp_path / "failing.py"
    path.write_text(SLOW.replace('"slow"', '"a"').replace("time.sleep(0.6)", "1 / 0"), "utf-8")
    done = subprocess.run(
        [sys.executable, path, "2"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert "ZeroDivisionError" in done.stderr
    assert (
        "WorkersFail: A worker process ended before it was ready, with exit code 1." in done.stderr
    )
    assert "http" not in done.stdout


def test_a_stop_before_they_are_ready_is_no_failure(tmp_path):
    path = tmp_path / "starting.py"
    path.write_text(SLOW.replace('"slow"', '"a"'), "utf-8")
    with subprocess.Popen(
        [sys.executable, path, "2"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout
        assert process.stdout.readline().startswith("busy")
        process.send_signal(signal.SIGTERM)
        out, errors = process.communicate(timeout=60)
    assert (process.returncode, errors) == (0, "")
    assert "http" not in out
