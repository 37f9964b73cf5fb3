"""How near to each other the words asked for stand in the leading hits, by whole arrays.

Occurrences of all words are put in the order of the text; each two that follow one another there
and are of different words are a pair. Neighbours as typed count 1, and so do two words with the
function words between them as typed. Any other pair counts less with the square of the distance
(S. Büttcher, C. Clarke and B. Lushman, "Term Proximity Scoring for Ad-Hoc Retrieval on Very Large
Text Collections", 2006).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from index.engines.whoosh.arrays.combined import inverse_frequency
from index.engines.whoosh.arrays.phrase import occurrences, runs
from index.engines.whoosh.arrays.presence import both_among
from index.engines.whoosh.arrays.terms import term_bytes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from index.engines.whoosh.arrays.container import Array
    from index.engines.whoosh.arrays.matching import LeafEvaluation

MAX_WORDS = 16
"""Words whose nearness is looked at; pairs are counted in a table of its square."""

_PAIR = 2
_WORD = 4
_ROW = 36
_POSITION = (1 << (_ROW - _WORD)) - 1
"""The lowest bits of a number tell which word, those up to _ROW its position in 32 bits."""


@dataclass(frozen=True, slots=True)
class NearWord:
    """A word asked for: its terms, each the same in all fields, and its place in the query."""

    terms: tuple[str, ...]
    place: int


@dataclass(frozen=True, slots=True)
class NearRun:
    """Two words (by their numbers), and the whole run of terms from one to the other as typed."""

    first: int
    second: int
    terms: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Nearness:
    """What is added to the score of leading hits.

    For each pair of words n / (n + `saturation`) · the mean of their idf · `weight`, where n adds
    up the pair's occurrences, those in `fields` with the field's weight. `runs` are looked for in
    `run_fields`, likewise weighed. A pair that does not stand as typed counts `loose` / distance²,
    and `backwards` times that in the other order. `depth` is the number of hits looked at.
    """

    words: tuple[NearWord, ...]
    fields: dict[str, float]
    runs: tuple[NearRun, ...] = ()
    run_fields: dict[str, float] = field(default_factory=dict)
    weight: float
    loose: float = 0.5
    backwards: float = 0.5
    saturation: float = 1.2
    depth: int = 1_000

    def bonus(self, on: LeafEvaluation, docs: Array) -> Array:
        """Return what to add to the scores of some documents of a segment, which rise."""
        words = self.words[:MAX_WORDS]
        size = len(words)
        found_in = np.zeros(size, np.int64)
        stands: list[_Standing] = []
        for place, name in enumerate(self.fields):
            numbers, most = _numbers_of(on, name, words)
            found_in = np.maximum(found_in, most)
            stands += _standing(on, name, numbers, docs, place * len(docs))
        keys, credits_ = self._pairs(*_in_order(stands), len(docs))
        shape = len(self.fields), len(docs), size * size
        counts = np.bincount(keys, credits_, shape[0] * shape[1] * shape[2]).reshape(shape)
        pairs = counts.astype(np.float32).sum(axis=0)
        self._add_runs(on, docs, pairs)
        pairs /= pairs + np.float32(self.saturation)
        weights = np.array([inverse_frequency(on.snapshot.count, int(n)) for n in found_in])
        means = (weights[:, None] + weights[None, :]) / 2
        # a sum row by row, as a product of matrices rounds by where a row stands
        weighed = pairs * means.ravel().astype(np.float32)
        bonus: Array = weighed.sum(axis=1) * np.float32(self.weight)
        return bonus

    def _pairs(
        self, rows: Array, positions: Array, which: Array, count: int
    ) -> tuple[Array, Array]:
        """Return a key for each pair, row · words² + pair, and how much it counts.

        `rows` are place of the field · `count` + place of the document, `count` being how many of
        these there are.
        """
        words = self.words[:MAX_WORDS]
        size = len(words)
        first, second = which[:-1], which[1:]
        # words that share a term stand in one place, and are no neighbours of themselves
        apart = positions[1:] - positions[:-1]
        kept = ((rows[:-1] == rows[1:]) & (first != second) & (apart != 0)).nonzero()[0]
        first, second, rows = first.take(kept), second.take(kept), rows.take(kept)
        apart = apart.take(kept).astype(np.float32)
        places = np.array([word.place for word in words])
        typed = places.take(second) - places.take(first)
        loose = np.where(typed > 0, self.loose, self.loose * self.backwards) / (apart * apart)
        credits_ = np.where((typed == 1) & (apart == 1), 1.0, loose)
        credits_ *= np.array([*self.fields.values()]).take(rows // count)
        low, high = np.minimum(first, second), np.maximum(first, second)
        return rows * (size * size) + low * size + high, credits_

    def _add_runs(self, on: LeafEvaluation, docs: Array, pairs: Array) -> None:
        """Add to the pairs of each document, in place, what their runs count."""
        size = len(self.words[:MAX_WORDS])
        for run in self.runs:
            if run.second >= size:
                continue
            low, high = sorted((run.first, run.second))
            for name, weight in self.run_fields.items():
                where, fieldobj = on.field(name), on.snapshot.field(name)
                if where is None or fieldobj is None:
                    continue
                terms = [on.evaluation.term(name, term_bytes(fieldobj, t)) for t in run.terms]
                numbers = [term.numbers[on.leaf.place] for term in terms]
                if min(numbers) >= 0:
                    found, counts = runs(on, where, numbers, docs)
                    pairs[docs.searchsorted(found), low * size + high] += counts * weight


class _Standing(NamedTuple):
    """Where a word stands: rows (see `Nearness._pairs`) and positions; `word` is its number."""

    rows: Array
    positions: Array
    word: int


def _numbers_of(
    on: LeafEvaluation, name: str, words: Sequence[NearWord]
) -> tuple[list[list[int]], list[int]]:
    """Return the numbers of each word's terms in a field of the segment, as far as it has them.

    And how many documents of all segments have the most frequent of each word's terms.
    """
    numbers: list[list[int]] = [[] for _ in words]
    most, fieldobj = [0] * len(words), on.snapshot.field(name)
    if fieldobj is None or on.field(name) is None:
        return numbers, most
    for place, word in enumerate(words):
        terms = [on.evaluation.term(name, term_bytes(fieldobj, text)) for text in word.terms]
        most[place] = max((term.found for term in terms), default=0)
        numbers[place] = [n for term in terms if (n := term.numbers[on.leaf.place]) >= 0]
    return numbers, most


def _standing(
    on: LeafEvaluation, name: str, numbers: Sequence[Sequence[int]], docs: Array, shift: int
) -> list[_Standing]:
    """Return where words stand in a field of those of some documents that can have a pair there.

    A word is given as the numbers of its terms; `shift` is added to the places in `docs`.
    """
    field, terms = on.field(name), [number for own in numbers for number in own]
    if field is None or sum(map(bool, numbers)) < _PAIR:
        return []
    found = {number: both_among(field, number, docs) for number in set(terms)}
    # where but one of the words stands there is no pair
    held = np.bincount(np.concatenate([found[number][0] for number in terms]), None, len(docs))
    several = held >= _PAIR
    if not several.any():
        return []
    stands: dict[int, tuple[Array, Array]] = {}
    for number, (rows, places) in found.items():
        kept = several.take(rows).nonzero()[0]
        there, at = occurrences(field, number, places.take(kept))
        stands[number] = rows.take(kept).take(there) + shift, at
    return [_Standing(*stands[number], word) for word, own in enumerate(numbers) for number in own]


def _in_order(found: Sequence[_Standing]) -> tuple[Array, Array, Array]:
    """Return (row, position, which word) of all occurrences in the order of the texts."""
    if not found:
        none = np.empty(0, np.intp)
        return none, none, none
    # all three in one number each, and sorted as one
    keys = np.concatenate([one.rows for one in found], dtype=np.int64)
    keys <<= _ROW - _WORD
    keys |= np.concatenate([one.positions for one in found], dtype=np.int64)
    keys <<= _WORD
    keys |= np.repeat([one.word for one in found], [len(one.rows) for one in found])
    keys.sort()
    return keys >> _ROW, (keys >> _WORD) & _POSITION, keys & (MAX_WORDS - 1)
