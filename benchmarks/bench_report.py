"""Figures → docs/benchmarks.md and its plot. What was aimed at stands beside what was measured."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench_opensearch import WHOLE
from bench_plot import svg

if TYPE_CHECKING:
    from collections.abc import Iterator

OURS, BEST, STOCK = "Dépêche", "tantivy", "Whoosh"
REACH = {
    "frequent word": 0.5,
    "medium word": 0.5,
    "rare word": 0.5,
    "AND of 2": 0.5,
    "OR of 3": 0.75,
    "phrase of 2": 1.0,
    "phrase of 3": 1.0,
    "prefix": 1.0,
    "fuzzy": 1.0,
    "dates + word": 0.5,
    "2 filters + word": 0.5,
    "match-all": 0.5,
}
"""At most this share of tantivy's median time with counts."""

STOCK_REACH = 100
BUILD_REACH = {"1": 1.0, "2": 1.7}
"""At least so many times the documents a second of tantivy's, and of our own one process."""

ONE_CORE = "1 on one core"
"""The build with one process kept to one core, beside those by their number of processes."""

BUILDS = {ONE_CORE: "1 process, 1 core", "1": "1 process", "2": "2 processes"}
"""Builds by their key among the figures, and what the page calls them."""

SIZE_REACH, OPEN_REACH = 1.5, 100
Misses = dict[str, list[str]]
"""What was missed: one of the keys of [reasons] in report.toml → sentences."""

TEXT = Path(__file__).with_name("report.toml")


def write(results: dict[str, Any], folder: Path) -> None:
    """Write the page and the plot into a folder."""
    text = tomllib.loads(TEXT.read_text("utf-8"))
    sizes = {int(size): found for size, found in results["sizes"].items()}
    lines = [text["head"].strip(), ""]
    misses: Misses = {}
    for size, found in sorted(sizes.items()):
        lines += _size(size, found, misses)
    lines += ["## Aims that were missed", ""]
    for about, found_short in misses.items():
        lines += [f"- {miss}" for miss in found_short] + ["", text["reasons"][about].strip(), ""]
    lines += [] if misses else ["None.", ""]
    lines += [text["tail"].strip(), ""]
    (folder / "benchmarks.md").write_text("\n".join(lines), "utf-8")
    points: dict[str, dict[str, dict[int, float]]] = {}
    for size, found in sizes.items():
        for name, how in found["latencies"].items():
            for kind, numbers in how["ask"].items():
                points.setdefault(name, {}).setdefault(kind, {})[size] = numbers[0]
    title = "Median time of a query with counts, by number of releases"
    (folder / "benchmarks.svg").write_text(svg(points, title), "utf-8")


def _size(size: int, found: dict[str, Any], misses: Misses) -> Iterator[str]:
    names = [name for name in found["latencies"] if name not in WHOLE]
    peers = [name for name in names if name != OURS]
    yield f"## {size:,} releases"
    yield ""
    yield "; ".join(f"{key} {value}" for key, value in found["machine"].items()) + "."
    yield ""
    yield "### Top 10, total, counts by year and by entity"
    yield ""
    yield "Median ms; p95 and p99 in brackets."
    yield ""
    asked = {name: found["latencies"][name]["ask"] for name in names}
    yield from _head(["query", *names])
    for kind in asked[OURS]:
        yield _row([kind, *(_times(asked[name].get(kind)) for name in names)])
    yield ""
    yield f"{OURS}'s median divided by each peer's:"
    yield ""
    yield from _head(["query", *peers, f"aim against {BEST}"])
    for kind, ours in asked[OURS].items():
        ratios = {p: ours[0] / asked[p][kind][0] for p in peers if kind in asked[p]}
        yield _row([kind, *(_number(ratios.get(p)) for p in peers), _number(REACH.get(kind))])
        _judge(size, kind, ratios, misses)
    yield ""
    yield from _only_top(found, names)
    yield from _whole({n: found["latencies"][n]["ask"] for n in WHOLE if n in found["latencies"]})
    yield from _agreement(found["differ"])
    yield from _builds(size, found, misses)
    yield from _starts(size, found["starts"], misses)


def _judge(size: int, kind: str, ratios: dict[str, float], misses: Misses) -> None:
    if kind in REACH and BEST in ratios and ratios[BEST] > REACH[kind]:
        misses.setdefault("queries", []).append(
            f"{size:,}, {kind}: {ratios[BEST]:.2f} × {BEST}'s time, aim at most {REACH[kind]:g} ×."
        )
    if STOCK in ratios and ratios[STOCK] > 1 / STOCK_REACH:
        times = 1 / ratios[STOCK]
        misses.setdefault("stock", []).append(
            f"{size:,}, {kind}: {times:.0f} × as fast as stock {STOCK}, aim {STOCK_REACH} ×."
        )


def _only_top(found: dict[str, Any], names: list[str]) -> Iterator[str]:
    yield "### Top 10 and total only, median ms"
    yield ""
    yield from _head(["query", *names])
    tops = {name: found["latencies"][name]["top"] for name in names}
    for kind in tops[OURS]:
        yield _row([kind, *(_number(tops[n].get(kind, [None])[0]) for n in names)])
    yield ""


