"""Where in a text a token may begin that has one of some terms, told by two letters.

To cut a text into tokens is most of what marking it costs, and nineteen of twenty begin otherwise
than any word of the query. So the text is searched for the letters that such a token may begin
with, and only what stands there between white space is cut.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final

from index.french import fold
from index.french.lists import stem_exceptions

if TYPE_CHECKING:
    from collections.abc import Iterable

# Characters from here on may be anything.
_KNOWN: Final = 0x100
_CODES: Final = frozenset(map(chr, range(_KNOWN)))
_ENDS: Final = ' \n,;:!?)"'
"""What surely stands behind a token and not in it; with a letter before, that is all of it."""

# No token stands on both sides of white space but numbers and times of day: "4 000", "16 h 30".
_across = re.compile("[0-9]|^h$").search
# `stem` makes "teur" and "deur" of these, and takes nothing else from the second letter on.
_FEMININE: Final = {"te": "tr", "de": "dr"}
_SHORT: Final = 2
"""Of stems as short as this the second letter may be of the ending: "Ire" has "ie"."""


def apart(terms: Iterable[str]) -> bool:
    """Tell whether tokens with these terms stand between white space, or within what does.

    >>> apart(["oper", "otan"]), apart(["4000"]), apart(["h"])
    (True, False, False)
    """
    return not any(map(_across, terms))


def spots(folded: Iterable[str], stemmed: Iterable[str]) -> re.Pattern[str]:
    """Return a pattern that finds where tokens with any of some terms may begin.

    `folded` are folded terms or their beginnings. A match goes on to the next white space, whatever
    else begins before it. All tokens with the terms are found, and some others.

    >>> spots(["mossoul"], ["oper"]).findall("L’OPÉRATION (Mossoul) de mai ou, M.-O.")
    ['OPÉRATION', 'Mossoul)', 'M.-O.']
    """
    begin = {term[:2] for term in folded}
    for stem in stemmed:
        begin |= _of_exceptions().get(stem, frozenset())
        begin.add(stem[:2] if len(stem) > _SHORT else stem[:1])
        if stem[:2] in _FEMININE:
            begin.add(_FEMININE[stem[:2]])
    return _pattern(frozenset(begin))


@lru_cache(maxsize=1024)
def _pattern(begin: frozenset[str]) -> re.Pattern[str]:
    """Return the pattern of `spots` for tokens whose folded terms begin with one or two letters."""
    seconds: dict[str, set[str]] = {}
    for two in begin:
        seconds.setdefault(two[:1], set()).add(two[1:])
    letters, others = _characters(), _others()
    firsts = sorted(letters.keys() & seconds.keys())
    ways = [
        f"(?<={_class(letters[first])}){_not_before(frozenset(seconds[first]))}" for first in firsts
    ]
    ways.append(f"(?<={_class(others)})|(?<![\\x00-\xff])(?<=\\w)")
    passed = _CODES.difference(others, *(letters[first] for first in firsts))
    # one class of characters first: the search for it is much the fastest
    return re.compile(f"{_class(passed, but=True)}(?<![^\\W_ʼ].)(?:{'|'.join(ways)})\\S*")


@lru_cache(maxsize=1024)
def _not_before(seconds: frozenset[str]) -> str:
    """Return the pattern of what a token goes on with whose second letter is one of some."""
    if "" in seconds:
        return ""
    others = set("abcdefghijklmnopqrstuvwxyz").difference(seconds)
    return f"(?!{_class(frozenset((*others, *map(str.upper, others), *_ENDS)))}|\\Z)"


@lru_cache(maxsize=1024)
def _class(characters: frozenset[str], *, but: bool = False) -> str:
    r"""Return the pattern of one of some characters, or of one that is none of them.

    >>> _class(frozenset("fabcg")), _class(frozenset("-"), but=True)
    ('[a-cf-g]', '[^\\--\\-]')
    """
    runs: list[list[str]] = []
    for one in sorted(characters):
        if runs and ord(one) == ord(runs[-1][1]) + 1:
            runs[-1][1] = one
        else:
            runs.append([one, one])
    inside = "".join(
        first if first == last and first.isalnum() else f"{re.escape(first)}-{re.escape(last)}"
        for first, last in runs
    )
    return f"[{'^' if but else ''}{inside}]"


@cache
def _characters() -> dict[str, frozenset[str]]:
    """Return letter or digit of ASCII → the characters that are folded to it wherever they stand.

    Those that become two letters, or stand in other scripts, are of none.
    """
    found: dict[str, set[str]] = {}
    for character in _CODES:
        letter = fold(character) if character.isalnum() else ""
        if len(letter) == 1 and letter.isascii():
            found.setdefault(letter, set()).add(character)
    return {letter: frozenset(characters) for letter, characters in found.items()}


@cache
def _others() -> frozenset[str]:
    """Return the known letters and digits that are none of `_characters`."""
    known = frozenset().union(*_characters().values())
    return frozenset(one for one in _CODES if one.isalnum() and one not in known)


@cache
def _of_exceptions() -> dict[str, frozenset[str]]:
    """Return stem → how the words begin that have it by a list."""
    found: dict[str, set[str]] = {}
    for word, stem in stem_exceptions().items():
        found.setdefault(stem, set()).add(fold(word)[:2])
    return {stem: frozenset(letters) for stem, letters in found.items()}
