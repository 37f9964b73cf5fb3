"""What an evaluation finds in a segment: documents and their scores."""

from __future__ import annotations

from typing import NamedTuple, TypeAlias

import numpy as np

from index.engines.whoosh.arrays.container import Array
from index.engines.whoosh.arrays.sets import places_of

Scores: TypeAlias = Array | float

NOT_SCORE = 1.0
"""Whoosh adds this to the score of a document for each Not that lets it pass."""


class Matches(NamedTuple):
    """Matching documents of a segment, rising, and the score of each, or one for all.

    `places` has where each document stands in the array that was the scope, if that is known.
    """

    docs: Array
    scores: Scores
    places: Array | slice | None = None

    def take(self, places: Array | slice) -> Matches:
        """Return some of the matches."""
        return Matches(_some(self.docs, places), some_scores(self.scores, places))

    def among(self, docs: Array, count: int) -> Array | slice:
        """Return where the matches stand in `docs`, which was their scope."""
        return places_of(self.docs, docs, count) if self.places is None else self.places

    def times(self, boost: float) -> Matches:
        """Return the matches with scores multiplied."""
        return self if boost == 1.0 else self._replace(scores=self.scores * boost)


def some_scores(scores: Scores, places: Array | slice) -> Scores:
    """Return the scores at some places; one score for all stays so."""
    return _some(scores, places) if isinstance(scores, np.ndarray) else scores


def _some(values: Array, places: Array | slice) -> Array:
    if isinstance(places, np.ndarray) and places.dtype != bool:
        # twice as quick as an index is
        return values.take(places)
    some: Array = values[places]
    return some


NOTHING = Matches(np.empty(0, np.intp), 0.0)
