"""Who and what is named in the same releases as an entity: counted, drawn and told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from index.engine import Bucket, Facet, SearchRequest
from index.record import Entity, EntityKind
from webapp import graph, results
from webapp.about import naming
from webapp.archive import current_archive

if TYPE_CHECKING:
    from index.engine import Engine
    from webapp.about import About
    from webapp.links import Pairs
    from webapp.words import Words

# Values of each facet that a pair is looked for among, the largest: so many are named more often
# in the same texts as either of two than the two are together, where their curve is not drawn.
_AMONG = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbour:
    """One that is named in the same releases: its place in the drawing, what is told of it.

    `others` are those that it is joined to, each with the number of releases in common, in words.
    """

    node: graph.Node
    name: str
    kind: str
    count: str
    href: str
    curves: tuple[str, ...]
    others: str


@dataclass(frozen=True, slots=True)
class Together:
    """The drawing and the table: the neighbours, the most first, and the curves between them."""

    neighbours: tuple[Neighbour, ...]
    links: tuple[graph.Link, ...]


def together(told: About, words: Words, lang: Pairs) -> Together:
    """Return what is most often named in the same releases as an entity, all facets together."""
    found = [(facet, one) for facet, buckets in told.appearing().items() for one in buckets]
    found = sorted(found, key=lambda pair: (-pair[1].count, pair[1].label))[: graph.MOST]
    names = [bucket.called(words.language) for _, bucket in found]
    counts = [bucket.count for _, bucket in found]
    nodes = graph.nodes(list(zip(names, counts, strict=True)))
    # dear, and asked for by whoever follows all links
    common = current_archive().once(
        ("together", told.query, words.language, *((facet, one.value) for facet, one in found)),
        lambda engine: _common(engine, told, found, words.language),
    )
    links = graph.links(counts, common)
    own = dict(lang).get("lang", "")

    def others(place: int) -> str:
        joined = [
            (link.common, names[link.other if place == link.one else link.one])
            for link in links
            if place in {link.one, link.other}
        ]
        ordered = sorted(joined, key=lambda one: (-one[0], one[1]))
        return ", ".join(f"{name} ({words.number(count)})" for count, name in ordered)

    return Together(
        tuple(
            Neighbour(
                node=node,
                name=names[place],
                kind=words(f"complete.{facet.value}"),
                count=words.number(bucket.count),
                href=results.entity_href(f"{facet.value}:{bucket.value}", own),
                curves=tuple(link.path for link in links if place in {link.one, link.other}),
                others=others(place),
            )
            for place, (node, (facet, bucket)) in enumerate(zip(nodes, found, strict=True))
        ),
        tuple(links),
    )


def _common(
    engine: Engine, told: About, found: list[tuple[Facet, Bucket]], language: str
) -> dict[tuple[int, int], int]:
    """Return how many of an entity's releases name two of those found, by their places.

    One search of no hits for each; the counts of all facets say who else is named in what it finds.
    """
    places = {(facet, bucket.value): place for place, (facet, bucket) in enumerate(found)}
    common: dict[tuple[int, int], int] = {}
    for (facet, bucket), place in zip(found, places.values(), strict=True):
        named = Entity(f"{facet.value}:{bucket.value}", EntityKind(facet.value), bucket.label)
        query = f"{told.query} {naming(named, language)}"
        page = engine.search(SearchRequest(query=query, limit=0, facet_size=_AMONG))
        for other, counted in page.facets.items():
            for one in counted:
                at = places.get((other, one.value), place)
                if at != place:
                    common[min(place, at), max(place, at)] = one.count
    return common
