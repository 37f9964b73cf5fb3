"""Our query tree → a Whoosh query tree, in which nothing is left to analyse.

Wildcards become the terms they stand for here, because their number must be bounded and the reader
told when it was; the terms of a prefix are neighbours, and any number of them is found at once.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import islice, pairwise
from typing import TYPE_CHECKING, assert_never

from whoosh.query import compound, positional, qcore, wrappers
from whoosh.query.terms import Prefix as WhooshPrefix
from whoosh.query.terms import Term

from index.engine import Problem
from index.engines.whoosh.ranking import DEFAULT, Ranking
from index.french import fold, query_terms
from index.query import (
    And,
    Everything,
    Node,
    Not,
    Or,
    Phrase,
    Prefix,
    Wildcard,
    Word,
    wildcard_regex,
)
from index.schema import PARTS, stem_field

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Protocol

    class Lexicon(Protocol):
        """The folded terms of an index, all parts together."""

        def terms_from(self, prefix: str) -> Iterator[str]:
            """Yield the terms that begin with a prefix, in order, each once."""
            ...


MAX_TERMS = 1_000
"""Terms that the wildcards of a query may stand for, all together; a search for more would say
little, and take long."""

_MAX_PATTERN_SCAN = 200_000
"""Terms that are looked at for one wildcard that begins with its sign."""


@dataclass(frozen=True, slots=True)
class Compiled:
    """A Whoosh query and what there was to say on the way."""

    query: qcore.Query
    problems: tuple[Problem, ...] = ()


def compile_query(tree: Node, lexicon: Lexicon, ranking: Ranking = DEFAULT) -> Compiled:
    """Translate a tree; what it matches is what `index.query.tree` says of each node.

    Where several words are asked for, those that stand side by side in typed order, function
    words included, add to the score and to nothing else.
    """
    compiler = _Compiler(lexicon, ranking)
    query = compiler.node(tree)
    near = compiler.nearness(tree)
    if near:
        query = compound.AndMaybe(query, compound.Or(near))
    return Compiled(query, tuple(compiler.problems))


@dataclass(slots=True)
class _Compiler:
    lexicon: Lexicon
    ranking: Ranking
    problems: list[Problem] = field(default_factory=list)
    room: int = MAX_TERMS

    def node(self, node: Node) -> qcore.Query:
        match node:
            case Word():
                return self.word(node)
            case Phrase(words=words, slop=slop):
                terms = [fold(word.text) for word in words]
                return compound.Or(self.sequences(terms, slop, 1.0))
            case Prefix(text=text):
                prefixes = [WhooshPrefix(part, fold(text)) for part in PARTS]
                return wrappers.ConstantScoreQuery(compound.Or(prefixes), 1.0)
            case Wildcard(pattern=pattern, position=position):
                return self.expanded(self.matching(pattern), pattern, position)
            case And(children=children):
                return self.conjunction(children)
            case Or(children=children):
                return compound.Or([self.node(child) for child in children])
            case Not(child=child):
                return compound.AndNot(qcore.Every(), self.node(child))
            case Everything():
                return qcore.Every()
            case _:
                assert_never(node)

    def conjunction(self, children: Iterable[Node]) -> qcore.Query:
        required: list[qcore.Query] = []
        excluded: list[qcore.Query] = []
        for child in children:
            match child:
                case Word(optional=True):
                    pass
                case Not(child=unwanted):
                    excluded.append(self.node(unwanted))
                case _:
                    required.append(self.node(child))
        query = compound.And(required) if required else qcore.Every()
        return compound.AndNot(query, compound.Or(excluded)) if excluded else query

    def word(self, word: Word) -> qcore.Query:
        typed = query_terms(word.text)
        terms: list[qcore.Query] = []
        for part, (folded, stemmed) in self.ranking.boosts().items():
            terms.append(Term(part, typed.folded, boost=folded))
            terms += [Term(stem_field(part), stem, boost=stemmed) for stem in sorted(typed.stemmed)]
        return compound.Or(terms)

    def sequences(self, terms: list[str], slop: int, weight: float) -> list[qcore.Query]:
        # Whoosh counts steps from one word to the next where we count the words between.
        return [
            positional.Sequence(
                [Term(part, term) for term in terms], slop=slop + 1, boost=boost * weight
            )
            for part, boost in self.ranking.parts.items()
        ]

    def expanded(self, terms: Iterator[str], shown: str, position: int) -> qcore.Query:
        chosen = list(islice(terms, self.room))
        self.room -= len(chosen)
        if next(terms, None) is not None:
            self.problems.append(Problem(position, "too-many-terms", shown))
        words: list[qcore.Query] = [Term(part, term) for term in chosen for part in PARTS]
        return wrappers.ConstantScoreQuery(compound.Or(words), 1.0)

    def matching(self, pattern: str) -> Iterator[str]:
        literal = re.match(r"[^*?]*", pattern)
        matches = wildcard_regex(pattern).fullmatch
        candidates = self.lexicon.terms_from(literal[0] if literal else "")
        return (term for term in islice(candidates, _MAX_PATTERN_SCAN) if matches(term))

    def nearness(self, tree: Node) -> list[qcore.Query]:
        """Return what rewards neighbours: the whole run of words, and each pair of subjects.

        A pair is two words that carry a subject with the function words between them.
        """
        words = _run(tree)
        subjects = [at for at, word in enumerate(words) if not word.optional]
        if len(subjects) < len(("one", "other")):
            return []
        spans = {(0, len(words))}
        spans.update((here, there + 1) for here, there in pairwise(subjects))
        terms = [fold(word.text) for word in words]
        near: list[qcore.Query] = []
        for start, end in sorted(spans):
            near += self.sequences(terms[start:end], 0, self.ranking.near)
        return near


def _run(tree: Node) -> tuple[Word, ...]:
    """Return the words typed one after the other outside of any OU, phrase words included."""
    match tree:
        case And(children=children):
            return tuple(word for child in children for word in _run(child))
        case Word():
            return (tree,)
        case Phrase(words=words, slop=0):
            return words
        case _:
            return ()
