"""Cursors: the place of the next page in a list that stays as it is while the archive does.

A cursor is `PLACE.REVISION.CHECK` in base 64: how many hits come before, the commit they were
counted in, and a check that it belongs to this search. Whatever a client sends is verified; a
cursor says nothing that the parameter `offset` could not say.
"""

from __future__ import annotations

import base64
import binascii
import re

from webapp.api.problems import BadCursor, CursorExpired
from webapp.freshness import digest
from webapp.links import OFFSET, Pairs
from webapp.params import MAX_OFFSET, MAX_VALUE

CURSOR = "cursor"
_FORM = re.compile(r"(\d{1,9})\.([0-9a-f]{16})\.([0-9a-f]{16})", re.ASCII)
# What does not change which releases are listed, nor their order.
_BESIDES = {OFFSET, CURSOR, "limit", "lang", "more"}


def write(place: int, pairs: Pairs, revision: str) -> str:
    """Return the cursor of the page that begins after `place` hits of a search."""
    text = f"{place}.{revision}.{_check(place, pairs, revision)}"
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def read(cursor: str, pairs: Pairs, revision: str) -> int:
    """Return how many hits come before the page; raises BadCursor or CursorExpired.

    >>> pairs, revision = (("q", "OTAN"),), "0123456789abcdef"
    >>> read(write(20, pairs, revision), (*pairs, ("limit", "5")), revision)
    20
    """
    shown = cursor[:MAX_VALUE]
    try:
        text = base64.b64decode(f"{shown}{'=' * (-len(shown) % 4)}", "-_", validate=True)
        found = _FORM.fullmatch(text.decode("ascii"))
    except (binascii.Error, ValueError):
        raise BadCursor(cursor=shown) from None
    if not found or not int(found[1]) <= MAX_OFFSET:
        raise BadCursor(cursor=shown)
    place, counted_in, check = int(found[1]), found[2], found[3]
    if check != _check(place, pairs, counted_in):
        raise BadCursor(cursor=shown)
    if counted_in != revision:
        raise CursorExpired(cursor=shown)
    return place


def _check(place: int, pairs: Pairs, revision: str) -> str:
    search = (part for pair in pairs if pair[0] not in _BESIDES for part in pair)
    return digest(str(place), revision, *search)
