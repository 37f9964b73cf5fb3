"""The tree in which one of the words is enough, for questions and for what finds nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.query.question import asked_for
from index.query.shape import all_of, any_of, once
from index.query.tree import And, Expanded, Fuzzy, Node, Or, Phrase, Prefix, Wildcard, Word

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


def relaxed(tree: Node) -> Node | None:
    """Return the tree in which any one of the words matches; None where that changes nothing.

    Words and names that signs hold together become alternatives. Function words, and words that
    only ask (qui, est-ce), drop out unless nothing else is left. What stands in quotes, after
    "=" or after a field stays as it is, and so does what is excluded. Whatever matches a tree
    matches its relaxed tree.

    >>> from index.query.parser import parse
    >>> from index.query.show import show
    >>> show(relaxed(parse('quand l’OTAN à "Mons" Al-Anbar -Kosovo').tree))
    '((OTAN OU Al-Anbar) ET "Mons" ET SAUF Kosovo)'
    """
    wider = once(_relaxed(tree))
    return None if wider == tree else wider


def _relaxed(tree: Node) -> Node:
    match tree:
        case And(children=children):
            return _any_of_all(children)
        case Expanded(child=And()):
            return _any_of_all([tree])
        case Or(children=children):
            return any_of([_relaxed(child) for child in children])
        case _:
            return tree


def _any_of_all(children: Sequence[Node]) -> Node:
    """Relax the children of an And."""
    loose = [child for child in children if _is_loose(child) and not _is_optional(child)]
    words = [word for child in loose for word in _words(child)]
    if len(words) <= 1:
        return all_of([child if _is_loose(child) else _relaxed(child) for child in children])
    required = [_relaxed(child) for child in children if not _is_loose(child)]
    return all_of([any_of(_subjects(loose) or words), *required])


def _is_optional(node: Node) -> bool:
    return isinstance(node, Word) and node.optional


def _is_loose(node: Node) -> bool:
    """Tell whether a node is made of words that may be taken one by one."""
    match node:
        case Word() | Phrase(quoted=False) | Prefix() | Wildcard() | Fuzzy() | Expanded():
            return True
        case And(children=children) | Or(children=children):
            return all(map(_is_loose, children))
        case _:
            return False


def _words(node: Node) -> Iterator[Node]:
    """Yield what a loose node is made of, function words beside others left out."""
    match node:
        case And(children=children) | Or(children=children):
            for child in children:
                if not _is_optional(child):
                    yield from _words(child)
        case Expanded(child=And(children=children)):
            # the name under its other names too, and each of its words
            yield node
            for child in children:
                if not _is_optional(child):
                    yield from _words(child)
        case _:
            yield node


def _subjects(loose: Sequence[Node]) -> list[Node]:
    """Return the words of what carries a subject.

    What a reader has given the choice of is not looked into: it may be all that a release has.
    """
    found: list[Node] = []
    for node in loose:
        if isinstance(node, (Word, Phrase)):
            subject = asked_for(node)
            found += [subject] if subject else []
        else:
            found += _words(node)
    return found
