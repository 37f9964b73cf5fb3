"""A query tree → the words that were typed one after the other, whose nearness counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.query import And, Exact, Expanded, Or, Phrase, Within, Word

if TYPE_CHECKING:
    from index.query import Node


def typed_run(tree: Node) -> tuple[Word, ...]:
    """Return the words typed one after the other, phrase words included; a choice is left out.

    A choice of words alone may as well be a list of them: those that a hit has near each other
    count.

    >>> [word.text for word in typed_run(And((Word("AWACS"), Phrase((Word("de"), Word("OTAN"))))))]
    ['AWACS', 'de', 'OTAN']
    """
    return _run(And(tree.children) if isinstance(tree, Or) else tree)


def _run(tree: Node) -> tuple[Word, ...]:
    match tree:
        case And(children=children):
            return tuple(word for child in children for word in _run(child))
        case Word():
            return (tree,)
        case Phrase(words=words, slop=0) | Exact(words=words, slop=0):
            return words
        case Expanded(child=child) | Within(child=child):
            return _run(child)
        case _:
            return ()
