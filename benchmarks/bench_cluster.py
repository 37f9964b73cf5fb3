"""Measure a cluster of one node beside one of three: `make bench-cluster`.

    python benchmarks/bench_cluster.py --size 20000

Each cluster is started here, filled by the product's own writer, and asked whole pages of results
by one client and by several. What the nodes cost is told in seconds of their processors, which
other work on the machine leaves alone. Writes docs/benchmarks-cluster.md.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from statistics import median, quantiles
from typing import Any

import bench_records
from bench_machine import machine
from bench_opensearch import ARCHIVE, SERVER, URL, OnCluster, server
from bench_product import KNOWN
from bench_questions import questions
from bench_records import read, read_documents

from index.engine import SearchRequest  # noqa: TC001 - it goes from process to process
from tests.opensearch.nodes import Cluster, ask, missing, running

RESULTS = Path(__file__).with_name("results-cluster.json")
PAGE = Path(__file__).parents[1] / "docs/benchmarks-cluster.md"
SMALLEST = 2000
CLIENTS = (1, 4)
SECONDS = 4.0
WARM = 60
"""Requests before anything is measured: a JVM compiles what it has run often."""

TICKS = os.sysconf("SC_CLK_TCK")


def worked(cluster: Cluster) -> float:
    """Return the seconds of processors that the nodes have taken so far."""
    taken = 0
    for node in cluster.nodes:
        assert node.process
        fields = Path(f"/proc/{node.process.pid}/stat").read_text().rpartition(") ")[2].split()
        taken += int(fields[11]) + int(fields[12])
    return taken / TICKS


def resident(cluster: Cluster) -> list[float]:
    """Return the memory of each node in MB."""
    found = []
    for node in cluster.nodes:
        assert node.process
        lines = Path(f"/proc/{node.process.pid}/status").read_text().splitlines()
        (line,) = (line for line in lines if line.startswith("VmRSS"))
        found.append(int(line.split()[1]) / 1024)
    return found


def client(url: str, folder: Path, asked: list[SearchRequest], start: int) -> list[float]:
    """Ask one request after the other for SECONDS; return the milliseconds each took."""
    os.environ[URL] = url
    engine = OnCluster()
    engine.open(folder)
    times: list[float] = []
    until = time.perf_counter() + SECONDS
    while (begun := time.perf_counter()) < until:
        engine.engine.search(asked[(start + len(times)) % len(asked)])
        times.append((time.perf_counter() - begun) * 1000)
    return times


def searching(cluster: Cluster, folder: Path, asked: list[SearchRequest], count: int) -> Any:  # noqa: ANN401 - figures by name
    """Ask with so many clients at once, each at a node of its own as far as there are nodes."""
    used = worked(cluster)
    with ProcessPoolExecutor(count, mp_context=get_context("spawn")) as clients:
        runs = [
            clients.submit(
                client, cluster.urls[n % len(cluster.urls)], folder, asked, n * 37 % len(asked)
            )
            for n in range(count)
        ]
        times = [one for run in runs for one in run.result()]
    used = worked(cluster) - used
    return {
        "queries_s": len(times) / SECONDS,
        "p50_ms": median(times),
        "p95_ms": quantiles(times, n=20)[-1],
        "cpu_ms": used * 1000 / len(times),
    }


def measured(count: int, records: Path, size: int, work: Path) -> dict[str, Any]:
    """Measure a cluster of so many nodes."""
    with (
        tempfile.TemporaryDirectory(dir=work) as root,
        running(Path(root, "nodes"), count, java=SERVER) as cluster,
    ):
        os.environ[URL] = cluster.url
        folder = Path(root, "data")
        folder.mkdir()
        known = (d for d, _ in zip(read_documents(records), range(KNOWN), strict=False))
        product = OnCluster(known)
        begun, used, own = time.perf_counter(), worked(cluster), time.process_time()
        product.build(records, folder, 1)
        seconds = time.perf_counter() - begun
        facts: dict[str, Any] = {
            "docs_s": size / seconds,
            "cpu_ms_doc": (worked(cluster) - used) * 1000 / size,
            "own_ms_doc": (time.process_time() - own) * 1000 / size,
        }
        print(count, "nodes:", facts, file=sys.stderr)
        cluster.wait(status="green" if count > 1 else "yellow")
        ask(cluster.url, "POST", f"/{ARCHIVE}*/_flush")
        stats = ask(cluster.url, "GET", f"/{ARCHIVE}*/_stats/store,segments,docs")["_all"]
        facts["bytes_doc"] = stats["primaries"]["store"]["size_in_bytes"] / size
        facts["copies"] = stats["total"]["store"]["size_in_bytes"] / (facts["bytes_doc"] * size)
        asked = [
            request
            for row in zip(*questions(read(records)).values(), strict=True)
            for question in row
            if (request := product.request(question)) is not None
        ]
        product.open(folder)
        for request in asked[:WARM]:
            product.engine.search(request)
        facts["clients"] = {
            str(number): searching(cluster, folder, asked, number) for number in CLIENTS
        }
        facts["resident_mb"] = resident(cluster)
        return facts


HEAD = """\
# One node and three

