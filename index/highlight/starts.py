"""Where in a text a token may begin that has one of some terms, told by its first letters.

To cut a text into tokens is most of what marking it costs, and nineteen of twenty begin otherwise
than any word of the query. So the text is written letter by letter as it is folded and searched for
the letters that such a token may begin with, and only what stands there between white space is cut.
"""

from __future__ import annotations

import re
from functools import cache, cached_property
from itertools import chain
from typing import TYPE_CHECKING, Final

from index.french import fold
from index.french.lists import stem_exceptions, whole_words
from index.highlight.letters import MAYBE, OE, plain

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from index.highlight.mark import Span

# No token stands on both sides of white space but numbers and times of day: "4 000", "16 h 30".
_across = re.compile("[0-9]|^h$").search
_FEMININE: Final = {"teur": "tr", "deur": "dr"}
"""What `stem` makes of "trice" and "drice", and how these begin."""
_SHORT: Final = 2
"""Of stems as short as this the second letter may be of the ending: "Ire" has "ie"."""
_ENDINGS: Final = (
    *("abl", "ant", "ent", "eur", "eux", "iqu", "log"),
    *("al", "at", "eu"),
    *("c", "e", "i", "u"),
)
"""What a stem may have in place of another ending of the word (M. Porter, "French stemming
algorithm", Snowball; "eur", and "e" for Roman ordinals, by `stem` itself): its letters tell nothing
of how the word begins."""

# A dot before anything but a gap, or two initials: "O.T.A.N.", "J.-F.", and "J. F." as well.
_dots = re.compile(rb"\.(?:[^ ]|(?<= [^ ]\.) [^ ]\.)").search


def apart(terms: Iterable[str]) -> bool:
    """Tell whether tokens with these terms stand between white space, or within what does.

    >>> apart(["oper", "otan"]), apart(["4000"]), apart(["h"])
    (True, False, False)
    """
    return not any(map(_across, terms))


class Spots:
    """Finds where tokens with any of some terms stand.

    `folded` are folded terms or their beginnings, `stemmed` whole stems. `runs` are folded terms
    that are of no use but side by side: they are found where all of a run may stand in a text.

    >>> text = "L’OPÉRATION (Mossoul) de mai ou, M.-O."
    >>> [text[slice(*place)] for place in Spots(["mossoul"], ["oper"]).places(text)]
    ['L’OPÉRATION', '(Mossoul)', 'M.-O.']
    >>> Spots([], [], [["mai", "juin"]]).places(text)
    []
    """

    def __init__(
        self,
        folded: Iterable[str],
        stemmed: Iterable[str],
        runs: Iterable[Collection[str]] = (),
    ) -> None:
        self._alone = _beginnings(folded, stemmed)
        self._runs = list(runs)
        may_hold_oe = any(map(_oe, chain(self._alone, *self._runs)))
        self._signs = (MAYBE, OE) if may_hold_oe else (MAYBE,)

    @cached_property
    def _undotted(self) -> _Sought:
        return _Sought(self._alone, self._runs, self._signs, dots=False)

    @cached_property
    def _dotted(self) -> _Sought:
        return _Sought(self._alone, self._runs, self._signs, dots=True)

    def places(self, text: str) -> list[Span]:
        """Return, in order, the stretches between white space that hold all such tokens.

        And some others. A stretch may hold white space that is rare.
        """
        letters = plain(text)
        find, found = letters.find, list[int]()
        # to look from dot to dot takes a third of the time that counting them does
        sought = self._dotted if _dots(letters) else self._undotted
        for one in sought.within(letters):
            # a beginning has a character before the token, as the text has one before it
            at = find(one)
            while at >= 0:
                found.append(at)
                at = find(one, at + 1)
        for sign in self._signs:
            at = find(sign)
            while at >= 0:
                found.append(at - 1)
                at = find(sign, at + 1)
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


