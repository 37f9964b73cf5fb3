"""bytes → Document: the body of a page as general rules read it, by Lexbor.

Lexbor makes the tree that browsers make (HTML Standard, section 13.2) in two fifths of the time of
libxml2, and frees it at once. What is certainly boilerplate, and holds no date that could be the
page's, is not looked into: that is half of the elements of a real page.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from operator import attrgetter
from typing import TYPE_CHECKING

from selectolax.lexbor import LexborHTMLParser

from indexer.extract.boilerplate import OUTSIDE, USUALLY, judge
from indexer.extract.document import Document
from indexer.extract.head import Beside
from indexer.extract.tree import BLOCKS, DEAD, MOST_TAGS, collapse

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

    from indexer.extract.boilerplate import Judgement

_BESIDE = "meta, link, title, script, a[hreflang]"
# Nothing of these counts as text, or stands in them; nor is there a text without content.
_PASSED = frozenset({*DEAD, "-comment", "-text"})
# Nothing stands in these, and their attributes tell nothing.
_BARE = frozenset({"area", "br", "col", "hr", "img", "source", "track", "wbr"})
_DEEPEST = 200  # elements around one; libxml2's limit is 256, and there is a way of going on
_MOST_OPEN = 5_000  # tags; Lexbor may go through all that are open at each: 30,000 take it 2 s
_LEAST_PASSED = 250  # characters; bylines, which are sought in boilerplate too, are shorter
_MOST_MEASURED = 3_000_000  # characters, those of boxes in boxes each time: some 0.1 s
_DIGIT = re.compile("[0-9]")


@dataclass(frozen=True, slots=True)
class Page:
    """The body of a page, and what stands beside it."""

    document: Document
    beside: Beside


def read(text: bytes, *, tags: int = MOST_TAGS) -> Page | None:
    """Return a page in UTF-8; None where it has no body, or is nested too deep for what follows.

    It is deep, too, where thousands of tags are left open, whatever they are. `tags` is how many
    it has at most.

    >>> page = read(b"<title>T</title><p>Un <b class=c>deux</b><p>Trois")
    >>> page.document.tags, [page.document.text_of(place) for place in range(4)]
    (['body', 'p', 'b', 'p'], ['Un deuxTrois', 'Un deux', 'deux', 'Trois'])
    >>> page.beside.titles
    ['T']
    """
    if tags > _MOST_OPEN and text.count(b"<") - 2 * text.count(b"</") > _MOST_OPEN:
        return None
    parser = LexborHTMLParser(text)
    body = parser.body
    if body is None:
        return None
    document = Document(attrgetter("attributes"))
    return Page(document, _beside(parser)) if _fill(document, body) else None


def _beside(parser: LexborHTMLParser) -> Beside:
    """Return what stands out of the text."""
    found = Beside()
    if parser.root is not None:
        found.root = parser.root.attributes.get
    for node in parser.css(_BESIDE):
        tag, get = node.tag, node.attributes.get
        if tag == "meta":
            parent = node.parent
            found.metas.append((get, parent is not None and parent.tag == "head"))
        elif tag == "script":
            found.scripts.append((get, node.text))
        elif tag == "title":
            found.titles.append(collapse(node.text()))
        elif tag == "link":
            found.links.append(get)
        if get("hreflang"):
            found.elsewhere.append(get)
    return found


def _fill(made: Document, body: LexborNode) -> bool:  # noqa: C901, PLR0912, PLR0915 - see below
    """Fill in the elements and texts of a body; tell whether it is not nested too deep.

    One loop over all nodes: a call for each of them takes as long as what is done here. A node is
    asked for the next one, as the parser's iterators cost more than the step.
    """
    tags, nodes, parents, starts = made.tags, made.nodes, made.parents, made.starts
    stops, ends, known, judgements = made.stops, made.ends, made.known, made.judged
    texts, owners = made.texts, made.owners
    measures = _Measures(body)
    place = made.begin("body", body, 0)
    judged = judgements[place] = judge("body", made.attributes(place), within=False)
    within, is_outside, joins = judged[1], False, False
    node = body.first_child
    around: list[tuple[int, LexborNode, bool, bool]] = []
    while True:
        if node is None:
            stops[place], ends[place] = len(texts), len(tags)
            if not around:
                return True
            place, node, within, is_outside = around.pop()
            node, joins = node.next, False
            continue
        text = node.text_content
        if text is not None:
            if joins:
                texts[-1] += text
            else:
                texts.append(text)
                owners.append(place)
                joins = True
            node = node.next
            continue
        tag = node.tag or ""
        if tag in _PASSED:
            node = node.next
            continue
        here, reached, joins = len(tags), len(texts), False
        tags.append(tag)
        nodes.append(node)
        parents.append(place)
        starts.append(reached)
        stops.append(reached)
        ends.append(here + 1)
        if is_outside or tag in _BARE:
            known.append(None)
            judgements.append(None)
            inner, sort = within, ""
            child = None if tag in _BARE else node.first_child
        else:
            attributes = node.attributes
            judged = judge(tag, attributes, within=within)
            known.append(attributes)
            judgements.append(judged)
            _, inner, sort = judged
            child = node.first_child
            if sort and child is not None and tag in BLOCKS:
                length = measures.passed(node, judged)
                if length:
                    made.passed[here] = length
                    child = None
        if child is not None:
            text = child.text_content
            if text is not None:  # as most elements begin, and many end
                texts.append(text)
                owners.append(here)
                stops[here] = reached + 1
                child = child.next
                joins = child is not None
        if child is None:
            node = node.next
            continue
        if len(around) == _DEEPEST:
            return False
        around.append((place, node, within, is_outside))
        place, node = here, child
        within, is_outside = inner, is_outside or sort == OUTSIDE


class _Measures:
    """How much text there is in a body, and in parts of it."""

    def __init__(self, body: LexborNode) -> None:
        self._body = body
        self._least = 0  # of the page's text: of the paragraphs that were asked
        self._left = _MOST_MEASURED

    def passed(self, node: LexborNode, judged: Judgement) -> int:
        """Return the length of the text of boilerplate that is not looked into, else 0.

        That is what is so by its tag or name, whatever it holds; and what usually is, where it is
        less than half of the page even if there is no text but that of paragraphs.
        """
        _, within, sort = judged
        if (sort == USUALLY and within) or self._left < 0:
            return 0
        text = node.text(deep=True, separator="", strip=True, skip_empty=True)
        self._left -= len(text)
        if len(text) < _LEAST_PASSED and (_DIGIT.search(text) or self._holds_time(node)):
            return 0
        return len(text) if sort == OUTSIDE or self._is_less_than_half(len(text)) else 0

    def _holds_time(self, node: LexborNode) -> bool:
        return self._page[1] and node.css_first("time") is not None

    def _is_less_than_half(self, length: int) -> bool:
        """Tell whether paragraphs hold more than twice a length; as few are asked as will do."""
        paragraphs, _ = self._page
        while self._least <= length * 2 and paragraphs:
            self._least += len(paragraphs.pop().text(deep=False, strip=True, skip_empty=True))
        return self._least > length * 2

    @cached_property
    def _page(self) -> tuple[list[LexborNode], bool]:
        """The paragraphs that were not asked yet, and whether there are time elements."""
        nodes = self._body.css("p, time")
        paragraphs = [node for node in nodes if node.tag == "p"]
        return paragraphs, len(paragraphs) < len(nodes)
