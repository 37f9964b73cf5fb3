"""Our query tree → an engine's query, in which nothing is left to analyse.

Wildcards and fuzzy words become the terms they stand for here, because their number must be bounded
and the reader told when it was; the terms of a prefix are neighbours, and any number of them is
found at once. What a query is made of is the engine's: its `Pieces`.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar, assert_never

from index import deadline
from index.answering.lexicon import MAX_NEAR_TERMS, MAX_TERMS
from index.answering.weighing import Weighing
from index.engine import Problem
from index.french import exact_term, fold, stem, tokens
from index.kinds import kinds_called
from index.query import (
    And,
    Dated,
    Everything,
    Exact,
    Expanded,
    Fuzzy,
    Named,
    Node,
    Not,
    OfKind,
    Or,
    Part,
    Phrase,
    Prefix,
    Referenced,
    Wildcard,
    Within,
    Word,
    nodes,
)
from index.schema import KIND, NO_DAY, PARTS, day_number, exact_field, stem_field

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from index.answering.lexicon import Lexicon
    from index.answering.ranking import Ranking
    from index.answering.weighing import Weighed
    from index.query import Leaf

Query = TypeVar("Query")
_WHERE = {Part.TITLE: PARTS[:1], Part.TEXT: PARTS[1:]}


class Pieces(ABC, Generic[Query]):
    """What an engine's queries are made of; scores add up."""

    @abstractmethod
    def every(self) -> Query:
        """Return what matches every release, and scores 1."""

    @abstractmethod
    def all_of(self, queries: Sequence[Query]) -> Query:
        """Return what matches all of some queries, at least one."""

    @abstractmethod
    def any_of(self, queries: Sequence[Query]) -> Query:
        """Return what matches any of some queries; none of none."""

    @abstractmethod
    def without(self, query: Query, unwanted: Sequence[Query]) -> Query:
        """Return what matches a query and none of those unwanted, at least one."""

    @abstractmethod
    def constant(self, query: Query, score: float) -> Query:
        """Return what matches a query and scores the same everywhere."""

    @abstractmethod
    def word(self, forms: Sequence[Weighed], *, weighs: bool = True) -> Query:
        """Return what has any of some forms, scored as one term by BM25F; or not at all."""

    @abstractmethod
    def run(self, field: str, terms: Sequence[str], slop: int, weight: float) -> Query:
        """Return what has terms in order, at most `slop` others between any two neighbours."""

    @abstractmethod
    def begun(self, field: str, prefix: str) -> Query:
        """Return what has a term that begins so."""

    @abstractmethod
    def terms(self, parts: Sequence[str], terms: Sequence[str]) -> Query:
        """Return what has any of some folded terms in any of the parts; its score is no matter."""

    @abstractmethod
    def keys(self, field: str, keys: Collection[str]) -> Query:
        """Return what has any of some keys, at least one."""

    @abstractmethod
    def nothing(self) -> Query:
        """Return what matches no release."""

    @abstractmethod
    def reference(self, terms: Sequence[str]) -> Query:
        """Return what has terms one after the other in its reference."""

    @abstractmethod
    def days(self, first: int, last: int | None) -> Query:
        """Return what was published in a range of day numbers, both included."""


class Translated(NamedTuple, Generic[Query]):
    """A query and what there was to say on the way."""

    query: Query
    problems: tuple[Problem, ...]


def translate(
    tree: Node, pieces: Pieces[Query], lexicon: Lexicon, ranking: Ranking
) -> Translated[Query]:
    """Translate a tree; what it matches is what `index.query.tree` says of each node."""
    translator = _Translator(tree, pieces, lexicon, ranking)
    return Translated(translator.node(tree, PARTS), tuple(translator.problems))


