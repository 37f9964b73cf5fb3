"""What a commit on a cluster answers besides searches; see `index.answering.holdings`."""

from __future__ import annotations

from collections import Counter
from contextlib import contextmanager
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from index.answering.holdings import Row
from index.answering.lexicon import Lexicon
from index.engine import ENTITY_FACETS
from index.engines.opensearch import dsl
from index.engines.opensearch.compile import compile_query
from index.engines.opensearch.counts import every_value
from index.engines.opensearch.documents import safe, stored_of
from index.engines.opensearch.frequencies import Frequencies
from index.engines.opensearch.layout import HEADING, WORDS
from index.engines.opensearch.nearby import near
from index.engines.opensearch.patterns import beginning, pattern_of
from index.engines.opensearch.ranked import by_relevance, newest
from index.query import And
from index.schema import ID, PARTS, STORED, exact_field, facet_of, slug, stem_field
from index.stored import from_stored

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

    from index.answering.entities import EntityTable
    from index.answering.holdings import Form, Near
    from index.answering.ranking import Ranking
    from index.engines.opensearch.client import Client
    from index.engines.opensearch.dsl import Clause
    from index.engines.opensearch.state import State
    from index.query import Node
    from index.record import Entity

    Scope = tuple[Clause, ...]
    """Clauses that all match."""

MAX_EXPANDED: Final = 1_000
"""Terms of a wildcard that are looked at: as many as a query may stand for."""
_AT_ONCE: Final = 200
"""Counts that are asked for in one request."""
_MARGIN: Final = 3
_REMEMBERED: Final = 50_000
_TITLE: Final = PARTS[0]