class _Sought:
    """What is looked for in texts as `plain` writes them; nothing dotted where no token is."""

    def __init__(
        self,
        alone: Iterable[str],
        runs: Iterable[Collection[str]],
        signs: Iterable[bytes],
        *,
        dots: bool,
    ) -> None:
        self._alone = _looked_for(alone, dots=dots)
        self._runs: list[tuple[list[list[bytes]], list[bytes]]] = []
        found = tuple(self._alone)
        for terms in runs:
            # the longest is the rarest
            words = [_looked_for([one], dots=dots) for one in sorted(terms, key=len, reverse=True)]
            others = [one for word in words for one in word if not one.startswith(found)]
            if others:
                # a sign may stand for any of their letters
                self._runs.append(([[*word, *signs] for word in words], others))

    def within(self, text: bytes) -> list[bytes]:
        """Return what may be in one text."""
        found = self._alone
        for words, others in self._runs:
            if _may_hold(text, words):
                found = found + others
        return found


def _may_hold(text: bytes, words: Iterable[Iterable[bytes]]) -> bool:
    """Tell whether a text holds any of each."""
    for word in words:
        for one in word:
            if one in text:
                break
        else:
            return False
    return True


def _oe(begin: str) -> bool:
    """Tell whether a word that begins so may have "œ" there."""
    return "oe" in begin or begin.endswith("o")


def _beginnings(folded: Iterable[str], stemmed: Iterable[str]) -> set[str]:
    """Return how the folded terms begin of all tokens with some terms."""
    begin = set(folded)
    for stem in stemmed:
        begin |= _of_exceptions().get(stem, frozenset())
        ending = next((len(one) for one in _ENDINGS if stem.endswith(one)), 0)
        begin.add(stem[: max(len(stem) - ending, _SHORT)] if len(stem) > _SHORT else stem[:1])
        if stem in _FEMININE:
            begin.add(_FEMININE[stem])
    return begin


def _looked_for(begin: Iterable[str], *, dots: bool = True) -> list[bytes]:
    """Return what is looked for in a text as `plain` writes it; none begins with another.

    >>> _looked_for(["ndj", "n"])
    [b' n', b'.n']
    >>> _looked_for(["ndj"]), _looked_for(["ndj"], dots=False)
    ([b' n dj', b' n.', b' ndj', b'.n dj', b'.ndj'], [b' n dj', b' ndj'])
    """
    found: set[bytes] = set()
    # what is not ASCII in a term is of characters that may be anything
    for word in filter(str.isascii, begin):
        written = [plain(one) for one in (word, *_with_apostrophes().get(word, ()))]
        found.update(written)
        if dots:
            found.update([b"." + letters[1:] for letters in written])
            # in dotted initials there is a dot behind each letter
            found.add(written[0][:2] + b".")
    return _shortest(found)


def _shortest(found: Iterable[bytes]) -> list[bytes]:
    """Return those, in order, that begin with no other."""
    kept: list[bytes] = []
    for one in sorted(found):
        if not (kept and one.startswith(kept[-1])):
            kept.append(one)
    return kept


@cache
def _with_apostrophes() -> dict[str, set[str]]:
    """Return how words begin as folded → how, that have an apostrophe within these letters.

    >>> _with_apostrophes()["nd"], "otan" in _with_apostrophes()
    ({"n'd"}, False)
    """
    found: dict[str, set[str]] = {}
    for word in whole_words():
        head, folded = word.partition("'")[0], fold(word)
        for end in range(len(head) + 1, len(folded) + 1):
            found.setdefault(folded[:end], set()).add(f"{head}'{folded[len(head) : end]}")
    return found


@cache
def _of_exceptions() -> dict[str, frozenset[str]]:
    """Return stem → how the words begin that have it by a list."""
    found: dict[str, set[str]] = {}
    for word, stem in stem_exceptions().items():
        found.setdefault(stem, set()).add(fold(word))
    return {stem: frozenset(letters) for stem, letters in found.items()}
