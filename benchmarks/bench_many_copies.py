"""What finding copies costs in an archive of hundreds of thousands of texts.

    python benchmarks/bench_many_copies.py --count 200000

The texts are 200 words each, drawn as often as words are in French (Zipf). Every tenth is a
corrected re-issue of the one before, and one in twenty is one notice, the same but for its number:
so 10,000 of 200,000 are like each other. They are compared all at once, then some more come in.
"""

from __future__ import annotations

import argparse
import datetime as dt
import resource
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from index.record import Capture, Release
from indexer.copies import Copies, fill, relate
from indexer.store import Store

if TYPE_CHECKING:
    from collections.abc import Iterator

AT = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
WORDS, VOCABULARY, EXPONENT = 200, 40_000, 1.2
MORE = 500


def texts(count: int, seed: int) -> Iterator[str]:
    """Yield so many texts, re-issues and notices among them."""
    dice = np.random.default_rng(seed)
    notice = " ".join(f"avis{n}" for n in range(WORDS))
    before: list[str] = []
    for number in range(count):
        if number % 20 == 5:
            yield f"{notice} numéro {seed} {number}"
            continue
        if number % 10 == 9:
            words = list(before)
            words[number % WORDS] = f"corrigé{number}"
        else:
            drawn = dice.zipf(EXPONENT, WORDS) % VOCABULARY
            words = [f"mot{n}" for n in drawn.tolist()]
        before = words
        yield " ".join(words)


def put(store: Store, count: int, seed: int) -> list[str]:
    ids = []
    for number, text in enumerate(texts(count, seed)):
        release = Release(id=f"page:{seed}{number:08}", title=f"Titre {number}", paragraphs=(text,))
        capture = Capture(origin=f"/{release.id}", captured_at=AT, sha256=f"{seed}{number:063}")
        store.put(release, capture, stamp="", profile="")
        ids.append(release.id)
    store.commit()
    return ids


def told(what: str, count: int, begun: tuple[float, float]) -> None:
    wall, used = time.perf_counter() - begun[0], time.process_time() - begun[1]
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    each = used / count * 1e3
    print(
        f"{what}: {count:,} in {wall:.0f} s, {used:.0f} s of processor time ({each:.2f} ms each);"
        f" {memory} MB at the most",
        flush=True,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=200_000)
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--data", type=Path, help="Folder to keep the archive in.")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        data = arguments.data or Path(folder)
        with Store(data) as store:
            begun = time.perf_counter(), time.process_time()
            if not store.stats().releases:
                put(store, arguments.count, 1)
                told("archive.db filled", arguments.count, begun)
            ids = store.release_ids()
            begun = time.perf_counter(), time.process_time()
            with Copies(data, anew=True) as copies:
                fill(store, copies, ids, lambda _done: None, arguments.jobs)
            told("compared all at once", len(ids), begun)
            store.settle()
            more = put(store, MORE, 2)
            begun = time.perf_counter(), time.process_time()
            with Copies(data) as copies:
                relate(store, copies, more, lambda _done: None)
            told("compared one by one", MORE, begun)
            begun = time.perf_counter(), time.process_time()
            with Copies(data) as copies:
                asked = [*ids[:: max(1, len(ids) // 2000)], *more]
                for one in asked:
                    copies.related(one)
            told("asked what is related", len(asked), begun)
        size = (data / "copies.db").stat().st_size
    print(f"copies.db has {size / len(ids):.0f} bytes a release.")


if __name__ == "__main__":
    main()
