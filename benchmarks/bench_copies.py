"""How well and how fast copies are found, and what differences cost.

    python benchmarks/bench_copies.py --count 20000

An archive.db is made of sample releases; of every tenth a re-issue is made, as institutions make
them: words corrected, a paragraph cut or added. What is found is compared with what was made.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import random
import resource
import tempfile
import time
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from index.difference import word_differences
from index.record import Capture, Relation
from indexer import sample
from indexer.copies import Copies, fill
from indexer.store import Store

if TYPE_CHECKING:
    from collections.abc import Iterator

    from index.record import Release

AT = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
Edit = "Callable[[random.Random, Release, Release], Release]"


def words(share: float) -> Edit:
    """Return what replaces a share of the words of each paragraph, one at the least."""

    def edit(dice: random.Random, release: Release, _other: Release) -> Release:
        def corrected(paragraph: str) -> str:
            found = paragraph.split(" ")
            for place in range(len(found)):
                if dice.random() < share:
                    found[place] = f"corrigé{dice.randrange(1000)}"
            return " ".join(found)

        paragraphs = [corrected(one) for one in release.paragraphs]
        first = paragraphs[0].split(" ")
        first[dice.randrange(len(first))] = "rectifié"
        return replace(release, paragraphs=(" ".join(first), *paragraphs[1:]))

    return edit


def cut(_dice: random.Random, release: Release, _other: Release) -> Release:
    return replace(release, paragraphs=release.paragraphs[:-1])


def added(_dice: random.Random, release: Release, other: Release) -> Release:
    return replace(release, paragraphs=(*release.paragraphs, other.paragraphs[-1]))


EDITS: dict[str, Edit] = {
    "one word": words(0.0),
    "2 % of the words": words(0.02),
    "5 % of the words": words(0.05),
    "last paragraph cut": cut,
    "a paragraph added": added,
}


def releases(count: int) -> Iterator[tuple[Release, str, str]]:
    """Yield (release, what it was made from, how): both "" for those of the sample."""
    dice = random.Random(1)  # noqa: S311 - no secret
    before: Release | None = None
    by_hand: dict[str, str] = {}
    for number, made in enumerate(sample.releases(count, 5)):
        release = made.release
        if made.key and not made.twin:
            by_hand[made.key] = release.id
            source = by_hand.get(made.key.removesuffix("-corr"), "")
            yield (release, source, "by hand") if source != release.id else (release, "", "")
            continue
        yield release, "", ""
        if number % 10 == 9 and before is not None and len(release.paragraphs) > 1:
            name = list(EDITS)[number // 10 % len(EDITS)]
            edited = EDITS[name](dice, release, before)
            yield replace(edited, id=f"{release.id}:reissue"), release.id, name
        before = release


def archive(data: Path, count: int) -> dict[str, list[str]]:
    """Fill archive.db where it is not there; return what was made of what, and how."""
    noted = data / "truth.json"
    if noted.exists():
        made: dict[str, list[str]] = json.loads(noted.read_text("utf-8"))
        return made
    truth: dict[str, list[str]] = {}
    started = time.process_time()
    with Store(data) as store:
        for number, (release, source, how) in enumerate(releases(count)):
            capture = Capture(origin=f"/{release.id}", captured_at=AT, sha256=f"{number:064x}")
            store.put(release, capture, stamp="", profile="")
            if source:
                truth[release.id] = [source, how]
    noted.write_text(json.dumps(truth), "utf-8")
    print(f"archive.db was filled in {time.process_time() - started:.1f} s;", flush=True)
    return truth


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=20_000)
    parser.add_argument("--data", type=Path, help="Folder to keep the archive in.")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        data = arguments.data or Path(folder)
        data.mkdir(exist_ok=True)
        truth = archive(data, arguments.count)
        before = time.process_time()
        with Store(data) as store:
            ids = store.release_ids()
            started = time.perf_counter()
            with Copies(data, anew=True) as copies:
                fill(store, copies, ids, lambda _done: None, jobs=2)
            took = time.perf_counter() - started
            used = time.process_time() - before
            print(f"{len(ids):,} releases compared in {took:.1f} s ({took / len(ids) * 1e3:.2f} ms")
            print(f"each), {used - before:.1f} s of processor time in this process;", flush=True)
            report(data, ids, truth)
        size = (data / "copies.db").stat().st_size
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"copies.db has {size / len(ids):.0f} bytes a release; {memory} MB at the most.")
    differences()


def report(data: Path, ids: list[str], truth: dict[str, list[str]]) -> None:
    found: set[tuple[str, str]] = set()
    with Copies(data) as copies:
        for one in ids:
            found |= {
                (min(one, near.id), max(one, near.id))
                for near in copies.related(one, most=200)
                if near.relation is Relation.NEAR_DUPLICATE
            }
    made = {(min(a, b), max(a, b)): how for a, (b, how) in truth.items()}
    right = Counter(how for pair, how in made.items() if pair in found)
    every = Counter(made.values())
    for how, total in sorted(every.items()):
        print(f"{how:24} {right[how]:5} of {total:5} found ({right[how] / total:.1%})")
    others = found - made.keys()
    print(
        f"precision {1 - len(others) / len(found):.2%}: {len(others)} other pairs of {len(found)}"
    )


def differences() -> None:
    dice = random.Random(2)  # noqa: S311 - no secret
    for size in (500, 5_000, 50_000, 500_000):
        old = [f"mot{dice.randrange(5000)}" for _ in range(size)]
        new = [word if dice.random() > 0.02 else "corrigé" for word in old]
        one, other = (
            "\n\n".join(" ".join(text[at : at + 60]) for at in range(0, size, 60))
            for text in (old, new)
        )
        started = time.perf_counter()
        pieces = word_differences(one, other)
        took = time.perf_counter() - started
        print(f"differences of {size:7,} words, 2 % changed: {took * 1e3:8.1f} ms, {len(pieces)}")


if __name__ == "__main__":
    main()
