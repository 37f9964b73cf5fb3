"""What an index knows of terms and names, as far as one search needs it."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from index.schema import PARTS

if TYPE_CHECKING:
    from typing import Any

    from index.answering.holdings import Holdings

MAX_TERMS = 1_000
"""Terms that the wildcards of a query may stand for, all together, each with an equal share; a
search for more would say little, and take long."""

MAX_NEAR_TERMS = 200
"""Terms that the fuzzy words of a query may stand for, likewise, the nearest ones."""


class Lexicon:
    """The folded terms and the entities of an index; each answer is remembered.

    One search asks the same several times: for its hits, for what any of its words would find, and
    for other spellings. The lexicon lives as long as that search.
    """

    def __init__(self, holdings: Holdings[Any]) -> None:
        self._holdings = holdings
        self.matching = cache(holdings.matching)
        self.near = cache(self._near)
        self.named = cache(holdings.entities.named)

    def _near(self, term: str, distance: int) -> list[tuple[str, int]]:
        """Return (term, edits) for the terms within some edits, the nearest first, then in order.

        The term itself is among them where a release holds it.
        """
        found = {other: one.edits for other, one in self._holdings.near(term, distance).items()}
        if any(self._holdings.held([[(part, term) for part in PARTS]])):
            found[term] = 0
        return sorted(found.items(), key=lambda item: (item[1], item[0]))
