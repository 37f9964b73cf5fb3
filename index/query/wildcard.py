"""Wildcard patterns as regular expressions that never backtrack."""

from __future__ import annotations

import re


def wildcard_regex(pattern: str) -> re.Pattern[str]:
    """Compile a pattern of `Wildcard`, to be used with `fullmatch` on folded terms.

    Between two stars the first place that fits is always good enough, hence the atomic groups:
    the time is at most pattern length times term length.

    >>> [bool(wildcard_regex("m*t?n").fullmatch(term)) for term in ("mouton", "mutons", "mtan")]
    [True, False, True]
    """
    first, *rest = (re.escape(part).replace(r"\?", ".") for part in pattern.split("*"))
    if not rest:
        return re.compile(first, re.DOTALL)
    middle = "".join(f"(?>.*?{part})" for part in rest[:-1] if part)
    return re.compile(f"{first}{middle}.*{rest[-1]}", re.DOTALL)
