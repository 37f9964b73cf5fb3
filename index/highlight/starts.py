"""By which letters a word can begin that has one of some terms.

Nine of ten words of a text begin otherwise than any word of the query: one look at their first
letter spares the others.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

from index.french import fold
from index.french.lists import stem_exceptions

if TYPE_CHECKING:
    from collections.abc import Iterable

_LATIN: Final = 0x250
"""Latin letters stand before this code point, those with accents among them (Unicode 15)."""


def impossible(folded: Iterable[str], stemmed: Iterable[str]) -> frozenset[str]:
    """Return the first characters that no surface with any of these terms has.

    >>> sorted(impossible(["mossoul"], ["oeil"]) & set("mMoOyYéœ-"))
    ['é']
    """
    first = {fold(term[:1]) for term in (*folded, *stemmed)}
    for stem in stemmed:
        first |= _of_exceptions().get(stem, frozenset())
    others = (characters for letter, characters in _characters().items() if letter not in first)
    return frozenset().union(*others)


@cache
def _characters() -> dict[str, frozenset[str]]:
    """Return letter or digit of ASCII → the characters that are folded to it wherever they stand.

    Those that become two letters, or stand in other scripts, are of none.
    """
    found: dict[str, set[str]] = {}
    for character in map(chr, range(_LATIN)):
        letter = fold(character) if character.isalnum() else ""
        if len(letter) == 1 and letter.isascii():
            found.setdefault(letter, set()).add(character)
    return {letter: frozenset(characters) for letter, characters in found.items()}


@cache
def _of_exceptions() -> dict[str, frozenset[str]]:
    """Return stem → the first letters of the words that have it although they begin otherwise."""
    found: dict[str, set[str]] = {}
    for word, stem in stem_exceptions().items():
        found.setdefault(stem, set()).add(fold(word)[:1])
    return {stem: frozenset(letters) for stem, letters in found.items()}
