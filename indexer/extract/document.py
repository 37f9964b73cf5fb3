"""A page's body as lists that run in parallel: an element is its place in them.

What is read of a page by general rules asks for a text, a parent, the end of an element some ten
thousand times; of lists that costs a fraction of what it does of a parser's objects. `lexbor.read`
makes them of a page, `of_tree` of what lxml has parsed.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from indexer.extract.boilerplate import OUTSIDE, judge
from indexer.extract.tree import BLOCKS, collapse

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from lxml.html import HtmlElement

    from indexer.extract.boilerplate import Attributes, Judgement

_BREAKING = BLOCKS | {"br"}


@dataclass(slots=True)
class Document:
    """The elements of a body in document order; the first is the body, or what was asked for.

    `parents` are places, `ends` the places behind all that is within. `starts` and `stops` bound
    the texts of an element among `texts`; `owners` are the elements that texts stand in. `judged`
    is what `boilerplate.judge` makes of an element and `known` are its attributes, both None for
    what was not asked for: what stands in boilerplate. `passed` are the elements that were not
    looked into, and how many characters of text they hold.
    """

    attributes_of: Callable[[Any], Attributes]  # of one of `nodes`, the parser's own elements
    tags: list[str] = field(default_factory=list)
    nodes: list[Any] = field(default_factory=list)
    parents: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    stops: list[int] = field(default_factory=list)
    known: list[Attributes | None] = field(default_factory=list)
    judged: list[Judgement | None] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    owners: list[int] = field(default_factory=list)
    passed: dict[int, int] = field(default_factory=dict)

    def begin(self, tag: str, node: object, parent: int) -> int:
        """Add an element, as yet an empty one; return its place."""
        place = len(self.tags)
        self.tags.append(tag)
        self.nodes.append(node)
        self.parents.append(parent)
        self.starts.append(len(self.texts))
        self.stops.append(len(self.texts))
        self.ends.append(place + 1)
        self.known.append(None)
        self.judged.append(None)
        return place

    def attributes(self, place: int) -> Attributes:
        """Return all attributes of an element."""
        found = self.known[place]
        if found is None:
            found = self.known[place] = self.attributes_of(self.nodes[place])
        return found

    def get(self, place: int, name: str) -> str | None:
        """Return an attribute, None where the element has none of the name."""
        found = self.known[place]
        return (self.attributes(place) if found is None else found).get(name)

    def texts_of(self, place: int) -> list[str]:
        """Return the texts of an element, each as it stands between two tags."""
        return self.texts[self.starts[place] : self.stops[place]]

    def text_of(self, place: int) -> str:
        """Return the text of an element with its white space collapsed."""
        start, stop = self.starts[place], self.stops[place]
        texts = self.texts
        return collapse(texts[start] if stop - start == 1 else "".join(texts[start:stop]))

    def children(self, place: int) -> Iterator[int]:
        """Yield the places of what stands directly in an element."""
        child, end = place + 1, self.ends[place]
        while child < end:
            yield child
            child = self.ends[child]

    def count_of_children(self, place: int) -> int:
        """Return how many elements stand directly in an element."""
        return sum(1 for _ in self.children(place))

    def has_children(self, place: int) -> bool:
        """Tell whether any element stands in an element."""
        return self.ends[place] > place + 1

    def within(self, place: int) -> range:
        """Return the places of an element and all that is within."""
        return range(place, self.ends[place])

    def above(self, place: int) -> Iterator[int]:
        """Yield what an element stands in, from its parent to the first."""
        while place:
            place = self.parents[place]
            yield place

    def named(self, place: int, *tags: str) -> list[int]:
        """Return the elements of some tags, an element itself among them, in document order."""
        return [at for at in self.within(place) if self.tags[at] in tags]

    def before(self, place: int) -> Iterator[int]:
        """Yield the elements of the same parent that stand before one, the nearest first."""
        parents, parent = self.parents, self.parents[place]
        at = place - 1
        while at > parent:
            while parents[at] != parent:
                at = parents[at]
            yield at
            at -= 1

    def opening(self, place: int) -> str:
        """Return the text of an element before what stands in it."""
        stop = self.starts[place + 1] if self.has_children(place) else self.stops[place]
        return "".join(self.texts[self.starts[place] : stop])

    def tail(self, place: int) -> str:
        """Return the text behind an element, before the next one or the end of its parent."""
        if not place:
            return ""
        end, parent = self.ends[place], self.parents[place]
        stop = self.starts[end] if end < self.ends[parent] else self.stops[parent]
        return "".join(self.texts[self.stops[place] : stop])

    def lines(self, place: int) -> list[str]:
        """Return the lines that stand in a block itself, without those of the blocks in it."""
        if _BREAKING.isdisjoint(self.tags[place + 1 : self.ends[place]]):
            line = self.text_of(place)
            return [line] if line else []
        pieces = [self.opening(place)]
        for child in self.children(place):
            if self.tags[child] == "br" or self.tags[child] in BLOCKS:
                pieces.append("\x00")
            elif self.has_children(child):
                pieces.append(self._broken(child))
            else:
                pieces += self.texts[self.starts[child] : self.stops[child]]
            pieces.append(self.tail(child))
        return [collapse(line) for line in "".join(pieces).split("\x00") if line.strip()]

    def _broken(self, place: int) -> str:
        """Return the text within an element, with NULs where a br, or a block beside one, is."""
        if "br" not in self.tags[place : self.ends[place]]:
            return "".join(self.texts[self.starts[place] : self.stops[place]])
        pieces: list[str] = []
        reached = self.starts[place]
        breaks = sorted(
            mark
            for at in range(place + 1, self.ends[place])
            if self.tags[at] == "br" or self.tags[at] in BLOCKS
            for mark in (self.starts[at], self.stops[at])
        )
        for mark in breaks:
            pieces += [*self.texts[reached:mark], "\x00"]
            reached = mark
        pieces += self.texts[reached : self.stops[place]]
        found = (collapse(line) for line in "".join(pieces).split("\x00") if line.strip())
        return "\x00".join(found)


def of_tree(root: HtmlElement, *, judges: bool = True) -> Document:
    """Return a parsed element, without what readers do not see, as a document.

    Its elements are the document's `nodes`. Judged they are only where that is asked for.
    """
    made = Document(attrgetter("attrib"))
    _read(made, root, 0, within=False, judges=judges)
    return made


def _read(made: Document, element: HtmlElement, parent: int, *, within: bool, judges: bool) -> None:
    """Read an element and what is in it, by recursion: a parsed page is not nested without end."""
    place = made.begin(element.tag, element, parent)
    if judges:
        judged = judge(element.tag, made.attributes(place), within=within)
        made.judged[place] = judged
        _, within, said = judged
        judges = said != OUTSIDE or not place
    if element.text:
        made.texts.append(element.text)
        made.owners.append(place)
    for child in element:
        _read(made, child, place, within=within, judges=judges)
        if child.tail:
            made.texts.append(child.tail)
            made.owners.append(place)
    made.stops[place], made.ends[place] = len(made.texts), len(made.tags)
