"""What a search of every text that captures ever gave costs.

    python benchmarks/bench_captures.py --count 20000

An archive of sample releases is made, each with three captures of three texts: what was said first,
a corrected version, and the present one.
"""

from __future__ import annotations

import argparse
import datetime as dt
import resource
import tempfile
import time
import tracemalloc
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from index.engine import SearchRequest
from index.engines import open_engine
from index.record import Capture
from index.superseded import appearances, open_superseded
from indexer import pipeline, sample
from indexer.history import StoreHistory
from indexer.store import Store

if TYPE_CHECKING:
    from collections.abc import Iterator

    from index.record import Release

BEGIN = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
CAPTURES = 3
QUERIES = ("", "OTAN", "ministre", '"deuxième version"', "Konya AWACS")
RUNS = 5


def texts(release: Release) -> Iterator[Release]:
    """Yield what each capture of a release gave, the oldest first."""
    for version in ("première version", "deuxième version", "dernière version"):
        yield replace(release, paragraphs=(*release.paragraphs, f"Ceci est la {version}."))


def make(data: Path, count: int) -> None:
    with Store(data) as store:
        for number, made in enumerate(sample.releases(count, 5)):
            for version, release in enumerate(texts(made.release)):
                capture = Capture(
                    origin=f"/{release.id}",
                    captured_at=BEGIN + dt.timedelta(minutes=number, days=100 * version),
                    sha256=f"{number:032x}{version:032x}",
                )
                store.put(release, capture, stamp="", profile="")
    pipeline.reindex(data, pipeline.Options())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=20_000)
    parser.add_argument("--data", type=Path, help="Folder to keep the archive in.")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        data = arguments.data or Path(folder)
        if not (data / "archive.db").exists():
            make(data, arguments.count)
        history = StoreHistory(data)
        with closing(open_engine(data)) as present, closing(open_superseded(data)) as before:
            for query in QUERIES:
                request = SearchRequest(query=query, limit=10)
                took = []
                for _ in range(RUNS):
                    started = time.process_time()
                    answer = appearances(request, present, before, history)
                    took.append(time.process_time() - started)
                tracemalloc.start()
                appearances(request, present, before, history)
                held = tracemalloc.get_traced_memory()[1] / 1e6
                tracemalloc.stop()
                print(
                    f"{query or '(all)':20} {answer.total:7,} releases of {CAPTURES} captures:"
                    f" {median(took) * 1e3:7.0f} ms of processor time, {held:.1f} MB of Python's",
                    flush=True,
                )
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{memory} MB at the most, with making the archive where it was made.")


if __name__ == "__main__":
    main()
