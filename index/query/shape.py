"""The one shape that a tree has: flat, no node with a single child, no exclusion standing alone."""

from __future__ import annotations

from dataclasses import replace

from index.query.tree import (
    And,
    Everything,
    Filter,
    Node,
    Not,
    Or,
    Part,
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
    """Look for a node in one part; facts about a release are the same from everywhere."""
    if isinstance(node, (Filter, Everything)):
        return node
    return Within(part, node, position)


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
