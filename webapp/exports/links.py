"""The links to a whole list of results."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from flask import request

from webapp.addresses import path_to
from webapp.exports.forms import NAMES
from webapp.links import href, without
from webapp.pieces import begun, joined, safe

if TYPE_CHECKING:
    from collections.abc import Callable

    from markupsafe import Markup

    from webapp.links import Pairs

# What does not change which releases are listed, nor their order.
_BESIDES = ("limit", "more")


def offered(pairs: Pairs) -> Markup:
    """Return links to each form of the list that an address lists, as items of a list."""
    kept = safe(href("", without(pairs, *_BESIDES)))
    return joined([link(kept) for link in _links(request.root_path)])


@lru_cache(maxsize=16)
def _links(root: str) -> list[Callable[[str], str]]:
    """Return a link to each form; addresses of a site begin with `root`."""
    del root  # `path_to` asks for it: it is a part of the key
    return [
        begun("export", "kept", path=path_to("exports.export", form=form), name=name)
        for form, name in NAMES.items()
    ]
