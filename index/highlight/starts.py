"""Where in a text a token may begin that has one of some terms, told by three letters.

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
_ASCII: Final = frozenset("abcdefghijklmnopqrstuvwxyz")
_ENDS: Final = ' \n,;:!?)"'
"""What surely stands behind a token and not in it; with a letter before, that is all of it."""

# No token stands on both sides of white space but numbers and times of day: "4 000", "16 h 30".
_across = re.compile("[0-9]|^h$").search
# `stem` makes "teur" and "deur" of these, and takes nothing else from the second letter on.
_FEMININE: Final = {"te": "tr", "de": "dr"}
_SHORT: Final = 2
"""Of stems as short as this the second letter may be of the ending: "Ire" has "ie"."""
_LETTERS: Final = 3
_ENDINGS: Final = ("abl", "ant", "ent", "eur", "eux", "iqu", "log", "al", "at", "eu", "c", "i", "u")
"""What a stem may have in place of another ending of the word (M. Porter, "French stemming
algorithm", Snowball; "eur" by `stem` itself): its letters tell nothing of how the word begins."""


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
    begin = {term[:_LETTERS] for term in folded}
    for stem in stemmed:
        begin |= _of_exceptions().get(stem, frozenset())
        ending = next((len(one) for one in _ENDINGS if stem.endswith(one)), 0)
        sure = min(max(len(stem) - ending, _SHORT), _LETTERS)
        begin.add(stem[:sure] if len(stem) > _SHORT else stem[:1])
        if stem[:2] in _FEMININE:
            begin.add(_FEMININE[stem[:2]])
    return _pattern(frozenset(begin))


@lru_cache(maxsize=1024)
def _pattern(begin: frozenset[str]) -> re.Pattern[str]:
    """Return the pattern of `spots` for tokens whose folded terms begin with some letters."""
    after = _by_first(begin)
    letters, others = _characters(), _others()
    firsts = sorted(letters.keys() & after.keys())
    ways = [f"(?<={_class(letters[first])}){_not_before(after[first])}" for first in firsts]
    # and what is no character of ours, where it is a letter or digit at all
    ways.append(f"(?<=[^\\W{_class(_CODES - others)[1:]})")
    passed = _CODES.difference(others, *(letters[first] for first in firsts))
    # one class of characters first: the search for it is much the fastest
    return re.compile(f"{_class(passed, but=True)}(?<![^\\W_ʼ].)(?:{'|'.join(ways)})\\S*")


@lru_cache(maxsize=1024)
def _not_before(after: frozenset[str]) -> str:
    r"""Return the pattern of what a token goes on with after its first letter.

    `after` are the one or two letters that may follow, "" where any may: all but other letters
    of ASCII, for what stands there may be no letter, or one that is folded.

    >>> after = re.compile("o" + _not_before(frozenset({"te", "s"})))
    >>> [bool(after.match(word)) for word in ("oter", "osé", "otan", "oui")]
    [True, True, False, False]
    """
    if "" in after:
        return ""
    seconds = _by_first(after)
    wrong = [_class(_all_but(frozenset(seconds)))]
    wrong += [
        f"[{second}{second.upper()}]{_class(_all_but(thirds))}"
        for second, thirds in sorted(seconds.items())
        if second in _ASCII and "" not in thirds
    ]
    return f"(?!{'|'.join(wrong)}|\\Z)"


def _all_but(letters: frozenset[str]) -> frozenset[str]:
    """Return the letters of ASCII but some, small and capital, and what ends a token."""
    others = _ASCII.difference(letters)
    return frozenset((*others, *map(str.upper, others), *_ENDS))


def _by_first(beginnings: Iterable[str]) -> dict[str, frozenset[str]]:
    """Return first letter → what may stand behind it.

    >>> _by_first(["ote"])
    {'o': frozenset({'te'})}
    """
    after: dict[str, set[str]] = {}
    for one in beginnings:
        after.setdefault(one[:1], set()).add(one[1:])
    return {first: frozenset(rest) for first, rest in after.items()}


@lru_cache(maxsize=1024)
def _class(characters: frozenset[str], *, but: bool = False) -> str:
    r"""Return the pattern of one of some characters, or of one that is none of them.

    >>> _class(frozenset("fabcg")), _class(frozenset("-"), but=True)
    ('[a-cf-g]', '[^\\-]')
    """
    runs: list[list[str]] = []
    for one in sorted(characters):
        if runs and ord(one) == ord(runs[-1][1]) + 1:
            runs[-1][1] = one
        else:
            runs.append([one, one])
    inside = "".join(
        re.escape(first) if first == last else f"{re.escape(first)}-{re.escape(last)}"
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
