"""Records to measure with: analysed texts whose words follow Zipf's law, dates, entities.

The same seed gives the same records. The vocabulary is made of syllables, so that prefixes and
edit distances behave as they do in a language.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

VOCABULARY = 80_000
WORDS = 320
SHORT_WORDS = 60
ENTITIES = 3_000
KINDS = ("communique", "actualite", "discours", "declaration")
SYLLABLES = [a + b for a, b in product("bcdfglmnprstv", "aeiou")]
FIRST, LAST = dt.date(1998, 1, 1).toordinal(), dt.date(2025, 12, 31).toordinal()


@dataclass(frozen=True, slots=True)
class Record:
    """One document: `terms` as an analysis that remembers words gives them, `text` joins them."""

    id: str
    day: int
    year: int
    kind: str
    entities: tuple[str, ...]
    text: str
    terms: list[str]


def vocabulary() -> list[str]:
    """Return distinct words, the commonest first."""
    dice = np.random.default_rng(7)
    words: dict[str, None] = {}
    while len(words) < VOCABULARY:
        lengths = dice.integers(1, 6, 10_000)
        for length, picks in zip(
            lengths, dice.integers(0, len(SYLLABLES), (10_000, 6)), strict=True
        ):
            words[
                "".join(SYLLABLES[pick] for pick in picks[: length + (len(words) > SHORT_WORDS)])
            ] = None
    return list(words)[:VOCABULARY]


def records(count: int, seed: int = 1) -> Iterator[Record]:
    """Yield `count` records."""
    words = np.array(vocabulary(), object)
    dice = np.random.default_rng(seed)
    chances = 1 / (np.arange(VOCABULARY) + 2.7) ** 1.05
    borders = np.cumsum(chances / chances.sum())
    shares = np.cumsum(1 / (np.arange(ENTITIES) + 2.0))
    for number in range(count):
        length = max(20, int(dice.lognormal(np.log(WORDS) - 0.18, 0.6)))
        picks = np.searchsorted(borders, dice.random(length))
        terms = words[np.minimum(picks, VOCABULARY - 1)].tolist()
        day = int(dice.integers(FIRST, LAST))
        named = np.searchsorted(shares / shares[-1], dice.random(int(dice.integers(1, 9))))
        yield Record(
            id=f"r{number:07}",
            day=day,
            year=dt.date.fromordinal(day).year,
            kind=KINDS[int(dice.integers(0, len(KINDS)))],
            entities=tuple(sorted({f"e{value:04}" for value in named.tolist()})),
            text=" ".join(terms),
            terms=terms,
        )


@dataclass(frozen=True, slots=True)
class Question:
    """One query: words joined by `how`, narrowed by days and entities."""

    how: str
    words: tuple[str, ...] = ()
    days: tuple[int, int] | None = None
    entities: tuple[str, ...] = ()


def questions(sample: list[Record], each: int = 20) -> dict[str, list[Question]]:
    """Return `each` questions of every class, with words chosen by how many documents have them."""
    found: Counter[str] = Counter()
    pairs: Counter[tuple[str, str]] = Counter()
    for record in sample:
        found.update(set(record.terms))
        pairs.update(set(zip(record.terms, record.terms[1:], strict=False)))
    size = len(sample)

    def around(share: float, width: float = 1.5) -> list[str]:
        words = [w for w, n in found.items() if share / width <= n / size <= share * width]
        return sorted(words, key=lambda w: (abs(found[w] / size - share), w))[: max(each, 40)]

    frequent, medium, rare = around(0.12), around(0.01), around(0.0005, 3)
    function = [w for w, _ in found.most_common(12)]
    common_pairs = sorted(
        (
            p
            for p, n in pairs.most_common(30_000)
            if not {*p} & set(function) and found[p[0]] < size / 4
        ),
        key=lambda p: -pairs[p],
    )[: each * 4]
    entities = [e for e, _ in Counter(e for r in sample for e in r.entities).most_common(40)]
    asked: dict[str, list[Question]] = {}
    for n in range(each):
        f, m, r = frequent[n % len(frequent)], medium[n % len(medium)], rare[n % len(rare)]
        f2, m2 = frequent[(n + 7) % len(frequent)], medium[(n + 5) % len(medium)]
        start = FIRST + (n * 397) % 8000
        for name, question in {
            "word, frequent": Question("all", (f,)),
            "word, medium": Question("all", (m,)),
            "word, rare": Question("all", (r,)),
            "AND of 2": Question("all", (f, m)),
            "OR of 3": Question("any", (f, f2, m)),
            "NOT": Question("not", (f, f2)),
            "phrase of 2": Question("phrase", common_pairs[n % len(common_pairs)]),
            "phrase of 3": Question("phrase", (f, function[n % len(function)], f2)),
            "prefix": Question("prefix", (m[:4],)),
            "fuzzy": Question("fuzzy", (m2,)),
            "date range": Question("all", (f,), days=(start, start + 1500)),
            "2 filters": Question("all", (f,), entities=(entities[n % 20], entities[(n + 3) % 20])),
            "match-all": Question("everything", days=None if n % 2 else (FIRST, LAST)),
        }.items():
            asked.setdefault(name, []).append(question)
    return asked
