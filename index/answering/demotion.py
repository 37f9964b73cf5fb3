"""Whether releases in other languages are to count less than those in French."""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.query import Exact, Fuzzy, Phrase, Word
from index.query.walk import leaves

if TYPE_CHECKING:
    from index.query import Node


def is_demoting(tree: Node) -> bool:
    """Tell whether a query gives its hits scores of their own, so that some can count less.

    Where all score the same the newest come first, in whatever language they are.

    >>> from index.query import And, Everything, Prefix
    >>> is_demoting(And((Everything(), Word("AWACS")))), is_demoting(Prefix("opérat"))
    (True, False)
    """
    return any(isinstance(leaf, Word | Phrase | Exact | Fuzzy) for leaf in leaves(tree))
