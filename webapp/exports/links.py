"""The links to a whole list of results."""

from __future__ import annotations

from typing import TYPE_CHECKING

from webapp.addresses import path_to
from webapp.exports.forms import SPREADSHEET, TEXTS
from webapp.links import href, without

if TYPE_CHECKING:
    from webapp.links import Pairs

# What does not change which releases are listed, nor their order.
_BESIDES = ("limit", "more")


def offered(pairs: Pairs) -> list[tuple[str, str]]:
    """Return the (name, address) of each form of the list that an address lists."""
    kept = without(pairs, *_BESIDES)
    named = [(name, form.name) for name, form in TEXTS.items()] + [(SPREADSHEET, "Excel")]
    return [(name, href(path_to("exports.export", form=form), kept)) for form, name in named]
