"""How many clauses a query has, of those that Lucene takes, and how sparing it has to be."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from index.engines.opensearch.dsl import Clause

ROOM: Final = 900
"""Clauses that a query may have. Lucene takes 1,024 (indices.query.bool.max_clause_count); the
others are left to filters and to what is counted within a query."""
_LEAVES: Final = frozenset(
    {"match_phrase", "prefix", "range", "span_gap", "span_term", "term", "terms"}
)


class Sparing(IntEnum):
    """How a word is looked for: as it scores best, or with fewer clauses."""

    NOT = 0
    MERGED = 1
    """All forms of a field are one clause, which scores as the weightiest, and none looks for what
    is found by another: the same is found."""
    UNNAMED = 2
    """Nor are other names of several words looked for."""


def clauses(query: Clause) -> int:
    """Count clauses as Lucene does: each term, set of terms, phrase and gap, however deep.

    >>> clauses({"bool": {"must": [{"term": {"a": "b"}}, {"match_phrase": {"a": "b c"}}]}})
    2
    """
    return _count(query)


def _count(piece: Any) -> int:  # noqa: ANN401 - JSON
    if isinstance(piece, list):
        return sum(map(_count, piece))
    if isinstance(piece, dict):
        return sum(1 if name in _LEAVES else _count(inner) for name, inner in piece.items())
    return 0
