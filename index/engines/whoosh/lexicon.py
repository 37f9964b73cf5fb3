"""What an index knows of terms and names, as far as one search needs it."""

from __future__ import annotations

import re
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING

from index.engines.whoosh.vocabulary import holding, near
from index.query import wildcard_regex

if TYPE_CHECKING:
    from index.engines.whoosh.snapshot import Commit

MAX_PATTERN_SCAN = 200_000
"""Terms that are looked at for one wildcard that begins with its sign."""


class Lexicon:
    """The folded terms and the entities of a commit; each answer is remembered.

    One search asks the same several times: for its hits, for what any of its words would find, and
    for other spellings. The lexicon lives as long as that search.
    """

    def __init__(self, commit: Commit) -> None:
        self._commit = commit
        self.matching = cache(self._matching)
        self.near = cache(self._near)
        self.named = cache(self._named)

    def _matching(self, pattern: str) -> tuple[list[str], bool]:
        """Return the terms that a wildcard pattern matches, in order, and whether that is all."""
        literal = re.match(r"[^*?]*", pattern)
        prefix = literal[0] if literal else ""
        candidates = self._commit.terms_from(prefix) if prefix else iter(self._commit.vocabulary)
        matches = wildcard_regex(pattern).fullmatch
        found = [term for term in islice(candidates, MAX_PATTERN_SCAN) if matches(term)]
        return found, next(candidates, None) is None

    def _near(self, term: str, distance: int) -> list[tuple[str, int]]:
        """Return (term, edits) for the terms within some edits, the nearest first, then in order.

        An edit inserts, deletes or replaces a letter or exchanges two neighbours, none of which is
        edited again (optimal string alignment; L. Boytsov, "Indexing Methods for Approximate
        Dictionary Searching", 2011).
        """
        found = {other: one.edits for other, one in near(self._commit, term, distance).items()}
        if holding(self._commit, term):
            found[term] = 0
        return sorted(found.items(), key=lambda item: (item[1], item[0]))

    def _named(self, kind: str, name: str) -> frozenset[str]:
        """Return the slugs of the entities of a kind that a name stands for."""
        return self._commit.named(kind, name)
