"""Milliseconds of other spellings, completions and similar releases, at the sizes they must bear.

    python benchmarks/bench_suggest.py --work DIR

Measures over the sample archive, and over short made-up releases with as many distinct words and
entities as the largest archive may have. Both indexes stay in DIR and are used again.
"""

from __future__ import annotations

import argparse
import random
import statistics
import time
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING

import bench_records
import numpy as np

from index import generations
from index.answering import complete as completion
from index.answering.names import names_of
from index.answering.ranking import DEFAULT
from index.answering.similar import similar
from index.answering.spelling import corrected
from index.engines import open_writer
from index.engines.whoosh.holdings import WhooshHoldings
from index.engines.whoosh.snapshot import open_commit
from index.query import parse
from index.record import Document, Entity, EntityKind, Mention, Release
from index.thesaurus import Thesauri
from indexer.entities import gazetteer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from index.engine import Completion

SEED = 1
ASKED = 300
SYLLABLES = [a + b for a in "bcdfglmnprstv" for b in ("a", "é", "i", "on", "u")]
COMMON, WORDS, NEW = 20_000, 28, 3
"""Made-up words that recur; words of a release; those of them that are rare."""


def made_up(releases: int, terms: int, entities: int) -> Iterator[Document]:
    """Yield releases in which every word and every entity occurs, some of them very often."""
    dice = random.Random(SEED)  # noqa: S311 - nothing secret
    words = ["".join(parts) for parts in product(SYLLABLES, repeat=4)]
    dice.shuffle(words)
    words = words[:terms]
    kinds = list(EntityKind)
    known = [
        Entity(f"{kinds[n % 3]}:{n}", kinds[n % 3], " ".join(dice.sample(words, 2)).title())
        for n in range(entities)
    ]
    # Zipf's law: the n-th word comes one n-th as often as the first
    ranks = np.random.default_rng(SEED).zipf(1.3, releases * WORDS) % COMMON
    for number in range(releases):
        text = [words[rank] for rank in ranks[number * WORDS : (number + 1) * WORDS]]
        text += [words[(number * NEW + n) % terms] for n in range(NEW)]
        named = [known[number % entities], known[int(ranks[number]) % entities]]
        yield Document(
            release=Release(id=str(number), title=" ".join(text[:8]), paragraphs=(" ".join(text),)),
            mentions=tuple(Mention(one.id, one.kind, one.label, "", 0, 0) for one in named),
        )


def opened(folder: Path, documents: Callable[[], Iterable[Document]]) -> WhooshHoldings:
    """Open an index, writing it where there is none."""
    if not folder.exists():
        with open_writer(folder, rebuild=True, jobs=2) as writer:
            writer.put_entities(gazetteer().entities.values())
            for document in documents():
                writer.put(document)
    return WhooshHoldings(open_commit(generations.index_folder(folder), DEFAULT))


def misspelled(words: Sequence[str], dice: random.Random) -> Iterator[str]:
    """Yield words with two neighbours exchanged or a letter left out."""
    for word in words:
        at = dice.randrange(1, len(word) - 1)
        yield word[:at] + (word[at + 1] + word[at] if dice.random() < 0.5 else "") + word[at + 2 :]


def report(name: str, actions: Iterable[Callable[[], object]]) -> None:
    """Run actions one by one and print what they took, and the processor's part of it."""
    walls, used = [], []
    for action in actions:
        started, busy = time.perf_counter(), time.thread_time()
        action()
        used.append((time.thread_time() - busy) * 1000)
        walls.append((time.perf_counter() - started) * 1000)
    for kind, times in (("", walls), ("  of the processor", used)):
        cuts = statistics.quantiles(times, n=100, method="inclusive")
        print(
            f"  {kind or name:32} first {times[0]:7.2f}  p50 {cuts[49]:7.2f}  p95 {cuts[94]:7.2f}"
            f"  max {max(times):7.2f} ms"
        )


def complete(typed: str, limit: int, holdings: WhooshHoldings) -> tuple[Completion, ...]:
    return completion.complete(typed, limit, holdings, Thesauri(None))


def measure(holdings: WhooshHoldings) -> None:
    terms_of_bodies = len(holdings.commit.arrays.leaves[0].arrays.fields["body"].terms)
    print(f"{holdings.releases:,} releases, {terms_of_bodies:,} terms in bodies")
    report("names of a holdings, made once", [lambda: names_of(holdings)] * 2)
    dice = random.Random(SEED)  # noqa: S311 - nothing secret
    leaf = holdings.commit.arrays.leaves[0]
    body = leaf.arrays.fields["body"].terms
    terms = [body[dice.randrange(len(body))].decode() for _ in range(8 * ASKED)]
    words = [term for term in terms if term.isalpha() and len(term) > 3][:ASKED]
    numbers = dice.sample(range(holdings.releases), ASKED)
    releases = [holdings.commit.stored(number) for number in numbers]
    begun = [
        text[: 1 + at % 8] for at, text in enumerate(one.release.title.lower() for one in releases)
    ]
    named = [m.label[: 1 + at % 6] for at, one in enumerate(releases) for m in one.mentions[:1]]
    wrong = list(misspelled(words, dice))
    two = [f"{one} {other}" for one, other in zip(wrong, reversed(wrong), strict=True)]
    # what a process reads once, whatever it is asked
    parse("l'OTAN")
    corrected("zzzzz zzzzz", parse("zzzzz zzzzz").tree, holdings)
    report("complete, titles begun", [lambda t=t: complete(t, 8, holdings) for t in begun])
    report("complete, names begun", [lambda t=t: complete(t, 8, holdings) for t in named])
    report("complete, after other words", [lambda t=t: complete(t, 8, holdings) for t in two])
    for name, queries in (("corrected, 1 word", wrong), ("corrected, 2 words", two)):
        report(name, [lambda q=q: corrected(q, parse(q).tree, holdings) for q in queries])
    report("similar", [lambda r=r: similar(r, 5, holdings) for r in releases])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--sample", type=int, default=20_000)
    parser.add_argument("--releases", type=int, default=200_000)
    parser.add_argument("--terms", type=int, default=500_000)
    parser.add_argument("--entities", type=int, default=50_000)
    asked = parser.parse_args()
    records = asked.work / f"records{asked.sample}"
    if asked.sample:
        bench_records.make(records, asked.sample)
        folder = asked.work / f"sample{asked.sample}"
        measure(opened(folder, lambda: bench_records.read_documents(records)))
    sizes = (asked.releases, asked.terms, asked.entities)
    folder = asked.work / "-".join(map(str, ("made-up", *sizes)))
    measure(opened(folder, lambda: made_up(*sizes)))


if __name__ == "__main__":
    main()
