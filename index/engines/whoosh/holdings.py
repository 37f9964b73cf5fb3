"""What a commit of the Whoosh engine answers besides searches; see `index.answering.holdings`."""

from __future__ import annotations

import re
from collections import Counter
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Final

import numpy as np
from whoosh.query import compound, positional, wrappers
from whoosh.query.terms import Prefix, Term

from index.answering.holdings import Near, Row
from index.answering.lexicon import Lexicon
from index.engine import ENTITY_FACETS
from index.engines.whoosh import vocabulary
from index.engines.whoosh.arrays import RUNS, Ask, Combined, Order
from index.engines.whoosh.arrays.combined import bits_of
from index.engines.whoosh.arrays.matching import Evaluation
from index.engines.whoosh.arrays.presence import packed
from index.engines.whoosh.compile import compile_query
from index.engines.whoosh.layout import from_bytes
from index.engines.whoosh.scope import Releases
from index.query import And, wildcard_regex
from index.schema import ID, PARTS, facet_of, slug, stem_field

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from whoosh.query.qcore import Query

    from index.answering.entities import EntityTable
    from index.answering.holdings import Form
    from index.engines.whoosh.arrays.container import Array
    from index.engines.whoosh.arrays.matching import LeafEvaluation
    from index.engines.whoosh.snapshot import Commit
    from index.query import Node
    from index.record import Entity

MAX_PATTERN_SCAN = 200_000
"""Terms that are looked at for one wildcard that begins with its sign."""
MOST_WORDS: Final = 128
"""Words whose documents are kept, a bit for each of a segment's: 16 MB of a million."""
_TITLE: Final = PARTS[0]


