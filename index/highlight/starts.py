"""Where in a text a token may begin that has one of some terms, told by its first letters.

To cut a text into tokens is most of what marking it costs, and nineteen of twenty begin otherwise
than any word of the query. So the text is written letter by letter as it is folded and searched for
the letters that such a token may begin with, and only what stands there between white space is cut.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

from index.french import fold
from index.french.lists import stem_exceptions, whole_words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from index.highlight.mark import Span

# No token stands on both sides of white space but numbers and times of day: "4 000", "16 h 30".
_across = re.compile("[0-9]|^h$").search
# `stem` makes "teur" and "deur" of these, and takes nothing else from the second letter on.
_FEMININE: Final = {"te": "tr", "de": "dr"}
_SHORT: Final = 2
"""Of stems as short as this the second letter may be of the ending: "Ire" has "ie"."""
_LETTERS: Final = 5
_ENDINGS: Final = ("abl", "ant", "ent", "eur", "eux", "iqu", "log", "al", "at", "eu", "c", "i", "u")
"""What a stem may have in place of another ending of the word (M. Porter, "French stemming
algorithm", Snowball; "eur" by `stem` itself): its letters tell nothing of how the word begins."""

_GAP: Final = ord(" ")
_within = re.compile(rb"\.[^ ]").search
_initials = re.compile(r"\.-").search
_MAYBE: Final = b"\1"
"""Written for what may be any letters, or none: ligatures, other scripts, signs within words."""
_BEYOND: Final = "?"
"""Stands for what is not in Latin-1."""
_SIGNS: Final = f"{_BEYOND}°\u00ad"
"""Are written as `_MAYBE`, too: "n°" is a token, and words have soft hyphens."""
_NO_LETTERS: Final = (_BEYOND, "’", "–", "“", "”", "…", "—")
"""Are in many texts, and in no token but those of `whole_words`."""


def apart(terms: Iterable[str]) -> bool:
    """Tell whether tokens with these terms stand between white space, or within what does.

    >>> apart(["oper", "otan"]), apart(["4000"]), apart(["h"])
    (True, False, False)
    """
    return not any(map(_across, terms))


class Spots:
    """Finds where tokens with any of some terms stand.

    `folded` are folded terms or their beginnings, `stemmed` whole stems.

    >>> text = "L’OPÉRATION (Mossoul) de mai ou, M.-O."
    >>> [text[slice(*place)] for place in Spots(["mossoul"], ["oper"]).places(text)]
    ['L’OPÉRATION', '(Mossoul)', 'M.-O.']
    """

    def __init__(self, folded: Iterable[str], stemmed: Iterable[str]) -> None:
        self._dotted = _looked_for(_beginnings(folded, stemmed))
        self._undotted = [one for one in self._dotted if b"." not in one]

    def places(self, text: str) -> list[Span]:
        """Return, in order, the stretches between white space that hold all such tokens.

        And some others. A stretch may hold white space that is rare.
        """
        plain = _plain(text)
        find, found = plain.find, list[int]()
        for one in self._dotted if _has_dots(plain, text) else self._undotted:
            # a beginning has a character before the token, as the text has one before it
            at = find(one)
            while at >= 0:
                found.append(at)
                at = find(one, at + 1)
        at = find(_MAYBE)
        while at >= 0:
            found.append(at - 1)
            at = find(_MAYBE, at + 1)
        found.sort()
        spaced = text.replace("\n", " ")
        places: list[Span] = []
        end = 0
        for at in found:
            if at < end:
                continue
            # behind what was seen already: so no letter is looked at twice
            start = max(spaced.rfind(" ", end, at), end - 1) + 1
            end = spaced.find(" ", at)
            if end < 0:
                end = len(text)
            places.append((start, end))
        return places


def _has_dots(plain: bytes, text: str) -> bool:
    """Tell whether a token of a text may hold dots: whether one stands before anything but a gap.

    >>> [_has_dots(_plain(text), text) for text in ("Un. Deux.", "L'O.T.A.N.", "M.-O.")]
    [False, True, True]
    """
    # to look from dot to dot takes a third of the time that counting them does
    return bool(_within(plain) or _initials(text))


def _plain(text: str) -> bytes:
    r"""Write each character as it is folded, one byte for one, behind a space.

    >>> _plain("L’été, R&D")
    b' l ete  r d'
    """
    for sign in _NO_LETTERS:
        text = text.replace(sign, "'")
    return b" " + text.encode("latin-1", "replace").translate(_letters())


@cache
def _letters() -> bytes:
    """Return the byte that is written for each character of Latin-1."""
    return bytes(map(_letter, map(chr, range(0x100))))


def _letter(character: str) -> int:
    """Return what is written for a character, which is the same wherever it stands."""
    if character.isalnum():
        letter = fold(character)
        return ord(letter) if len(letter) == 1 and letter.isascii() else ord(_MAYBE)
    if character in _SIGNS:
        return ord(_MAYBE)
    return ord(character) if character == "." else _GAP


def _beginnings(folded: Iterable[str], stemmed: Iterable[str]) -> set[str]:
    """Return how the folded terms begin of all tokens with some terms, in a few letters."""
    begin = {term[:_LETTERS] for term in folded}
    for stem in stemmed:
        begin |= _of_exceptions().get(stem, frozenset())
        ending = next((len(one) for one in _ENDINGS if stem.endswith(one)), 0)
        sure = min(max(len(stem) - ending, _SHORT), _LETTERS)
        begin.add(stem[:sure] if len(stem) > _SHORT else stem[:1])
        if stem[:2] in _FEMININE:
            begin.add(_FEMININE[stem[:2]])
    return begin


def _looked_for(begin: Iterable[str]) -> list[bytes]:
    """Return what is looked for in a text as `_plain` writes it; none begins with another.

    >>> _looked_for(["ndj", "n"])
    [b' n', b'.n']
    >>> _looked_for(["ndj"])
    [b' n dj', b' n.', b' ndj', b'.ndj']
    """
    found: set[bytes] = set()
    # what is not ASCII in a term is of characters that may be anything
    for word in filter(str.isascii, begin):
        letters = _plain(word)[1:]
        # in dotted initials there is a dot behind each letter
        found |= {b" " + letters, b"." + letters, b" " + letters[:1] + b"."}
        found |= {b" " + _plain(one)[1:] for one in _with_apostrophes(word)}
    return _shortest(found)


def _shortest(found: Iterable[bytes]) -> list[bytes]:
    """Return those, in order, that begin with no other."""
    kept: list[bytes] = []
    for one in sorted(found):
        if not (kept and one.startswith(kept[-1])):
            kept.append(one)
    return kept


def _with_apostrophes(begin: str) -> set[str]:
    """Return how words begin that have an apostrophe within letters by which they are known.

    >>> _with_apostrophes("mbo"), _with_apostrophes("otan")
    ({"m'bo"}, set())
    """
    return {
        f"{head}'{begin[len(head) :]}"
        for head, folded in _whole_words()
        if len(head) < len(begin) and folded.startswith(begin)
    }


@cache
def _whole_words() -> list[tuple[str, str]]:
    """Return what stands before the apostrophe of each of these words, and their folded terms."""
    return [(word.partition("'")[0], fold(word)) for word in whole_words()]


@cache
def _of_exceptions() -> dict[str, frozenset[str]]:
    """Return stem → how the words begin that have it by a list."""
    found: dict[str, set[str]] = {}
    for word, stem in stem_exceptions().items():
        found.setdefault(stem, set()).add(fold(word)[:2])
    return {stem: frozenset(letters) for stem, letters in found.items()}
