"""One walk over a page: its blocks in order, how much they say, and which are boilerplate."""

from __future__ import annotations

import functools
import re
import tomllib
from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from indexer.dates import find_dates
from indexer.extract import labels
from indexer.extract.tree import BLOCKS, collapse, own_lines, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement

_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_WHOLE = frozenset({"html", "body", "main", "article"})  # never boilerplate, whatever the class
_OUTSIDE = frozenset({"nav", "aside", "dialog", "figcaption"})
_SPLIT = re.compile(r"\s+")
_LEAST = 25  # characters; shorter blocks are labels and links
_PARAGRAPHS = frozenset({"p", "li", "blockquote", "pre", "dd"})
_MOST_LINKED = 0.5
_ARTICLE_CLASSES = frozenset({"hentry", "post", "article", "node"})
_ARTICLE_TYPE = re.compile(r"schema\.org/(?:\w*Article|BlogPosting|Report|PressRelease)$")
LONGEST_LINE = 160
_LONGEST_BLOCK = 800
_LONGEST_DATE = 40
_DATE_NAME = re.compile(r"(?<!up)date(?!d)", re.IGNORECASE)
_LONGEST_BESIDES = 20
_LONGEST_CARD = 250  # characters of the blocks that a link to another article holds


@dataclass(slots=True)
class Node:
    """One element: where its parent is, whether it is a block, what text it holds itself.

    `own` and `linked` count characters of text whose nearest block this is; `whole` of the whole
    subtree. `outside` marks boilerplate and everything in it; `soft`, that only a part of a name
    says so, and that the element stands in an article.
    """

    element: HtmlElement
    parent: int
    block: int
    own: int = 0
    linked: int = 0
    whole: int = 0
    outside: bool = False
    soft: bool = False
    in_link: bool = False
    in_article: bool = False


@functools.cache
def _words() -> dict[str, Any]:
    text = files("indexer.extract").joinpath("boilerplate.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@functools.cache
def _usually() -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, _words()["usually"])))


@functools.lru_cache(maxsize=4096)
def verdict(names: str) -> str:
    """Return what class and id words make of an element: "always", "usually" outside, or "".

    >>> verdict("comments-area"), verdict("post-sidebar"), verdict("entry-content")
    ('always', 'usually', '')
    """
    words = names.lower().split()
    if any(word in _always() for word in words):
        return "always"
    return "usually" if any(_usually().search(word) for word in words) else ""


@functools.cache
def _always() -> frozenset[str]:
    return frozenset(_words()["always"])


@functools.lru_cache(maxsize=4096)
def names_article(names: str) -> bool:
    """Tell whether class and id words are those of an article's text.

    >>> names_article("crayon texte"), names_article("post")
    (True, False)
    """
    words = names.lower().split()
    return any(name in word for word in words for name in _words()["article"])


def names_of(element: HtmlElement) -> str:
    """Return an element's class and id words, with its role."""
    return f"{element.get('class') or ''} {element.get('id') or ''}".strip()


def _is_article(element: HtmlElement) -> bool:
    """Tell whether an element is an article as a whole, by tag, microformat or microdata."""
    if element.tag in {"article", "main"}:
        return True
    classes = element.get("class")
    if classes and not _ARTICLE_CLASSES.isdisjoint(classes.split()):
        return True
    of_type = element.get("itemtype")
    return bool(of_type and _ARTICLE_TYPE.search(of_type))


def _is_pieces_of_date(element: HtmlElement) -> bool:
    """Tell whether an element is named as a date and made of parts: day, month, year."""
    return len(element) > 1 and _DATE_NAME.search(names_of(element)) is not None


