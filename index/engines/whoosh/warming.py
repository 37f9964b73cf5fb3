"""What first questions would wait for, made before they come.

Most of what is asked of a commit is mapped into memory and there at once. The tables of names are
not: they are made when first needed, which is right for a command and slow for a first reader.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.answering.names import names_of
from index.engine import ENTITY_FACETS

if TYPE_CHECKING:
    from index.engines.whoosh.holdings import WhooshHoldings

_NOWHERE = "zzzzzz"
"""A word that hardly any archive has: to look it up reads tables and finds nothing."""


def warm(holdings: WhooshHoldings) -> None:
    """Make the tables of a commit: names, by their beginning and nearly spelled, and letters."""
    names_of(holdings).near(_NOWHERE, 1)
    holdings.entities.named(ENTITY_FACETS[0].value, _NOWHERE)
    holdings.near(_NOWHERE, 1)
