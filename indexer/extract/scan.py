"""One walk over a page: its blocks in order, how much they say, and which are boilerplate."""

from __future__ import annotations

import functools
import re
from itertools import compress
from operator import add
from typing import TYPE_CHECKING

from indexer.dates import find_dates
from indexer.extract import labels
from indexer.extract.boilerplate import is_article, names_article, names_of, verdict
from indexer.extract.tree import BLOCKS, collapse, own_lines, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement

_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_ARTICLES = frozenset({"article", "main"})
_HIDING = frozenset({"hidden", "aria-hidden"})
_NAMING = frozenset({"class", "id", "itemtype"})
_WHOLE = frozenset({"html", "body", "main", "article"})  # never boilerplate, whatever the class
_OUTSIDE = frozenset({"nav", "aside", "dialog", "figcaption"})
_SPLIT = re.compile(r"\s+")
_LEAST = 25  # characters; shorter blocks are labels and links
_PARAGRAPHS = frozenset({"p", "li", "blockquote", "pre", "dd"})
_MOST_LINKED = 0.5
LONGEST_LINE = 160
_LONGEST_BLOCK = 800
_LONGEST_DATE = 40
_DATE_NAME = re.compile(r"(?<!up)date(?!d)", re.IGNORECASE)
_LONGEST_BESIDES = 20
_LONGEST_CARD = 250  # characters of the blocks that a link to another article holds


@functools.lru_cache(maxsize=4096)
def _names_date(names: str) -> bool:
    """Tell whether class and id words are those of a date.

    >>> _names_date("post-date"), _names_date("updated")
    (True, False)
    """
    return _DATE_NAME.search(names) is not None


def _is_hidden(element: HtmlElement, marks: list[str]) -> bool:
    """Tell whether attributes say that readers do not see an element; `marks` are their names."""
    return "hidden" in marks or element.get("aria-hidden") == "true"