class _Translator(Generic[Query]):
    def __init__(
        self, tree: Node, pieces: Pieces[Query], lexicon: Lexicon, ranking: Ranking
    ) -> None:
        found = [type(node) for node in nodes(tree)]
        self.wildcards = max(1, found.count(Wildcard))
        self.fuzzies = max(1, found.count(Fuzzy))
        self.pieces = pieces
        self.lexicon = lexicon
        self.weighing = Weighing(ranking)
        self.problems: list[Problem] = []

    def node(self, node: Node, parts: tuple[str, ...]) -> Query:
        match node:
            case And(children=children):
                return self.conjunction(children, parts)
            case Or(children=children):
                return self.choice(children, parts)
            case Not(child=child):
                return self.pieces.without(self.pieces.every(), [self.node(child, parts)])
            case Within(part=part, child=child):
                return self.node(child, _WHERE[part])
            case Expanded():
                return self.expanded(node, parts)
            case Named() | OfKind() | Referenced() | Dated():
                return self.pieces.constant(self.fact(node), 0.0)
            case Everything():
                return self.pieces.every()
            case _:
                return self.leaf(node, parts)

    def leaf(self, node: Leaf, parts: tuple[str, ...]) -> Query:
        deadline.check()
        match node:
            case Word():
                return self.pieces.word(self.weighing.forms(node, parts))
            case Phrase(words=words, slop=slop, quoted=quoted):
                return self.phrase(words, slop, parts, stems=not quoted)
            case Exact(words=words, slop=slop):
                terms = [exact_term(word.text) for word in words]
                return self.sequence(terms, slop, {exact_field(part): part for part in parts})
            case Prefix(text=text):
                begun = [self.pieces.begun(part, fold(text)) for part in parts]
                return self.pieces.constant(self.pieces.any_of(begun), 1.0)
            case Wildcard(pattern=pattern, position=position):
                return self.matching(pattern, position, parts)
            case Fuzzy():
                return self.near(node, parts)
            case _:
                assert_never(node)

    def choice(self, children: Iterable[Node], parts: tuple[str, ...]) -> Query:
        """Return what finds any of the children; function words find, and weigh nothing."""
        found: list[Query] = []
        for child in children:
            if isinstance(child, Word) and all(t.function_word for t in tokens(child.text)):
                found.append(self.pieces.word(self.weighing.forms(child, parts), weighs=False))
            else:
                found.append(self.node(child, parts))
        return self.pieces.any_of(found)

    def conjunction(self, children: Iterable[Node], parts: tuple[str, ...]) -> Query:
        required: list[Query] = []
        excluded: list[Query] = []
        for child in children:
            match child:
                case Word(optional=True):
                    pass
                case Not(child=unwanted):
                    excluded.append(self.node(unwanted, parts))
                case _:
                    required.append(self.node(child, parts))
        query = self.pieces.all_of(required) if required else self.pieces.every()
        return self.pieces.without(query, excluded) if excluded else query

    def phrase(
        self, words: tuple[Word, ...], slop: int, parts: tuple[str, ...], *, stems: bool
    ) -> Query:
        """Return what finds words side by side; with `stems` inflected too (sous-marins)."""
        fields = {part: part for part in parts}
        found = self.sequence([fold(word.text) for word in words], slop, fields)
        if not stems:
            return found
        fields = {stem_field(part): part for part in parts}
        inflected = self.sequence([stem(word.text) for word in words], slop, fields)
        return self.pieces.any_of([found, inflected])

    def sequence(self, terms: list[str], slop: int, fields: dict[str, str]) -> Query:
        """Return what finds terms side by side; `fields` has the part that each field is of."""
        weights = self.weighing.of_phrases()
        return self.pieces.any_of(
            [self.pieces.run(name, terms, slop, weights[part]) for name, part in fields.items()]
        )

    def expanded(self, node: Expanded, parts: tuple[str, ...]) -> Query:
        """Return what finds a node or its other names; with a word, these are forms of it."""
        others = [form for other in node.others for form in self.weighing.named(other, parts)]
        if isinstance(node.child, Word):
            return self.pieces.word([*self.weighing.forms(node.child, parts), *others])
        return self.pieces.any_of([self.node(node.child, parts), self.pieces.word(others)])

    def matching(self, pattern: str, position: int, parts: tuple[str, ...]) -> Query:
        """Return what finds the terms of a wildcard."""
        terms, whole = self.lexicon.matching(pattern)
        chosen = terms[: MAX_TERMS // self.wildcards]
        if len(chosen) < len(terms) or not whole:
            self.problems.append(Problem(position, "too-many-terms", pattern))
        return self.pieces.constant(self.pieces.terms(parts, chosen), 1.0)

    def near(self, node: Fuzzy, parts: tuple[str, ...]) -> Query:
        """Return what finds the terms within some edits, each edit halving the weight."""
        terms = self.lexicon.near(fold(node.text), node.distance)
        chosen = terms[: MAX_NEAR_TERMS // self.fuzzies]
        if len(chosen) < len(terms):
            self.problems.append(Problem(node.position, "too-many-near-terms", node.text))
        return self.pieces.word(self.weighing.near(chosen, parts))

    def fact(self, node: Named | OfKind | Referenced | Dated) -> Query:
        """Return what finds the releases of which a fact is true."""
        match node:
            case Named(kind=kind, name=name):
                slugs = self.lexicon.named(kind.value, name)
                return self.any_key(kind.value, slugs, node.position, "unknown-name", name)
            case OfKind(name=name):
                return self.any_key(KIND, kinds_called(name), node.position, "unknown-kind", name)
            case Referenced(words=words):
                return self.pieces.reference([fold(word.text) for word in words])
            case Dated(first=first, last=last):
                start = NO_DAY + 1 if first is None else day_number(first)
                return self.pieces.days(start, None if last is None else day_number(last))
            case _:
                assert_never(node)

    def any_key(
        self, name: str, keys: Collection[str], position: int, code: str, typed: str
    ) -> Query:
        if not keys:
            self.problems.append(Problem(position, code, typed))
            return self.pieces.nothing()
        return self.pieces.keys(name, keys)
