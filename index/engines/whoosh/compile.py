"""Our query tree → a Whoosh query tree, in which nothing is left to analyse.

Wildcards and fuzzy words become the terms they stand for here, because their number must be bounded
and the reader told when it was; the terms of a prefix are neighbours, and any number of them is
found at once.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, assert_never

from whoosh.query import compound, positional, qcore, wrappers
from whoosh.query.terms import Prefix as WhooshPrefix
from whoosh.query.terms import Term

from index import deadline
from index.answering.lexicon import MAX_NEAR_TERMS, MAX_TERMS
from index.answering.ranking import DEFAULT, Ranking
from index.engine import Problem
from index.engines.whoosh.arrays import RUN, Between, Combined, Form
from index.french import exact_term, fold, query_terms, stem, tokens
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
from index.schema import DAY, KIND, NO_DAY, PARTS, REFERENCE, day_number, exact_field, stem_field

if TYPE_CHECKING:
    from collections.abc import Iterable

    from index.answering.lexicon import Lexicon
    from index.query import Leaf

_WHERE = {Part.TITLE: PARTS[:1], Part.TEXT: PARTS[1:]}


@dataclass(frozen=True, slots=True)
class Compiled:
    """A Whoosh query and what there was to say on the way."""

    query: qcore.Query
    problems: tuple[Problem, ...] = ()


def compile_query(tree: Node, lexicon: Lexicon, ranking: Ranking = DEFAULT) -> Compiled:
    """Translate a tree; what it matches is what `index.query.tree` says of each node."""
    found = [type(node) for node in nodes(tree)]
    shares = max(1, found.count(Wildcard)), max(1, found.count(Fuzzy))
    compiler = _Compiler(lexicon, ranking, [], *shares)
    return Compiled(compiler.node(tree, PARTS), tuple(compiler.problems))


@dataclass(slots=True)
class _Compiler:
    lexicon: Lexicon
    ranking: Ranking
    problems: list[Problem] = field(default_factory=list)
    wildcards: int = 1
    fuzzies: int = 1

    def node(self, node: Node, parts: tuple[str, ...]) -> qcore.Query:
        match node:
            case And(children=children):
                return self.conjunction(children, parts)
            case Or(children=children):
                return self.choice(children, parts)
            case Not(child=child):
                return compound.AndNot(qcore.Every(), self.node(child, parts))
            case Within(part=part, child=child):
                return self.node(child, _WHERE[part])
            case Expanded():
                return self.expanded(node, parts)
            case Named() | OfKind() | Referenced() | Dated():
                return wrappers.ConstantScoreQuery(self.fact(node), 0.0)
            case Everything():
                return qcore.Every()
            case _:
                return self.leaf(node, parts)

    def leaf(self, node: Leaf, parts: tuple[str, ...]) -> qcore.Query:
        deadline.check()
        match node:
            case Word():
                return self.word(self.forms(node, parts))
            case Phrase(words=words, slop=slop, quoted=quoted):
                return self.phrase(words, slop, parts, stems=not quoted)
            case Exact(words=words, slop=slop):
                terms = [exact_term(word.text) for word in words]
                return self.sequence(terms, slop, {exact_field(part): part for part in parts})
            case Prefix(text=text):
                prefixes = [WhooshPrefix(part, fold(text)) for part in parts]
                return wrappers.ConstantScoreQuery(compound.Or(prefixes), 1.0)
            case Wildcard(pattern=pattern, position=position):
                return self.matching(pattern, position, parts)
            case Fuzzy():
                return self.near(node, parts)
            case _:
                assert_never(node)

    def choice(self, children: Iterable[Node], parts: tuple[str, ...]) -> qcore.Query:
        """Return what finds any of the children; function words find, and weigh nothing."""
        found: list[qcore.Query] = []
        for child in children:
            if isinstance(child, Word) and all(t.function_word for t in tokens(child.text)):
                found.append(Combined(self.forms(child, parts), boost=0.0))
            else:
                found.append(self.node(child, parts))
        return compound.Or(found)

    def conjunction(self, children: Iterable[Node], parts: tuple[str, ...]) -> qcore.Query:
        required: list[qcore.Query] = []
        excluded: list[qcore.Query] = []
        for child in children:
            match child:
                case Word(optional=True):
                    pass
                case Not(child=unwanted):
                    excluded.append(self.node(unwanted, parts))
                case _:
                    required.append(self.node(child, parts))
        query = compound.And(required) if required else qcore.Every()
        return compound.AndNot(query, compound.Or(excluded)) if excluded else query

    def word(self, forms: list[Form]) -> Combined:
        """Return what finds a word in any of its forms."""
        return Combined(forms, present=self.ranking.present)

    def forms(
        self, word: Word, parts: tuple[str, ...], weight: float = 1.0, *, defines: bool = True
    ) -> list[Form]:
        """Return the terms that count as a word."""
        typed = query_terms(word.text)
        weights, ranking = self.ranking.parts(), self.ranking
        forms: list[Form] = []
        for part in parts:
            here = weights[part] * weight
            forms += [
                Form(stem_field(part), stem, here * ranking.stem, defines)
                for stem in sorted(typed.stemmed)
            ]
            forms.append(Form(part, typed.folded, here * ranking.folded, defines))
            forms.append(Form(exact_field(part), typed.exact, here * ranking.exact, defines))
        return forms

    def phrase(
        self, words: tuple[Word, ...], slop: int, parts: tuple[str, ...], *, stems: bool
    ) -> qcore.Query:
        """Return what finds words side by side; with `stems` inflected too (sous-marins)."""
        fields = {part: part for part in parts}
        found = self.sequence([fold(word.text) for word in words], slop, fields)
        if not stems:
            return found
        fields = {stem_field(part): part for part in parts}
        inflected = self.sequence([stem(word.text) for word in words], slop, fields)
        return compound.Or([found, inflected])

    def sequence(self, terms: list[str], slop: int, fields: dict[str, str]) -> qcore.Query:
        """Return what finds terms side by side; `fields` has the part that each field is of."""
        boosts = self.ranking.parts()
        # Whoosh counts steps from one word to the next where we count the words between.
        runs = [
            positional.Sequence(
                [Term(name, term) for term in terms],
                slop=slop + 1,
                boost=boosts[part] * self.ranking.phrase,
            )
            for name, part in fields.items()
        ]
        return compound.Or(runs)

    def expanded(self, node: Expanded, parts: tuple[str, ...]) -> qcore.Query:
        """Return what finds a node or its other names; with a word, these are forms of it."""
        forms = [form for other in node.others for form in self.named(other, parts)]
        if isinstance(node.child, Word):
            return self.word(self.forms(node.child, parts) + forms)
        return compound.Or([self.node(node.child, parts), Combined(forms)])

    def named(self, other: Word | Phrase | Exact, parts: tuple[str, ...]) -> list[Form]:
        """Return the terms or runs of terms that are another name of what was typed."""
        weights, share = self.ranking.parts(), self.ranking.other
        match other:
            case Word():
                return self.forms(other, parts, share, defines=False)
            case Phrase(words=words):
                run = RUN.join(fold(word.text) for word in words)
                return [Form(part, run, weights[part] * share, defines=False) for part in parts]
            case Exact(words=words):
                run = RUN.join(exact_term(word.text) for word in words)
                return [
                    Form(exact_field(part), run, weights[part] * share, defines=False)
                    for part in parts
                ]

    def matching(self, pattern: str, position: int, parts: tuple[str, ...]) -> qcore.Query:
        """Return what finds the terms of a wildcard."""
        terms, whole = self.lexicon.matching(pattern)
        chosen = terms[: MAX_TERMS // self.wildcards]
        if len(chosen) < len(terms) or not whole:
            self.problems.append(Problem(position, "too-many-terms", pattern))
        forms = [Form(part, term, 1.0) for term in chosen for part in parts]
        return wrappers.ConstantScoreQuery(Combined(forms), 1.0)

    def near(self, node: Fuzzy, parts: tuple[str, ...]) -> qcore.Query:
        """Return what finds the terms within some edits, each edit halving the weight."""
        terms = self.lexicon.near(fold(node.text), node.distance)
        chosen = terms[: MAX_NEAR_TERMS // self.fuzzies]
        if len(chosen) < len(terms):
            self.problems.append(Problem(node.position, "too-many-near-terms", node.text))
        weights = self.ranking.parts()
        forms = [
            Form(part, term, weights[part] * 0.5**edits, edits == 0)
            for term, edits in chosen
            for part in parts
        ]
        return Combined(forms)

    def fact(self, node: Named | OfKind | Referenced | Dated) -> qcore.Query:
        """Return what finds the releases of which a fact is true."""
        match node:
            case Named(kind=kind, name=name):
                slugs = self.lexicon.named(kind.value, name)
                return self.any_key(kind.value, slugs, node.position, "unknown-name", name)
            case OfKind(name=name):
                return self.any_key(KIND, kinds_called(name), node.position, "unknown-kind", name)
            case Referenced(words=words):
                return positional.Sequence([Term(REFERENCE, fold(word.text)) for word in words])
            case Dated(first=first, last=last):
                start = NO_DAY + 1 if first is None else day_number(first)
                return Between(DAY, start, None if last is None else day_number(last))
            case _:
                assert_never(node)

    def any_key(
        self, name: str, keys: frozenset[str], position: int, code: str, typed: str
    ) -> qcore.Query:
        if not keys:
            self.problems.append(Problem(position, code, typed))
            return qcore.NullQuery
        return compound.Or([Term(name, key) for key in sorted(keys)])
