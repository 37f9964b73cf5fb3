"""How near to each other the words asked for stand in the leading hits, by whole arrays.

Occurrences of all words are put in the order of the text; each two that follow one another there
and are of different words are a pair. Neighbours as typed count 1, and so do two words with the
function words between them as typed. Any other pair counts less with the square of the distance
(S. Büttcher, C. Clarke and B. Lushman, "Term Proximity Scoring for Ad-Hoc Retrieval on Very Large
Text Collections", 2006).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from index.engines.whoosh.arrays.combined import inverse_frequency
from index.engines.whoosh.arrays.phrase import occurrences, runs
from index.engines.whoosh.arrays.presence import among
from index.engines.whoosh.arrays.terms import term_bytes

if TYPE_CHECKING:
    from index.engines.whoosh.arrays.container import Array
    from index.engines.whoosh.arrays.matching import LeafEvaluation

MAX_WORDS = 16
"""Words whose nearness is looked at; pairs are counted in a table of its square."""

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
        counts = np.zeros(len(docs) * size * size, np.float32)
        found_in = np.zeros(size, np.int64)
        for name, weight in self.fields.items():
            found = [_occurrences_of(on, name, word, docs) for word in words]
            found_in = np.maximum(found_in, [count for *_, count in found])
            rows, positions, which = _in_order([(rows, at) for rows, at, _ in found])
            keys, credits_ = self._pairs(rows, positions, which)
            if len(keys):
                counts += np.bincount(keys, credits_ * weight, len(counts)).astype(np.float32)
        pairs = counts.reshape(len(docs), size * size)
        self._add_runs(on, docs, pairs)
        pairs /= pairs + np.float32(self.saturation)
        weights = np.array([inverse_frequency(on.snapshot.count, int(n)) for n in found_in])
        means = (weights[:, None] + weights[None, :]) / 2
        # a sum row by row, as a product of matrices rounds by where a row stands
        weighed = pairs * means.ravel().astype(np.float32)
        bonus: Array = weighed.sum(axis=1) * np.float32(self.weight)
        return bonus

    def _pairs(self, rows: Array, positions: Array, which: Array) -> tuple[Array, Array]:
        """Return a key for each pair, row · words² + pair, and how much it counts."""
        size = len(self.words[:MAX_WORDS])
        first, second = which[:-1], which[1:]
        # words that share a term stand in one place, and are no neighbours of themselves
        apart = positions[1:] - positions[:-1]
        kept = ((rows[:-1] == rows[1:]) & (first != second) & (apart != 0)).nonzero()[0]
        first, second = first[kept], second[kept]
        apart = apart[kept].astype(np.float32)
        places = np.array([word.place for word in self.words[:MAX_WORDS]])
        typed = places[second] - places[first]
        loose = np.where(typed > 0, self.loose, self.loose * self.backwards) / (apart * apart)
        credits_ = np.where((typed == 1) & (apart == 1), 1.0, loose)
        low, high = np.minimum(first, second), np.maximum(first, second)
        return rows[kept] * (size * size) + low * size + high, credits_

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


def _occurrences_of(
    on: LeafEvaluation, name: str, word: NearWord, docs: Array
) -> tuple[Array, Array, int]:
    """Return where a word stands in a field of some documents, as (place in docs, position).

    And the number of documents that have the most frequent of its terms.
    """
    none = np.empty(0, np.intp)
    where, fieldobj = on.field(name), on.snapshot.field(name)
    rows, positions, most = [none], [none], 0
    for text in word.terms:
        if where is None or fieldobj is None:
            break
        term = on.evaluation.term(name, term_bytes(fieldobj, text))
        most = max(most, term.found)
        number = term.numbers[on.leaf.place]
        if number < 0:
            continue
        places = among(where, number, docs, on.count)
        there, at = occurrences(on, where, number, docs.take(places))
        rows.append(places.take(there))
        positions.append(at.astype(np.intp))
    return np.concatenate(rows), np.concatenate(positions), most


def _in_order(found: list[tuple[Array, Array]]) -> tuple[Array, Array, Array]:
    """Return (row, position, which word) of all occurrences in the order of the texts."""
    rows = np.concatenate([rows for rows, _ in found]).astype(np.int64, copy=False)
    positions = np.concatenate([positions for _, positions in found])
    which = np.repeat(np.arange(len(found)), [len(rows) for rows, _ in found])
    # all three in one number each, and sorted as one
    keys = (rows << _ROW) | (positions << _WORD) | which
    keys.sort()
    return keys >> _ROW, (keys >> _WORD) & _POSITION, keys & (MAX_WORDS - 1)