`make bench-cluster` writes this page. All nodes, the writer and the clients share the cores of one
machine, so three nodes cannot be three times as fast here: what they cost in time of processors is
what carries over. The questions are those of [benchmarks.md](benchmarks.md), in turns; each answer
is a whole page of results: hits, passages, marks, facets, timeline.
"""


def section(size: int, found: dict[str, Any]) -> str:
    """Return what tells the figures of one size."""
    described = "; ".join(f"{name} {value}" for name, value in found["machine"].items())
    facts = found["nodes"].values()
    rows = [
        ("", [f"{count} node{'s' * (count != '1')}" for count in found["nodes"]]),
        ("---", ["---"] * len(facts)),
        ("building, releases a second", [f"{one['docs_s']:.0f}" for one in facts]),
        ("… processors of the nodes, ms a release", [f"{one['cpu_ms_doc']:.2f}" for one in facts]),
        ("… processor of the writer, ms a release", [f"{one['own_ms_doc']:.2f}" for one in facts]),
        ("bytes a release, one copy", [f"{one['bytes_doc']:,.0f}" for one in facts]),
        ("copies", [f"{one['copies']:.1f}" for one in facts]),
    ]
    for number in CLIENTS:
        asked = [one["clients"][str(number)] for one in facts]
        rows += [
            (f"{number} at once: pages a second", [f"{a['queries_s']:.0f}" for a in asked]),
            ("… median ms (p95)", [f"{a['p50_ms']:.0f} ({a['p95_ms']:.0f})" for a in asked]),
            ("… processors of the nodes, ms a page", [f"{a['cpu_ms']:.1f}" for a in asked]),
        ]
    memory = [", ".join(f"{mb:.0f}" for mb in one["resident_mb"]) for one in facts]
    rows.append(("memory of each node, MB", memory))
    lines = [f"| {name} | {' | '.join(values)} |" for name, values in rows]
    return f"\n## {size:,} releases\n\n{described}.\n\n" + "\n".join(lines) + "\n"


def main() -> None:
    options = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n", maxsplit=1)[0])
    options.add_argument("--size", type=int, default=20_000, help="number of records")
    options.add_argument("--nodes", default="1,3", help="clusters of so many nodes")
    options.add_argument("--report-only", action="store_true", help="write the page again")
    chosen = options.parse_args()
    if chosen.size < SMALLEST:
        options.error(f"fewer than {SMALLEST} releases have no rare words to ask for")
    results = json.loads(RESULTS.read_text()) if RESULTS.exists() else {}
    if not chosen.report_only:
        if reason := missing():
            sys.exit(reason)
        counts = [int(count) for count in chosen.nodes.split(",")]
        described = machine() | {"OpenSearch": server()}
        with tempfile.TemporaryDirectory() as folder:
            work = Path(folder)
            records = work / "records"
            bench_records.make(records, chosen.size)
            found: dict[str, Any] = {"machine": described, "nodes": {}}
            results[str(chosen.size)] = found
            for count in counts:
                found["nodes"][str(count)] = measured(count, records, chosen.size, work)
                # what is measured stays, whatever becomes of the next
                RESULTS.write_text(json.dumps(results, indent=1, ensure_ascii=False) + "\n")
    sizes = sorted((int(size), found) for size, found in results.items())
    PAGE.write_text(HEAD + "".join(section(size, found) for size, found in sizes), "utf-8")


if __name__ == "__main__":
    main()
