"""One mark in a text, and marks as spans."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

Span = tuple[int, int]
"""(start, end) in code points of a text."""


class Form(IntEnum):
    """How near what stands in the text is to what was typed; the greater the nearer."""

    OTHER = 0
    """Another name of the same thing, from the thesaurus."""
    STEMMED = 1
    """Another form of the word, or another spelling within some edits."""
    FOLDED = 2
    """The same but for accents and case."""
    EXACT = 3
    """The same letter by letter."""


class Mark(NamedTuple):
    """One place that matches: `start` and `end` are code point offsets into the text.

    `word` numbers the words of the query: all forms of one word have one number, a phrase has one
    as a whole. Where a place matches several words it has a mark for each.
    """

    start: int
    end: int
    word: int = 0
    form: Form = Form.FOLDED


def merged(marks: Iterable[Mark | Span]) -> list[Span]:
    """Return where marks stand, in order, those that overlap as one.

    >>> merged([Mark(5, 9), Mark(0, 3), Mark(2, 5)])
    [(0, 5), (5, 9)]
    """
    spans: list[Span] = []
    last = 0
    for mark in sorted(marks):
        start, end = mark[:2]
        if start < last:
            last = max(last, end)
            spans[-1] = spans[-1][0], last
        else:
            last = end
            spans.append((start, end))
    return spans
