"""French questions over single paragraphs, and how high the one that answers stands.

    python benchmarks/bench_ranking.py                     # MRR@10 beside plain BM25
    python benchmarks/bench_ranking.py --set near=0.5      # with another ranking
    python benchmarks/bench_ranking.py --misses            # the questions not answered first

Every paragraph of the texts written by hand is a record of its own, once with the title of its text
and once without; corrected versions are left out, since they would answer twice. The questions are
those of indexer/sample/questions.tsv. Weights are chosen on the tuning half; the held-out half
tells whether they hold elsewhere.
"""

from __future__ import annotations

import argparse
import math
import sys
import tempfile
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean

from index.answering.ranking import DEFAULT, Ranking
from index.engine import SearchRequest
from index.engines import open_engine, open_writer
from index.errors import DepecheError
from index.evaluation import adjusted, reciprocal_rank
from index.evaluation.comparison import p_value
from index.french import tokens
from index.record import Document, Release
from indexer import sample
from indexer.entities import Gazetteer, gazetteer, mentions

QUESTIONS = Path(sample.__file__).with_name("questions.tsv")
TOP = 10
SEED, SLOTS = 1, 110
"""The texts written by hand are the first slots of any sample."""

HALVES = ("tuning", "held out")
MODES = ("with title", "without title")


@dataclass(frozen=True, slots=True)
class Question:
    """One question, the id of the passage that answers it, and the half it belongs to."""

    text: str
    passage: str
    half: str


class PlainBM25:
    """Any of the stems, function words dropped, in one field: k1 1.2, b 0.75.

    The idf is log(1 + (N - n + 0.5) / (n + 0.5)), as Lucene has it.
    """

    def __init__(self, passages: list[Release], k1: float = 1.2, b: float = 0.75) -> None:
        self._postings: defaultdict[str, dict[str, float]] = defaultdict(dict)
        stems = {one.id: Counter(stems_of(one.text)) for one in passages}
        lengths = {name: counts.total() for name, counts in stems.items()}
        mean = fmean(lengths.values())
        for name, counts in stems.items():
            norm = k1 * (1 - b + b * lengths[name] / mean)
            for stem, count in counts.items():
                self._postings[stem][name] = count * (k1 + 1) / (count + norm)
        self._size = len(passages)

    def best(self, question: str) -> list[str]:
        """Return the ids of the TOP passages, the best first."""
        scores: defaultdict[str, float] = defaultdict(float)
        for stem in set(stems_of(question)):
            found = self._postings.get(stem, {})
            idf = math.log(1 + (self._size - len(found) + 0.5) / (len(found) + 0.5))
            for name, weight in found.items():
                scores[name] += idf * weight
        return sorted(scores, key=lambda name: (-scores[name], name))[:TOP]


def stems_of(text: str) -> list[str]:
    return [token.stemmed for token in tokens(text) if not token.function_word]


def texts() -> dict[str, Release]:
    """Return the texts written by hand by id, without corrected versions."""
    found = {}
    for made in sample.releases(SLOTS, SEED):
        if made.key and not made.key.endswith("-corr"):
            found[made.release.id] = made.release
    return found


def half_of(release: Release) -> str:
    """Return the half; questions.tsv states which texts are held out."""
    year = release.date.year if release.date else 0
    tuning = 1998 <= year <= 2003 or 2010 <= year <= 2015 or year >= 2021
    return HALVES[0] if tuning else HALVES[1]


def questions(releases: dict[str, Release]) -> list[Question]:
    found = []
    for line in QUESTIONS.read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            text, release, paragraph = line.split("\t")
            found.append(Question(text, f"{release}#{paragraph}", half_of(releases[release])))
    return found


def passages(releases: dict[str, Release], mode: str) -> list[Release]:
    return [
        Release(
            id=f"{release.id}#{number}",
            title=release.title if mode == MODES[0] else "",
            paragraphs=(paragraph,),
            date=release.date,
            kind=release.kind,
        )
        for release in releases.values()
        for number, paragraph in enumerate(release.paragraphs)
    ]


def asked(records: list[Release], questions: list[Question], ranking: Ranking) -> list[list[str]]:
    """Index the records through the real writer and return the best hits for each question."""
    known = gazetteer()
    with tempfile.TemporaryDirectory() as folder:
        with open_writer(Path(folder)) as writer:
            for record in records:
                writer.put(_document(record, known))
            writer.put_entities(known.entities.values())
        engine = open_engine(Path(folder), ranking=ranking)
        try:
            return [
                [hit.id for hit in engine.search(SearchRequest(query=one.text, limit=TOP)).hits]
                for one in questions
            ]
        finally:
            engine.close()


def _document(record: Release, known: Gazetteer) -> Document:
    return Document(release=record, mentions=tuple(mentions(record.text, known)))


def ranks(found: list[list[str]], questions: list[Question]) -> list[float]:
    return [
        reciprocal_rank(best, {question.passage: 1}, TOP)
        for best, question in zip(found, questions, strict=True)
    ]


def show(questions: list[Question], engine: list[float], plain: list[float]) -> None:
    for half in HALVES:
        pairs = [
            (ours, theirs)
            for question, ours, theirs in zip(questions, engine, plain, strict=True)
            if question.half == half
        ]
        ours, theirs = (fmean(values) for values in zip(*pairs, strict=True))
        first = fmean(one == 1 for one, _ in pairs)
        p = p_value([one - other for one, other in pairs])
        print(f"  {half:9} {len(pairs):4} {ours:8.3f} {theirs:8.3f} {first:8.1%} {p:9.4f}")


def main() -> None:
    parser = argparse.ArgumentParser(description="Questions over paragraphs, beside plain BM25.")
    parser.add_argument("--set", action="append", default=[], metavar="NAME=VALUE")
    parser.add_argument("--misses", action="store_true", help="list what is not first")
    arguments = parser.parse_args()
    try:
        ranking = adjusted(DEFAULT, arguments.set)
    except DepecheError as error:
        sys.exit(f"{error.sentence()} {error.hint}")
    releases = texts()
    all_questions = questions(releases)
    for mode in MODES:
        records = passages(releases, mode)
        found = asked(records, all_questions, ranking)
        plain = PlainBM25(records)
        engine = ranks(found, all_questions)
        beside = ranks([plain.best(one.text) for one in all_questions], all_questions)
        print(f"{mode}, {len(records)} paragraphs: questions, MRR@10, plain BM25, first, p")
        show(all_questions, engine, beside)
        if arguments.misses:
            for question, rank, other in zip(all_questions, engine, beside, strict=True):
                if rank < 1 and question.half == HALVES[0]:
                    print(f"    {rank:.2f} {other:.2f}  {question.text}  {question.passage}")


if __name__ == "__main__":
    main()