def _whole(asked: dict[str, dict[str, list[float]]]) -> Iterator[str]:
    if not asked:
        return
    yield "### A page of results as a reader gets it"
    yield ""
    yield "Median ms; p95 and p99 in brackets."
    yield ""
    yield from _head(["query", *asked])
    for kind in next(iter(asked.values())):
        yield _row([kind, *(_times(numbers.get(kind)) for numbers in asked.values())])
    yield ""


def _agreement(differ: dict[str, dict[str, int]]) -> Iterator[str]:
    wrong = [f"{name}, {kind}: {n}" for name, kinds in differ.items() for kind, n in kinds.items()]
    if wrong:
        yield f"Answers that differ from {OURS}'s: " + "; ".join(wrong) + "."
    else:
        yield "All engines gave the same totals, the same years and the same entity counts."
    yield ""


def _builds(size: int, found: dict[str, Any], misses: Misses) -> Iterator[str]:
    builds = found["builds"]
    yield "### Building"
    yield ""
    yield f"Reading the records, which is part of every figure, took {found['reading_s']:.1f} s."
    yield ""
    yield from _head(
        ["engine", *(f"docs/s, {how}" for how in BUILDS.values()), "docs/CPU s", "MB", f"÷ {BEST}"]
    )
    least = _one(builds[BEST])["bytes"] if BEST in builds else None
    rates: dict[tuple[str, str], float] = {}
    for name, counts in builds.items():
        for processes, facts in counts.items():
            rates[name, processes] = size / facts["seconds"]
        space = _one(counts)["bytes"]
        speeds = [_number(rates.get((name, how)), "{:,.0f}") for how in BUILDS]
        used = _one(counts).get("cpu_seconds")
        speeds.append(_number(used and size / used, "{:,.0f}"))
        yield _row(
            [name, *speeds, f"{space / 1e6:.1f}", _number(least and space / least, "{:.2f}")]
        )
    yield ""
    merging = builds[OURS].get("2", {}).get("merge_seconds")
    if merging:
        yield (
            f"Two processes leave two segments, as {BEST}'s two threads do; making one of {OURS}'s "
            f"two took {merging:.1f} s more."
        )
        yield ""
    one, two = rates.get((OURS, "1")), rates.get((OURS, "2"))
    best = rates.get((BEST, "1"))
    if one and best and one < BUILD_REACH["1"] * best:
        misses.setdefault("building", []).append(
            f"{size:,}, building: {one / best:.2f} × {BEST}'s docs/s, aim 1 ×."
        )
    if one and two and two < BUILD_REACH["2"] * one:
        aim = BUILD_REACH["2"]
        kept = rates.get((OURS, ONE_CORE))
        beside = f", {two / kept:.2f} × one that is kept to one core" if kept else ""
        misses.setdefault("processes", []).append(
            f"{size:,}, building: two processes {two / one:.2f} × one{beside}, aim {aim} ×."
        )
    space = _one(builds[OURS])["bytes"] / least if least else 0.0
    if space > SIZE_REACH:
        misses.setdefault("size", []).append(
            f"{size:,}, size: {space:.2f} × {BEST}'s, aim at most {SIZE_REACH} ×."
        )


def _one(counts: dict[str, Any]) -> dict[str, float]:
    """Return the figures of the build whose index was asked."""
    found: dict[str, float] = counts[min(counts)]
    return found


def _starts(size: int, starts: dict[str, Any], misses: Misses) -> Iterator[str]:
    yield "### Opening and memory"
    yield ""
    yield (
        "Each engine in a process of its own, its files out of the system's cache: time to open,"
        " first query (AND of 2), opening again; then memory beyond the interpreter and its"
        " modules after so many queries, its own and with what is mapped from files."
    )
    yield ""
    yield from _head(
        ["engine", "open ms", "first query ms", "open again ms", "queries", "own MB", "resident MB"]
    )
    for name, facts in starts.items():
        times = [f"{facts[key]:.1f}" for key in ("open_ms", "first_ms", "reopen_ms")]
        memory = [f"{facts[key]:.0f}" for key in ("own_mb", "resident_mb")]
        yield _row([name, *times, str(facts["queries"]), *memory])
        if name in {OURS, WHOLE[0]} and facts["open_ms"] > OPEN_REACH:
            misses.setdefault("opening", []).append(
                f"{size:,}, {name}: opening took {facts['open_ms']:.0f} ms, aim {OPEN_REACH} ms."
            )
    yield ""


def _times(numbers: list[float] | None) -> str:
    if numbers is None:
        return "–"
    middle, high, highest = map(_number, numbers[:3])
    return f"{middle} ({high}, {highest})"


def _number(value: float | None, form: str = "") -> str:
    if value is None:
        return "–"
    if form:
        return form.format(value)
    return f"{value:.3g}" if value < 100 else f"{value:.0f}"


def _head(cells: list[str]) -> list[str]:
    return [_row(cells), "|" + " --- |" * len(cells)]


def _row(cells: list[str]) -> str:
    return "| " + " | ".join(cells) + " |"
