"""Month names: the data file as patterns, and a name's number."""

from __future__ import annotations

import functools
import re
from importlib.resources import files

# What stands where an accented letter was: the letter without its accent, or the '?' and U+FFFD
# of a page whose accents were lost on the way.
_ACCENTED = {"é": "[ée?\ufffd]", "û": "[ûu?\ufffd]"}


@functools.cache
def forms(language: str = "") -> tuple[tuple[str, int], ...]:
    """Return (pattern, month 1-12) for each form of a language, or of all, longest first."""
    found: dict[str, int] = {}
    text = files("indexer.dates").joinpath("months.tsv").read_text(encoding="utf-8")
    for line in text.splitlines():
        if line.startswith("#") or not line.strip():
            continue
        number, of_language, names = line.split("\t")
        if language in {"", of_language}:
            for name in names.split():
                found["".join(_ACCENTED.get(char, char) for char in name)] = int(number)
    return tuple(sorted(found.items(), key=lambda item: -len(item[0])))


def pattern(language: str = "") -> str:
    """Return the alternation of all forms, for use inside a larger pattern (ignoring case)."""
    return "(?:" + "|".join(form for form, _ in forms(language)) + ")"


@functools.lru_cache(maxsize=512)
def number(name: str) -> int | None:
    """Return the number of the month a form names, without its dot.

    >>> number("Févr"), number("décembre"), number("aout"), number("d?cembre"), number("lundi")
    (2, 12, 8, 12, None)
    """
    lowered = name.lower().rstrip(".")
    for form, month in forms():
        if re.fullmatch(form, lowered):
            return month
    return None