class Scan:
    """The nodes of a page in document order; the first is the element that was walked."""

    def __init__(self, root: HtmlElement) -> None:
        self.nodes: list[Node] = []
        self.index: dict[HtmlElement, int] = {}
        self._walk(root)
        self._judge()

    def _walk(self, root: HtmlElement) -> None:
        nodes, index = self.nodes, self.index
        for position, element in enumerate(root.iter()):
            tag = element.tag
            parent = index.get(element.getparent(), 0) if position else 0
            up = nodes[parent] if position else None
            is_block = up is None or tag in BLOCKS
            node = Node(element, parent, position if is_block or up is None else up.block)
            node.in_link = tag == "a" or (up is not None and up.in_link and not is_block)
            node.in_article = (up is not None and up.in_article) or _is_article(element)
            nodes.append(node)
            index[element] = position
            text = element.text
            if text:
                self._count(node.block, text, linked=node.in_link)
            tail = element.tail if up is not None else None
            if up is not None and tail:
                self._count(up.block, tail, linked=up.in_link)
        for position in range(len(nodes) - 1, 0, -1):
            node = nodes[position]
            node.whole += node.own
            nodes[node.parent].whole += node.whole

    def _count(self, block: int, text: str, *, linked: bool) -> None:
        length = len(text.strip())
        if length:
            self.nodes[block].own += length
            if linked:
                self.nodes[block].linked += length

    def _judge(self) -> None:
        """Mark boilerplate: by tag, by class and id words, and what lies inside of it."""
        total = self.nodes[0].whole
        for node in self.nodes[1:]:
            if self.nodes[node.parent].outside:
                node.outside, node.soft = True, self.nodes[node.parent].soft
                continue
            tag = node.element.tag
            if tag in _WHOLE:
                continue
            if tag in _OUTSIDE or (tag == "footer" and not node.in_article):
                node.outside = True
                continue
            names = names_of(node.element)
            said = verdict(names) if names else ""
            hidden = (
                node.element.get("aria-hidden") == "true" or node.element.get("hidden") is not None
            )
            node.outside = said == "always" or (
                (said == "usually" or hidden) and node.whole * 2 < total
            )
            node.soft = node.outside and said == "usually" and node.in_article

    def inside(self, element: HtmlElement) -> bool:
        """Tell whether an element is on the page and not boilerplate."""
        position = self.index.get(element)
        return position is not None and not self.nodes[position].outside

    def position(self, element: HtmlElement) -> int:
        """Return an element's place in document order."""
        return self.index[element]

    def lines(
        self, start: int, end: int, *, soft: bool = False, always: range = range(0)
    ) -> Iterator[tuple[Node, str]]:
        """Yield the short lines of the blocks between two places, boilerplate left out.

        `soft` asks instead for those of side boxes within an article; `always` are places where
        nothing counts as boilerplate.
        """
        for position, node in enumerate(self.nodes[max(start, 0) : max(end, 0)], max(start, 0)):
            wanted = node.soft if soft else not node.outside or position in always
            if wanted and node.own > 0 and node.element.tag in BLOCKS:
                for line in own_lines(node.element) if node.own <= _LONGEST_BLOCK else ():
                    if len(line) <= LONGEST_LINE or labels.is_about_itself(line):
                        yield node, line[:LONGEST_LINE]
            if wanted and 0 < node.whole <= _LONGEST_DATE and _is_pieces_of_date(node.element):
                yield node, collapse(" ".join(node.element.itertext()))

    def region(self) -> HtmlElement | None:
        """Return the element that holds the page's running text, or None where there is none.

        Each block of text speaks for its parent and, by half, for its grandparent; blocks that
        are mostly links say nothing (the idea of Readability and of jusText).
        """
        scores: dict[int, float] = {}
        for node in self.nodes:
            if node.outside or node.own < _LEAST or node.linked > node.own * _MOST_LINKED:
                continue
            if node.element.tag in _HEADINGS:
                continue
            weight = float(node.own - node.linked)
            position = self.index[node.element]
            if node.element.tag not in _PARAGRAPHS:
                scores[position] = scores.get(position, 0.0) + weight
            for share in (1.0, 0.5, 0.25):
                position = self.nodes[position].parent
                if node.element.tag in _PARAGRAPHS or share < 1:
                    scores[position] = scores.get(position, 0.0) + weight * share
                if not position:
                    break
        best = max(scores, key=lambda at: scores[at] * self._favour(at), default=None)
        return None if best is None else self.nodes[best].element

    def _favour(self, position: int) -> float:
        """Return the factor for what an element's tag and class say of it."""
        element = self.nodes[position].element
        if element.get("itemprop") in {"articleBody", "text"} or names_article(names_of(element)):
            return 1.6
        return 1.2 if element.tag in {"article", "main"} else 1.0

    def first_paragraph(self, region: HtmlElement | None) -> str:
        """Return the text of the first block of a region that holds running text."""
        if region is None:
            return ""
        for element in region.iter():
            node = self.nodes[self.index[element]]
            if node.own >= _LEAST and not node.outside and node.element.tag not in _HEADINGS:
                return text_of(element)
        return ""

    def headings(self) -> list[HtmlElement]:
        """Return headings with text that are not boilerplate, in document order."""
        return [
            node.element
            for node in self.nodes
            if node.element.tag in _HEADINGS and not node.outside and node.whole
        ]

    def noise(self, region: HtmlElement) -> list[HtmlElement]:
        """Return what does not belong to the text within a region: boilerplate, links, cards."""
        found = []
        for element in region.iter():
            position = self.index.get(element)
            if position is None or element is region:
                continue
            node = self.nodes[position]
            if (node.outside and not self.nodes[node.parent].outside) or self._is_link(node):
                found.append(element)
        return found + self._cards(region)

    def _cards(self, region: HtmlElement) -> list[HtmlElement]:
        """Return the small parts of a region that announce another page by a linked heading.

        A region made of little else is a list of announcements, and stays as it is.
        """
        found: dict[HtmlElement, int] = {}
        for heading in region.iter("h2", "h3", "h4", "h5", "h6"):
            node = self.nodes[self.index[heading]]
            if not node.linked * 2 > node.own and heading.getparent().tag != "a":
                continue
            card = heading
            up = heading.getparent()
            while up is not region and self.nodes[self.index[up]].whole <= _LONGEST_CARD:
                card, up = up, up.getparent()
            found[card] = self.nodes[self.index[card]].whole
        whole = self.nodes[self.index[region]].whole
        return list(found) if sum(found.values()) * 2 < whole else []

    def _is_link(self, node: Node) -> bool:
        """Tell whether an element is a card or a block that is nothing but a link."""
        if node.element.tag == "a":
            return node.whole > 0 and node.whole <= _LONGEST_CARD and bool(node.element.get("href"))
        # An announcement may have a date beside its link: "Un autre article, 1 février".
        besides = _LONGEST_BESIDES * (node.element.tag == "li")
        whole = node.own == node.whole and 0 < node.own <= node.linked + besides
        if whole and node.own > node.linked and not find_dates(text_of(node.element), year=2000):
            return False
        return whole and node.element.tag in BLOCKS and node.element.tag not in _HEADINGS
