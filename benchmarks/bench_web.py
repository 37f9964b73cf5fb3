"""Measure the web app as it is served: `make bench-web`, or `make bench-web SIZE=200000`.

    python benchmarks/bench_web.py --size 20000

Makes an archive of so many sample releases (or takes the one of --data), serves it with
`depeche serve`, and asks for pages and completions that all differ. How long an answer took is what
the server's own access log says; how many a second it gives, what wrk counts (or, where there is no
wrk, threads of this program). Adds the figures to benchmarks/results-web.json and writes
docs/benchmarks-web.md from all figures there.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import bench_web_report
from bench_machine import machine

from index.engine import ENTITY_FACETS
from index.engines import open_engine
from indexer import pipeline, sample

if TYPE_CHECKING:
    from collections.abc import Iterator

    from index.engine import Engine

RESULTS = Path(__file__).with_name("results-web.json")
SEED = 7
ASKED = 600  # of each kind, one after the other; none of them twice
WARM = 50
SMALLEST = ["/healthz"] * 1000  # asked for before and after: how fast the machine was just then
PRESSED = 8  # connections that ask at once
SECONDS = 12
CLASSES = ("two words", "one word", "phrase", "word and place", "words and years", "name", "start")
# Lets wrk ask one address of a file after the other, each thread from a place of its own.
LUA = """
local paths, threads, at = {}, 0, 0
for line in io.lines(os.getenv("BENCH_PATHS")) do paths[#paths + 1] = line end
function setup(thread) thread:set("first", threads) threads = threads + 1 end
function init() at = first * 997 end
function request() at = at + 1 return wrk.format("GET", paths[at % #paths + 1]) end
"""


def made(work: Path, size: int) -> Path:
    """Return the data folder of an archive of so many sample pages, made if it is not there."""
    data = work / f"web-{size}"
    if not (data / "index/CURRENT").exists():
        with tempfile.TemporaryDirectory(dir=work) as folder:
            sample.write(Path(folder), size, 1)
            pipeline.index([Path(folder)], data, pipeline.Options())
    return data


def questions(engine: Engine, count: int) -> dict[str, list[str]]:
    """Return addresses of pages that all differ, in classes that take turns, and of completions.

    Words are those of titles of the archive, places and names those that its releases name.
    """
    rng, pages, typed = Random(SEED), {}, {}  # noqa: S311 - the same questions each time
    ids = sorted(engine.ids())
    while len(pages) < count:
        document = engine.get(rng.choice(ids))
        words = re.findall(r"[^\W\d_]{4,}", document.release.title) if document else []
        if document is None or len(words) < 2 or not document.mentions:
            continue
        mention = rng.choice(document.mentions)
        asked = question(CLASSES[len(pages) % len(CLASSES)], words, mention, rng)
        pages["/?" + urlencode(asked)] = None
        for text in (" ".join(words), mention.label):
            typed[text[: rng.randint(2, 12)]] = None
    completions = [f"/api/complete?{urlencode({'q': text})}" for text in typed]
    return {"pages": list(pages), "completions": completions}


def question(kind: str, words: list[str], mention: Any, rng: Random) -> dict[str, str]:  # noqa: ANN401
    """Return the parameters of one question."""
    two = rng.sample(words, 2)
    match kind:
        case "two words":
            return {"q": " ".join(two)}
        case "one word":
            return {"q": two[0], "sort": rng.choice(["newest", "oldest", "relevance"])}
        case "phrase":
            return {"q": f'"{words[0]} {words[1]}" OU {two[0]}'}
        case "word and place":
            facet = mention.kind.value
            known = facet in ENTITY_FACETS
            return {"q": two[0], facet if known else "place": mention.label}
        case "words and years":
            year = rng.randint(1999, 2020)
            return {"q": " OU ".join(two), "from": str(year), "to": str(year + rng.randint(0, 5))}
        case "name":
            return {"q": mention.label, "offset": str(10 * rng.randint(0, 3))}
        case _:
            return {"q": f"{two[0][:4]}*"}


@contextmanager
def served(data: Path, workers: int, log: Path) -> Iterator[tuple[int, int]]:
    """Serve an archive and give the port and the server's process id."""
    command = [sys.executable, "-m", "depeche", "serve", "--data", str(data), "--port", "0"]
    options = ["--workers", str(workers), "--access-log", str(log)]
    with subprocess.Popen([*command, *options], stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout
            yield int(re.findall(r":(\d+)/", process.stdout.readline())[0]), process.pid
        finally:
            process.terminate()
            process.wait(60)


def worked(pid: int) -> float:
    """Return the milliseconds of processor time that a process has taken; 0 where none is told."""
    stat = Path(f"/proc/{pid}/stat")
    if not stat.exists():
        return 0.0
    user, system = stat.read_text().rpartition(")")[2].split()[11:13]  # proc(5)
    return (int(user) + int(system)) * 1000 / os.sysconf("SC_CLK_TCK")


def smallest(port: int, pid: int) -> float:
    """Return the milliseconds of processor time of the smallest answer."""
    before = worked(pid)
    one_by_one(port, SMALLEST)
    return round((worked(pid) - before) / len(SMALLEST), 3)


def one_by_one(port: int, paths: list[str]) -> list[int]:
    """Ask for each path on one connection; return the size of each answer as it came over it."""
    connection, sizes = http.client.HTTPConnection("127.0.0.1", port, timeout=60), []
    for path in paths:
        connection.request("GET", path, headers={"Accept-Encoding": "gzip"})
        answer = connection.getresponse()
        sizes.append(len(answer.read()))
        if answer.status != 200:
            raise SystemExit(f"{path} was answered with {answer.status}.")
    connection.close()
    return sizes


def logged(log: Path, count: int) -> list[float]:
    """Return the milliseconds of the last requests in an access log."""
    lines = log.read_text("utf-8").splitlines()[-count:]
    return [float(line.rpartition(" ")[2]) for line in lines]


def spread(times: list[float]) -> dict[str, float]:
    """Return median, 95th and 99th percentile."""
    cuts = statistics.quantiles(times, n=100, method="inclusive")
    return {name: round(cuts[place], 2) for name, place in (("p50", 49), ("p95", 94), ("p99", 98))}


def pressed(port: int, paths: list[str]) -> dict[str, Any]:
    """Ask as fast as answers come, over PRESSED connections; return requests a second."""
    if shutil.which("wrk"):
        with tempfile.TemporaryDirectory() as folder:
            script, listed = Path(folder, "paths.lua"), Path(folder, "paths")
            script.write_text(LUA)
            listed.write_text("\n".join(paths))
            command = [
                "wrk",
                "-t1",
                f"-c{PRESSED}",
                f"-d{SECONDS}s",
                "-s",
                str(script),
            ]
            said = subprocess.run(
                [*command, "-H", "Accept-Encoding: gzip", f"http://127.0.0.1:{port}"],
                env={"BENCH_PATHS": str(listed), "PATH": "/usr/bin:/bin:/usr/local/bin"},
                capture_output=True,
                text=True,
                check=True,
            ).stdout
        if "Non-2xx" in said:
            raise SystemExit(said)
        rate = re.findall(r"Requests/sec:\s*([\d.]+)", said)[0]
        return {"per_second": float(rate), "by": "wrk"}
    end = time.monotonic() + SECONDS

    def ask(place: int) -> int:
        count = 0
        while time.monotonic() < end:
            count += len(one_by_one(port, paths[(place + count) % len(paths) :][:20]))
        return count

    with ThreadPoolExecutor(PRESSED) as pool:
        counts = pool.map(ask, range(0, len(paths), len(paths) // PRESSED))
        return {"per_second": sum(counts) / SECONDS, "by": "threads of Python"}


def measure(data: Path) -> dict[str, Any]:
    """Measure one archive."""
    engine = open_engine(data)
    asked = questions(engine, 3000)
    found: dict[str, Any] = {"releases": engine.stats().releases}
    engine.close()
    pages, completions = asked["pages"], asked["completions"]
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder, "access.log")
        with served(data, 1, log) as (port, pid):
            found["first_page_bytes"] = one_by_one(port, ["/"])[0]
            one_by_one(port, pages[-WARM:] + completions[-WARM:])
            found["smallest"] = [smallest(port, pid)]
            before = worked(pid)
            sizes = one_by_one(port, pages[:ASKED])
            took = (worked(pid) - before) / ASKED
            found["page"] = spread(logged(log, ASKED)) | {
                "bytes": int(statistics.median(sizes)),
                "processor": round(took, 2),
            }
            for place, kind in enumerate(CLASSES):
                times = logged(log, ASKED)[place :: len(CLASSES)]
                found.setdefault("classes", {})[kind] = spread(times)
            one_by_one(port, completions[:ASKED])
            found["completion"] = spread(logged(log, ASKED))
            found["smallest"].append(smallest(port, pid))
            found["one_worker"] = pressed(port, pages[ASKED:])
        with served(data, 2, log) as (port, _):
            one_by_one(port, pages[-WARM:])
            found["two_workers"] = pressed(port, pages[ASKED:])
    return found


def main() -> None:
    options = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n", maxsplit=1)[0])
    options.add_argument("--size", type=int, default=20_000, help="number of sample pages")
    options.add_argument("--data", type=Path, help="an archive that is there already")
    options.add_argument("--work", type=Path, help="folder that keeps the archive between runs")
    options.add_argument("--note", default="", help="what is to be said about the run")
    given = options.parse_args()
    facts = machine()
    with tempfile.TemporaryDirectory() as folder:
        work = given.work or Path(folder)
        work.mkdir(parents=True, exist_ok=True)
        found = measure(given.data or made(work, given.size))
    known = json.loads(RESULTS.read_text("utf-8")) if RESULTS.exists() else {}
    known[str(given.size)] = found | {"machine": facts, "note": given.note}
    RESULTS.write_text(json.dumps(known, indent=1, ensure_ascii=False) + "\n", "utf-8")
    bench_web_report.write(known)


if __name__ == "__main__":
    main()
