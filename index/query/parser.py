"""Query text → tree and problems; lenient, so that a search box never fails.

or    = and { OU and }
and   = unary { [ET] unary }
unary = { SAUF | - | field: } ( "(" or ")" | phrase | chunk )
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from index.engine import Problem
from index.query import terms
from index.query.fields import PARTS
from index.query.lexer import Lexeme, LexemeKind, lex
from index.query.question import is_question
from index.query.shape import all_of, any_of, is_function_words_only, once, settle, within
from index.query.tree import Everything, Node, Not, Part
from index.query.values import value

MAX_LENGTH: Final = 2_000
MAX_DEPTH: Final = 20
MAX_WORDS: Final = 64

_OPERATORS: Final = frozenset({LexemeKind.AND, LexemeKind.OR, LexemeKind.NOT})


@dataclass(frozen=True, slots=True)
class Parsed:
    """What was understood, and what was odd, in order of position.

    `tree` is `Everything` for a blank query, and None where the query holds nothing that could be
    looked up (only signs or emoji): then no release matches, and a problem says so. `typed` is the
    same tree before `once`, for what needs the words that were typed side by side. `question` tells
    that the query reads as a question in words, without any sign of this language.
    """

    tree: Node | None
    problems: tuple[Problem, ...] = ()
    typed: Node | None = None
    question: bool = False


def parse(text: str) -> Parsed:
    """Parse what a reader typed; never raises, takes linear time.

    >>> from index.query.show import show
    >>> show(parse("a OU b ET c").tree), show(parse("Al-Jaafari -opérat*").tree)
    ('(a OU (b ET c))', '(Al-Jaafari ET SAUF opérat*)')
    >>> parse('"Mossoul').problems
    (Problem(position=0, code='unbalanced-quote', detail='"'),)
    """
    if not text.strip("\x00 \t\r\n"):
        return Parsed(Everything(), typed=Everything())
    problems: list[Problem] = []
    if len(text) > MAX_LENGTH:
        problems.append(Problem(MAX_LENGTH, "too-long", str(MAX_LENGTH)))
    lexemes, odd = lex(text[:MAX_LENGTH])
    problems += odd
    tree = _Parser(lexemes, problems).parse()
    if tree is None and (quoted := _operators_as_words(lexemes)):
        # "OR" alone is the metal, not an operator.
        tree = _Parser(quoted, problems).parse()
    if tree is None:
        problems.append(Problem(0, "no-words"))
    elif is_function_words_only(tree):
        problems.append(Problem(0, "only-function-words"))
    in_order = sorted(dict.fromkeys(problems), key=lambda problem: problem.position)
    if tree is None:
        return Parsed(None, tuple(in_order))
    typed = settle(tree)
    question = is_question(text[:MAX_LENGTH], lexemes, typed)
    return Parsed(once(typed), tuple(in_order), typed, question)


def _operators_as_words(lexemes: list[Lexeme]) -> list[Lexeme]:
    if any(lexeme.kind is LexemeKind.FIELD for lexeme in lexemes):
        return []
    return [
        replace(lexeme, kind=LexemeKind.PHRASE)
        for lexeme in lexemes
        if lexeme.kind in _OPERATORS and lexeme.text.isalpha()
    ]


class _Parser:
    """Recursive descent over lexemes, as deep as MAX_DEPTH; deeper parentheses are read over."""

    def __init__(self, lexemes: list[Lexeme], problems: list[Problem]) -> None:
        self._lexemes = lexemes
        self._problems = problems
        self._at = 0
        self._skipped = 0
        self._terms = 0
        # The part of the release that is looked at where the parser stands.
        self._part: Part | None = None

    def parse(self) -> Node | None:
        """Return the tree of the whole query, None where it has no operand."""
        found: list[Node] = []
        while self._at < len(self._lexemes):
            if (node := self._or(0)) is not None:
                found.append(node)
            if lexeme := self._take(LexemeKind.CLOSE):
                self._report(lexeme, "unbalanced-parenthesis")
        return all_of(found) if found else None

    def _or(self, depth: int) -> Node | None:
        found: list[Node] = []
        operator: Lexeme | None = None
        while True:
            node = self._and(depth)
            if node is not None:
                found.append(node)
            elif operator:
                self._report(operator, "missing-operand")
            before = operator
            operator = self._take(LexemeKind.OR)
            if operator is None:
                break
            if node is None and before is None:
                self._report(operator, "missing-operand")
        return any_of(found) if found else None

    def _and(self, depth: int) -> Node | None:
        found: list[Node] = []
        # None where the last thing read was an operand or nothing at all.
        operator: Lexeme | None = None
        while (lexeme := self._peek()) is not None and lexeme.kind not in {
            LexemeKind.OR,
            LexemeKind.CLOSE,
        }:
            if lexeme.kind is LexemeKind.AND:
                self._at += 1
                if operator or not found:
                    self._report(lexeme, "missing-operand")
                operator = lexeme
                continue
            nodes = self._unary(depth)
            found += nodes
            if nodes:
                operator = None
        if operator and found:
            self._report(operator, "missing-operand")
        return all_of(found) if found else None

    def _unary(self, depth: int) -> list[Node]:
        negative, sign = False, None
        named: Lexeme | None = None
        outer = self._part
        around: Lexeme | None = None
        while lexeme := self._take(LexemeKind.NOT, LexemeKind.FIELD):
            if lexeme.kind is LexemeKind.NOT:
                negative, sign = not negative, lexeme
                continue
            if named and named.field not in PARTS and lexeme.field is not named.field:
                self._report(named, "empty-field")
            named = lexeme
            if lexeme.field in PARTS:
                around = self._enter(lexeme) or around
        told = len(self._problems)
        nodes = self._primary(depth)
        part, self._part = self._part, outer
        if not nodes:
            # A value that is none has been told already.
            if (missing := named or sign) and len(self._problems) == told:
                self._report(missing, "empty-field" if named else "missing-operand")
            return []
        if part and around:
            nodes = [self._within(part, all_of(nodes), around)]
        return [Not(all_of(nodes))] if negative else nodes

    def _enter(self, lexeme: Lexeme) -> Lexeme | None:
        """Look at one part only from here on, but not at a part of a part; return what names it."""
        part = Part(str(lexeme.field))
        if self._part is None:
            self._part = part
            return lexeme
        if self._part is not part:
            self._report(lexeme, "nested-field")
        return None

    def _within(self, part: Part, node: Node, named: Lexeme) -> Node:
        found = within(part, node, named.position)
        if found is node and node != Everything():
            self._report(named, "nested-field")
        return found

    def _primary(self, depth: int) -> list[Node]:
        lexeme = self._peek()
        if lexeme is None or lexeme.kind in {LexemeKind.AND, LexemeKind.OR, LexemeKind.CLOSE}:
            return []
        self._at += 1
        if lexeme.kind is LexemeKind.OPEN:
            return self._parenthesis(lexeme, depth)
        if self._terms > MAX_WORDS:
            return []
        if lexeme.field:
            return self._limited(value(lexeme, self._problems), lexeme)
        if lexeme.kind is LexemeKind.PHRASE:
            return self._limited(terms.phrase(lexeme), lexeme)
        return self._limited(terms.chunk(lexeme, self._problems), lexeme)

    def _parenthesis(self, opening: Lexeme, depth: int) -> list[Node]:
        if depth >= MAX_DEPTH:
            if not self._skipped:
                self._report(opening, "too-deep", str(MAX_DEPTH))
            self._skipped += 1
            return []
        node = self._or(depth + 1)
        if not self._take(LexemeKind.CLOSE):
            self._report(opening, "unbalanced-parenthesis")
        elif node is None:
            self._report(opening, "missing-operand")
        return [] if node is None else [node]

    def _limited(self, nodes: list[Node], lexeme: Lexeme) -> list[Node]:
        """Return the nodes that MAX_WORDS leaves room for, a phrase cut where it must be."""
        kept: list[Node] = []
        for node in nodes:
            room = MAX_WORDS - self._terms
            if terms.size(node) > room:
                if self._terms <= MAX_WORDS:
                    self._report(lexeme, "too-many-words", str(MAX_WORDS))
                self._terms = MAX_WORDS + 1
                if room > 0:
                    kept.append(terms.cut(node, room))
                break
            self._terms += terms.size(node)
            kept.append(node)
        return kept

    def _peek(self) -> Lexeme | None:
        # What closes a parenthesis that was read over is read over too.
        while self._at < len(self._lexemes):
            lexeme = self._lexemes[self._at]
            if lexeme.kind is not LexemeKind.CLOSE or not self._skipped:
                return lexeme
            self._skipped -= 1
            self._at += 1
        return None

    def _take(self, *kinds: LexemeKind) -> Lexeme | None:
        lexeme = self._peek()
        if lexeme is None or lexeme.kind not in kinds:
            return None
        self._at += 1
        return lexeme

    def _report(self, lexeme: Lexeme, code: str, detail: str = "") -> None:
        # Past MAX_WORDS it is the reader's words that were left out, not missing.
        if self._terms > MAX_WORDS and code in {"missing-operand", "empty-field"}:
            return
        text = lexeme.text + (":" if lexeme.kind is LexemeKind.FIELD else "")
        self._problems.append(Problem(lexeme.position, code, detail or text))
