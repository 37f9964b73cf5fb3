"""Random strings as queries: none raises, and how long each takes.

    python benchmarks/bench_hostile.py --data archive
    python benchmarks/bench_hostile.py --data archive --count 10000 --seed 1

A third is random Unicode, a third the language's own signs thrown together, a third words of the
archive with signs between them. Times are of whole pages of results, facets and marks included.
"""

from __future__ import annotations

import argparse
import random
import sys
from pathlib import Path
from statistics import quantiles
from time import perf_counter, process_time

from index.engine import SearchRequest
from index.engines import open_engine

SIGNS = (
    *"()\"«»“”*?~=-:|&!'’.,;^[]{}<>/\\ \t\n\u0301\u202f",
    *(" ET ", " OU ", " SAUF ", " AND ", " OR ", " NOT ", "~2", "..", ">=", "*:*"),
    *("titre:", "lieu:", "date:", "personne:", "type:", "ref:", "avant:", "après:", "texte:"),
)
WORDS = (
    *("OTAN", "le", "de", "a", "mission", "sécurité", "2016", "2016-10"),
    *("otan*", "*e", "?e*", "s*"),
    *("Iraq", "Stoltemberg~", "forces~2", "=Conseil", "F-16", "l'Alliance", "4 000", "é", "ing~2"),
)
SLOW = 0.05
"""Seconds that no query should take at 20,000 releases."""


def strings(count: int, dice: random.Random) -> list[str]:
    made = []
    for number in range(count):
        match number % 3:
            case 0:
                points = dice.choices(range(1, 0x2FFFF), k=dice.randint(0, 60))
                made.append("".join(map(chr, points)))
            case 1:
                made.append("".join(dice.choices(SIGNS + WORDS, k=dice.randint(0, 30))))
            case _:
                pieces = dice.choices(WORDS, k=dice.randint(1, 6))
                made.append(dice.choice((" ", " OU ", " -", "")).join(pieces))
    return made


def main() -> None:
    parser = argparse.ArgumentParser(description="Random strings as queries.")
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    engine = open_engine(arguments.data)
    engine.search(SearchRequest(query="lieu:iraq otan~"))
    wall, processor, slowest, raised = [], [], [], 0
    for query in strings(arguments.count, random.Random(arguments.seed)):  # noqa: S311 - no secret
        begun, used = perf_counter(), process_time()
        try:
            engine.search(SearchRequest(query=query))
        except Exception as error:  # noqa: BLE001 - that is what is counted
            raised += 1
            print(f"{query!r}: {error!r}", file=sys.stderr)
        processor.append(process_time() - used)
        wall.append(perf_counter() - begun)
        slowest.append((processor[-1], query))
    for name, times in (("wall", wall), ("processor", processor)):
        cuts = quantiles(times, n=1000)
        over = sum(time > SLOW for time in times)
        print(
            f"{name:10} p50 {cuts[499] * 1e3:.1f}  p95 {cuts[949] * 1e3:.1f}  "
            f"p99 {cuts[989] * 1e3:.1f}  max {max(times) * 1e3:.1f} ms, {over} over 50 ms"
        )
    print(f"{len(wall)} queries, {raised} exceptions; the slowest:")
    for time, query in sorted(slowest, reverse=True)[:8]:
        print(f"  {time * 1e3:.1f} ms  {query!r}")


if __name__ == "__main__":
    main()
