"""Which words of a text made it match, and the passages that show them best.

The spans are those that an engine matches by: words by folded term or stem, phrases, prefixes and
wildcards by folded terms. Excluded words and function words beside others are not marked.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING, Final

from index.engine import Marked
from index.french import fold, folded_term, query_terms, scan, stemmed_term
from index.query import Node, Phrase, Prefix, Wildcard, Word, leaves, wildcard_regex

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Span = tuple[int, int]

ELLIPSIS: Final = "…"
# Where a sentence has just begun: after its end and white space, or after a line break.
_SENTENCE_START = re.compile(r"(?:[.!?…][»”\")\]]{0,3}\s|\n)\s*")
_SENTENCE_BEFORE = re.compile(r"(?:[.!?…][»”\")\]]{0,3}\s|\n)\s*\Z|\A\s*\Z")
_GAP = re.compile(r"\s+")
_SENTENCE_END: Final = '.!?…»”")'
_LAST_GAP = re.compile(r".*\s", re.DOTALL)
_LINE_BREAKS = str.maketrans("\n\r\t\v\f\x1c\x1d\x1e\x85\u2028\u2029", " " * 11)


class _Matching(dict[str, bool]):
    """Surface → whether it matches a word, prefix or wildcard of a query."""

    def __init__(self, tree: Node | None) -> None:
        super().__init__()
        self._folded: set[str] = set()
        self._stemmed: set[str] = set()
        self._prefixes: tuple[str, ...] = ()
        self._wildcards: list[re.Pattern[str]] = []
        for leaf in leaves(tree):
            match leaf:
                case Word(text=text, optional=False):
                    terms = query_terms(text)
                    self._folded.add(terms.folded)
                    self._stemmed |= terms.stemmed
                case Prefix(text=text):
                    self._prefixes += (fold(text),)
                case Wildcard(pattern=pattern):
                    self._wildcards.append(wildcard_regex(pattern))
                case _:
                    continue

    def __missing__(self, surface: str) -> bool:
        folded = folded_term(surface)
        self[surface] = matches = (
            folded in self._folded
            or stemmed_term(surface) in self._stemmed
            or folded.startswith(self._prefixes)
            or any(pattern.fullmatch(folded) for pattern in self._wildcards)
        )
        return matches


class Marker:
    """Marks what matches one query, in as many texts as are shown."""

    def __init__(self, tree: Node | None) -> None:
        self._matching = _Matching(tree)
        self._phrases = [
            ([fold(word.text) for word in leaf.words], leaf.slop)
            for leaf in leaves(tree)
            if isinstance(leaf, Phrase)
        ]

    def marks(self, text: str) -> list[Span]:
        """Return the (start, end) spans of `text` that match, in order and apart."""
        matching = self._matching
        placed = list(scan(text))
        found = [(start, end) for start, end, surface in placed if matching[surface]]
        if self._phrases:
            at: dict[str, list[int]] = {}
            for position, (_, _, surface) in enumerate(placed):
                at.setdefault(folded_term(surface), []).append(position)
            for words, slop in self._phrases:
                positions = [at.get(word, []) for word in words]
                for first, last in _occurrences(positions, slop):
                    found.append((placed[first][0], placed[last][1]))
        return list(_merged(found))


def marks(text: str, tree: Node | None) -> list[Span]:
    """Return the (start, end) spans of one text that match a query, in order and apart.

    >>> from index.query import parse
    >>> marks("L’OTAN et l'Iraq", parse("otan SAUF syrie").tree)
    [(2, 6)]
    """
    return Marker(tree).marks(text)


def _occurrences(positions: list[list[int]], slop: int) -> Iterator[tuple[int, int]]:
    """Yield (first, last) token positions of each occurrence of a phrase.

    `positions` holds, for each word of the phrase, where it stands. It is enough to look back to
    the nearest place where the phrase so far ends: it began no earlier than any other.
    """
    begun = {position: position for position in positions[0]}
    for places in positions[1:]:
        ends = list(begun)
        reached: dict[int, int] = {}
        nearest = 0
        for place in places:
            while nearest < len(ends) and ends[nearest] < place:
                nearest += 1
            if nearest and place - ends[nearest - 1] - 1 <= slop:
                reached[place] = begun[ends[nearest - 1]]
        begun = reached
    for last, first in begun.items():
        yield first, last


def _merged(spans: Iterable[Span]) -> Iterator[Span]:
    """Yield spans in order, overlapping ones joined."""
    current: Span | None = None
    for start, end in sorted(spans):
        if current and start < current[1]:
            current = (current[0], max(current[1], end))
        else:
            if current:
                yield current
            current = (start, end)
    if current:
        yield current


def passages(text: str, spans: list[Span], size: int = 240, count: int = 2) -> tuple[Marked, ...]:
    """Return up to `count` passages of about `size` code points, the best one first.

    A passage is the better the more different words are marked in it, then the more marks it has,
    then the earlier it stands. It begins with a sentence where one begins near enough, else at a
    word; "…" stands where it was cut. Without spans it is the beginning of the text. White space
    at line breaks is shown as spaces. `spans` are as `marks` returns them.

    >>> passages("Un mot. Deux mots ici.", [(13, 17)], size=12)
    (Marked(text='Deux mots…', marks=((5, 9),)),)
    """
    found = _Found(text, spans)
    windows = [_window(text, span, size) for span in spans]
    chosen: list[Span] = []
    shown: set[str] = set()
    while windows and len(chosen) < count:
        best = max(windows, key=lambda window: found.score(window, shown))
        chosen.append(best)
        shown.update(found.words_in(best))
        windows = [w for w in windows if w[1] <= best[0] or w[0] >= best[1]]
    if not chosen and text.strip() and count > 0:
        first = len(text) - len(text.lstrip())
        chosen = [_window(text, (first, first), size)]
    return tuple(_cut(text, spans, window) for window in chosen)


class _Found:
    """The marked words of a text, by where they begin."""

    def __init__(self, text: str, spans: list[Span]) -> None:
        self._starts = [start for start, _ in spans]
        self._words = [text[start:end].lower() for start, end in spans]

    def words_in(self, window: Span) -> list[str]:
        """Return the marked words that begin in a window."""
        first = bisect_left(self._starts, window[0])
        return self._words[first : bisect_left(self._starts, window[1], first)]

    def score(self, window: Span, shown: set[str]) -> tuple[int, int, int]:
        """Return what makes one window better than another, the most important first."""
        words = self.words_in(window)
        return len(set(words) - shown), len(words), -window[0]


def _window(text: str, span: Span, size: int) -> Span:
    """Return where to cut a passage of at most `size` code points that shows a span."""
    start = _beginning(text, span[0], size)
    end = start + size
    if end >= len(text):
        end = len(text)
    else:
        # A passage ends with its paragraph where it has room enough before.
        paragraph = text.find("\n\n", start + size // 2, end)
        if paragraph >= 0:
            end = paragraph
        elif gap := _LAST_GAP.match(text, start, end + 1):
            end = gap.end()
        # A phrase may be longer than what is left; a longer one than a passage is cut.
        end = max(end, min(span[1], start + size))
    return start, start + len(text[start:end].rstrip())


def _beginning(text: str, at: int, size: int) -> int:
    """Return where the passage around offset `at` begins: at a sentence, else at a word."""
    low = max(0, at - size * 2 // 3)
    starts = [match.end() for match in _SENTENCE_START.finditer(text, low, at)]
    if starts:
        return starts[-1]
    near = max(0, at - size // 4) if low else 0
    gap = _GAP.search(text, near, at) if near else None
    start = gap.end() if gap else (at if near else 0)
    return start + len(text[start:at]) - len(text[start:at].lstrip())


def _cut(text: str, spans: list[Span], window: Span) -> Marked:
    start, end = window
    before = (
        ELLIPSIS if start and not _SENTENCE_BEFORE.search(text[max(0, start - 8) : start]) else ""
    )
    whole = not text[end:].strip() or text[end : end + 1] == "\n"
    after = "" if whole or text[end - 1 : end] in _SENTENCE_END else ELLIPSIS
    shift = len(before) - start
    inside = tuple(
        (max(first, start) + shift, min(last, end) + shift)
        for first, last in spans
        if first < end and last > start
    )
    return Marked(before + text[start:end].translate(_LINE_BREAKS) + after, inside)
