"""Which other spelling of a word a reader may have meant, and how much speaks for it.

Edits are those of optimal string alignment: a letter inserted, deleted or replaced, or two
neighbours exchanged (L. Boytsov, "Indexing Methods for Approximate Dictionary Searching", 2011).
Four of five slips are one edit, and the first letter is seldom wrong (F. J. Damerau, "A technique
for computer detection and correction of spelling errors", 1964; J. J. Pollock and A. Zamora,
"Automatic spelling correction in scientific and scholarly text", 1984).
"""

from __future__ import annotations

from itertools import groupby
from math import log10
from typing import TYPE_CHECKING, Final

from rapidfuzz.distance import OSA

if TYPE_CHECKING:
    from collections.abc import Iterator

LEAST_LETTERS: Final = 2
"""One letter alone is nobody's slip."""

SHORT: Final = 4
"""Up to so many letters a second edit leaves too little of a word."""

MANY_TIMES: Final = 100
"""A word that occurs is taken for a slip only where another occurs so many times as often."""

_SLIP: Final = 0.7
"""Cost of exchanging or doubling a letter, which the hand does where the head knows better."""
_FIRST: Final = 0.6
"""What it costs more where the first letter is another one."""
_EDIT: Final = 2.2
"""Powers of ten that a word must be more frequent by to make up for one edit more."""
_PART: Final = 3
"""Letters of the shorter part of a word that lacks a space."""


def distance_allowed(word: str) -> int:
    """Return how many edits may lie between a folded word and what was meant.

    >>> [distance_allowed(word) for word in ("f16", "otna", "mossuol")]
    [0, 1, 2]
    """
    if len(word) < LEAST_LETTERS or any(map(str.isdigit, word)):
        return 0
    return 1 if len(word) <= SHORT else 2


def is_slip(typed: str, other: str) -> bool:
    """Tell whether only two neighbours were exchanged, or a letter doubled or not.

    >>> is_slip("otna", "otan"), is_slip("acceuil", "accueil"), is_slip("ottan", "otan")
    (True, True, True)
    >>> is_slip("otam", "otan")
    False
    """
    if len(typed) == len(other):
        return typed != other and OSA.distance(typed, other) == 1 and sorted(typed) == sorted(other)
    singles = [letter for letter, _ in groupby(typed)] == [letter for letter, _ in groupby(other)]
    return singles and abs(len(typed) - len(other)) == 1


def plausible(typed: str, other: str) -> bool:
    """Tell whether a folded word within `distance_allowed` may be meant by another.

    Words of fewer than four letters are near too many: there it must be a slip of the hand.
    Numbers are never meant by words.

    >>> plausible("otan", "oman"), plausible("onu", "ont"), plausible("ouen", "oued")
    (True, False, True)
    """
    if any(map(str.isdigit, other)) or len(other) < LEAST_LETTERS:
        return False
    return min(len(typed), len(other)) >= SHORT or is_slip(typed, other)


def cost(typed: str, other: str) -> float:
    """Return what speaks against one word being meant by another, in edits.

    >>> cost("mossuol", "mossoul") < cost("mossoil", "mossoul") < cost("lossoul", "mossoul")
    True
    """
    edits = OSA.distance(typed, other)
    first = _FIRST if typed[:1] != other[:1] and sorted(typed[:2]) != sorted(other[:2]) else 0.0
    return (_SLIP if is_slip(typed, other) else float(edits)) + first


def merit(edits: float, releases: int) -> float:
    """Return how much speaks for a word at a cost of edits that so many releases hold.

    It is the logarithm of the probability of the noisy channel (M. D. Kernighan, K. W. Church and
    W. A. Gale, "A spelling correction program based on a noisy channel model", 1990): how often
    the word is written, and how seldom one slips so.
    """
    return log10(max(releases, 1)) - _EDIT * edits


def splits(word: str) -> Iterator[tuple[str, str]]:
    """Yield the ways to put a space into a word, both parts long enough to be words.

    >>> list(splits("forcear"))
    [('for', 'cear'), ('forc', 'ear')]
    """
    for at in range(_PART, len(word) - _PART + 1):
        yield word[:at], word[at:]
