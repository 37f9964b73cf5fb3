"""The OpenSearch engine: one request in, one page of results out, always of the last commit."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, replace
from threading import Lock
from typing import TYPE_CHECKING, Any, Final

from index.answering.answers import Answering, Found, asked_of, similar_of
from index.answering.demotion import is_demoting
from index.answering.ranking import DEFAULT, Ranking
from index.engine import IndexStats, Match, SearchRequest, Sort
from index.engines.opensearch import dsl
from index.engines.opensearch.address import Address
from index.engines.opensearch.check import check
from index.engines.opensearch.client import Client
from index.engines.opensearch.compile import NOTHING, compile_query
from index.engines.opensearch.counts import (
    aggregations,
    counts_of,
    every_value,
    filters_of,
    others,
)
from index.engines.opensearch.documents import place_of, stored_of
from index.engines.opensearch.holdings import OpenSearchHoldings, row_of
from index.engines.opensearch.nearness import nearness
from index.engines.opensearch.paging import ids, pages, rows_at
from index.engines.opensearch.ranked import order_of
from index.engines.opensearch.room import ROOM, clauses
from index.engines.opensearch.state import needed, read_entities
from index.languages import FRENCH
from index.query import Or
from index.schema import DAY, LANGUAGE, STORED, date_of, facet_of, slug
from index.stored import from_stored
from index.thesaurus import Thesauri

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from index.answering.answers import Asked
    from index.answering.translation import Translated
    from index.engine import Facet, Hit
    from index.engines.opensearch.dsl import Clause
    from index.query import Node
    from index.record import Document, Entity

_WINDOW: Final = 10_000
"""Hits that a cluster can count off; those behind them are reached page by page."""


@dataclass(frozen=True, slots=True)
class _Reading:
    """A commit that is being read, see `index.answering.answers.State`."""

    holdings: OpenSearchHoldings
    ranking: Ranking

    def query(self, asked: Asked) -> tuple[Clause, Translated[Clause]]:
        """Return what a request looks for, filters aside, and how it was compiled."""
        understood, tree = asked.understood, asked.understood.tree
        if tree is None or understood.typed is None:
            return dsl.NOTHING, NOTHING
        ranking = self.ranking
        if understood.match is Match.ANY or isinstance(tree, Or):
            ranking = ranking.of_any()
        scored = asked.request.sort is Sort.RELEVANCE
        known = self.holdings.frequencies()
        compiled = compile_query(tree, asked.lexicon, known, ranking)
        nearer = nearness(understood.typed, known, ranking) if scored else []
        if scored and known.asked:
            known = self.holdings.learn(known)
            compiled = compile_query(tree, asked.lexicon, known, ranking)
            nearer = nearness(understood.typed, known, ranking)
        clause = compiled.query
        if nearer and clauses(clause) + sum(map(clauses, nearer)) <= ROOM:
            clause = {"bool": {"must": [clause], "should": nearer}}
        if scored and is_demoting(tree):
            clause = dsl.demoted(clause, dsl.none_of([dsl.term(LANGUAGE, FRENCH)]), ranking.foreign)
        return clause, compiled

    def find(self, asked: Asked) -> Found:
        """See State."""
        request = asked.request
        clause, compiled = self.query(asked)
        filters = filters_of(asked.choices)
        limit, offset = max(request.limit, 0), max(request.offset, 0)
        near = offset + limit <= _WINDOW
        body: dict[str, Any] = {
            "size": limit if near else 0,
            "from": offset if near else 0,
            "query": clause,
            "aggs": aggregations(request, filters),
            "sort": order_of(request.sort),
            "track_scores": request.sort is Sort.RELEVANCE,
            "track_total_hits": True,
            "_source": [STORED],
        }
        if filters:
            body["post_filter"] = dsl.filtered(None, filters.values())
        found = self.holdings.search(body)
        hits = found["hits"]["hits"] if near else ()
        rows = list(map(row_of, hits))
        if not near:
            whole = dsl.filtered(clause, filters.values())
            rows = rows_at(self.holdings, whole, order_of(request.sort), offset, limit)

        def fetch(facet: Facet) -> dict[str, int]:
            within = dsl.filtered(None, [clause, *others(filters, facet.value)])
            return dict(every_value(facet.value, within, self.holdings.search))

        counts = counts_of(found["aggregations"], request, fetch)
        return Found(int(found["hits"]["total"]["value"]), rows, counts, compiled.problems)

    def total(self, tree: Node, asked: Asked) -> int:
        """See State."""
        known = self.holdings.frequencies()
        clause = compile_query(tree, asked.lexicon, known, self.ranking).query
        filters = filters_of(asked.choices).values()
        return self.holdings.count(dsl.filtered(None, [clause, *filters]))

    def stored(self, request: SearchRequest, thesauri: Thesauri) -> Iterator[str]:
        """Yield what is stored of every hit of a request, in its order."""
        whole = self._whole(request, thesauri)
        for hit in pages(self.holdings, whole, order_of(request.sort), stored=True):
            yield stored_of(hit)

    def ids(self, request: SearchRequest, thesauri: Thesauri) -> Iterator[str]:
        """Yield the id of every hit of a request."""
        return ids(self.holdings, self._whole(request, thesauri), order_of(Sort.OLDEST))

    def _whole(self, request: SearchRequest, thesauri: Thesauri) -> Clause:
        asked = asked_of(replace(request, limit=0, offset=0), self, thesauri)
        return dsl.filtered(self.query(asked)[0], filters_of(asked.choices).values())


class OpenSearchEngine(Answering):
    """An archive on a cluster; safe to share between threads.

    Each call asks which commit is the last one. Opening raises BadEngineUrl, NoIndex,
    IndexOutdated or one of `errors`, and so does any later call.
    """

    def __init__(
        self,
        url: str,
        data: Path,
        ranking: Ranking = DEFAULT,
        thesaurus_of: Path | None = None,
    ) -> None:
        """Open the archive at a URL; `data` is where its thesaurus lies."""
        self._client = Client(Address.of(url))
        self._ranking = ranking
        self._thesauri = Thesauri(thesaurus_of or data)
        self._thesauri.current()
        self._opening = Lock()
        self._last: OpenSearchHoldings | None = None
        self._client.check()
        self._current()

    def stream(self, request: SearchRequest) -> Iterator[Document]:
        """Yield every hit of a request in its order, whatever its limit and offset."""
        with self._reading() as reading:
            yield from map(from_stored, reading.stored(request, self._thesauri))

    def matching(self, request: SearchRequest) -> Iterator[str]:
        """Yield the id of every hit of a request."""
        unscored = replace(request, sort=Sort.OLDEST)
        with self._reading() as reading:
            yield from reading.ids(unscored, self._thesauri)

    def get(self, release_id: str) -> Document | None:
        """Return the release under this id, or None."""
        stored = self._stored(release_id)
        return None if stored is None else from_stored(stored)

    def _stored(self, release_id: str) -> str | None:
        with self._reading() as reading:
            body = {"size": 1, "query": {"ids": {"values": [place_of(release_id)]}}}
            found = reading.holdings.rows(body) if release_id else []
            return found[0].stored() if found else None

    def similar(self, release_id: str, limit: int = 5) -> tuple[Hit, ...]:
        """Return the releases most like one, the likest first; none for an unknown id."""
        stored = self._stored(release_id)
        with self._reading() as reading:
            return similar_of(stored, limit, reading)

    def entity(self, entity_id: str) -> Entity | None:
        """Return the entity under this id or, if it alone has a name that makes it, under that."""
        kind = facet_of(entity_id)
        with self._reading() as reading:
            holdings = reading.holdings
            meant = sorted(holdings.entities.resolve(kind, slug(entity_id)))
            counts = holdings.held([(kind, one)] for one in meant) if meant else []
            found = [one for one, count in zip(meant, counts, strict=True) if count]
            return holdings.entities.get(f"{kind}:{found[0]}") if len(found) == 1 else None

    def ids(self) -> Iterator[str]:
        """Yield the id of every release, in no order."""
        with self._reading() as reading:
            yield from ids(reading.holdings, dsl.EVERYTHING, order_of(Sort.OLDEST))

    def stats(self) -> IndexStats:
        """Return what the index holds."""
        with self._reading() as reading:
            counted = {
                "first": {"min": {"field": DAY}},
                "last": {"max": {"field": DAY}},
                "undated": {"missing": {"field": DAY}},
            }
            found = reading.holdings.search({"size": 0, "aggs": counted, "track_total_hits": True})
            record, days = reading.holdings.state.record, found["aggregations"]
            first, last = (days[name]["value"] for name in ("first", "last"))
            return IndexStats(
                releases=int(found["hits"]["total"]["value"]),
                undated=int(days["undated"]["doc_count"]),
                first=None if first is None else date_of(int(first)),
                last=None if last is None else date_of(int(last)),
                written_at=record.time,
                schema_version=record.schema,
            )

    def check(self) -> list[str]:
        """Ask the cluster for what is wrong with the index, one sentence each."""
        return check(self._client)

    def close(self) -> None:
        """Close the connections and forget what is known of the index."""
        with self._opening:
            self._last = None
        self._client.close()

    @contextmanager
    def _reading(self) -> Iterator[_Reading]:
        yield _Reading(self._current(), self._ranking)

    def _current(self) -> OpenSearchHoldings:
        state = needed(self._client)
        last = self._last
        if last is not None and last.state == state:
            return last
        with self._opening:
            if self._last is None or self._last.state != state:
                entities = read_entities(self._client, state)
                self._last = OpenSearchHoldings(self._client, state, entities, self._ranking)
            return self._last
