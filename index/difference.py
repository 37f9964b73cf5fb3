"""What has changed between two texts, word by word.

Paragraphs that both texts have are aligned first, then the words between them: in ranges of up to
CELLS pairs by their longest common subsequence (rapidfuzz), in larger ones around the words that
stand once in either text (patience). So the time grows with the length, whatever the texts hold.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from rapidfuzz.distance import LCSseq

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator, Sequence

CELLS = 25_000_000
"""Pairs of words up to which a range is compared in full: 5,000 words with 5,000, some 20 ms."""

# What splits off less than it leaves, again and again, is given up: shown as replaced.
_DEPTH = 12
# A word or two that stand between two changes by chance make both harder to read.
_FEW_WORDS = 2

_TOKEN = re.compile(r"(\w+|[^\w\s])(\s*)")


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text that both have ("same"), only the old one or only the new one.

    Same and removed pieces joined are the old text, same and added ones the new.
    """

    kind: Literal["same", "removed", "added"]
    text: str


@dataclass(frozen=True, slots=True)
class _Block:
    """`size` elements of the old sequence from `old` on that are those of the new from `new` on."""

    old: int
    new: int
    size: int


def word_differences(old: str, new: str) -> tuple[Piece, ...]:
    """Return the pieces of both texts in order; a change has what it removes before what it adds.

    >>> for piece in word_differences("Le 3 mai, à Rome.", "Le 4 mai, à Rome."):
    ...     print(piece.kind, repr(piece.text))
    same 'Le '
    removed '3 '
    added '4 '
    same 'mai, à Rome.'
    """
    if old == new:
        return (Piece("same", old),) if old else ()
    before, after = _Tokens(old), _Tokens(new)
    changes: list[tuple[str, str, str]] = []
    old_at, new_at = 0, 0
    for block in _aligned(before, after):
        changes.append((before.text(old_at, block.old), after.text(new_at, block.new), ""))
        changes += _same(before, after, block)
        old_at, new_at = block.old + block.size, block.new + block.size
    changes.append((before.text(old_at), after.text(new_at), ""))
    return tuple(_pieces(_folded(_joined(changes))))


class _Tokens:
    """A text as words and marks, each with the space after it; an empty one leads where needed."""

    def __init__(self, text: str) -> None:
        lead = text[: len(text) - len(text.lstrip())]
        found: list[tuple[str, str]] = [("", lead)] if lead else []
        found += _TOKEN.findall(text)
        self.words = [word for word, _ in found]
        self.spaces = [space for _, space in found]

    def text(self, start: int, end: int | None = None) -> str:
        pairs = zip(self.words[start:end], self.spaces[start:end], strict=True)
        return "".join(word + space for word, space in pairs)

    def paragraphs(self) -> list[tuple[int, int]]:
        """Return (start, end) of each run of words that ends with a line."""
        ends = [place + 1 for place, space in enumerate(self.spaces) if "\n" in space]
        if not ends or ends[-1] < len(self.words):
            ends.append(len(self.words))
        return list(zip([0, *ends], ends, strict=False))


def _aligned(before: _Tokens, after: _Tokens) -> Iterator[_Block]:
    """Yield the runs of words that both have, in order: whole paragraphs, then between them."""
    old_parts, new_parts = before.paragraphs(), after.paragraphs()
    old_at, new_at = 0, 0
    for match in _matches(
        [tuple(before.words[start:end]) for start, end in old_parts],
        [tuple(after.words[start:end]) for start, end in new_parts],
    ):
        for step in range(match.size):
            (old_start, old_end) = old_parts[match.old + step]
            new_start, new_end = new_parts[match.new + step]
            yield from _between(before, after, (old_at, old_start), (new_at, new_start))
            yield _Block(old_start, new_start, old_end - old_start)
            old_at, new_at = old_end, new_end
    ends = len(before.words), len(after.words)
    yield from _between(before, after, (old_at, ends[0]), (new_at, ends[1]))


def _between(
    before: _Tokens, after: _Tokens, old: tuple[int, int], new: tuple[int, int]
) -> Iterator[_Block]:
    for block in _matches(before.words[slice(*old)], after.words[slice(*new)]):
        yield _Block(old[0] + block.old, new[0] + block.new, block.size)


