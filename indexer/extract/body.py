"""A part of a page, or a piece of HTML in a record → its paragraphs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from indexer.extract.document import of_tree
from indexer.extract.tree import BLOCKS, bounded, collapse, parse, prune

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Set as AbstractSet

    from lxml.html import HtmlElement

    from indexer.extract.document import Document

_BREAK = "\x00"
_VISIBLE_MARKUP = re.compile(
    r"<\s{0,9}/?\s{0,9}(?:br|p|b|i|u|em|strong|span|div|font|a)\b[^<>]{0,200}>", re.IGNORECASE
)
_SENTENCE_END = re.compile(r"[.!?:;…][»”\"')\]\s]*$")
_WRAP_WIDTHS = range(40, 140)  # columns at which people and editors wrapped their HTML
_WRAP_SLACK = 14


def paragraphs(html: str) -> tuple[str, ...]:
    """Return the paragraphs of a piece of HTML: one for each block element, and at each empty line.

    It is read up to where `bounded` says.

    >>> paragraphs("<div><p>Un<br>deux.<p>Trois.<ul><li>a<li>b</ul></div>")
    ('Un deux.', 'Trois.', 'a', 'b')
    """
    root = parse(bounded(html))
    if root is None:
        return ()
    prune(root)
    return paragraphs_of([root])


def paragraphs_of(elements: Iterable[HtmlElement]) -> tuple[str, ...]:
    """Return the paragraphs of parts of a page that is parsed already, by the same rules."""
    return tuple(paragraph for element in elements for paragraph in _of_element(element))


def _of_element(element: HtmlElement) -> list[str]:
    if not len(element) and element.tag != "br":  # as most paragraphs of a known layout are
        return _paragraphs([element.text or ""])
    return of_document(of_tree(element, judges=False))


def of_document(
    document: Document, place: int = 0, gone: AbstractSet[int] = frozenset()
) -> list[str]:
    """Return the paragraphs of an element, of its blocks each as far as no other one parts it.

    What is `gone` counts for nothing, and nothing that is within it.
    """
    part = _Part(document, place, gone)
    part.read(place, place)
    part.begin(place)
    return part.found


class _Part:
    """A part of a page while it is read: the paragraphs found, and the pieces of the next one.

    An empty block parts what is around it, too. A line break belongs to the text before it.
    """

    def __init__(self, document: Document, place: int, gone: AbstractSet[int]) -> None:
        self.found: list[str] = []
        self._document = document
        self._gone = gone
        self._pieces = [_BREAK] if document.tags[place] == "br" else []
        self._pieces.append(document.opening(place))
        self._block = place  # the one that the pieces stand in

    def read(self, parent: int, around: int) -> None:
        """Read what is in an element; `around` is the block that its text belongs to."""
        document = self._document
        tags, starts, stops, ends = document.tags, document.starts, document.stops, document.ends
        child, end = parent + 1, ends[parent]
        while child < end:
            behind = ends[child]
            if child not in self._gone:
                tag, block = tags[child], around
                inner = starts[child + 1] if child + 1 < behind else stops[child]
                texts = document.texts[starts[child] : inner]
                if tag == "br":
                    self._pieces.append(_BREAK)
                elif tag in BLOCKS:
                    block = child
                if block != self._block and (texts or block == child):
                    self.begin(block)
                self._pieces += texts
                if child + 1 < behind:
                    self.read(child, block)
            tail = document.texts[stops[child] : starts[behind] if behind < end else stops[parent]]
            if tail:
                if around != self._block:
                    self.begin(around)
                self._pieces += tail
            child = behind

    def begin(self, block: int) -> None:
        """End the paragraphs of the pieces so far, and begin those of a block."""
        self.found += _paragraphs(self._pieces)
        self._pieces, self._block = [], block


def _paragraphs(pieces: list[str]) -> list[str]:
    """Return the paragraphs of the pieces of one block; most blocks hold white space alone."""
    text = "".join(pieces)
    return [] if not text or text.isspace() else split(text)


def split(text: str) -> list[str]:
    r"""Return the paragraphs of a block whose line breaks are NULs; an empty line parts them.

    >>> split("l'offensive pour\0libérer la ville.\0\0Fin.")
    ["l'offensive pour libérer la ville.", 'Fin.']
    """
    if _BREAK not in text:
        line = tidy(text)
        return [line] if line else []
    result: list[str] = []
    for group in re.split(r"\x00(?:\s*\x00)+", text):
        lines = [tidy(line) for line in group.split("\x00")]
        result += rejoin([line for line in lines if line])
    return result


def rejoin(lines: list[str]) -> list[str]:
    """Return lines with the hard breaks in mid-sentence undone.

    A break is kept only where a sentence ends, the line had room for the next word, and less than
    half of the breaks stand in mid-sentence.
    """
    if not lines:
        return []
    width = max(map(len, lines))
    within = sum(not _SENTENCE_END.search(line) for line in lines[:-1])
    if len(lines) > 2 and within * 2 >= len(lines) - 1:  # noqa: PLR2004 - one break proves nothing
        return [" ".join(lines)]
    result = [[lines[0]]]
    last = lines[0]
    for line in lines[1:]:
        room = width - len(last) - len(line.split(" ", 1)[0])
        wrapped = width in _WRAP_WIDTHS and room < _WRAP_SLACK
        if wrapped or not _SENTENCE_END.search(last):
            result[-1].append(line)
        else:
            result.append([line])
        last = line
    return [" ".join(joined) for joined in result]


def tidy(text: str) -> str:
    """Return a text without visible markup and with plain white space collapsed.

    >>> tidy("visible <br /> in   the text")
    'visible in the text'
    """
    if "<" in text:
        text = _VISIBLE_MARKUP.sub(" ", text)
    return collapse(text)
