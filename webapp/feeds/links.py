"""Which part of an address a feed has, and the links to it from the head of a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from webapp.addresses import path_to
from webapp.links import href, without

if TYPE_CHECKING:
    from webapp.links import Pairs

# What does not change which releases a feed has: it is always the newest that come first.
_BESIDES = ("sort", "limit", "more", "starts")


def listed(pairs: Pairs) -> Pairs:
    """Return what says which releases a feed has.

    >>> listed((("q", "OTAN"), ("sort", "oldest"), ("offset", "10"), ("lang", "en")))
    (('q', 'OTAN'), ('lang', 'en'))
    """
    return without(pairs, *_BESIDES)


def own(pairs: Pairs) -> Pairs:
    """Return the language, which is all that the address of a thing keeps of a search's.

    >>> own((("q", "OTAN"), ("lang", "en")))
    (('lang', 'en'),)
    """
    return tuple(pair for pair in pairs if pair[0] == "lang")


def of_search(pairs: Pairs) -> str:
    """Return the address of the feed of the search that an address asks for."""
    return href(path_to("feeds.search"), listed(pairs))


def of_entity(entity_id: str, pairs: Pairs) -> str:
    """Return the address of the feed of an entity."""
    return href(path_to("feeds.entity", entity_id=entity_id), own(pairs))
