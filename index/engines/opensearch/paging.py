"""All hits of a query, page by page, as they are at one moment (a point in time)."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from index.engines.opensearch.documents import place_of
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


def ids(holdings: OpenSearchHoldings, query: Clause, order: Order) -> Iterator[str]:
    """Yield the ids of all hits in an order, which ends with them: an `_id` may be a digest."""
    for hit in pages(holdings, query, order, stored=False):
        yield hit["sort"][len(order) - 1]


def rows_at(
    holdings: OpenSearchHoldings, query: Clause, order: Order, offset: int, limit: int
) -> list[Row]:
    """Return the hits from an offset on that is too far for a cluster to count off."""
    wanted = list(islice(ids(holdings, query, order), offset, offset + limit))
    found: dict[str, Row] = {}
    for first in range(0, len(wanted), _TEXTS):
        some = {"size": _TEXTS, "query": {"terms": {ID: wanted[first : first + _TEXTS]}}}
        found |= {row.id: row for row in holdings.rows(some)}
    places = map(place_of, wanted)
    return [found[place] for place in places if place in found]
