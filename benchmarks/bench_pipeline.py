"""From HTML pages to searchable: pages/s, memory of all processes, and the rerun over the same.

    python benchmarks/bench_pipeline.py [COUNT] [SEED]

Makes the sample archive in a temporary folder, indexes it with the command line as a person would,
runs it again over unchanged pages, rebuilds the index, and asks a few questions. Memory is the sum
over all processes of what each holds for itself and its share of what they hold together (PSS).
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

from index.engine import Facet, SearchRequest
from index.engines import open_engine
from indexer import sample

QUERIES = ("OTAN", "cyberdéfense", "AWACS de l'OTAN", '"forces de sécurité"', "opérat*", "")


def timed(*arguments: str) -> tuple[float, float, str]:
    """Run depeche; return seconds, peak memory in MB of all its processes, and its output."""
    started = time.monotonic()
    process = subprocess.Popen(
        [sys.executable, "-m", "depeche", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        start_new_session=True,
    )
    peak = 0.0
    done = threading.Event()

    def watch() -> None:
        nonlocal peak
        while not done.wait(0.25):
            peak = max(peak, session_memory(process.pid))

    watcher = threading.Thread(target=watch)
    watcher.start()
    out, _ = process.communicate()
    seconds = time.monotonic() - started
    done.set()
    watcher.join()
    return seconds, peak, out


def session_memory(session: int) -> float:
    """Return the memory of all processes of a session in MB."""
    total = 0
    for folder in Path("/proc").iterdir():
        try:
            if folder.name.isdigit() and os.getsid(int(folder.name)) == session:
                for line in (folder / "smaps_rollup").read_text().splitlines():
                    if line.startswith("Pss:"):
                        total += int(line.split()[1])
        except (OSError, ValueError):  # a process that has just ended
            continue
    return total / 1024


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    with tempfile.TemporaryDirectory() as folder:
        pages, data = Path(folder, "pages"), Path(folder, "data")
        started = time.monotonic()
        report = sample.write(pages, count, seed)
        seconds = time.monotonic() - started
        print(f"{report.pages} pages, {report.bytes / report.pages / 1000:.1f} kB each,", end=" ")
        print(f"made at {report.pages / seconds:.0f} pages/s; {os.cpu_count()} cores")
        for name, arguments in (
            ("index", ("index", str(pages), "--data", str(data))),
            ("index again", ("index", str(pages), "--data", str(data))),
            ("reindex", ("reindex", "--data", str(data))),
        ):
            seconds, peak, out = timed(*arguments)
            print(f"{name:12} {seconds:7.1f} s {count / seconds:8.0f} pages/s {peak:6.0f} MB")
            print("   " + out.strip().replace("\n", "\n   "))
        size = sum(file.stat().st_size for file in data.rglob("*") if file.is_file())
        print(f"archive.db and index: {size / 1e6:.0f} MB")
        ask(data)


def ask(data: Path) -> None:
    engine = open_engine(data)
    for query in QUERIES:
        times = []
        for facet_size in range(20, 31):  # a request is never the same twice
            page = engine.search(SearchRequest(query=query, facet_size=facet_size))
            times.append(page.took_ms)
        entities = sum(len(page.facets[facet]) for facet in (Facet.PERSON, Facet.PLACE))
        print(
            f"{query or '(all)':24} {page.total:7} hits, {entities} buckets:"
            f" first {times[0]:.0f} ms, median {statistics.median(times[1:]):.0f} ms"
        )
    engine.close()


if __name__ == "__main__":
    main()
