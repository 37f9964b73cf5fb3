"""The hits before and after a release in the search that it was found by."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from flask import request

from webapp.archive import current_archive
from webapp.links import PLACE
from webapp.params import MAX_OFFSET
from webapp.results import release_href

if TYPE_CHECKING:
    from index.engine import SearchRequest
    from webapp.links import Pairs


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The addresses of the hits before and after, "" where there is none or none is known."""

    previous: str = ""
    next: str = ""


def neighbours(release_id: str, asked: SearchRequest, pairs: Pairs) -> Neighbours:
    """Find them by the place among the hits that the address tells (`at`, from 1).

    One search of three hits. Where the release is not at that place, since the archive has changed
    or the address was made by hand, there are none.
    """
    place = request.args.get(PLACE, 0, type=int)
    if not 1 <= place <= MAX_OFFSET:
        return Neighbours()
    start = max(0, place - 2)
    three = replace(asked, limit=3, offset=start, facet_size=0)
    hits = current_archive().engine().search(three).hits
    own = place - 1 - start
    if own >= len(hits) or hits[own].id != release_id:
        return Neighbours()

    def to(index: int) -> str:
        if not 0 <= index < len(hits):
            return ""
        return release_href(hits[index].id, (*pairs, (PLACE, str(start + index + 1))))

    return Neighbours(to(own - 1), to(own + 1))
