"""Measuring: every engine in processes of its own, all of them asked in turns."""

from __future__ import annotations

import os
import resource
import statistics
import time
from collections import defaultdict
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from bench_opensearch import WHOLE, OnCluster, can_run
from bench_product import KNOWN, Product
from bench_records import read, read_documents
from bench_sqlite import Sqlite
from bench_tantivy import Tantivy
from bench_whoosh import Arrays, Stock, StockLists
from bench_xapian import Xapian, xapian

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from multiprocessing.connection import Connection

    from bench_engine import Answer, Engine
    from bench_questions import Question

Asked = dict[str, list["Question"]]
Turn = list[tuple["Question", ...]]
ENGINES: tuple[type[Any], ...] = (
    *(Arrays, Tantivy, Sqlite, Xapian, Stock, StockLists),
    *(Product, OnCluster),
)
PARALLEL = (Arrays.name, Tantivy.name, Product.name)
"""Engines that can build with two processes (tantivy: two threads)."""

SHARES = {StockLists.name: Stock.name}
"""Engines that open what another one has built."""

ROUNDS = 3
TURN = 5
"""Questions of each class that an engine is asked before the next one takes its turn. A server has
its caches to itself; where engines took turns question by question, each found them full of the
other's, and on a machine that is a guest of another the first question after a switch of processes
took up to three times as long."""

BUDGET = 2.0
"""Seconds for one engine and class of questions; a slow engine is asked fewer of them."""

LEAST = 8
MANY = 1000
MANY_SECONDS = 20


def make(name: str, records: Path) -> Engine:
    """Return an engine by its name."""
    kind = next(one for one in ENGINES if one.name == name)
    if name in WHOLE:
        known = (d for d, _ in zip(read_documents(records), range(KNOWN), strict=False))
        return kind(known)
    engine: Engine = kind()
    return engine


def absent() -> set[str]:
    """Return the names of the engines that are not installed."""
    return {*(() if xapian else (Xapian.name,)), *(() if can_run() else (OnCluster.name,))}


def alone(action: Callable[..., Any], *arguments: Any) -> Any:  # noqa: ANN401 - whatever the action takes and gives
    """Run something in a process of its own, from an interpreter that has done nothing yet."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as one:
        return one.submit(action, *arguments).result()


def build(
    name: str, records: Path, folder: Path, processes: int, *, one_core: bool = False
) -> dict[str, float]:
    """Build an index; return seconds, seconds of processors, and bytes on the disk.

    Where several segments are left and this project's engine can merge them: the seconds for that,
    too. With `one_core` all threads of this process share the last core that it may use.
    """
    if one_core:
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    folder.mkdir(parents=True)
    engine = next(one for one in ENGINES if one.name == name)()  # learns nothing: it is not asked
    started, used = time.perf_counter(), worked()
    engine.build(records, folder, processes)
    seconds, used = time.perf_counter() - started, worked() - used
    size = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
    size += engine.size() if isinstance(engine, OnCluster) else 0
    facts = {"seconds": seconds, "cpu_seconds": used, "bytes": size}
    if processes > 1 and isinstance(engine, Arrays):
        facts["merge_seconds"] = clock(lambda: engine.merge(folder)) / 1000
    return facts


def worked() -> float:
    """Return the seconds of processor time of this process and those it has waited for."""
    own, others = (resource.getrusage(w) for w in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return own.ru_utime + own.ru_stime + others.ru_utime + others.ru_stime


def reading(records: Path) -> float:
    """Return the seconds that reading the records alone takes; every building includes them."""
    started = time.perf_counter()
    for _ in read(records):
        pass
    return time.perf_counter() - started


def start(name: str, records: Path, folder: Path, asked: Asked) -> dict[str, float]:
    """Open an index nobody has read, ask it once, then many times; milliseconds and megabytes."""
    engine = make(name, records)
    for file in folder.rglob("*"):
        if file.is_file():
            descriptor = os.open(file, os.O_RDONLY)
            os.fsync(descriptor)
            os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
            os.close(descriptor)
    before = resident()
    facts = {
        "open_ms": clock(lambda: engine.open(folder)),
        "first_ms": clock(lambda: engine.ask(asked["AND of 2"][0])),
    }
    order = [question for row in zip(*asked.values(), strict=True) for question in row]
    spent, done = time.perf_counter(), 0
    while done < MANY and time.perf_counter() - spent < MANY_SECONDS:
        engine.ask(order[done % len(order)])
        done += 1
    after = resident()
    warm = make(name, records)
    facts["reopen_ms"] = clock(lambda: warm.open(folder))
    return facts | {
        "queries": done,
        "own_mb": after["RssAnon"] - before["RssAnon"],
        "resident_mb": after["VmRSS"] - before["VmRSS"],
    }


def resident() -> dict[str, float]:
    """Return the memory of this process in MB by the kernel's names."""
    lines = (line.split() for line in Path("/proc/self/status").read_text().splitlines())
    return {
        line[0][:-1]: int(line[1]) / 1024 for line in lines if line[0].startswith(("Vm", "Rss"))
    }


