"""The query language: text → tree of our own, with the problems found on the way.

Parsing is lenient: whatever a reader types gives a tree, and nothing here raises. No engine is
known here; an engine walks the tree of `tree.py`.
"""

from index.query.messages import describe
from index.query.parser import Parsed, parse
from index.query.tree import (
    And,
    Everything,
    Node,
    Not,
    Or,
    Phrase,
    Prefix,
    Wildcard,
    Word,
    leaves,
    ordered_words,
    required_words,
    show,
)
from index.query.wildcard import wildcard_regex

__all__ = [
    "And",
    "Everything",
    "Node",
    "Not",
    "Or",
    "Parsed",
    "Phrase",
    "Prefix",
    "Wildcard",
    "Word",
    "describe",
    "leaves",
    "ordered_words",
    "parse",
    "required_words",
    "show",
    "wildcard_regex",
]
