"""Recognition of names: texts of 320 words per second on one core, and memory of the gazetteer.

    python benchmarks/bench_entities.py [COUNT] [SEED]

Reads COUNT texts of the sample archive, cut and joined to 320 words each, and the labelled texts,
which hold twice as many names. Prints the distribution of single texts, of texts up to 1 MB, and
what the gazetteer costs to load and to hold.
"""

from __future__ import annotations

import gc
import itertools
import re
import resource
import statistics
import sys
import time
from typing import TYPE_CHECKING

from indexer import sample
from indexer.entities import gazetteer, mentions
from indexer.entities.labelled import SETS, packaged

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

WORDS = 320
ROUNDS = 3


def cut(texts: Iterable[str]) -> Iterator[str]:
    """Yield texts, one after the other, in pieces of 320 words."""
    whole = "\n\n".join(texts)
    starts = [word.start() for word in re.finditer(r"\S+", whole)][::WORDS]
    yield from (whole[start:end].strip() for start, end in itertools.pairwise(starts))


def seconds(action: Callable[[], object]) -> float:
    """Return the processor time of the fastest of a few rounds."""
    times = []
    for _ in range(ROUNDS):
        started = time.process_time()
        action()
        times.append(time.process_time() - started)
    return min(times)


def report(name: str, texts: list[str]) -> None:
    names = gazetteer()
    each = [seconds(lambda text=text: mentions(text, names)) for text in texts]
    found = statistics.fmean(len(mentions(text, names)) for text in texts)
    cuts = statistics.quantiles(each, n=100)
    spread = ", ".join(f"{label} {cuts[at - 1] * 1e3:.2f}" for label, at in SPREAD)
    print(f"{name}: {len(texts) / sum(each):,.0f} texts/s, {found:.0f} names a text; ms: {spread}")


SPREAD = (("5 %", 5), ("median", 50), ("95 %", 95), ("99 %", 99))


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    gc.collect()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    started = time.process_time()
    names = gazetteer()
    loading = time.process_time() - started
    held = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    print(f"gazetteer: {len(names.entities):,} entities, loaded in {loading:.2f} s, {held:.0f} MB")
    texts = (one.release.text for one in sample.releases(count, seed))
    pieces = list(itertools.islice(cut(texts), count))
    report("sample texts", pieces)
    report("labelled texts", list(cut(one.text for name in SETS for one in packaged(name))))
    for size in (10_000, 100_000, 1_000_000):
        text = "\n\n".join(pieces)
        text = (text * (size // len(text) + 1))[:size]
        took = seconds(lambda text=text: mentions(text, names))
        print(f"one text of {size:,} characters: {took:.3f} s, {size / took / 1e6:.2f} MB/s")


if __name__ == "__main__":
    main()