class Scan:
    """The elements of a page in document order; the first is the one that was walked.

    The lists run in parallel, an element's place is its index in each. `own` and `linked` count
    characters of text, and of text in links, whose nearest block an element is; `whole` those of
    all that is in it. `outside` marks boilerplate and everything in it; `soft`, that only a part of
    a name says so, and that the element stands in an article.
    """

    def __init__(self, root: HtmlElement) -> None:
        # An object for each element, or a question put to lxml twice, would double the time.
        elements: list[HtmlElement] = list(root.iter())
        # Freed before `elements`, which goes from its end: no element outlives its parent's.
        self.index: dict[HtmlElement, int] = dict(zip(elements, range(len(elements)), strict=True))
        self.elements = elements
        self.tags = [element.tag for element in self.elements]
        above = [element.getparent() for element in self.elements[1:]]
        self.parents = [0, *map(self.index.__getitem__, above)]
        self._lines: dict[int, list[str]] = {}
        self._count()
        self._judge()

    def _count(self) -> None:
        size = len(self.elements)
        own, linked = [0] * size, [0] * size
        blocks = [0] * size  # the nearest one of each; of what stands in a link within it, its ~
        walked = enumerate(zip(self.elements, self.tags, self.parents, strict=True))
        for position, (element, tag, parent) in walked:
            up = block = blocks[parent]
            if tag in BLOCKS or not position:
                block = position
            if tag == "a" and block >= 0:
                block = ~block
            blocks[position] = block
            text = element.text
            if text and (length := len(text.strip())):
                if block < 0:
                    linked[~block] += length
                else:
                    own[block] += length
            tail = element.tail
            if tail and position and (length := len(tail.strip())):
                if up < 0:
                    linked[~up] += length
                else:
                    own[up] += length
        own = list(map(add, own, linked))
        whole = [0, *own[1:]]
        for position in range(size - 1, 0, -1):
            whole[self.parents[position]] += whole[position]
        self.own, self.linked, self.whole = own, linked, whole

    def _judge(self) -> None:
        """Mark boilerplate: by tag, by class and id words, and what lies inside of it."""
        size = len(self.elements)
        self.outside, self.soft = outside, soft = [False] * size, [False] * size
        self._names: list[str | None] = [None] * size
        self._marked = [0]
        in_article = [False] * size
        top = self.elements[0]
        in_article[0] = self.tags[0] in _ARTICLES or is_article(top, top.keys())
        walked = enumerate(zip(self.elements, self.tags, self.parents, strict=True))
        next(walked)
        for position, (element, tag, parent) in walked:
            if outside[parent]:
                outside[position], soft[position] = True, soft[parent]
                continue
            within = in_article[parent] or tag in _ARTICLES
            names = ""
            marks = element.keys()
            if marks:
                self._marked.append(position)
                if not _NAMING.isdisjoint(marks):
                    names = names_of(element, marks)
                    within = within or is_article(element, marks)
            in_article[position] = within
            self._names[position] = names
            if tag in _WHOLE:
                continue
            if tag in _OUTSIDE or (tag == "footer" and not within):
                outside[position] = True
                continue
            said = verdict(names) if names else ""
            if said == "always":
                outside[position] = True
            elif said or (not _HIDING.isdisjoint(marks) and _is_hidden(element, marks)):
                outside[position] = self.whole[position] * 2 < self.whole[0]
                soft[position] = outside[position] and bool(said) and within

    def marked(self, *, soft: bool = False) -> list[int]:
        """Return the places of the elements with attributes that are not boilerplate.

        With `soft` also those of side boxes within an article, with attributes or without.
        """
        beside = list(compress(range(len(self.soft)), self.soft)) if soft else []
        inside = [position for position in self._marked if not self.outside[position]]
        return sorted(inside + beside) if beside else inside

    def names(self, position: int) -> str:
        """Return the class and id words of the element at a place."""
        found = self._names[position]
        if found is None:
            element = self.elements[position]
            found = self._names[position] = names_of(element, element.keys())
        return found

    def inside(self, element: HtmlElement) -> bool:
        """Tell whether an element is on the page and not boilerplate."""
        position = self.index.get(element)
        return position is not None and not self.outside[position]

    def position(self, element: HtmlElement) -> int:
        """Return an element's place in document order."""
        return self.index[element]

    def lines(
        self, start: int, end: int, *, soft: bool = False, always: range = range(0)
    ) -> Iterator[tuple[HtmlElement, str]]:
        """Yield the short lines of the blocks between two places, boilerplate left out.

        `soft` asks instead for those of side boxes within an article; `always` are places where
        nothing counts as boilerplate.
        """
        within = slice(max(start, 0), max(end, 0))
        counts = zip(self.own[within], self.whole[within], self.outside[within], strict=True)
        for position, (own, whole, is_outside) in enumerate(counts, within.start):
            if not (own or whole) or (soft and not self.soft[position]):
                continue
            if is_outside and not soft and position not in always:
                continue
            if 0 < own <= _LONGEST_BLOCK and self.tags[position] in BLOCKS:
                for line in self._own_lines(position):
                    if len(line) <= LONGEST_LINE or labels.is_about_itself(line):
                        yield self.elements[position], line[:LONGEST_LINE]
            if 0 < whole <= _LONGEST_DATE and self._is_pieces_of_date(position):
                element = self.elements[position]
                yield element, collapse(" ".join(element.itertext()))

    def _own_lines(self, position: int) -> list[str]:
        """Return the lines of a block itself, for which several rules ask."""
        found = self._lines.get(position)
        if found is None:
            found = self._lines[position] = own_lines(self.elements[position])
        return found

    def _is_pieces_of_date(self, position: int) -> bool:
        """Tell whether an element is named as a date and made of parts: day, month, year."""
        return _names_date(self.names(position)) and len(self.elements[position]) > 1

    def region(self) -> HtmlElement | None:
        """Return the element that holds the page's running text, or None where there is none.

        Each block of text speaks for its parent and, by half, for its grandparent; blocks that
        are mostly links say nothing (the idea of Readability and of jusText).
        """
        scores: dict[int, float] = {}
        for position, own in enumerate(self.own):
            if own < _LEAST or self.outside[position]:
                continue
            if self.linked[position] > own * _MOST_LINKED or self.tags[position] in _HEADINGS:
                continue
            weight = float(own - self.linked[position])
            is_paragraph = self.tags[position] in _PARAGRAPHS
            if not is_paragraph:
                scores[position] = scores.get(position, 0.0) + weight
            around = position
            for share in (1.0, 0.5, 0.25):
                around = self.parents[around]
                if is_paragraph or share < 1:
                    scores[around] = scores.get(around, 0.0) + weight * share
                if not around:
                    break
        best = max(scores, key=lambda at: scores[at] * self._favour(at), default=None)
        return None if best is None else self.elements[best]

    def _favour(self, position: int) -> float:
        """Return the factor for what an element's tag and class say of it."""
        prop = self.elements[position].get("itemprop")
        if prop in {"articleBody", "text"} or names_article(self.names(position)):
            return 1.6
        return 1.2 if self.tags[position] in _ARTICLES else 1.0

    def first_paragraph(self, region: HtmlElement | None) -> str:
        """Return the text of the first block of a region that holds running text."""
        if region is None:
            return ""
        for element in region.iter():
            position = self.index[element]
            if self.own[position] < _LEAST or self.outside[position]:
                continue
            if element.tag not in _HEADINGS:
                return text_of(element)
        return ""

    def headings(self) -> list[HtmlElement]:
        """Return headings with text that are not boilerplate, in document order."""
        return [
            self.elements[position]
            for position, tag in enumerate(self.tags)
            if tag in _HEADINGS and not self.outside[position] and self.whole[position]
        ]

    def noise(self, region: HtmlElement) -> list[HtmlElement]:
        """Return what does not belong to the text within a region: boilerplate, links, cards."""
        found = []
        for element in region.iter():
            position = self.index.get(element)
            if position is None or element is region:
                continue
            begins = self.outside[position] and not self.outside[self.parents[position]]
            if begins or self._is_link(position):
                found.append(element)
        return found + self._cards(region)

    def _cards(self, region: HtmlElement) -> list[HtmlElement]:
        """Return the small parts of a region that announce another page by a linked heading.

        A region made of little else is a list of announcements, and stays as it is.
        """
        found: dict[HtmlElement, int] = {}
        for heading in region.iter("h2", "h3", "h4", "h5", "h6"):
            at = self.index[heading]
            if not self.linked[at] * 2 > self.own[at] and heading.getparent().tag != "a":
                continue
            card = heading
            up = heading.getparent()
            while up is not region and self.whole[self.index[up]] <= _LONGEST_CARD:
                card, up = up, up.getparent()
            found[card] = self.whole[self.index[card]]
        whole = self.whole[self.index[region]]
        return list(found) if sum(found.values()) * 2 < whole else []

    def _is_link(self, position: int) -> bool:
        """Tell whether an element is a card or a block that is nothing but a link."""
        element, tag = self.elements[position], self.tags[position]
        own, linked, whole = self.own[position], self.linked[position], self.whole[position]
        if tag == "a":
            return 0 < whole <= _LONGEST_CARD and bool(element.get("href"))
        # An announcement may have a date beside its link: "Un autre article, 1 février".
        besides = _LONGEST_BESIDES * (tag == "li")
        if not (own == whole and 0 < own <= linked + besides):
            return False
        if own > linked and not find_dates(text_of(element), year=2000):
            return False
        return tag in BLOCKS and tag not in _HEADINGS
