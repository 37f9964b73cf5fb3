"""Our query tree → OpenSearch's query language, in which nothing is left to analyse.

What it matches is what `index.query.tree` says of each node, and what the Whoosh engine finds; the
scores follow the same formulas (`index.answering.ranking`), with the lengths that Lucene keeps.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, assert_never

from index import deadline
from index.answering.lexicon import MAX_NEAR_TERMS, MAX_TERMS
from index.answering.ranking import DEFAULT, Ranking
from index.engine import Problem
from index.engines.opensearch import dsl
from index.engines.opensearch.documents import safe
from index.engines.opensearch.phrases import run
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

    from index.answering.holdings import Form
    from index.answering.lexicon import Lexicon
    from index.engines.opensearch.dsl import Clause
    from index.engines.opensearch.frequencies import Frequencies
    from index.query import Leaf

_WHERE: Final = {Part.TITLE: PARTS[:1], Part.TEXT: PARTS[1:]}


@dataclass(frozen=True, slots=True)
class Compiled:
    """A query and what there was to say on the way."""

    clause: Clause
    problems: tuple[Problem, ...] = ()


def compile_query(
    tree: Node, lexicon: Lexicon, frequencies: Frequencies, ranking: Ranking = DEFAULT
) -> Compiled:
    """Translate a tree."""
    found = [type(node) for node in nodes(tree)]
    shares = max(1, found.count(Wildcard)), max(1, found.count(Fuzzy))
    compiler = _Compiler(lexicon, frequencies, ranking, [], *shares)
    return Compiled(compiler.node(tree, PARTS), tuple(compiler.problems))


@dataclass(slots=True)
class _Weighed:
    """A term, or terms side by side, that count as a word; see whoosh.arrays.combined.Form."""

    field: str
    terms: tuple[str, ...]
    weight: float
    defines: bool = True


@dataclass(slots=True)
class _Compiler:
    lexicon: Lexicon
    frequencies: Frequencies
    ranking: Ranking
    problems: list[Problem] = field(default_factory=list)
    wildcards: int = 1
    fuzzies: int = 1

    def node(self, node: Node, parts: tuple[str, ...]) -> Clause:
        match node:
            case And(children=children):
                return self.conjunction(children, parts)
            case Or(children=children):
                return self.choice(children, parts)
            case Not(child=child):
                return dsl.filtered(dsl.EVERYTHING, (), [self.node(child, parts)])
            case Within(part=part, child=child):
                return self.node(child, _WHERE[part])
            case Expanded():
                return self.expanded(node, parts)
            case Named() | OfKind() | Referenced() | Dated():
                return dsl.constant(self.fact(node), 0.0)
            case Everything():
                return dsl.EVERYTHING
            case _:
                return self.leaf(node, parts)

    def leaf(self, node: Leaf, parts: tuple[str, ...]) -> Clause:
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
                begun = [{"prefix": {part: {"value": safe(fold(text))}}} for part in parts]
                return dsl.constant(dsl.any_of(begun), 1.0)
            case Wildcard(pattern=pattern, position=position):
                return self.matching(pattern, position, parts)
            case Fuzzy():
                return self.near(node, parts)
            case _:
                assert_never(node)

    def choice(self, children: Iterable[Node], parts: tuple[str, ...]) -> Clause:
        """Return what finds any of the children; function words find, and weigh nothing."""
        found: list[Clause] = []
        for child in children:
            clause = self.node(child, parts)
            if isinstance(child, Word) and all(t.function_word for t in tokens(child.text)):
                clause = dsl.constant(clause, 0.0)
            found.append(clause)
        return dsl.any_of(found)

    def conjunction(self, children: Iterable[Node], parts: tuple[str, ...]) -> Clause:
        required: list[Clause] = []
        excluded: list[Clause] = []
        for child in children:
            match child:
                case Word(optional=True):
                    pass
                case Not(child=unwanted):
                    excluded.append(self.node(unwanted, parts))
                case _:
                    required.append(self.node(child, parts))
        query = dsl.every(required)
        return dsl.filtered(query, (), excluded) if excluded else query

    def word(self, forms: list[_Weighed]) -> Clause:
        """Return what finds a word in any of its forms, scored as one term by BM25F."""
        defining = [self.as_term(form) for form in forms if form.defines]
        others = [self.as_term(form) for form in forms if not form.defines]
        known = [form for form in defining if self.frequencies[form]]
        rarity = self.frequencies.rarity(known or [f for f in others if self.frequencies[f]])
        found = dsl.any_of(dsl.phrase(one.field, one.terms, one.weight) for one in forms)
        if found is dsl.NOTHING:
            return found
        return dsl.saturated(found, rarity, self.ranking.k1, self.ranking.present)

    def as_term(self, form: _Weighed) -> Form:
        """Return the rarest term of a form."""
        return min(((form.field, term) for term in form.terms), key=self.frequencies.__getitem__)

    def forms(
        self, word: Word, parts: tuple[str, ...], weight: float = 1.0, *, defines: bool = True
    ) -> list[_Weighed]:
        """Return the terms that count as a word."""
        typed = query_terms(word.text)
        weights, ranking = self.ranking.parts(), self.ranking
        forms: list[_Weighed] = []
        for part in parts:
            here = weights[part] * weight
            forms += [
                _Weighed(stem_field(part), (one,), here * ranking.stem, defines)
                for one in sorted(typed.stemmed)
            ]
            forms.append(_Weighed(part, (typed.folded,), here * ranking.folded, defines))
            forms.append(_Weighed(exact_field(part), (typed.exact,), here * ranking.exact, defines))
        return forms

    def phrase(
        self, words: tuple[Word, ...], slop: int, parts: tuple[str, ...], *, stems: bool
    ) -> Clause:
        """Return what finds words side by side; with `stems` inflected too (sous-marins)."""
        found = self.sequence([fold(word.text) for word in words], slop, {p: p for p in parts})
        if not stems:
            return found
        fields = {stem_field(part): part for part in parts}
        return dsl.any_of([found, self.sequence([stem(w.text) for w in words], slop, fields)])

    def sequence(self, terms: list[str], slop: int, fields: dict[str, str]) -> Clause:
        """Return what finds terms side by side; `fields` has the part that each field is of.

        It scores each of its terms, as the Whoosh engine does.
        """
        boosts, k1 = self.ranking.parts(), self.ranking.k1
        found: list[Clause] = []
        for name, part in fields.items():
            share = boosts[part] * self.ranking.phrase
            scored = [
                dsl.saturated(
                    dsl.term(name, one), share * self.frequencies.rarity([(name, one)]), k1
                )
                for one in dict.fromkeys(terms)
            ]
            found.append(dsl.filtered(dsl.every(scored), [run(name, terms, slop)]))
        return dsl.any_of(found)

    def expanded(self, node: Expanded, parts: tuple[str, ...]) -> Clause:
        """Return what finds a node or its other names; with a word, these are forms of it."""
        forms = [form for other in node.others for form in self.named(other, parts)]
        if isinstance(node.child, Word):
            return self.word(self.forms(node.child, parts) + forms)
        return dsl.any_of([self.node(node.child, parts), self.word(forms)])

    def named(self, other: Word | Phrase | Exact, parts: tuple[str, ...]) -> list[_Weighed]:
        """Return the terms or runs of terms that are another name of what was typed."""
        weights, share = self.ranking.parts(), self.ranking.other
        match other:
            case Word():
                return self.forms(other, parts, share, defines=False)
            case Phrase(words=words):
                names = {part: part for part in parts}
                terms = tuple(fold(word.text) for word in words)
            case Exact(words=words):
                names = {exact_field(part): part for part in parts}
                terms = tuple(exact_term(word.text) for word in words)
        return [
            _Weighed(name, terms, weights[part] * share, defines=False)
            for name, part in names.items()
        ]

    def matching(self, pattern: str, position: int, parts: tuple[str, ...]) -> Clause:
        """Return what finds the terms of a wildcard."""
        terms, whole = self.lexicon.matching(pattern)
        chosen = terms[: MAX_TERMS // self.wildcards]
        if len(chosen) < len(terms) or not whole:
            self.problems.append(Problem(position, "too-many-terms", pattern))
        return dsl.constant(dsl.any_of(dsl.terms(part, chosen) for part in parts), 1.0)

    def near(self, node: Fuzzy, parts: tuple[str, ...]) -> Clause:
        """Return what finds the terms within some edits, each edit halving the weight."""
        terms = self.lexicon.near(fold(node.text), node.distance)
        chosen = terms[: MAX_NEAR_TERMS // self.fuzzies]
        if len(chosen) < len(terms):
            self.problems.append(Problem(node.position, "too-many-near-terms", node.text))
        weights = self.ranking.parts()
        return self.word(
            [
                _Weighed(part, (one,), weights[part] * 0.5**edits, edits == 0)
                for one, edits in chosen
                for part in parts
            ]
        )

    def fact(self, node: Named | OfKind | Referenced | Dated) -> Clause:
        """Return what finds the releases of which a fact is true."""
        match node:
            case Named(kind=kind, name=name):
                slugs = self.lexicon.named(kind.value, name)
                return self.any_key(kind.value, slugs, node.position, "unknown-name", name)
            case OfKind(name=name):
                return self.any_key(KIND, kinds_called(name), node.position, "unknown-kind", name)
            case Referenced(words=words):
                return dsl.phrase(REFERENCE, [fold(word.text) for word in words])
            case Dated(first=first, last=last):
                start = NO_DAY + 1 if first is None else day_number(first)
                end = {} if last is None else {"lte": day_number(last)}
                return {"range": {DAY: {"gte": start} | end}}
            case _:
                assert_never(node)

    def any_key(
        self, name: str, keys: Iterable[str], position: int, code: str, typed: str
    ) -> Clause:
        found = frozenset(keys)
        if not found:
            self.problems.append(Problem(position, code, typed))
        return dsl.terms(name, found)
