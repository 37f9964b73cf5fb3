"""Patterns of terms in Lucene's regular expressions (org.apache.lucene.util.automaton.RegExp)."""

from __future__ import annotations

import re
from typing import Final

from index.engines.opensearch.documents import safe

_SPECIAL: Final = re.compile(r'[.?+*|{}\[\]()"\\#@&<>~^$-]')


def pattern_of(wildcard: str) -> str:
    r"""Return the expression of a wildcard pattern; `*` is any letters or none, `?` is one.

    >>> pattern_of("op?rat*")
    'op.rat.*'
    """
    signs = {"*": ".*", "?": "."}
    return "".join(signs.get(one) or literal(one) for one in safe(wildcard))


def beginning(prefix: str) -> str:
    r"""Return the expression of what begins so.

    >>> beginning("f-1")
    'f\\-1.*'
    """
    return literal(safe(prefix)) + ".*"


def literal(text: str) -> str:
    """Return the expression of a text that stands for itself."""
    return _SPECIAL.sub(lambda one: f"\\{one[0]}", text)
