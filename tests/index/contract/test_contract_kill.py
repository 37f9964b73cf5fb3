"""A writer killed at any moment leaves the last complete index, and the next writer goes on.

Only Whoosh: what becomes of a cluster's index when a writer or a node dies is told by
tests/opensearch.
"""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest

from index.engine import SearchRequest
from index.engines import open_engine, open_writer
from index.record import Document, Release

ROOT = Path(__file__).parents[3]

# Commits version after version of the same releases and says each number once it is committed.
ENDLESS = """
import itertools, sys
from pathlib import Path
from index.engines import open_writer
from index.record import Document, Release

if __name__ == "__main__":
    data, count, rebuild, jobs = sys.argv[1:]
    for version in itertools.count(1):
        with open_writer(Path(data), rebuild=rebuild == "True", jobs=int(jobs)) as writer:
            for number in range(int(count)):
                release = Release(id=str(number), title=f"version {version}")
                writer.put(Document(release=release))
        print(version, flush=True)
"""


@pytest.mark.parametrize(
    ("count", "rebuild", "jobs", "delays"),
    [
        (12, "False", 1, (0.0, 0.003, 0.011, 0.02)),
        (12, "True", 1, (0.0, 0.007, 0.015, 0.023)),
        (300, "True", 2, (0.05, 0.4)),
    ],
)
def test_the_last_complete_index_answers_after_a_kill(
    tmp_path: Path, count: int, rebuild: str, jobs: int, delays: tuple[float, ...]
) -> None:
    script = tmp_path / "endless.py"
    script.write_text(ENDLESS)
    for delay in delays:
        data = tmp_path / str(delay)
        arguments = [str(data), str(count), rebuild, str(jobs)]
        with subprocess.Popen(
            [sys.executable, str(script), *arguments],
            stdout=subprocess.PIPE,
            text=True,
            env={"PYTHONPATH": str(ROOT)},
        ) as process:
            assert process.stdout is not None
            said = int(process.stdout.readline())
            # The moment of the kill is what is varied here.
            time.sleep(delay)
            process.kill()
            said = max([said, *(int(line) for line in process.stdout if line.endswith("\n"))])
        engine = open_engine(data)
        assert engine.check() == []
        titles = {hit.title.text for hit in engine.search(SearchRequest(limit=count)).hits}
        assert engine.stats().releases == count
        assert titles in ({f"version {said}"}, {f"version {said + 1}"})
        with open_writer(data) as writer:
            writer.put(Document(release=Release(id="next")))
        assert engine.stats().releases == count + 1
        assert engine.check() == []


def test_the_first_index_killed_half_way_is_no_index(tmp_path: Path) -> None:
    code = (
        "import os, signal, sys; from pathlib import Path; from index.engines import open_writer;"
        "from index.record import Document, Release;"
        "writer = open_writer(Path(sys.argv[1]));"
        "[writer.put(Document(release=Release(id=str(n)))) for n in range(300)];"
        "os.kill(os.getpid(), signal.SIGKILL)"
    )
    subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)],
        env={"PYTHONPATH": str(ROOT)},
        check=False,
    )
    with open_writer(tmp_path) as writer:
        writer.put(Document(release=Release(id="a")))
    assert list(open_engine(tmp_path).ids()) == ["a"]
    generations = [path for path in (tmp_path / "index").iterdir() if path.is_dir()]
    assert len(generations) == 1
