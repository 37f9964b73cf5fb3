"""What a run survives: being killed at any moment, a full disk, Ctrl-C."""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from depeche.cli import run
from index.engine import SearchRequest
from index.engines import open_engine
from index.errors import NoIndex
from indexer import sample
from indexer.store import Store

ROOT = Path(__file__).parents[2]
COUNT = 120


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    folder = tmp_path_factory.mktemp("sample")
    sample.write(folder, COUNT, 7)
    return folder


def start(*arguments, prefix=()):
    return subprocess.Popen(
        [*prefix, sys.executable, "-m", "depeche", *map(str, arguments)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def finish(*arguments, prefix=()):
    process = start(*arguments, prefix=prefix)
    out, err = process.communicate(timeout=120)
    return process.returncode, out, err


def done(*arguments):
    """Run a command that nothing happens to, in this process."""
    return run([*map(str, arguments)])


def held(data):
    try:
        engine = open_engine(data)
    except NoIndex:
        return None
    try:
        assert engine.check() == []
        return engine.search(SearchRequest(limit=0)).total
    finally:
        engine.close()


def until_written(path):
    """Wait until a running process has written something there."""
    for _ in range(600):
        if path.exists() and path.stat().st_size:
            return
        time.sleep(0.05)
    message = f"nothing was written to {path}"
    raise AssertionError(message)


def kill_after(seconds, *arguments):
    process = start(*arguments)
    time.sleep(seconds)
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
    process.communicate()


def test_a_killed_first_run_leaves_nothing_half_and_the_next_one_goes_on(pages, tmp_path):
    data = tmp_path / "data"
    chance = random.Random("first")
    for _ in range(4):
        kill_after(chance.uniform(0.3, 3.0), "index", pages, "--data", data)
        assert held(data) in {None, whole(pages)}
    assert done("index", pages, "--data", data, "--jobs", 1) == 0
    assert held(data) == whole(pages)


def test_a_killed_update_or_reindex_leaves_the_last_complete_index(pages, tmp_path):
    data, more = tmp_path / "data", tmp_path / "more"
    sample.write(more, 40, 8)
    assert done("index", pages, "--data", data, "--jobs", 1) == 0
    before = held(data)
    chance = random.Random("second")
    for _ in range(3):
        kill_after(chance.uniform(0.3, 2.5), "reindex", "--data", data)
        assert held(data) == before
        kill_after(chance.uniform(0.3, 2.5), "index", more, "--data", data)
        with Store(data, create=False) as store:
            committed = len(store.release_ids())
        assert held(data) in {before, committed}
        before = held(data)
    assert done("index", more, "--data", data, "--jobs", 1) == 0
    assert done("check", "--data", data) == 0


def test_ctrl_c_is_told_in_a_sentence_and_the_old_index_stays(pages, tmp_path):
    data = tmp_path / "data"
    assert done("index", pages, "--data", data, "--jobs", 1) == 0
    before = held(data)
    more = tmp_path / "more"
    sample.write(more, 400, 9)
    process = start("index", more, "--data", data)
    until_written(data / "archive.db-wal")  # it is at work, not still being loaded
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "Interrupted" in err
    assert "Traceback" not in err
    assert held(data) == before


def test_a_full_disk_is_told_in_a_sentence_and_nothing_is_lost(pages, tmp_path):
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = f"mount -t tmpfs -o size=1600k tmpfs {disk}"
    if not shutil.which("unshare") or finish_shell(mount)[0]:
        pytest.skip("a small file system cannot be mounted here")
    few = [str(page) for page in sorted(pages.rglob("*.htm"))[:5]]
    depeche = f"{sys.executable} -m depeche"
    code, out, err = finish_shell(
        f"{mount} && {depeche} index {' '.join(few)} --data {disk}/d >/dev/null || exit 90;"
        f" {depeche} index {pages} --data {disk}/d; code=$?;"
        f" {depeche} search '' --limit 0 --data {disk}/d || exit 91; exit $code"
    )
    assert code == 2, err
    assert "room left" in err or "No space left" in err
    assert "Free some space" in err
    assert "Traceback" not in err
    assert "releases (" in out


def end_at_once():
    os._exit(3)


def test_where_no_process_can_be_started_the_run_says_so_once(pages, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr("indexer.workers._start", end_at_once)
    data = tmp_path / "data"
    assert done("index", pages, "--data", data, "--jobs", 2) == 2
    told = capsys.readouterr()
    assert told.err.count("No further process can be started") == 1
    assert "--jobs 1" in told.err
    assert "refused" not in told.out + told.err
    assert done("index", pages, "--data", data, "--jobs", 1) == 0
    assert held(data) == whole(pages)


@pytest.mark.parametrize("blocks", [300, 1200])
def test_a_quota_is_told_in_a_sentence_and_nothing_is_lost(pages, tmp_path, blocks):
    data = tmp_path / "data"
    few = [str(page) for page in sorted(pages.rglob("*.htm"))[:5]]
    assert done("index", *few, "--data", data, "--jobs", 1) == 0
    before = held(data)
    limited = ("sh", "-c", f'ulimit -f {blocks}; exec "$@"', "sh")
    code, _, err = finish("index", pages, "--data", data, prefix=limited)
    assert code == 2, err
    assert "goes on where it stopped" in err
    assert "Traceback" not in err
    assert held(data) == before
    assert done("index", pages, "--data", data, "--jobs", 1) == 0
    assert held(data) == whole(pages)


def finish_shell(script):
    done = subprocess.run(
        ["unshare", "--user", "--map-root-user", "--mount", "sh", "-c", script],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    return done.returncode, done.stdout, done.stderr


def whole(pages):
    del pages
    return len({found.release.id for found in sample.releases(COUNT, 7)})
