"""str → element tree: lxml's lenient parser, with bounds on depth and number of elements."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, cast

import numpy as np
from lxml import etree

if TYPE_CHECKING:
    from lxml.html import HtmlElement

# Plain white space, and the control characters that an entity such as &#1; can put into a text.
_SPACE = "\x00-\x20\x7f\u2028\u2029\ufffe\uffff"
_SPACES = re.compile(f"[{_SPACE}]+")
_RUNS = re.compile("  +")
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_XML_DECLARATION = re.compile(r"\s*<\?xml[^>]{0,300}\?>", re.IGNORECASE)
DEAD = (
    "script", "style", "noscript", "template", "svg", "iframe", "object", "embed", "canvas",
    "select", "button", "textarea", "input", "math", "map",
)  # fmt: skip
# elements that a browser starts on a new line (HTML standard, section 15.3.3)
BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details",
    "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3",
    "h4", "h5", "h6", "header", "hr", "html", "li", "main", "nav", "ol", "p", "pre", "section",
    "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
})  # fmt: skip
# Tags that may nest without end on a broken page and whose loss costs no text.
_NESTING = re.compile(
    r"<(?!/?(?:html|head|body|title|meta|link|script|style|p|br|h[1-6]|time)\b)/?[a-z][^<>]{0,2000}>",
    re.IGNORECASE,
)
_LONG_TAG = re.compile(r"(<[a-z][^\s<>/]{0,40}+)([^<>]{1000,}+)", re.IGNORECASE)
_LONG = 1000  # characters from which on a tag is long
_ATTRIBUTE = re.compile(r"""\s[^\s"'<>=/]+(?:\s{0,9}=\s{0,9}(?:"[^"]*"|'[^']*'|[^\s"'<>]+))?""")
_MOST_ATTRIBUTES = 100  # of one tag; libxml2 compares each with all before it
_LONG_PAGE = 100_000  # characters; a shorter page cannot hold attributes enough to matter
_OPENING = ord("<")
_ANY_TAG = re.compile(r"<[^<>]{0,5000}>")
MOST_TAGS = 30_000  # ten times the largest page of the French test set


def parse(text: str, encoded: bytes = b"") -> HtmlElement | None:
    """Return the root of a page, or None where the text holds no markup to speak of.

    Comments and processing instructions are gone. A page nested deeper than libxml2 follows (256)
    is parsed again with its nesting taken out, so that no text is lost. It is `bounded` already:
    what an element costs is spent some ten times over. `encoded` is the text in UTF-8 where that
    is at hand.
    """
    whole = text
    declaration = _XML_DECLARATION.match(text)
    if declaration:
        text = text[declaration.end() :]
    text = few_attributes(text)
    root, too_deep = _parse(text, encoded if text is whole else b"")
    if too_deep:
        root, too_deep = _parse(_NESTING.sub("\n", text))
        if too_deep:
            root, _ = _parse("<p>" + _ANY_TAG.sub("\n", text))
    return root


def count_tags(text: str, encoded: bytes = b"") -> int:
    """Return how many tags a text has at most; `encoded` as for `parse`: numpy counts bytes faster.

    >>> count_tags("<p>a</p>")
    2
    """
    if not encoded:
        return text.count("<")
    return int(np.count_nonzero(np.frombuffer(encoded, np.uint8) == _OPENING))


def bounded(text: str, tags: int = -1) -> str:
    """Return the text up to its 30,000th tag; `tags` is how many it has, where that is known.

    >>> bounded("<p>a</p>")
    '<p>a</p>'
    """
    if (count_tags(text) if tags < 0 else tags) <= MOST_TAGS:
        return text
    position = 0
    for _ in range(MOST_TAGS):
        position = text.index("<", position) + 1
    return text[: position - 1]


def few_attributes(text: str) -> str:
    """Return a page with no more attributes in a tag than any page needs: parsers compare them all.

    >>> few_attributes("<p class=a>")
    '<p class=a>'
    """
    return _with_first_attributes(text) if len(text) > _LONG_PAGE else text


def _with_first_attributes(text: str) -> str:
    """Return a page whose tags have no more attributes than any page needs.

    A long tag needs a long stretch without ">": all others are passed over in great steps.
    """
    kept: list[str] = []
    reached = start = 0
    while start < len(text):
        last = text.rfind(">", start, start + _LONG)
        if last >= 0:
            start = last + 1
            continue
        end = text.find(">", start + _LONG)
        end = end if end >= 0 else len(text)
        start = text.find("<", start, end)
        has_many = start >= 0 and _has_many_words(text[start:end])
        for tag in _LONG_TAG.finditer(text, start, end) if has_many else ():
            fewer = _first_attributes(tag)
            if fewer != tag[0]:
                kept += [text[reached : tag.start()], fewer]
                reached = tag.end()
        start = end + 1
    return "".join([*kept, text[reached:]]) if kept else text


def _has_many_words(text: str) -> bool:
    """Tell whether more attributes may stand in a text: white space is before each."""
    return len(text.split(None, _MOST_ATTRIBUTES)) > _MOST_ATTRIBUTES


def _first_attributes(tag: re.Match[str]) -> str:
    """Return a tag with no more attributes than any page needs."""
    if not _has_many_words(tag[2]):
        return tag[0]
    found = _ATTRIBUTE.findall(tag[2])
    return tag[0] if len(found) <= _MOST_ATTRIBUTES else tag[1] + "".join(found[:_MOST_ATTRIBUTES])


def _parse(text: str, encoded: bytes = b"") -> tuple[HtmlElement | None, bool]:
    """Return the tree, and whether the parser gave up at its limit of depth.

    Its elements are plain ones of lxml.etree: those of lxml.html, by whose name they are annotated,
    have more methods, and each costs a call back into Python.
    """
    parser = etree.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, collect_ids=False
    )
    data = encoded or text.encode("utf-8", "replace")
    if not data.strip():
        return None, False
    root = cast("HtmlElement | None", etree.fromstring(data, parser=parser))
    limits = (etree.ErrorTypes.ERR_RESOURCE_LIMIT, etree.ErrorTypes.ERR_INTERNAL_ERROR)
    return root, any(entry.type in limits for entry in parser.error_log)


def prune(root: HtmlElement) -> None:
    """Take out what no reader sees as text: scripts, styles, drawings, controls."""
    etree.strip_elements(root, *DEAD, with_tail=False)


def drop(elements: list[HtmlElement]) -> None:
    """Take elements out of their tree, leaving the text that follows them.

    Unlike lxml's drop_tree it bears control characters, which lxml reads but refuses to write, and
    joins the texts around ten thousand neighbours once.
    """
    dropped = set(elements)
    for parent in {element.getparent() for element in elements} - {None}:
        before: HtmlElement | None = None
        freed: list[str] = []
        for child in list(parent):
            if child in dropped:
                freed.append(child.tail or "")
                parent.remove(child)
                continue
            _append(parent, before, freed)
            before, freed = child, []
        _append(parent, before, freed)


def _append(parent: HtmlElement, before: HtmlElement | None, texts: list[str]) -> None:
    """Put texts behind a child, or at the beginning of its parent."""
    text = "".join(texts)
    if text and before is not None:
        before.tail = _NOT_XML.sub(" ", (before.tail or "") + text)
    elif text:
        parent.text = _NOT_XML.sub(" ", (parent.text or "") + text)


def text_of(element: HtmlElement) -> str:
    """Return the text of an element with its white space collapsed."""
    if not len(element):
        return collapse(element.text or "")
    return collapse("".join(element.itertext()))


def collapse(text: str) -> str:
    r"""Return a text with each run of plain white space made one space; no-break spaces stay.

    >>> collapse("  Bilan\xa0: deux \n mots ")
    'Bilan\xa0: deux mots'
    """
    # Most texts have white space at their ends alone, and nearly all these three and no-break
    # spaces at most. A pattern that looks at every space takes ten times as long to see that
    # nothing is to be done, and three where something is.
    text = text.strip()
    if not text.isprintable():
        plain = text.replace("\n", " ").replace("\t", " ").replace("\r", " ")
        if not plain.replace("\xa0", "").isprintable():
            return _SPACES.sub(" ", text).strip()
        text = plain
    return _RUNS.sub(" ", text) if "  " in text else text


def lines(element: HtmlElement) -> list[str]:
    """Return the lines of an element as a browser breaks them: at br and at blocks."""
    pieces: list[str] = []
    for event, node in etree.iterwalk(element, events=("start", "end")):
        breaks = node.tag == "br" or node.tag in BLOCKS
        if event == "start":
            pieces += ["\x00" * breaks, node.text or ""]
        else:
            pieces.append("\x00" * breaks)
            if node is not element:
                pieces.append(node.tail or "")
    return [collapse(line) for line in "".join(pieces).split("\x00") if line.strip()]
