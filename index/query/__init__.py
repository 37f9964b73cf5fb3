"""The query language: text → tree of our own, with the problems found on the way.

Parsing is lenient: whatever a reader types gives a tree, and nothing here raises. No engine is
known here; an engine walks the tree of `tree.py`.
"""

from index.query.messages import NOTICES, describe
from index.query.parser import Parsed, parse
from index.query.relax import relaxed
from index.query.shape import once
from index.query.show import show
from index.query.tree import (
    And,
    Dated,
    Everything,
    Exact,
    Expanded,
    Filter,
    Fuzzy,
    Leaf,
    Named,
    Node,
    Not,
    OfKind,
    Or,
    Part,
    Phrase,
    Prefix,
    Referenced,
    Wildcard,
    Within,
    Word,
)
from index.query.walk import leaves, nodes, ordered_words, required_words
from index.query.wildcard import wildcard_regex

__all__ = [
    "NOTICES",
    "And",
    "Dated",
    "Everything",
    "Exact",
    "Expanded",
    "Filter",
    "Fuzzy",
    "Leaf",
    "Named",
    "Node",
    "Not",
    "OfKind",
    "Or",
    "Parsed",
    "Part",
    "Phrase",
    "Prefix",
    "Referenced",
    "Wildcard",
    "Within",
    "Word",
    "describe",
    "leaves",
    "nodes",
    "once",
    "ordered_words",
    "parse",
    "relaxed",
    "required_words",
    "show",
    "wildcard_regex",
]
