"""Walks over a query tree: what may match, what must, and what was typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.query.tree import (
    And,
    Exact,
    Expanded,
    Fuzzy,
    Leaf,
    Node,
    Not,
    Or,
    Phrase,
    Prefix,
    Wildcard,
    Within,
    Word,
)

if TYPE_CHECKING:
    from collections.abc import Iterator


def nodes(tree: Node) -> Iterator[Node]:
    """Yield a tree and all that stands below it, excluded or not.

    >>> [type(node).__name__ for node in nodes(And((Word("a"), Not(Word("b")))))]
    ['And', 'Word', 'Not', 'Word']
    """
    yield tree
    match tree:
        case And(children=children) | Or(children=children):
            for child in children:
                yield from nodes(child)
        case Not(child=child) | Within(child=child) | Expanded(child=child):
            yield from nodes(child)
        case _:
            return


def leaves(tree: Node | None) -> Iterator[Leaf]:
    """Yield the leaves that may match, and what an `Expanded` adds; nothing that is excluded.

    >>> [leaf.text for leaf in leaves(And((Word("a"), Or((Word("b"), Prefix("c"))))))]
    ['a', 'b', 'c']
    """
    match tree:
        case Word() | Phrase() | Exact() | Prefix() | Wildcard() | Fuzzy():
            yield tree
        case And(children=children) | Or(children=children):
            for child in children:
                yield from leaves(child)
        case Within(child=child):
            yield from leaves(child)
        case Expanded(child=child, others=others):
            yield from leaves(child)
            yield from others
        case _:
            return


def required_words(tree: Node | None) -> tuple[Word, ...]:
    """Return the words that every match must hold, phrase words included, in the tree's order.

    >>> tree = And((Word("a"), Word("de", 2, optional=True), Or((Word("b"), Word("c")))))
    >>> [word.text for word in required_words(tree)]
    ['a']
    """
    match tree:
        case Word(optional=False):
            return (tree,)
        case Phrase(words=words) | Exact(words=words):
            return words
        case And(children=children):
            return tuple(word for child in children for word in required_words(child))
        case Within(child=child):
            return required_words(child)
        case _:
            return ()


def ordered_words(tree: Node | None) -> tuple[Word, ...]:
    """Return every word in typed order, function words included, but none that is excluded.

    >>> tree = And((Word("avions"), Word("de", 7, optional=True), Not(Word("x"))))
    >>> [word.text for word in ordered_words(tree)]
    ['avions', 'de']
    """
    return tuple(sorted(_typed_words(tree), key=lambda word: word.position))


def _typed_words(tree: Node | None) -> Iterator[Word]:
    match tree:
        case Word():
            yield tree
        case Phrase(words=words) | Exact(words=words):
            yield from words
        case And(children=children) | Or(children=children):
            for child in children:
                yield from _typed_words(child)
        case Within(child=child) | Expanded(child=child):
            yield from _typed_words(child)
        case _:
            return
