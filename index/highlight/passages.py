"""Which passages of a text show best why it matched."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING, Final

from index.engine import Marked
from index.highlight.mark import Form, Mark, Span, merged
from index.highlight.window import cut, windows

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from collections.abc import Set as AbstractSet

    from index.record import Texts

COMPARED: Final = 200
"""Passages with the same number of words that are compared in full, the first ones of a text;
so that a text of a million marks is no matter."""


def shown(
    release: Texts, marks: Sequence[Mark], size: int = 240, count: int = 2
) -> tuple[Marked, tuple[Marked, ...]]:
    """Return the title of a release and the best passages of what stands below it, marked.

    `marks` are as `Marker.in_release` returns them.

    >>> from index.record import Release
    >>> shown(Release(id="x", title="Un", paragraphs=("Et deux.",)), [Mark(0, 2), Mark(7, 11)])
    (Marked(text='Un', marks=((0, 2),)), (Marked(text='Et deux.', marks=((3, 7),)),))
    """
    text, within = release.text, len(release.title)
    # a blank line stands between
    below = min(within + 2, len(text)) if within else 0
    first = bisect_left(marks, (below,))
    title = merged([(mark.start, min(mark.end, within)) for mark in marks[:first]])
    best = _best(text[below:], marks[first:], size, count, below)
    return Marked(release.title, tuple(title)), best


def passages(
    text: str, marks: Iterable[Mark | Span], size: int = 240, count: int = 2
) -> tuple[Marked, ...]:
    """Return up to `count` passages of about `size` code points, the best one first.

    A passage is the better the more different words of the query are marked in it that have not
    been shown yet; then the nearer together these stand; then the nearer their forms are to what
    was typed; then the more marks it has; then the earlier it stands. Where all words have been
    shown they count anew. Spans without a word count as one word.

    A passage begins with a sentence where one begins near enough, else at a word; "…" stands where
    it was cut. Without marks it is the beginning of the text. White space at line breaks is shown
    as spaces.

    >>> passages("Un mot. Deux mots ici.", [(13, 17)], size=12)
    (Marked(text='Deux mots…', marks=((5, 9),)),)
    """
    return _best(text, sorted([Mark(*mark) for mark in marks]), size, count)


def _best(
    text: str, marks: Sequence[Mark], size: int, count: int, below: int = 0
) -> tuple[Marked, ...]:
    """Return what `passages` does; the marks are in order, of a whole where the text is `below`."""
    spans = [(start - below, end - below) for start, end in merged(marks)]
    chosen = windows(text, spans, size)
    if len(chosen) > 1:
        chosen = _Found(marks, spans, below).chosen(chosen, count)
    if not chosen and text.strip():
        first = len(text) - len(text.lstrip())
        chosen = windows(text, [(first, first)], size)
    return tuple([cut(text, spans, place) for place in chosen[: max(count, 0)]])


class _Found:
    """The marks of a text that stands at `below`, by where they begin, and their spans."""

    def __init__(self, marks: Sequence[Mark], spans: Sequence[Span], below: int) -> None:
        self._marks = marks
        self._starts = [mark.start - below for mark in marks]
        self._words = [mark.word for mark in marks]
        self._forms = [mark.form for mark in marks]
        self._span_starts = [start for start, _ in spans]
        self._of_one_word = len(set(self._words)) == 1

    def chosen(self, places: list[Span], count: int) -> list[Span]:
        """Return the best of some places, `count` at most, that have nothing in common."""
        chosen: list[Span] = []
        done: set[int] = set()
        while places and len(chosen) < count:
            best = self.best(places, done)
            chosen.append(best)
            done |= self._words_in(best)
            places = [place for place in places if place[1] <= best[0] or place[0] >= best[1]]
        return chosen

    def inside(self, place: Span) -> Sequence[Mark]:
        """Return the marks that begin in a place."""
        return self._marks[slice(*_between(self._starts, place))]

    def best(self, places: list[Span], done: AbstractSet[int]) -> Span:
        """Return the best of some places where some words have been shown already."""
        if len(places) == 1:
            return places[0]
        if self._of_one_word:
            # each place has it, whether it has been shown or not
            return max(places[:COMPARED], key=self._rank_of_one)
        counts = [len(self._words_in(place) - done) for place in places]
        most = max(counts)
        if not most and done:
            return self.best(places, frozenset())
        rich = [place for place, different in zip(places, counts, strict=True) if different == most]
        if len(rich) == 1:
            return rich[0]
        return max(rich[:COMPARED], key=lambda place: self._rank(place, done))

    def _words_in(self, place: Span) -> set[int]:
        return set(self._words[slice(*_between(self._starts, place))])

    def _rank(self, place: Span, done: AbstractSet[int]) -> tuple[int, int, int, int]:
        """Return what tells places with equally many words apart, the most important first."""
        new = [mark for mark in self.inside(place) if mark.word not in done]
        forms: dict[int, Form] = {}
        for mark in new:
            forms[mark.word] = max(mark.form, forms.get(mark.word, Form.OTHER))
        first, last = _between(self._span_starts, place)
        return -stretch(new), sum(forms.values()), last - first, -place[0]

    def _rank_of_one(self, place: Span) -> tuple[int, int, int]:
        """Return what `_rank` does where all marks are of one word, which is nowhere apart."""
        low, high = _between(self._starts, place)
        first, last = _between(self._span_starts, place)
        return max(self._forms[low:high], default=0), last - first, -place[0]


def stretch(marks: Sequence[Mark]) -> int:
    """Return how many code points apart those marks begin that are nearest and have all words.

    `marks` are in order. 0 where they are of one word.

    >>> stretch([Mark(0, 3, 1), Mark(20, 23, 1), Mark(25, 30, 2), Mark(50, 53, 1)])
    5
    """
    words = len({mark.word for mark in marks})
    least: int | None = None
    # where each word began last, the one seen least lately first
    latest: dict[int, int] = {}
    for start, _, word, _ in marks:
        latest.pop(word, None)
        latest[word] = start
        if len(latest) == words:
            apart = start - next(iter(latest.values()))
            least = apart if least is None else min(least, apart)
    return least or 0


def _between(starts: list[int], place: Span) -> Span:
    """Return the slice of rising offsets that are within a place."""
    low = bisect_left(starts, place[0])
    return low, bisect_left(starts, place[1], low)
