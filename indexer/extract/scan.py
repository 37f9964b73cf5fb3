"""One walk over a page: its blocks in order, how much they say, and which are boilerplate."""

from __future__ import annotations

import functools
import re
from itertools import accumulate, compress
from operator import add, sub
from typing import TYPE_CHECKING

from indexer.dates import find_dates
from indexer.extract import labels
from indexer.extract.boilerplate import OUTSIDE, USUALLY, names_article, names_of
from indexer.extract.tree import BLOCKS, collapse

if TYPE_CHECKING:
    from collections.abc import Iterator

    from indexer.extract.document import Document

_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_ARTICLES = frozenset({"article", "main"})
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


class Scan:
    """What is counted and judged of a document's elements.

    The lists run in parallel to the document's. `own` and `linked` count characters of text, and of
    text in links, whose nearest block an element is; `whole` those of all that is in it. `outside`
    marks boilerplate and everything in it; `soft`, that only a part of a name says so, and that the
    element stands in an article.
    """

    def __init__(self, document: Document) -> None:
        self.document = document
        self.tags, self.parents = document.tags, document.parents
        self._lines: dict[int, list[str]] = {}
        self._count()
        self._judge()

    def _count(self) -> None:
        size = len(self.tags)
        blocks = [0] * size  # the nearest one of each; of what stands in a link within it, its ~
        walked = enumerate(zip(self.tags, self.parents, strict=True))
        next(walked)
        for position, (tag, parent) in walked:
            block = blocks[parent]
            if tag in BLOCKS:
                block = position
            elif tag == "a" and block >= 0:
                block = ~block
            blocks[position] = block
        own, linked = [0] * size, [0] * size
        texts = zip(self.document.owners, map(str.strip, self.document.texts), strict=True)
        for owner, text in texts:
            if text:
                block = blocks[owner]
                if block < 0:
                    linked[~block] += len(text)
                else:
                    own[block] += len(text)
        for place, length in self.document.passed.items():
            own[place] += length
        self.own, self.linked = list(map(add, own, linked)), linked
        before = [0, *accumulate(self.own)]
        self.whole = list(map(sub, map(before.__getitem__, self.document.ends), before))
        self.whole[0] -= self.own[0]

    def _judge(self) -> None:
        """Mark boilerplate: what the elements say of themselves, and what lies inside of it."""
        size = len(self.tags)
        self.outside, self.soft = outside, soft = [False] * size, [False] * size
        walked = enumerate(zip(self.parents, self.document.judged, strict=True))
        next(walked)
        for position, (parent, judged) in walked:
            if outside[parent]:
                outside[position], soft[position] = True, soft[parent]
                continue
            if judged is None:
                continue
            _, within, sort = judged
            if sort:
                if sort == OUTSIDE:
                    outside[position] = True
                else:
                    outside[position] = self.whole[position] * 2 < self.whole[0]
                    soft[position] = outside[position] and sort == USUALLY and within

    def marked(self, *, soft: bool = False) -> list[int]:
        """Return the places of the elements with attributes that are not boilerplate.

        With `soft` also those of side boxes within an article, with attributes or without.
        """
        known = self.document.known
        beside = list(compress(range(len(self.soft)), self.soft)) if soft else []
        inside = [
            position
            for position, is_outside in enumerate(self.outside)
            if not is_outside and known[position]
        ]
        return sorted(inside + beside) if beside else inside

    def names(self, position: int) -> str:
        """Return the class and id words of the element at a place."""
        judged = self.document.judged[position]
        return names_of(self.document.attributes(position)) if judged is None else judged[0]

    def lines(
        self, start: int, end: int, *, soft: bool = False, always: range = range(0)
    ) -> Iterator[tuple[int, str]]:
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
                        yield position, line[:LONGEST_LINE]
            if 0 < whole <= _LONGEST_DATE and self._is_pieces_of_date(position):
                yield position, collapse(" ".join(self.document.texts_of(position)))

    def _own_lines(self, position: int) -> list[str]:
        """Return the lines of a block itself, for which several rules ask."""
        found = self._lines.get(position)
        if found is None:
            found = self._lines[position] = self.document.lines(position)
        return found

    def _is_pieces_of_date(self, position: int) -> bool:
        """Tell whether an element is named as a date and made of parts: day, month, year."""
        return _names_date(self.names(position)) and self.document.count_of_children(position) > 1

    def region(self) -> int | None:
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
        return max(scores, key=lambda at: scores[at] * self._favour(at), default=None)

    def _favour(self, position: int) -> float:
        """Return the factor for what an element's tag and class say of it."""
        prop = self.document.get(position, "itemprop")
        if prop in {"articleBody", "text"} or names_article(self.names(position)):
            return 1.6
        return 1.2 if self.tags[position] in _ARTICLES else 1.0

    def first_paragraph(self, region: int | None) -> str:
        """Return the text of the first block of a region that holds running text."""
        for position in () if region is None else self.document.within(region):
            if self.own[position] < _LEAST or self.outside[position]:
                continue
            if self.tags[position] not in _HEADINGS:
                return self.document.text_of(position)
        return ""

    def headings(self) -> list[int]:
        """Return headings with text that are not boilerplate, in document order."""
        return [
            position
            for position, tag in enumerate(self.tags)
            if tag in _HEADINGS and not self.outside[position] and self.whole[position]
        ]

    def noise(self, region: int) -> set[int]:
        """Return what does not belong to the text within a region: boilerplate, links, cards."""
        found = {
            position
            for position in self.document.within(region)[1:]
            if (self.outside[position] and not self.outside[self.parents[position]])
            or self._is_link(position)
        }
        return found | self._cards(region)

    def _cards(self, region: int) -> set[int]:
        """Return the small parts of a region that announce another page by a linked heading.

        A region made of little else is a list of announcements, and stays as it is.
        """
        found: set[int] = set()
        for heading in self.document.named(region, "h2", "h3", "h4", "h5", "h6"):
            up = self.parents[heading]
            if not self.linked[heading] * 2 > self.own[heading] and self.tags[up] != "a":
                continue
            card = heading
            while up != region and self.whole[up] <= _LONGEST_CARD:
                card, up = up, self.parents[up]
            found.add(card)
        size = sum(self.whole[card] for card in found)
        return found if size * 2 < self.whole[region] else set()

    def _is_link(self, position: int) -> bool:
        """Tell whether an element is a card or a block that is nothing but a link."""
        tag = self.tags[position]
        own, linked, whole = self.own[position], self.linked[position], self.whole[position]
        if tag == "a":
            return 0 < whole <= _LONGEST_CARD and bool(self.document.get(position, "href"))
        # An announcement may have a date beside its link: "Un autre article, 1 février".
        besides = _LONGEST_BESIDES * (tag == "li")
        if not (own == whole and 0 < own <= linked + besides):
            return False
        if own > linked and not find_dates(self.document.text_of(position), year=2000):
            return False
        return tag in BLOCKS and tag not in _HEADINGS