class WhooshHoldings:
    """The holdings of a commit; safe to share between threads."""

    def __init__(self, commit: Commit) -> None:
        self.commit = commit
        self.entities: EntityTable = commit.entities
        self._words: dict[tuple[int, Query], Array] = {}

    @property
    def releases(self) -> int:
        """See Holdings."""
        return self.commit.stats.releases

    def mentioned(self) -> Iterator[tuple[Entity, int]]:
        """See Holdings."""
        for facet in ENTITY_FACETS:
            counts: Counter[bytes] = Counter()
            for leaf in self.commit.arrays.leaves:
                field = leaf.arrays.fields.get(facet.value)
                if field is None or not field.terms.count:
                    continue
                starts = np.asarray(field.starts).astype(np.int64)
                held = np.diff(starts)
                if leaf.alive is not None:
                    # a term without postings is never kept
                    held = np.add.reduceat(leaf.alive.take(field.docs), starts[:-1], dtype=np.int64)
                keys = field.terms.some(range(field.terms.count))
                counts.update(dict(zip(keys, held.tolist(), strict=True)))
            for key, count in counts.items():
                entity = self.entities.get(f"{facet.value}:{from_bytes(key)}")
                if entity is not None and count:
                    yield entity, count

    def matching(self, pattern: str) -> tuple[list[str], bool]:
        """See Holdings; at most MAX_PATTERN_SCAN terms are looked at."""
        literal = re.match(r"[^*?]*", pattern)
        prefix = literal[0] if literal else ""
        candidates = self.commit.terms_from(prefix) if prefix else iter(self.commit.vocabulary)
        matches = wildcard_regex(pattern).fullmatch
        found = [term for term in islice(candidates, MAX_PATTERN_SCAN) if matches(term)]
        return found, next(candidates, None) is None

    def near(self, term: str, distance: int) -> dict[str, Near]:
        """See Holdings."""
        return vocabulary.near(self.commit, term, distance)

    def held(self, wanted: Iterable[Collection[Form]], within: Releases | None = None) -> list[int]:
        """See Holdings."""
        counting = vocabulary.masks(self.commit, within)
        return [vocabulary.releases(self.commit, forms, counting) for forms in wanted]

    def beginning(
        self,
        prefix: str,
        parts: Sequence[str],
        limit: int,
        without: Collection[str],
        within: Releases | None = None,
    ) -> Iterator[tuple[str, int]]:
        """See Holdings."""
        return vocabulary.beginning(self.commit, prefix, parts, limit, without, within=within)

    def frequency(self, term: str) -> int:
        """See Holdings."""
        return vocabulary.written(self.commit, (term,), PARTS).total()

    def written(self, forms: Collection[str]) -> Counter[str]:
        """See Holdings."""
        return vocabulary.written(self.commit, forms)

    def texts_with(self, term: str, most: int) -> Iterator[str]:
        """See Holdings."""
        return vocabulary.texts_with(self.commit, term, most)

    def scope(self, nodes: tuple[Node, ...]) -> Releases:
        """See Holdings."""
        query, evaluation = self._compiled(nodes), Evaluation(self.commit.arrays, RUNS)
        leaves = self.commit.arrays.leaves
        return Releases(tuple(self._bits(evaluation.on(leaf), query) for leaf in leaves))

    def total(self, nodes: tuple[Node, ...], within: Releases | None = None) -> int:
        """See Holdings."""
        query, evaluation = self._compiled(nodes), Evaluation(self.commit.arrays, RUNS)
        total = 0
        for place, leaf in enumerate(self.commit.arrays.leaves):
            on = evaluation.on(leaf)
            if isinstance(query, Combined):
                words = self._bits(on, query)
                if within is not None:
                    words = words & within.bits[place]
                total += int(np.bitwise_count(words).sum())
            elif within is None:
                docs = on.docs(query)
                total += len(docs) if leaf.alive is None else int(leaf.alive.take(docs).sum())
            elif within.is_large(place, leaf.count, on.size(query)):
                total += len(within.among(place, on.docs(query)))
            else:
                total += len(on.docs(query, within.docs(place)))
        return total

    def _compiled(self, nodes: tuple[Node, ...]) -> Query:
        query = compile_query(And(nodes), Lexicon(self)).query
        alone = isinstance(query, compound.And) and len(query) == 1
        return query[0] if alone else query

    def _bits(self, on: LeafEvaluation, query: Query) -> Array:
        """Return the words in which the documents that match have their bit, none of them deleted.

        Those of single words are kept: of a name in many forms they take long to find, and it is
        typed time and again.
        """
        key = on.leaf.place, query
        words = self._words.get(key) if isinstance(query, Combined) else None
        if words is None:
            if isinstance(query, Combined):
                words = bits_of(on, query)
            else:
                words = packed([on.docs(query)], on.count)
            if on.leaf.alive is not None:
                words = words & packed([on.leaf.alive.nonzero()[0]], on.count)
            if isinstance(query, Combined):
                if len(self._words) >= MOST_WORDS:
                    self._words.clear()
                self._words[key] = words
        return words

    def titled(self, words: list[str], rest: str, limit: int) -> Iterator[Iterable[str]]:
        """See Holdings; a title is read when it is asked for, as most never are."""
        begun = [Prefix(_TITLE, rest)] if rest else []
        terms: list[Query] = [Term(_TITLE, word) for word in words]
        wanted = [compound.And([*terms, *begun])]
        if len(terms) > 1:
            wanted.insert(0, compound.And([positional.Sequence(terms), *begun]))
        found: set[int] = set()
        for query in wanted:
            if len(found) < limit:
                ask = Ask(query=query, order=Order.NEWEST, limit=limit)
                numbers = [number for number, _ in self.commit.collector.ask(ask).page]
                others = [number for number in numbers if number not in found]
                others = others[: limit - len(found)]
                found.update(others)
                yield map(self.commit.title, others)

    def likest(
        self,
        stems: Mapping[str, float],
        parts: Mapping[str, float],
        entities: Mapping[str, float],
        but: str,
        limit: int,
    ) -> list[Row]:
        """See Holdings."""
        wanted: list[Query] = [
            compound.Or([Term(stem_field(p), stem, boost=w * says) for p, w in parts.items()])
            for stem, says in stems.items()
        ]
        wanted += [
            wrappers.ConstantScoreQuery(Term(facet_of(one), slug(one)), weight)
            for one, weight in entities.items()
        ]
        query = compound.AndNot(compound.Or(wanted), Term(ID, but))
        page = self.commit.collector.ask(Ask(query=query, limit=limit)).page
        return [self.row(number, score) for number, score in page]

    def row(self, number: int, score: float) -> Row:
        """Return a document as one that was found."""
        return Row(self.commit.id(number), score, partial(self.commit.kept, number))
