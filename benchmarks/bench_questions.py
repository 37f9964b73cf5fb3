"""Questions of every class, with words of the sample chosen by how many records have them."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bench_records import Record

EACH = 40
FREQUENT, MEDIUM, RARE = (0.08, 0.20), (0.007, 0.014), (0.0002, 0.0012)
"""Shares of the records that have a word of the band."""

FUNCTION_WORDS = 30
"""So many of the commonest words count as function words."""

FIRST = dt.date(1998, 1, 1).toordinal()
DAYS = 1500
_PREFIX = 4
_FUZZY_LENGTH = 5
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Question:
    """One query: words joined by `how`, narrowed by days (both included) and entities.

    `how` is one of all, any, not (the first without the second), phrase, prefix, fuzzy (one edit),
    everything.
    """

    how: str
    words: tuple[str, ...] = ()
    days: tuple[int, int] | None = None
    entities: tuple[str, ...] = ()


def questions(records: Iterable[Record]) -> dict[str, list[Question]]:
    """Return EACH questions of every class; the same records give the same questions.

    All questions of a class differ, but for match-all, of which there is only one.
    """
    found: Counter[str] = Counter()
    pairs: Counter[tuple[str, str]] = Counter()
    threes: Counter[tuple[str, str, str]] = Counter()
    entities: Counter[str] = Counter()
    size = 0
    for record in records:
        terms = record.terms.split(" ")
        found.update(set(terms))
        pairs.update(set(pairwise(terms)))
        if size % 4 == 0:
            threes.update(set(zip(terms, terms[1:], terms[2:], strict=False)))
        entities.update(record.entities)
        size += 1
    function = {word for word, _ in found.most_common(FUNCTION_WORDS)}
    frequent, medium, rare = (
        _spread([word for word, n in found.items() if low * size <= n <= high * size])
        for low, high in (FREQUENT, MEDIUM, RARE)
    )
    of_two = [pair for pair, _ in pairs.most_common(5000) if not function & set(pair)]
    of_three = [
        (a, b, c)
        for (a, b, c), _ in threes.most_common(5000)
        if b in function and not function & {a, c}
    ]
    prefixes = _spread([word[:_PREFIX] for word in medium if len(word) > _PREFIX])
    long = [word for word in medium if len(word) >= _FUZZY_LENGTH]
    known = [entity for entity, _ in entities.most_common(EACH)]
    asked: dict[str, list[Question]] = {}
    for n in range(EACH):
        f, g, m = _of(frequent, n), _of(frequent, n + 7), _of(medium, n)
        start = FIRST + n * 397 % 8000
        for name, question in {
            "frequent word": Question("all", (f,)),
            "medium word": Question("all", (m,)),
            "rare word": Question("all", (_of(rare, n),)),
            "AND of 2": Question("all", (f, m)),
            "OR of 3": Question("any", (f, g, m)),
            "NOT": Question("not", (f, g)),
            "phrase of 2": Question("phrase", _of(of_two[: 4 * EACH], 3 * n)),
            "phrase of 3": Question("phrase", _of(of_three[: 4 * EACH], 3 * n)),
            "prefix": Question("prefix", (_of(prefixes, n),)),
            "fuzzy": Question("fuzzy", (_of(long, n),)),
            "dates + word": Question("all", (f,), days=(start, start + DAYS)),
            "2 filters + word": Question("all", (f,), entities=(known[n % 8], known[8 + n % 32])),
            "match-all": Question("everything"),
        }.items():
            asked.setdefault(name, []).append(question)
    return asked


def _of(values: Sequence[T], number: int) -> T:
    return values[number % len(values)]


def _spread(words: list[str]) -> list[str]:
    """Return at most 2 EACH of the words that are no numbers, from the whole of the alphabet."""
    rising = sorted({word for word in words if word.isalpha()})
    return rising[:: max(1, len(rising) // (2 * EACH))]
