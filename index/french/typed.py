"""What to look up for a word that a reader typed."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache

from index.french.fold import fold
from index.french.lists import accent_endings, function_words, stem_exceptions
from index.french.rules import drop_marks
from index.french.stem import is_acronym, stem
from index.french.tokens import exact_term


@cache
def _unaccented_exceptions() -> dict[str, set[str]]:
    """Return word without accents → the stems of our own that its accented spellings have."""
    stems: dict[str, set[str]] = {}
    for word, exception in stem_exceptions().items():
        stems.setdefault(fold(word), set()).add(exception)
    return stems


@dataclass(frozen=True, slots=True)
class WordTerms:
    """The terms of one typed word: it matches where the folded term or one of the stems stands.

    `exact` is the word as typed, case and accents kept (`exact_term`): a match there says more.
    """

    folded: str
    stemmed: frozenset[str]
    exact: str


@lru_cache(maxsize=4096)
def query_terms(word: str) -> WordTerms:
    """Return the terms to look up for one typed word (one token), remembered.

    A word typed without accents also takes the stems of the accented spellings that its ending
    allows (`electricites` → those of `electricités`). An acronym typed in capitals takes no
    stems but itself. Plural and singular of the word stand among the stems because a headline in
    capitals is indexed unstemmed ("FORCES").

    >>> sorted(query_terms("FIAS").stemmed)
    ['fias']
    >>> "electr" in query_terms("electricites").stemmed & query_terms("électricité").stemmed
    True
    """
    word = exact_term(word)
    folded = fold(word)
    lowered = drop_marks(word.lower())
    if is_acronym(word) or not lowered.isalpha() or lowered in function_words():
        return WordTerms(folded, frozenset({stem(word)}), word)
    stems = {stem(word)}
    if lowered.isascii():
        stems |= _unaccented_exceptions().get(lowered, set())
        for plain, accented in accent_endings():
            if lowered.endswith(plain) and len(lowered) > len(plain) + 1:
                stems.add(stem(lowered.removesuffix(plain) + accented))
    # Only where the stemmer agrees that it is the same word: never "Paris" → "pari".
    other = lowered.removesuffix("s") if lowered.endswith("s") else lowered + "s"
    if stem(other) == stem(lowered):
        stems.add(fold(other))
    return WordTerms(folded, frozenset(stems), word)
