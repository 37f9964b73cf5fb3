"""The query tree and what it means.

`Word` matches a release in which its folded term, or one of its stems, stands
(`index.french.query_terms`). `Phrase`, `Prefix` and `Wildcard` look at folded terms only, never
at stems. Every `position` is a code point offset into the query.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

OPERATORS = {"ET": "and", "AND": "and", "OU": "or", "OR": "or", "SAUF": "not", "NOT": "not"}


@dataclass(frozen=True, slots=True)
class Word:
    """One token as it was typed.

    `optional` marks a function word beside other words ("de", the "l" of "l'OTAN"): it need not
    match and weighs nothing.
    """

    text: str
    position: int = 0
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words in this order, with at most `slop` other words between any two neighbours.

    Every word counts, function words too. One word alone is that very form, unstemmed.
    """

    words: tuple[Word, ...]
    slop: int = 0
    position: int = 0


@dataclass(frozen=True, slots=True)
class Prefix:
    """Every folded term that begins with the fold of `text` (typed as `text*`)."""

    text: str
    position: int = 0


@dataclass(frozen=True, slots=True)
class Wildcard:
    """Every folded term that `pattern` matches whole; `*` is any letters or none, `?` is one.

    `pattern` is folded already but for these two signs.
    """

    pattern: str
    position: int = 0


@dataclass(frozen=True, slots=True)
class And:
    """All of the children, but for words that are `optional`."""

    children: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """At least one of the children."""

    children: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """No match of the child. Always a child of an `And` that has something positive beside it."""

    child: Node


@dataclass(frozen=True, slots=True)
class Everything:
    """Every release."""


Node = Word | Phrase | Prefix | Wildcard | And | Or | Not | Everything


def show(tree: Node | None) -> str:
    """Print a tree on one line, the same for every way of typing it; "" for None.

    >>> show(Or((Word("a"), And((Word("b"), Not(Phrase((Word("c"), Word("d")))))))))
    '(a OU (b ET SAUF "c d"))'
    """
    match tree:
        case None:
            return ""
        case Word(text=text):
            return text
        case Phrase(words=words, slop=slop):
            return '"' + " ".join(word.text for word in words) + '"' + (f"~{slop}" if slop else "")
        case Prefix(text=text):
            return text + "*"
        case Wildcard(pattern=pattern):
            return pattern
        case And(children=children):
            return "(" + " ET ".join(map(show, children)) + ")"
        case Or(children=children):
            return "(" + " OU ".join(map(show, children)) + ")"
        case Not(child=child):
            return "SAUF " + show(child)
        case Everything():
            return "*"


def required_words(tree: Node | None) -> tuple[Word, ...]:
    """Return the words that every match must hold, phrase words included, in typed order.

    >>> tree = And((Word("a"), Word("de", 2, optional=True), Or((Word("b"), Word("c")))))
    >>> [word.text for word in required_words(tree)]
    ['a']
    """
    match tree:
        case Word(optional=False):
            return (tree,)
        case Phrase(words=words):
            return words
        case And(children=children):
            return tuple(word for child in children for word in required_words(child))
        case _:
            return ()


def ordered_words(tree: Node | None) -> tuple[Word, ...]:
    """Return every word in typed order, function words included, but none that is excluded.

    >>> tree = And((Word("avions"), Word("de", 7, optional=True), Not(Word("x"))))
    >>> [word.text for word in ordered_words(tree)]
    ['avions', 'de']
    """
    return tuple(
        word
        for leaf in leaves(tree)
        for word in (leaf.words if isinstance(leaf, Phrase) else (leaf,))
        if isinstance(word, Word)
    )


def leaves(tree: Node | None) -> Iterator[Word | Phrase | Prefix | Wildcard]:
    """Yield the leaves that may match, in typed order; what is excluded is left out."""
    match tree:
        case Word() | Phrase() | Prefix() | Wildcard():
            yield tree
        case And(children=children) | Or(children=children):
            for child in children:
                yield from leaves(child)
        case _:
            return
