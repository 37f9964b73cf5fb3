"""Where a passage begins and ends in its text, and how it is cut out of it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from index.engine import Marked

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from index.highlight.mark import Span

ELLIPSIS: Final = "…"
# Where a sentence has just begun: after its end and white space, or after a line break.
_SENTENCE_START = re.compile(r"[.!?…\n](?:(?<=\n)|[»”\")\]]{0,3}\s)\s*")
# So much may stand between the end of a sentence and the beginning of the next.
_BETWEEN: Final = 16
_SENTENCE_BEFORE = re.compile(r"(?:[.!?…][»”\")\]]{0,3}\s|\n)\s*\Z|\A\s*\Z")
_GAP = re.compile(r"\s+")
_ink = re.compile(r"\S").search
_SENTENCE_END: Final = '.!?…»”")'
_LAST_GAP = re.compile(r".*\s", re.DOTALL)
# Passages seldom hold any; `str.translate` looks at every letter.
_LINE_BREAK = re.compile("[\n\r\t\v\f\x1c\x1d\x1e\x85\u2028\u2029]")


def windows(text: str, spans: Sequence[Span], size: int) -> list[Span]:
    """Return where to cut passages of at most `size` code points that show some spans, in order.

    `spans` are in order; those that one passage shows as well as another share one.
    """
    ends: dict[int, int] = {}
    found: dict[Span, None] = {}
    sentence, seen = -1, 0
    for at, last in spans:
        low = max(0, at - size * 2 // 3)
        for match in _SENTENCE_START.finditer(text, max(seen, low - _BETWEEN), at):
            sentence = match.end()
        seen = at
        start = sentence if sentence >= low else _beginning(text, at, size)
        if start not in ends:
            ends[start] = _stripped(text, start, _end(text, start, size))
        end = ends[start]
        # A phrase may be longer than what is left; a longer one than a passage is cut.
        if end < last and end < start + size:
            end = max(end, _stripped(text, start, min(last, start + size)))
        found[start, end] = None
    return list(found)


def _beginning(text: str, at: int, size: int) -> int:
    """Return where the passage around offset `at` begins where no sentence does: at a word."""
    near = max(0, at - size // 4) if at > size * 2 // 3 else 0
    gap = _GAP.search(text, near, at) if near else None
    start = gap.end() if gap else (at if near else 0)
    return start + len(text[start:at]) - len(text[start:at].lstrip())


def _end(text: str, start: int, size: int) -> int:
    """Return where the passage that begins at `start` ends: with its paragraph, or after a word."""
    end = start + size
    if end >= len(text):
        return len(text)
    # It ends with its paragraph where it has room enough before.
    paragraph = text.find("\n\n", start + size // 2, end)
    if paragraph >= 0:
        return paragraph
    gap = _LAST_GAP.match(text, start, end + 1)
    return gap.end() if gap else end


def _stripped(text: str, start: int, end: int) -> int:
    return start + len(text[start:end].rstrip())


def cut(text: str, spans: Iterable[Span], place: Span) -> Marked:
    """Return the piece of a text between two offsets, with its marks and "…" where it was cut."""
    start, end = place
    before = (
        ELLIPSIS if start and not _SENTENCE_BEFORE.search(text[max(0, start - 8) : start]) else ""
    )
    whole = text[end : end + 1] == "\n" or not _ink(text, end)
    after = "" if whole or text[end - 1 : end] in _SENTENCE_END else ELLIPSIS
    shift = len(before) - start
    inside = tuple(
        (max(first, start) + shift, min(last, end) + shift)
        for first, last in spans
        if first < end and last > start
    )
    return Marked(before + _LINE_BREAK.sub(" ", text[start:end]) + after, inside)