def clock(action: Callable[[], object]) -> float:
    """Return the milliseconds something takes."""
    started = time.perf_counter()
    action()
    return (time.perf_counter() - started) * 1000


class Apart:
    """An engine in a process of its own, which takes the time: no other engine shares its heap.

    In one process, the first query after a large one of SQLite took up to half a second in any
    engine; seen, and not explained.
    """

    def __init__(self, name: str, records: Path, folder: Path) -> None:
        context = get_context("spawn")
        self.name = name
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(theirs, name, records, folder))
        self._process.start()
        theirs.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self._pipe.send(None)
        self._process.join()

    def ask(self, how: str, question: Question) -> tuple[float, Answer | None]:
        """Return the milliseconds a question takes, and its answer."""
        self._pipe.send((how, question))
        answer: tuple[float, Answer | None] = self._pipe.recv()
        return answer


def _serve(pipe: Connection, name: str, records: Path, folder: Path) -> None:
    engine = make(name, records)
    engine.open(folder)
    while asked := pipe.recv():
        how, question = asked
        action = engine.ask if how == "ask" else engine.top
        started = time.perf_counter()
        answer = action(question)
        pipe.send(((time.perf_counter() - started) * 1000, answer))


class Latencies:
    """Asks all engines the same questions, in turns, so that a busy machine disturbs all alike.

    A turn is TURN questions of each class, and the classes take turns in it, so that no question
    comes twice in a row. Questions with counts and those for the best hits only are asked in rounds
    of their own.
    """

    def __init__(self, engines: list[Apart], asked: Asked) -> None:
        self.engines, self.asked = engines, asked
        self.times: dict[tuple[str, str, str], list[float]] = defaultdict(list)
        self.differ: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
        self.examples: list[str] = []

    def run(self) -> None:
        """Ask everything."""
        rows = list(zip(*self.asked.values(), strict=True))
        turns = [rows[first : first + TURN] for first in range(0, len(rows), TURN)]
        for number in range(ROUNDS):
            for turn in turns:
                self._counted(turn, check=number == 0)
            for turn in turns:
                for engine in self.engines:
                    for kind, question in self._in_order(turn):
                        self._timed(engine, "top", kind, question)

    def _in_order(self, turn: Turn) -> Iterator[tuple[str, Question]]:
        for row in turn:
            yield from zip(self.asked, row, strict=True)

    def _counted(self, turn: Turn, *, check: bool) -> None:
        first: list[Answer | None] = []
        for place, engine in enumerate(self.engines):
            answers = [
                self._timed(engine, "ask", kind, question)
                for kind, question in self._in_order(turn)
            ]
            if place == 0:
                first = answers
            elif check and engine.name not in WHOLE:
                self._compare(engine.name, turn, first, answers)

    def _compare(
        self, name: str, turn: Turn, first: list[Answer | None], answers: list[Answer | None]
    ) -> None:
        for (kind, question), one, other in zip(self._in_order(turn), first, answers, strict=True):
            if one and other and not same(one, other):
                self.differ[name][kind] += 1
                self.examples.append(f"{kind}, {name}: {question} {one} {other}")

    def _timed(self, engine: Apart, how: str, kind: str, question: Question) -> Answer | None:
        times = self.times[engine.name, how, kind]
        if len(times) >= LEAST and sum(times) > BUDGET * 1000:
            return None
        took, answer = engine.ask(how, question)
        if how == "top" or answer is not None:
            times.append(took)
        return answer

    def report(self) -> dict[str, Any]:
        """Return p50, p95, p99 and the number of questions: engine → how → class → numbers."""
        found: dict[str, Any] = {}
        for (name, how, kind), times in self.times.items():
            if len(times) < 2 or (how == "top" and not self.times[name, "ask", kind]):
                continue
            cuts = statistics.quantiles(times, n=100, method="inclusive")
            numbers = [round(cuts[place], 4) for place in (49, 94, 98)]
            found.setdefault(name, {}).setdefault(how, {})[kind] = [*numbers, len(times)]
        return found


def same(one: Answer, other: Answer) -> bool:
    """Tell whether two answers agree; of equally common entities any may stand last."""
    if one[:2] != other[:2] or sorted(one[2].values()) != sorted(other[2].values()):
        return False
    least = min(one[2].values(), default=0)
    return all(other[2].get(name) == count for name, count in one[2].items() if count > least)
