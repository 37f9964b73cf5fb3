"""What a request that finds nothing would find without one of its conditions; over any engine."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from index.query import And, parse, show

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from index.engine import Engine, Facet, SearchRequest

MOST = 12
"""So many conditions are tried: each is a search of its own."""


@dataclass(frozen=True, slots=True)
class Dropped:
    """A request without one of its conditions, and how many releases it finds: never none.

    `name` is "date", "word" (one of several), "query" (all of it), a facet's value such as "place",
    or "not_place" for what is excluded; `value` is what was asked for, "" for "date".
    """

    name: str
    value: str
    request: SearchRequest
    total: int


def relaxed(engine: Engine, request: SearchRequest) -> tuple[Dropped, ...]:
    """Return the requests without one condition that find something, the largest first.

    None is the only condition: without it, all of the archive would be found.
    """
    tried = list(_without_one(request))
    if len(tried) < 2:  # noqa: PLR2004 - of one condition nothing would be left
        return ()
    found = [
        Dropped(name, value, other, engine.search(replace(other, limit=0, offset=0)).total)
        for name, value, other in tried[:MOST]
    ]
    return tuple(sorted((one for one in found if one.total), key=lambda one: -one.total))


def _without_one(request: SearchRequest) -> Iterator[tuple[str, str, SearchRequest]]:
    """Yield (name, value, request) for each condition, words first."""
    dated = request.date_from or request.date_to or request.undated
    yield from _without_one_word(request)
    if request.query.strip() and (dated or request.filters or request.excluded):
        yield "query", request.query, replace(request, query="")
    if dated:
        yield "date", "", replace(request, date_from=None, date_to=None, undated=False)
    for facet, values in request.filters.items():
        for value in values:
            less = _less(request.filters, facet, value)
            yield facet.value, value, replace(request, filters=less)
    for facet, values in request.excluded.items():
        for value in values:
            less = _less(request.excluded, facet, value)
            yield f"not_{facet.value}", value, replace(request, excluded=less)


def _without_one_word(request: SearchRequest) -> Iterator[tuple[str, str, SearchRequest]]:
    tree = parse(request.query).typed
    if isinstance(tree, And):
        for place, child in enumerate(tree.children):
            rest = (*tree.children[:place], *tree.children[place + 1 :])
            query = show(rest[0] if len(rest) == 1 else And(rest))
            yield "word", show(child), replace(request, query=query)


def _less(
    values: Mapping[Facet, tuple[str, ...]], facet: Facet, value: str
) -> dict[Facet, tuple[str, ...]]:
    """Return the values of filters without one of them."""
    left = dict(values)
    kept = tuple(one for one in left.pop(facet) if one != value)
    return left | ({facet: kept} if kept else {})
