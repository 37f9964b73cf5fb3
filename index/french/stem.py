"""Stemming: the inflections of a word to one term; acronyms and names stay whole.

The accented lower-case word is stemmed (Snowball's French algorithm, through PyStemmer), then
folded: on a French question set this order ranked better than folding first. Before it stand two
rules of our own, `singular` and `masculine`, and the lists of what it errs in.
"""

from __future__ import annotations

import re
import threading
from functools import cache
from typing import Final

import Stemmer

from index.french.fold import fold, lossless
from index.french.lists import function_words, stem_exceptions, unstemmed
from index.french.rules import drop_marks

# An all-capital word this long at most counts as an acronym (FIAS, UNESCO); a longer one is
# nearly always a word of a headline in capitals.
MAX_ACRONYM: Final = 6

# Not "ons", which ends verbs (saluons), nor "ous" (sous), nor what "s" belongs to (avis, pays).
_plural = re.compile(r"(?<=..)(?:[bcdfghjklmpqrtvwz]|(?<!o)n|ion|(?<!o)u|o)s\Z")
_feminine = re.compile(r"(?<=[td])rices?\Z")
_ordinal = re.compile(r"([0-9]+)(?:ers?|e?res?|nde?s?|des?|(?:i?em)?es?)\Z")
_roman_ordinal = re.compile(r"([IVX]|[IVXLC]{2,})(?:i?[eè]m)?es?\Z")
_models = re.compile(r"[A-Za-z]{1,3}-?[0-9]{1,3}[A-Z]?s\Z")


class _PerThread(threading.local):
    """One stemmer for each thread: PyStemmer's objects may not be shared."""

    def __init__(self) -> None:
        self.stem_word = Stemmer.Stemmer("french", 0).stemWord


_stemmers = _PerThread()


def is_acronym(word: str) -> bool:
    """Tell whether a word is written as an acronym: two to six letters or digits, all capitals.

    >>> is_acronym("FIAS"), is_acronym("O.T.A.N."), is_acronym("Fias"), is_acronym("MINISTRES")
    (True, True, False, False)
    """
    return word.isupper() and 1 < sum(map(str.isalnum, word)) <= MAX_ACRONYM


def singular(word: str) -> str:
    """Take off the "s" of a plural that Snowball would leave, or take for the end of a verb.

    >>> singular("conflits"), singular("religions"), singular("élus"), singular("saluons")
    ('conflit', 'religion', 'élu', 'saluons')
    """
    return word[:-1] if word.endswith("s") and _plural.search(word) else word


def masculine(word: str) -> str:
    """Write the feminine of "teur" and "deur" as the masculine, in the singular.

    >>> masculine("sénatrices"), masculine("ambassadrice"), masculine("rices")
    ('sénateur', 'ambassadeur', 'rices')
    """
    return _feminine.sub("eur", word) if word.endswith(("rice", "rices")) else word


def stem(word: str) -> str:
    """Return the stemmed and folded term of one word.

    >>> stem("opérations"), stem("opération"), stem("FIAS"), stem("commandement")
    ('oper', 'oper', 'fias', 'commandement')
    >>> stem("1er"), stem("1re"), stem("XXe"), stem("XXème"), stem("F-16s")
    ('1e', '1e', 'xxe', 'xxe', 'f16')
    """
    word = lossless(word)
    folded = fold(word)
    lowered = drop_marks(word.lower())
    if not lowered.isalpha():
        return _numbered(word, folded)
    if is_acronym(word):
        return folded
    if roman := _roman_ordinal.match(word):
        return roman.group(1).lower() + "e"
    if folded in unstemmed() or lowered in function_words():
        return folded
    known = stem_exceptions()
    if own := known.get(word.lower()) or known.get(lowered):
        return own
    single = masculine(singular(lowered))
    stemmed = fold(str(_stemmers.stem_word(single))) or folded
    # "pare" would meet "par".
    return fold(single) if stemmed in _taken() else stemmed


def _numbered(word: str, folded: str) -> str:
    """Return the term of a token with digits: ordinals alike, models without the plural's s."""
    if ordinal := _ordinal.match(folded):
        return ordinal.group(1) + "e"
    return folded[:-1] if _models.match(word) else folded


@cache
def _taken() -> frozenset[str]:
    """Return the terms of function words and of what is never stemmed."""
    return unstemmed() | frozenset(map(fold, function_words()))
