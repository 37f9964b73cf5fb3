"""The one shape that a tree has: flat, no node with a single child, no exclusion standing alone.

`once` gives it its last form, in which nothing is said twice.
"""

from __future__ import annotations

from dataclasses import replace

from index.query.tree import (
    And,
    Everything,
    Exact,
    Expanded,
    Filter,
    Node,
    Not,
    Or,
    Part,
    Phrase,
    Referenced,
    Within,
    Word,
)


def all_of(nodes: list[Node]) -> Node:
    """Join nodes that must all match; exclusions alone are taken from everything.

    >>> all_of([Not(Word("x"))])
    And(children=(Everything(), Not(child=Word(text='x', position=0, optional=False))))
    """
    flat: list[Node] = []
    for node in nodes:
        flat.extend(node.children if isinstance(node, And) else (node,))
    positive = [node for node in flat if not isinstance(node, (Not, Everything))]
    if positive:
        flat = [node for node in flat if not isinstance(node, Everything)]
    else:
        flat = [Everything(), *(node for node in flat if isinstance(node, Not))]
    return flat[0] if len(flat) == 1 else And(tuple(flat))


def any_of(nodes: list[Node]) -> Node:
    """Join nodes of which one must match."""
    flat: list[Node] = []
    for node in nodes:
        flat.extend(node.children if isinstance(node, Or) else (node,))
    return flat[0] if len(flat) == 1 else Or(tuple(flat))


def within(part: Part, node: Node, position: int) -> Node:
    """Look for a node in one part; what holds no text is the same from everywhere.

    >>> within(Part.TITLE, Everything(), 0)
    Everything()
    """
    return Within(part, node, position) if _looks_into_text(node) else node


def _looks_into_text(node: Node) -> bool:
    match node:
        case And(children=children) | Or(children=children):
            return any(map(_looks_into_text, children))
        case Not(child=child):
            return _looks_into_text(child)
        case _:
            return not isinstance(node, (Filter, Everything))


def once(tree: Node) -> Node:
    """Return the tree in which equal children of an And or Or are one, the first of them.

    Phrases and the names of an `Expanded` keep their words: "Bora Bora". So does a word that is
    optional beside the same word that is not. What a tree matches stays the same.

    >>> once(And((Word("x", 0), Word("y", 2), Word("x", 4))))
    And(children=(Word(text='x', position=0, optional=False), Word(text='y', position=2, \
optional=False)))
    """
    match tree:
        case And(children=children):
            joined = all_of([once(child) for child in children])
            return all_of(_distinct(joined.children)) if isinstance(joined, And) else joined
        case Or(children=children):
            joined = any_of([once(child) for child in children])
            return any_of(_distinct(joined.children)) if isinstance(joined, Or) else joined
        case Not(child=child):
            return Not(once(child))
        case Within(child=child):
            return replace(tree, child=once(child))
        case _:
            return tree


def _distinct(nodes: tuple[Node, ...]) -> list[Node]:
    first: dict[Node, Node] = {}
    for node in nodes:
        first.setdefault(_anywhere(node), node)
    return list(first.values())


def _anywhere(node: Node) -> Node:
    """Return a node as it would be at position 0, to tell whether two say the same."""
    match node:
        case And(children=children) | Or(children=children):
            return replace(node, children=tuple(map(_anywhere, children)))
        case Not(child=child):
            return Not(_anywhere(child))
        case Within(child=child):
            return replace(node, child=_anywhere(child), position=0)
        case Expanded(child=child):
            # The same words have the same other names.
            return replace(node, child=_anywhere(child), others=())
        case Phrase(words=words) | Exact(words=words) | Referenced(words=words):
            bare = tuple(replace(word, position=0) for word in words)
            return replace(node, words=bare, position=0)
        case Everything():
            return node
        case _:
            return replace(node, position=0)


def settle(tree: Node) -> Node:
    """Leave a word optional only in an `And` that has something else to look for."""
    match tree:
        case Word():
            return replace(tree, optional=False)
        case And(children=children):
            # A word settles to itself here where something beside it carries the subject.
            if any(_carries(child) for child in children):
                return And(tuple(c if isinstance(c, Word) else settle(c) for c in children))
            return And(tuple(settle(child) for child in children))
        case Or(children=children):
            return Or(tuple(settle(child) for child in children))
        case Not(child=child):
            return Not(settle(child))
        case Within(child=child):
            return replace(tree, child=settle(child))
        case _:
            return tree


def is_function_words_only(tree: Node) -> bool:
    """Tell whether an unsettled tree looks for nothing but function words."""
    match tree:
        case Word(optional=optional):
            return optional
        case And(children=children) | Or(children=children):
            positive = [child for child in children if not isinstance(child, Not)]
            return all(map(is_function_words_only, positive))
        case Within(child=child):
            return is_function_words_only(child)
        case _:
            return False


def _carries(node: Node) -> bool:
    if isinstance(node, Word):
        return not node.optional
    return not isinstance(node, (Not, Everything))
