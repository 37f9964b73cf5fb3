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
from index.engines.whoosh.arrays.presence import marked_among
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
    from index.engines.whoosh.snapshot import Commit
    from index.query import Node
    from index.record import Entity

MAX_PATTERN_SCAN = 200_000
"""Terms that are looked at for one wildcard that begins with its sign."""
_TITLE: Final = PARTS[0]


class WhooshHoldings:
    """The holdings of a commit; safe to share between threads."""

    def __init__(self, commit: Commit) -> None:
        self.commit = commit
        self.entities: EntityTable = commit.entities

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
    ) -> list[tuple[str, int]]:
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
        query = compile_query(And(nodes), Lexicon(self)).query
        return Releases(tuple(self._matching(query, None)), self.commit.arrays.leaves)

    def total(self, nodes: tuple[Node, ...], within: Releases | None = None) -> int:
        """See Holdings."""
        query = compile_query(And(nodes), Lexicon(self)).query
        alone = query[0] if isinstance(query, compound.And) and len(query) == 1 else query
        if isinstance(alone, Combined):
            return self._counted(alone, within)
        return sum(map(len, self._matching(query, within)))

    def _counted(self, word: Combined, within: Releases | None) -> int:
        """Count the documents that have a word: their bits, without turning them into numbers."""
        total, evaluation = 0, Evaluation(self.commit.arrays, RUNS)
        masks = vocabulary.masks(self.commit, within)
        for leaf, mask in zip(self.commit.arrays.leaves, masks, strict=True):
            words = bits_of(evaluation.on(leaf), word)
            total += int(np.bitwise_count(words if mask is None else words & mask).sum())
        return total

    def _matching(self, query: Query, within: Releases | None) -> Iterator[Array]:
        """Yield the documents of each segment that match, none of them deleted."""
        evaluation = Evaluation(self.commit.arrays, RUNS)
        for leaf in self.commit.arrays.leaves:
            on = evaluation.on(leaf)
            if within is None:
                docs = on.docs(query)
                yield docs if leaf.alive is None else docs[leaf.alive.take(docs)]
            elif on.size(query) < len(within.docs[leaf.place]):
                # what is rarer is looked for anywhere
                docs = on.docs(query)
                yield docs.take(marked_among(within.bits[leaf.place].view(np.uint8), docs))
            else:
                yield on.docs(query, within.docs[leaf.place])

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
