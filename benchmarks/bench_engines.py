"""Measure this engine beside others: `make bench`, or `make bench SIZE=200000`.

    python benchmarks/bench_engines.py --size 20000

Makes the records, builds every index, asks the questions, adds the figures to
benchmarks/results.json and writes docs/benchmarks.md and its plot from all figures there.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sqlite3
import sys
import tempfile
from contextlib import ExitStack
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Any

import bench_measure as measure
import bench_records
import bench_report
from bench_machine import machine
from bench_opensearch import OnCluster, one_node, server
from bench_questions import questions
from bench_records import read
from bench_xapian import xapian

import depeche  # noqa: F401 - sets numpy up as the command line does, for the engines' processes too

RESULTS = Path(__file__).with_name("results.json")
QUESTIONS_FROM = 20_000
SMALLEST = 2000
SLOW_SIZE = 200_000
SLOW = ("Whoosh", "Whoosh, lists")
"""Engines left out from SLOW_SIZE on unless they are named: building takes a quarter of an hour."""


def versions() -> dict[str, str]:
    """Return the versions of what is measured."""
    return {
        "numpy": version("numpy"),
        "Whoosh": version("whoosh3") + " (whoosh3)",
        "tantivy-py": version("tantivy"),
        "SQLite": sqlite3.sqlite_version,
        "Xapian": xapian.version_string() if xapian else "not installed",
        "OpenSearch": server(),
    }


def run(size: int, names: list[str], work: Path, processes: tuple[int, ...]) -> dict[str, Any]:
    """Measure at one size; the folder keeps the records, never an index."""
    records = work / f"records-{size}"
    say(f"{size} records")
    bench_records.make(records, size)
    asked = questions(r for r, _ in zip(read(records), range(QUESTIONS_FROM), strict=False))
    result: dict[str, Any] = {
        "reading_s": measure.alone(measure.reading, records),
        "builds": {},
        "starts": {},
    }
    with tempfile.TemporaryDirectory(dir=work) as root:
        for name in [name for name in names if name not in measure.SHARES]:
            counts = processes if name in measure.PARALLEL else (1,)
            for count in counts:
                folder = Path(root, name, str(count))
                facts = measure.alone(measure.build, name, records, folder, count)
                result["builds"].setdefault(name, {})[str(count)] = facts
                if count != min(counts):
                    shutil.rmtree(folder)  # it is not the one that is asked
                say(f"{name}, {count}: {size / facts['seconds']:.0f} docs/s, {facts['bytes']} B")
            if len(counts) > 1 and hasattr(os, "sched_setaffinity"):
                folder = Path(root, "one core")
                kept = partial(measure.build, one_core=True)
                facts = measure.alone(kept, name, records, folder, min(counts))
                result["builds"][name][bench_report.ONE_CORE] = facts
                shutil.rmtree(folder)
                say(f"{name}, {bench_report.ONE_CORE}: {size / facts['seconds']:.0f} docs/s")
        for name in names:
            folder = built(root, name)
            result["starts"][name] = measure.alone(measure.start, name, records, folder, asked)
            say(f"{name}: {result['starts'][name]}")
        with ExitStack() as stack:
            engines = [
                stack.enter_context(measure.Apart(name, records, built(root, name)))
                for name in names
            ]
            latencies = measure.Latencies(engines, asked)
            latencies.run()
        result["latencies"] = latencies.report()
        result["differ"] = latencies.differ
        for example in latencies.examples[:20]:
            say(example[:600])
    return result


def built(root: str, name: str) -> Path:
    """Return an engine's index, that of one process where there is one: then it is one segment."""
    return min(Path(root, measure.SHARES.get(name, name)).iterdir())


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def known() -> dict[str, Any]:
    """Return the figures of all runs so far."""
    found: dict[str, Any] = json.loads(RESULTS.read_text()) if RESULTS.exists() else {}
    return found


def main() -> None:
    options = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n", maxsplit=1)[0])
    options.add_argument("--size", type=int, default=20_000, help="number of records")
    options.add_argument("--engines", help="names, joined by semicolons")
    options.add_argument("--work", type=Path, help="folder that keeps the records between runs")
    options.add_argument("--processes", default="1,2", help="builds with so many processes")
    options.add_argument("--report-only", action="store_true", help="write the pages again")
    chosen = options.parse_args()
    if chosen.size < SMALLEST:
        options.error(f"fewer than {SMALLEST} releases have no rare words to ask for")
    results = known()
    if not chosen.report_only:
        names = [engine.name for engine in measure.ENGINES if engine.name not in measure.absent()]
        if chosen.engines:
            wanted = set(chosen.engines.split(";"))
            if unknown := wanted - set(names):
                options.error(f"not installed or unknown: {', '.join(sorted(unknown))}")
            wanted |= {measure.SHARES[name] for name in wanted & measure.SHARES.keys()}
            names = [name for name in names if name in wanted]
        elif chosen.size >= SLOW_SIZE:
            names = [name for name in names if name not in SLOW]
        with ExitStack() as stack:
            work = chosen.work or Path(stack.enter_context(tempfile.TemporaryDirectory()))
            if OnCluster.name in names:
                stack.enter_context(one_node())
            processes = tuple(map(int, chosen.processes.split(",")))
            described = machine() | versions()
            found = run(chosen.size, names, work, processes)
        results = known()
        kept = results.setdefault("sizes", {}).setdefault(str(chosen.size), {})
        for key, value in found.items():
            # a run of some engines leaves the figures of the others as they were
            kept[key] = {**kept.get(key, {}), **value} if isinstance(value, dict) else value
        kept["machine"] = described
        RESULTS.write_text(json.dumps(results, indent=1, ensure_ascii=False) + "\n")
    bench_report.write(results, Path(__file__).parents[1] / "docs")


if __name__ == "__main__":
    main()
