"""Stemming: the inflections of a word to one term; acronyms and names stay whole.

The accented lower-case word is stemmed (Snowball's French algorithm, through PyStemmer), then
folded: on a French question set this order ranked better than folding first.
"""

from __future__ import annotations

import threading
from typing import Final

import Stemmer

from index.french.fold import MAX_TERM, fold
from index.french.lists import function_words, stem_exceptions, unstemmed
from index.french.rules import LOSSLESS, apply, drop_marks

# An all-capital word this long at most counts as an acronym (FIAS, UNESCO); a longer one is
# nearly always a word of a headline in capitals.
MAX_ACRONYM: Final = 6


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


def stem(word: str) -> str:
    """Return the stemmed and folded term of one word.

    >>> stem("opérations"), stem("opération"), stem("FIAS"), stem("commandement")
    ('oper', 'oper', 'fias', 'commandement')
    """
    word = apply(LOSSLESS, word[:MAX_TERM])
    folded = fold(word)
    lowered = drop_marks(word.lower())
    if is_acronym(word) or not lowered.isalpha():
        return folded
    if folded in unstemmed() or lowered in function_words():
        return folded
    known = stem_exceptions().get(word.lower()) or stem_exceptions().get(lowered)
    return known or fold(str(_stemmers.stem_word(lowered))) or folded
