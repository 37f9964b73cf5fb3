"""Where a date stands: in the page's own article, or in a card, a comment, a banner beside it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from indexer.dates import find_dates

if TYPE_CHECKING:
    from indexer.extract.document import Document
    from indexer.extract.scan import Scan

_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_CARDS = frozenset({"a", "article", "section", "li", "div", "td", "p"})
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


def own_path(document: Document, *places: int | None) -> frozenset[int]:
    """Return elements (the title, the text) with all that is around them."""
    path: set[int] = set()
    for place in places:
        if place is not None:
            path |= {place, *document.above(place)}
    return frozenset(path)


def of_another(scan: Scan, place: int, own: frozenset[int], *, headed: bool = False) -> bool:
    """Tell whether an element stands in the card of another article, or in a list of such.

    A card is a small part of the page, apart from title and text, that bears a linked headline;
    with `headed`, only a linked heading counts, since a byline may link to its source.
    """
    for node in (place, *scan.document.above(place)):
        if node in own or scan.whole[node] > _LARGEST_CARD:
            return False
        if scan.tags[node] in _CARDS and _has_headline(scan.document, node, headed=headed):
            return True
    return False


def _has_headline(document: Document, place: int, *, headed: bool) -> bool:
    tags = document.tags
    for link in document.named(place, "a"):
        words = len(document.text_of(link).split())
        in_heading = any(tags[up] in _HEADINGS for up in document.above(link))
        if (in_heading or "h3" in tags[link + 1 : document.ends[link]]) and words >= _HEADLINE:
            return True
        least = _HEADLINE if tags[place] == "li" else _LONG_LINK
        if not headed and words >= least and not find_dates(document.text_of(link)):
            return True
    return False


def of_other_type(document: Document, place: int, own: frozenset[int]) -> bool:
    """Tell whether microdata make an element's date one of a comment, a film, an event."""
    for node in (place, *document.above(place)):
        if node in own:
            return False
        if "itemscope" in document.attributes(node):
            reply = document.get(node, "itemprop") in _REPLIES
            return reply or _OTHER_TYPE.search(document.get(node, "itemtype") or "") is not None
    return False


def is_quoted(document: Document, place: int, own: frozenset[int]) -> bool:
    """Tell whether an element stands in a quotation, such as a message from a social network."""
    return any(
        document.tags[up] == "blockquote" and up not in own
        for up in (place, *document.above(place))
    )


def adjoins(scan: Scan, position: int, anchor: int) -> bool:
    """Tell whether a place follows the title, or has little text between itself and the title.

    The date of today stands in a page's banner, with a menu between it and the article.
    """
    return position >= anchor or sum(scan.own[position + 1 : anchor]) <= _MOST_BETWEEN


def text_start(scan: Scan, region: int | None, anchor: int) -> int:
    """Return the place of the first full paragraph after the title, else of the page's end."""
    for position in range(max(region or 0, anchor), len(scan.tags)):
        own = scan.own[position]
        if (
            own >= _FULL_PARAGRAPH
            and not scan.outside[position]
            and scan.linked[position] * 2 < own
        ):
            return position
    return len(scan.tags)
