"""The links to a whole list of results."""

from __future__ import annotations

from typing import TYPE_CHECKING

from webapp.addresses import path_to
from webapp.exports.forms import NAMES
from webapp.links import href, without
from webapp.pieces import joined, piece

if TYPE_CHECKING:
    from markupsafe import Markup

    from webapp.links import Pairs

# What does not change which releases are listed, nor their order.
_BESIDES = ("limit", "more")


def offered(pairs: Pairs) -> Markup:
    """Return links to each form of the list that an address lists, as items of a list."""
    kept = href("", without(pairs, *_BESIDES))
    return joined(
        piece("export", href=path_to("exports.export", form=form) + kept, name=name)
        for form, name in NAMES.items()
    )
