"""Where a date stands: in the page's own article, or in a card, a comment, a banner beside it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from indexer.dates import find_dates
from indexer.extract.tree import text_of

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    from indexer.extract.scan import Scan

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_LARGEST_CARD = 500  # characters
_HEADLINE = 3  # words from which a linked heading, or a link in a list, names another article
_LONG_LINK = 6  # words from which any link does
_MOST_BETWEEN = 200  # characters: bylines and breadcrumbs are shorter, menus and headlines longer
_FULL_PARAGRAPH = 80
# schema.org types that have a date of their own and are not the page
_OTHER_TYPE = re.compile(
    r"/(?:Comment|UserComments|Review|\w*Event|\w+Object|Person|\w*Organization|Offer|Product|Book"
    r"|Movie)/?$"
)
_REPLIES = frozenset({"comment", "review", "suggestedAnswer", "acceptedAnswer"})


def own_path(*elements: HtmlElement | None) -> frozenset[HtmlElement]:
    """Return elements (the title, the text) with all that is around them."""
    path: set[HtmlElement] = set()
    for element in elements:
        if element is not None:
            path |= {element, *element.iterancestors()}
    return frozenset(path)


def of_another(
    scan: Scan, element: HtmlElement, own: frozenset[HtmlElement], *, headed: bool = False
) -> bool:
    """Tell whether an element stands in the card of another article, or in a list of such.

    A card is a small part of the page, apart from title and text, that bears a linked headline;
    with `headed`, only a linked heading counts, since a byline may link to its source.
    """
    node: HtmlElement | None = element
    while node is not None and node not in own and node in scan.index:
        if scan.whole[scan.position(node)] > _LARGEST_CARD:
            return False
        if node.tag in {"a", "article", "section", "li", "div", "td", "p"} and _has_headline(
            node, headed=headed
        ):
            return True
        node = node.getparent()
    return False


def _has_headline(element: HtmlElement, *, headed: bool) -> bool:
    for link in element.iter("a"):
        words = len(text_of(link).split())
        in_heading = any(up.tag in _HEADINGS for up in link.iterancestors())
        if (in_heading or link.find(".//h3") is not None) and words >= _HEADLINE:
            return True
        least = _HEADLINE if element.tag == "li" else _LONG_LINK
        if not headed and words >= least and not find_dates(text_of(link)):
            return True
    return False


def of_other_type(element: HtmlElement, own: frozenset[HtmlElement]) -> bool:
    """Tell whether microdata make an element's date one of a comment, a film, an event."""
    node: HtmlElement | None = element
    while node is not None and node not in own:
        if node.get("itemscope") is not None:
            reply = node.get("itemprop") in _REPLIES
            return reply or _OTHER_TYPE.search(node.get("itemtype") or "") is not None
        node = node.getparent()
    return False


def is_quoted(element: HtmlElement, own: frozenset[HtmlElement]) -> bool:
    """Tell whether an element stands in a quotation, such as a message from a social network."""
    return any(
        up not in own
        for up in (element, *element.iterancestors("blockquote"))
        if up.tag == "blockquote"
    )


def adjoins(scan: Scan, position: int, anchor: int) -> bool:
    """Tell whether a place follows the title, or has little text between itself and the title.

    The date of today stands in a page's banner, with a menu between it and the article.
    """
    return position >= anchor or sum(scan.own[position + 1 : anchor]) <= _MOST_BETWEEN


def text_start(scan: Scan, region: HtmlElement | None, anchor: int) -> int:
    """Return the place of the first full paragraph after the title, else of the page's end."""
    start = scan.position(region) if region is not None else 0
    for position in range(max(start, anchor), len(scan.elements)):
        own = scan.own[position]
        if (
            own >= _FULL_PARAGRAPH
            and not scan.outside[position]
            and scan.linked[position] * 2 < own
        ):
            return position
    return len(scan.elements)