def _matches(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[_Block]:
    """Return runs of elements that both sequences have in this order."""
    # rapidfuzz compares hashes: numbers of our own leave no two elements with the same one
    numbers: dict[Hashable, int] = {}
    a = [numbers.setdefault(element, len(numbers)) for element in old]
    b = [numbers.setdefault(element, len(numbers)) for element in new]
    found: list[_Block] = []
    ranges = [(0, len(a), 0, len(b), 0)]
    while ranges:
        start, end, first, last, depth = ranges.pop()
        while start < end and first < last and a[start] == b[first]:
            found.append(_Block(start, first, 1))
            start, first = start + 1, first + 1
        while start < end and first < last and a[end - 1] == b[last - 1]:
            end, last = end - 1, last - 1
            found.append(_Block(end, last, 1))
        if start == end or first == last:
            continue
        part, other = a[start:end], b[first:last]
        if len(part) * len(other) <= CELLS:
            found += (
                _Block(
                    start + step.src_start, first + step.dest_start, step.src_end - step.src_start
                )
                for step in LCSseq.opcodes(part, other)
                if step.tag == "equal"
            )
        elif depth < _DEPTH:
            old_at, new_at = start, first
            for place, twin in (*_anchors(part, other), (len(part), len(other))):
                ranges.append((old_at, start + place, new_at, first + twin, depth + 1))
                old_at, new_at = start + place, first + twin
    return sorted(found, key=lambda block: block.old)


def _anchors(old: list[int], new: list[int]) -> list[tuple[int, int]]:
    """Return the places of elements that stand once in either: the longest run in equal order.

    >>> _anchors([1, 2, 3, 4], [9, 1, 3, 4, 2])
    [(0, 1), (2, 2), (3, 3)]
    """
    once = Counter(old)
    places = {number: place for place, number in enumerate(new)}
    counted = Counter(new)
    pairs = [
        (place, places[number])
        for place, number in enumerate(old)
        if once[number] == 1 and counted[number] == 1
    ]
    # patience sorting: ends[n] is the smallest end of an increasing run of n + 1 pairs
    ends: list[int] = []
    tops: list[int] = []
    previous = [-1] * len(pairs)
    for number, (_, twin) in enumerate(pairs):
        length = bisect_left(ends, twin)
        previous[number] = tops[length - 1] if length else -1
        ends[length : length + 1] = [twin]
        tops[length : length + 1] = [number]
    run: list[tuple[int, int]] = []
    number = tops[-1] if tops else -1
    while number >= 0:
        run.append(pairs[number])
        number = previous[number]
    return run[::-1]


def _same(before: _Tokens, after: _Tokens, block: _Block) -> Iterator[tuple[str, str, str]]:
    """Yield (removed, added, same after it) of a run of equal words: the space may have changed."""
    for step in range(block.size):
        word, space = before.words[block.old + step], before.spaces[block.old + step]
        other = after.spaces[block.new + step]
        if space == other:
            yield "", "", word + space
        else:
            yield "", "", word
            yield space, other, ""


def _joined(changes: Iterable[tuple[str, str, str]]) -> Iterator[tuple[str, str, str]]:
    """Put together changes without anything same between them, and runs without any change."""
    removed, added, same = [""], [""], [""]
    for gone, come, kept in changes:
        if (gone or come) and any(same):
            yield "".join(removed), "".join(added), "".join(same)
            removed, added, same = [], [], []
        removed.append(gone)
        added.append(come)
        same.append(kept)
    yield "".join(removed), "".join(added), "".join(same)


def _folded(changes: Iterable[tuple[str, str, str]]) -> list[tuple[str, str, str]]:
    """Take a word or two between two larger changes of one paragraph into them."""
    folded: list[tuple[str, str, str]] = []
    for change in changes:
        merged = change
        while folded:
            removed, added, same = folded[-1]
            size = len(same.strip())
            if (
                "\n" in same
                or len(same.split()) > _FEW_WORDS
                or size > max(len(removed), len(added))
                or size > max(len(merged[0]), len(merged[1]))
            ):
                break
            folded.pop()
            merged = (removed + same + merged[0], added + same + merged[1], merged[2])
        folded.append(merged)
    return folded


def _pieces(changes: Iterable[tuple[str, str, str]]) -> Iterator[Piece]:
    for removed, added, same in changes:
        if removed:
            yield Piece("removed", removed)
        if added:
            yield Piece("added", added)
        if same:
            yield Piece("same", same)


def readable(pieces: Iterable[Piece]) -> tuple[Piece, ...]:
    r"""Return the pieces without the changes that only concern spaces and apostrophes.

    In their place stands the new text; so the old one can no longer be read back.

    >>> readable(word_differences("l’eau et 4 000", "l'eau et 4\u202f000"))
    (Piece(kind='same', text="l'eau et 4\u202f000"),)
    """
    found: list[Piece] = []
    for piece in pieces:
        before = found[-1] if found else None
        shown = piece
        if (
            piece.kind == "added"
            and before is not None
            and before.kind == "removed"
            and _plain(before.text) == _plain(piece.text)
        ):
            found.pop()
            shown = Piece("same", piece.text)
        if shown.kind == "same" and found and found[-1].kind == "same":
            shown = Piece("same", found.pop().text + shown.text)
        found.append(shown)
    return tuple(found)


def _plain(text: str) -> str:
    return "".join(text.replace("’", "'").split())
