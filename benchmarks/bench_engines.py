"""Measure engines side by side: `python benchmarks/bench_engines.py --size 20000`.

Each question is asked of every engine before the next one comes, so that a busy machine disturbs
all of them alike, and no question is asked twice in a row. Times are milliseconds.
"""

from __future__ import annotations

import argparse
import json
import platform
import resource
import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench_peers import Engine, Sqlite, Tantivy
from bench_records import questions, records
from bench_whoosh import Arrays, Stock

if TYPE_CHECKING:
    from collections.abc import Callable

ENGINES: dict[str, type[Any]] = {e.name: e for e in (Arrays, Tantivy, Sqlite, Stock)}


def size_of(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())


def clock(action: Callable[[], object]) -> float:
    start = time.perf_counter()
    action()
    return (time.perf_counter() - start) * 1000


def build(engine: Engine, given: list[Any], folder: Path, processes: int) -> dict[str, float]:
    folder.mkdir(parents=True)
    took = clock(lambda: engine.build(given, folder, processes)) / 1000
    return {"docs/s": round(len(given) / took), "MB": round(size_of(folder) / 1e6, 1)}


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--size", type=int, default=20_000)
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--engines", default=",".join(ENGINES))
    options.add_argument("--json", type=Path)
    chosen = options.parse_args()
    given = list(records(chosen.size))
    asked = questions(given[:20_000])
    root = Path(tempfile.mkdtemp(prefix="bench-"))
    engines: list[Engine] = [ENGINES[name]() for name in chosen.engines.split(",")]
    report: dict[str, Any] = {"machine": platform.processor() or platform.machine()}
    try:
        for engine in engines:
            for processes in (1, 2):
                if processes == 1 or engine.name in ("arrays", "tantivy"):
                    facts = build(engine, given, root / f"{engine.name}{processes}", processes)
                    report[f"{engine.name}, {processes} process"] = facts
                    print(f"{engine.name:8} {processes} process: {facts}", flush=True)
            opening = clock(lambda engine=engine: engine.open(root / f"{engine.name}1"))
            cold = clock(lambda engine=engine: engine.ask(asked["word, frequent"][0]))
            print(f"{engine.name:8} open {opening:.1f} ms, first query {cold:.1f} ms", flush=True)
        report["queries"] = measure(engines, asked, chosen.rounds)
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"largest resident memory of all together: {memory:.0f} MB")
    finally:
        shutil.rmtree(root)
    if chosen.json:
        chosen.json.write_text(json.dumps(report, indent=1))


def measure(engines: list[Engine], asked: dict[str, list[Any]], rounds: int) -> dict[str, Any]:
    """Print a line per class: median and tail of each engine, and ratios to the first."""
    report: dict[str, Any] = {}
    print(
        f"{'':16}" + "".join(f"{e.name + ' p50/p95':>18}" for e in engines) + "   ratios, top only"
    )
    for name, list_of_questions in asked.items():
        times: dict[str, list[float]] = {e.name: [] for e in engines}
        tops: dict[str, list[float]] = {e.name: [] for e in engines}
        for _ in range(rounds):
            for question in list_of_questions:
                totals = {}
                for engine in engines:
                    start = time.perf_counter()
                    answer = engine.ask(question)
                    times[engine.name].append((time.perf_counter() - start) * 1000)
                    totals[engine.name] = (answer[0], sorted(answer[1].items()))
                    tops[engine.name].append(clock(lambda e=engine, q=question: e.top(q)))
                known = {repr(total) for total in totals.values() if total[0] >= 0}
                if len(known) > 1:
                    print(f"  {name}: {question} differs: {totals}"[:400], file=sys.stderr)
        report[name] = {e: quantiles(values) for e, values in times.items()}
        first = statistics.median(times[engines[0].name])
        line = f"{name:16}"
        for engine in engines:
            q = report[name][engine.name]
            line += f"{q[0]:>10.3f}/{q[1]:<7.3f}"
        ratios = [f"{first / statistics.median(times[e.name]):.2f}" for e in engines[1:]]
        best = "/".join(f"{statistics.median(tops[e.name]):.2f}" for e in engines)
        print(line + "  " + " ".join(ratios) + "   " + best, flush=True)
    return report


def quantiles(values: list[float]) -> tuple[float, float, float]:
    cuts = statistics.quantiles(values, n=100)
    return round(cuts[49], 4), round(cuts[94], 4), round(cuts[98], 4)


if __name__ == "__main__":
    main()
