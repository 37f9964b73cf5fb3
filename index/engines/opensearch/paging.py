"""All hits of a query, page by page, as they are at one moment (a point in time)."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from index.schema import ID, STORED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from index.answering.holdings import Row
    from index.engines.opensearch.dsl import Clause
    from index.engines.opensearch.holdings import OpenSearchHoldings
    from index.engines.opensearch.ranked import Order

_TEXTS: Final = 200
_NAMES: Final = 5_000
"""Hits in one answer, with what is stored of them or without."""
_KEPT: Final = "5m"
"""How long a moment is kept between two pages."""


def pages(
    holdings: OpenSearchHoldings, query: Clause, order: Order, *, stored: bool
) -> Iterator[dict[str, Any]]:
    """Yield all hits in an order, with what is stored of them or without, in constant memory."""
    with holdings.moment(_KEPT) as moment:
        body: dict[str, Any] = {
            "size": _TEXTS if stored else _NAMES,
            "query": query,
            "sort": order,
            "_source": [STORED] if stored else False,
            "track_total_hits": False,
        }
        while True:
            hits = moment(body)["hits"]["hits"]
            yield from hits
            if len(hits) < body["size"]:
                return
            body["search_after"] = hits[-1]["sort"]


def rows_at(
    holdings: OpenSearchHoldings, query: Clause, order: Order, offset: int, limit: int
) -> list[Row]:
    """Return the hits from an offset on that is too far for a cluster to count off."""
    every = pages(holdings, query, order, stored=False)
    ids = [hit["_id"] for hit in islice(every, offset, offset + limit)]
    found: dict[str, Row] = {}
    for first in range(0, len(ids), _TEXTS):
        some = {"size": _TEXTS, "query": _these(ids[first : first + _TEXTS])}
        found |= {row.id: row for row in holdings.rows(some)}
    return [found[one] for one in ids if one in found]


def _these(ids: list[str]) -> Clause:
    return {"terms": {ID: ids}} if ids else {"match_none": {}}
