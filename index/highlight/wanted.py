"""A query tree → what of it may be marked."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING

from index.query import (
    And,
    Dated,
    Everything,
    Expanded,
    Not,
    OfKind,
    Or,
    Referenced,
    Within,
    Word,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from index.query import Leaf, Named, Node, Part


@dataclass(frozen=True, slots=True)
class Wanted:
    """One leaf of a query that may be marked.

    `words` are the numbers of the query's words that it stands for: its own, or where it is
    another name for words that were typed (`other`), theirs. `part` is the only part of a release
    that it is looked for in, None for all.
    """

    leaf: Leaf | Named
    words: tuple[int, ...]
    part: Part | None = None
    other: bool = False


def wanted(tree: Node | None) -> Iterator[Wanted]:
    """Yield what may be marked, in typed order.

    >>> from index.query import Part
    >>> tree = And((Word("a"), Not(Word("b")), Within(Part.TITLE, Word("c"))))
    >>> [(one.leaf.text, one.words, one.part and one.part.value) for one in wanted(tree)]
    [('a', (0,), None), ('c', (1,), 'title')]
    """
    return _below(tree, None, count())


def _below(node: Node | None, part: Part | None, numbers: Iterator[int]) -> Iterator[Wanted]:
    match node:
        case And(children=children) | Or(children=children):
            for child in children:
                yield from _below(child, part, numbers)
        case Within(part=inner, child=child):
            yield from _below(child, inner, numbers)
        case Expanded(child=child, others=others):
            typed = list(_below(child, part, numbers))
            yield from typed
            words = tuple(number for one in typed for number in one.words) or (next(numbers),)
            for other in others:
                yield Wanted(other, words, part, other=True)
        case None | Word(optional=True) | Not() | Everything() | OfKind() | Referenced() | Dated():
            return
        case _:
            yield Wanted(node, (next(numbers),), part)