class OpenSearchHoldings:
    """The holdings of one commit; safe to share between threads."""

    def __init__(
        self, client: Client, state: State, entities: EntityTable, ranking: Ranking
    ) -> None:
        self.state = state
        self.entities = entities
        self._client = client
        self._ranking = ranking
        self._releases: int | None = None
        self._known: dict[Form, int] = {}

    def search(self, body: dict[str, Any]) -> Any:  # noqa: ANN401 - JSON
        """Ask the index of this commit; what not all of its shards can answer fails."""
        return self._client.search(f"/{self.state.index}/_search", body)

    @contextmanager
    def moment(self, kept: str) -> Iterator[Callable[[dict[str, Any]], Any]]:
        """Give what asks the index as it is now, whatever is written meanwhile."""
        path = f"/{self.state.index}/_search/point_in_time"
        moment = self._client.ask("POST", path, params={"keep_alive": kept})["pit_id"]
        try:
            pit = {"pit": {"id": moment, "keep_alive": kept}}
            yield lambda body: self._client.search("/_search", body | pit)
        finally:
            self._client.ask("DELETE", "/_search/point_in_time", {"pit_id": [moment]})

    @property
    def releases(self) -> int:
        """See Holdings."""
        if self._releases is None:
            found = self._client.ask("GET", f"/{self.state.index}/_count")
            self._releases = int(found["count"])
        return self._releases

    def mentioned(self) -> Iterator[tuple[Entity, int]]:
        """See Holdings."""
        for facet in ENTITY_FACETS:
            for key, count in every_value(facet.value, dsl.EVERYTHING, self.search):
                entity = self.entities.get(f"{facet.value}:{key}")
                if entity is not None:
                    yield entity, count

    def matching(self, pattern: str) -> tuple[list[str], bool]:
        """See Holdings; MAX_EXPANDED terms come at most."""
        counted = {"field": WORDS, "include": pattern_of(pattern), "order": {"_key": "asc"}}
        found = self._words({**counted, "size": MAX_EXPANDED + 1})
        terms = [bucket["key"] for bucket in found]
        return terms[:MAX_EXPANDED], len(terms) <= MAX_EXPANDED

    def _words(self, counted: dict[str, Any], scope: Scope = ()) -> list[dict[str, Any]]:
        body = {"size": 0, "query": dsl.filtered(None, scope), "aggs": {"all": {"terms": counted}}}
        buckets: list[dict[str, Any]] = self.search(body)["aggregations"]["all"]["buckets"]
        return buckets

    def near(self, term: str, distance: int) -> dict[str, Near]:
        """See Holdings; of each part at most a thousand terms are looked at."""
        return near(term, distance, self.search)

    def held(self, wanted: Iterable[Collection[Form]], within: Scope | None = None) -> list[int]:
        """See Holdings."""
        return self._counts([_any_form(forms) for forms in wanted], within or ())

    def _counts(self, clauses: list[Clause], scope: Scope = ()) -> list[int]:
        """Return how many releases of a scope each clause matches, in as few requests as may be."""
        counts: list[int] = []
        for first in range(0, len(clauses), _AT_ONCE):
            some = clauses[first : first + _AT_ONCE]
            counted = {"all": {"filters": {"filters": some}}}
            body = {
                "size": 0,
                "query": dsl.filtered(None, [*scope, dsl.any_of(some)]),
                "aggs": counted,
            }
            found = self.search(body)["aggregations"]["all"]["buckets"]
            counts += [int(bucket["doc_count"]) for bucket in found]
        return counts

    def beginning(
        self,
        prefix: str,
        parts: Sequence[str],
        limit: int,
        without: Collection[str],
        within: Scope | None = None,
    ) -> list[tuple[str, int]]:
        """See Holdings."""
        scope = within or ()
        begun = [{"prefix": {part: {"value": safe(prefix)}}} for part in parts]
        size = _MARGIN * limit + sum(term.startswith(prefix) for term in without) + 1
        counted = {"field": WORDS, "include": beginning(prefix), "size": size}
        found = self._words(counted, (*scope, dsl.any_of(begun)))
        likely = [b["key"] for b in found if b["key"] != prefix and b["key"] not in without]
        likely = list(islice(likely, 2 * limit))
        counts = self.held(([(part, term) for part in parts] for term in likely), within)
        held = [(term, count) for term, count in zip(likely, counts, strict=True) if count]
        return sorted(held, key=lambda one: (-one[1], one[0]))[:limit]

    def frequency(self, term: str) -> int:
        """See Holdings."""
        return sum(self.held([[(part, term)] for part in PARTS]))

    def written(self, forms: Collection[str]) -> Counter[str]:
        """See Holdings."""
        each = list(dict.fromkeys(forms))
        counts = iter(self.held([[(exact_field(part), form)] for form in each for part in PARTS]))
        return Counter({form: sum(islice(counts, len(PARTS))) for form in each})

    def texts_with(self, term: str, most: int) -> Iterator[str]:
        """See Holdings; which ones is left to chance, the same for the same index."""
        chance = {"function_score": {"query": _any_form([(p, term) for p in PARTS])}}
        chance["function_score"]["random_score"] = {"seed": 1, "field": "_seq_no"}
        for row in self.rows({"size": most, "query": chance}):
            yield from_stored(row.stored()).release.text

    def rows(self, body: dict[str, Any]) -> list[Row]:
        """Ask for releases and return them as they were found."""
        found = self.search(body | {"_source": [STORED]})
        return list(map(row_of, found["hits"]["hits"]))

    def scope(self, nodes: tuple[Node, ...]) -> Scope:
        """See Holdings; nothing is asked for."""
        return (self.compiled(And(nodes)),)

    def total(self, nodes: tuple[Node, ...], within: Scope | None = None) -> int:
        """See Holdings."""
        clause = dsl.filtered(None, [*(within or ()), self.compiled(And(nodes))])
        return self.count(clause)

    def count(self, clause: Clause) -> int:
        """Return how many releases a clause matches."""
        found = self._client.ask("POST", f"/{self.state.index}/_count", {"query": clause})
        return int(found["count"])

    def compiled(self, tree: Node) -> Clause:
        """Return what a tree matches, whatever it scores."""
        return compile_query(tree, Lexicon(self), Frequencies(0), self._ranking).query

    def frequencies(self) -> Frequencies:
        """Return what is known so far of how frequent terms are."""
        found = Frequencies(self.releases)
        found.update(self._known)
        return found

    def learn(self, frequencies: Frequencies) -> Frequencies:
        """Look up what was asked for."""
        forms = list(frequencies.asked)
        counts = dict(zip(forms, self.held([form] for form in forms), strict=True))
        if len(self._known) > _REMEMBERED:
            self._known.clear()
        self._known |= counts
        frequencies.update(counts)
        return frequencies

    def titled(self, words: list[str], rest: str, limit: int) -> Iterator[list[str]]:
        """See Holdings."""
        begun = [{"prefix": {_TITLE: {"value": safe(rest)}}}] if rest else []
        each = [dsl.term(_TITLE, word) for word in words]
        wanted = [[*each, *begun]]
        if len(words) > 1:
            wanted.insert(0, [dsl.phrase(_TITLE, words), *begun])
        told: set[str] = set()
        for clauses in wanted:
            if len(told) < limit:
                body = {"size": limit, "query": dsl.filtered(None, clauses), "sort": newest()}
                hits = self.search(body | {"_source": [HEADING]})["hits"]["hits"]
                others = [one for one in hits if one["_id"] not in told][: limit - len(told)]
                told.update(one["_id"] for one in others)
                yield [one["_source"][HEADING] for one in others]

    def likest(
        self,
        stems: Mapping[str, float],
        parts: Mapping[str, float],
        entities: Mapping[str, float],
        but: str,
        limit: int,
    ) -> list[Row]:
        """See Holdings."""
        forms = [(stem_field(part), one) for one in stems for part in parts]
        known = self.frequencies()
        for form in forms:
            known[form]
        known = self.learn(known)
        wanted = [
            dsl.saturated(
                dsl.term(name, one),
                stems[one] * parts[part] * known.rarity([(name, one)]),
                self._ranking.k1,
            )
            for one in stems
            for part in parts
            if known[name := stem_field(part), one]
        ]
        wanted += [
            dsl.constant(dsl.term(facet_of(one), slug(one)), weight)
            for one, weight in entities.items()
        ]
        query = dsl.filtered(dsl.any_of(wanted), (), [dsl.term(ID, but)])
        return self.rows({"size": limit, "query": query, "sort": by_relevance()})


def row_of(hit: dict[str, Any]) -> Row:
    """Return a hit as one that was found."""
    stored = stored_of(hit)
    return Row(hit["_id"], float(hit["_score"] or 0.0), lambda: stored)


def _any_form(forms: Collection[Form]) -> Clause:
    return dsl.any_of(dsl.term(name, one) for name, one in forms)
