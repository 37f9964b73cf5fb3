"""The orders of hits, the same as the Whoosh engine's: equals newest first, then by id."""

from __future__ import annotations

from typing import Any

from index.engine import Sort
from index.schema import DAY, ID

Order = list[dict[str, Any]]


def newest() -> Order:
    """Return the order by date, the newest first, undated ones last."""
    return [_by_day("desc"), {ID: "asc"}]


def by_relevance() -> Order:
    """Return the order by score."""
    return [{"_score": "desc"}, *newest()]


def order_of(sort: Sort) -> Order:
    """Return the order that a request asks for."""
    if sort is Sort.RELEVANCE:
        return by_relevance()
    return newest() if sort is Sort.NEWEST else [_by_day("asc"), {ID: "asc"}]


def _by_day(direction: str) -> dict[str, Any]:
    return {DAY: {"order": direction, "missing": "_last", "unmapped_type": "integer"}}
