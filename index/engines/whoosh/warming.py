"""What first questions would wait for, made before they come.

Most of what is asked of a commit is mapped into memory and there at once. The tables of names are
not: they are made when first needed, which is right for a command and slow for a first reader.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.engine import ENTITY_FACETS
from index.engines.whoosh.names import names_of
from index.engines.whoosh.vocabulary import near

if TYPE_CHECKING:
    from index.engines.whoosh.snapshot import Commit

_NOWHERE = "zzzzzz"
"""A word that hardly any archive has: to look it up reads tables and finds nothing."""


def warm(commit: Commit) -> None:
    """Make the tables of a commit: names, by their beginning and nearly spelled, and letters."""
    names_of(commit).near(_NOWHERE, 1)
    commit.named(ENTITY_FACETS[0].value, _NOWHERE)
    near(commit, _NOWHERE, 1)
