"""Texts of releases → marks of what matches one query."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from index.french.split import pattern
from index.french.split import surfaces as split
from index.highlight.mark import Form, Mark, Span, merged
from index.highlight.surfaces import Surfaces
from index.highlight.wanted import wanted
from index.query import Named, Part

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

    from index.highlight.surfaces import Meaning, Said, Slot
    from index.query import Node
    from index.record import Mention, Texts

    Entities = Callable[[Named], Collection[str]]
    """The name of an entity as it was asked for → the ids that it stands for."""

    _Numbered = tuple[int, Span, Meaning]
    """A token that says anything: its number, where it stands, and what it says."""


def _nobody(_: Named) -> Collection[str]:
    """Return no entity, for queries and texts without."""
    return ()


class Marker:
    """Marks what matches one query, in as many texts as are shown.

    `tree` is the query as it was looked for. `entities` says whom a name in it stands for; it is
    asked once for each.
    """

    def __init__(self, tree: Node | None, entities: Entities = _nobody) -> None:
        found = list(wanted(tree))
        self._marks_words = bool(found)
        everywhere = Surfaces(one for one in found if one.part is None)
        self._surfaces: dict[Part | None, Surfaces] = {None: everywhere}
        for part in Part:
            here = any(one.part is part for one in found)
            within = (one for one in found if one.part in {None, part})
            self._surfaces[part] = Surfaces(within) if here else everywhere
        self._entities: dict[str, set[int]] = {}
        for one in found:
            if isinstance(one.leaf, Named):
                for entity in entities(one.leaf):
                    self._entities.setdefault(entity, set()).update(one.words)

    @property
    def names_entities(self) -> bool:
        """Whether the query names any entity that is known: else no mention is marked."""
        return bool(self._entities)

    def marks(self, text: str, part: Part | None = None) -> list[Span]:
        """Return the (start, end) spans of a text that match, in order and apart.

        What is looked for in one part only is marked where `part` is that part.
        """
        return merged(self.found(text, part))

    def found(self, text: str, part: Part | None = None) -> list[Mark]:
        """Return the marks in a text, in order; they may overlap."""
        return sorted(_found(text, self._surfaces[part], (0,)))

    def in_release(self, release: Texts, mentions: Iterable[Mention] = ()) -> list[Mark]:
        """Return the marks in `release.text`, in order; they may overlap.

        Words stand side by side as they do in the index: never across title, lead and body, and
        with a word's place left free between two paragraphs.
        """
        found = self.mentions(mentions)
        if not self._marks_words:
            return sorted(found)
        text = release.text
        surfaces, said = self._surfaces[Part.TITLE], None
        if surfaces is self._surfaces[Part.TEXT]:
            # what stands apart does so in any part, and a run of words cannot without its words
            said = surfaces.places(text)
            if said is not None and not surfaces.has_run(meaning for _, _, meaning in said):
                marks = _apart(said)
                return sorted(found + marks) if found else marks
        starts: dict[str, list[int]] = {}
        ends: dict[str, int] = {}
        for name, offset, piece in release.parts():
            starts.setdefault(name, []).append(offset)
            ends[name] = offset + len(piece)
        for name, paragraphs in starts.items():
            part = Part.TITLE if name == Part.TITLE else Part.TEXT
            start, end = paragraphs[0], ends[name]
            if said is None:
                found += _found(text[start:end], self._surfaces[part], paragraphs)
            else:
                inside = [one for one in said if start <= one[0] < end]
                found += _of_said(text, inside, surfaces, paragraphs)
        return sorted(found)

    def mentions(self, mentions: Iterable[Mention]) -> list[Mark]:
        """Return the marks of the mentions of entities that the query names.

        Offsets are those of the mentions, into the release's whole text.
        """
        if not self._entities:
            return []
        return [
            Mark(mention.start, mention.end, word, Form.FOLDED)
            for mention in mentions
            if mention.start < mention.end
            for word in self._entities.get(mention.entity, ())
        ]


def marks(text: str, tree: Node | None, part: Part | None = None) -> list[Span]:
    """Return the (start, end) spans of one text that match a query, in order and apart.

    >>> from index.query import parse
    >>> marks("L’OTAN et l'Iraq", parse("otan SAUF syrie").tree)
    [(2, 6)]
    """
    return Marker(tree).marks(text, part)


def _found(text: str, surfaces: Surfaces, starts: Sequence[int]) -> list[Mark]:
    """Return the marks in a stretch of text, whose paragraphs stand at `starts` in the whole."""
    first = starts[0]
    said = surfaces.places(text)
    if said is not None:
        return _of_said(text, said, surfaces, starts, first)
    tokens = split(text)
    telling = surfaces.telling(tokens)
    if not telling:
        return []
    if surfaces.has_run(telling.values()):
        return _with_runs(surfaces, _scanned(text, telling), starts, first)
    marks: list[Mark] = []
    for surface, meaning in telling.items():
        if not meaning.words:
            continue
        begins = list(_standing(surface, text))
        if len(begins) != tokens.count(surface):
            # it stands within another token, too: then only the scan tells which is which
            return _with_runs(surfaces, _scanned(text, telling), starts, first)
        for start in begins:
            begin, end = start + first, start + first + len(surface)
            marks += [Mark(begin, end, word, form) for word, form in meaning.words]
    return marks


def _of_said(
    text: str, said: list[Said], surfaces: Surfaces, starts: Sequence[int], first: int = 0
) -> list[Mark]:
    """Return the marks of what is said in a text, or a part of it, that stands at `first`."""
    if surfaces.has_run(meaning for _, _, meaning in said):
        return _with_runs(surfaces, _numbered(text, said, surfaces), starts, first)
    return _apart(said, first)


def _apart(said: list[Said], first: int = 0) -> list[Mark]:
    """Return the marks of surfaces, in order; their text stands at `first` in the whole."""
    return [
        Mark(first + start, first + end, word, form)
        for start, end, meaning in said
        for word, form in meaning.words
    ]


def _standing(part: str, text: str) -> Iterator[int]:
    """Yield the offsets at which a text holds a part, overlapping or not.

    >>> list(_standing("aa", "aaa"))
    [0, 1]
    """
    start = text.find(part)
    while start >= 0:
        yield start
        start = text.find(part, start + 1)


def _around(parts: Iterable[str], text: str) -> Span:
    r"""Return the whole lines of a text in which any of some parts stand; no token is of two.

    >>> _around(["deux", "trois"], "un\ndeux\ntrois\nquatre")
    (3, 14)
    """
    first = min(text.find(part) for part in parts)
    last = max(text.rfind(part) for part in parts)
    return text.rfind("\n", 0, first) + 1, text.find("\n", last) + 1 or len(text)


def _scanned(text: str, telling: Mapping[str, Meaning]) -> Iterator[_Numbered]:
    """Yield the tokens that say anything, all having been looked at."""
    for at, match in enumerate(pattern().finditer(text, *_around(telling, text))):
        if (surface := match.group()) in telling:
            yield at, match.span(), telling[surface]


def _numbered(text: str, said: Iterable[Said], surfaces: Surfaces) -> Iterator[_Numbered]:
    """Yield what is said, numbered as far as any run of words needs it.

    Where more tokens stand between two than a run may have there, they are not all counted.
    """
    most = max(run.slop for run in surfaces.runs)
    at, seen = -1, 0
    for start, end, meaning in said:
        between = 0
        for match in pattern().finditer(text, seen):
            if match.start() >= start or between > most:
                break
            between += 1
        at, seen = at + between + 1, end
        yield at, (start, end), meaning


def _with_runs(
    surfaces: Surfaces, said: Iterable[_Numbered], starts: Sequence[int], first: int
) -> list[Mark]:
    """Return the marks of words and of runs of words; what they are said of stands at `first`."""
    marks: list[Mark] = []
    places: dict[Slot, list[int]] = {}
    spans: dict[int, Span] = {}
    for at, span, meaning in said:
        start, end = span[0] + first, span[1] + first
        marks += [Mark(start, end, word, form) for word, form in meaning.words]
        if meaning.slots:
            # in the index, too, a place is left free between paragraphs
            position = at + bisect_right(starts, start)
            spans[position] = start, end
            for slot in meaning.slots:
                places.setdefault(slot, []).append(position)
    for number, run in enumerate(surfaces.runs):
        standing = [places.get((number, place), []) for place in range(len(run.terms))]
        for begin, end in _occurrences(standing, run.slop):
            marks += [Mark(spans[begin][0], spans[end][1], word, run.form) for word in run.words]
    return marks


def _occurrences(positions: list[list[int]], slop: int) -> Iterator[tuple[int, int]]:
    """Yield (first, last) token positions of each occurrence of a run of words.

    `positions` holds, for each word of the run, where it stands. It is enough to look back to the
    nearest place where the run so far ends: it began no earlier than any other.
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
