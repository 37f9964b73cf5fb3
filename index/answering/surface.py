"""How a folded term is mostly written, with its accents and capitals."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final
from weakref import WeakKeyDictionary

from index.french import exact_term, folded_term, scan

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from index.answering.holdings import Holdings

_LOWER: Final = 0.1
"""A form in lower case is the word's own where it is at least so frequent beside a capital one."""
_MOSTLY: Final = 0.5
"""Once forms make up this share of a word's postings, no other can be more usual."""
_LOOKED_AT: Final = 3
"""Releases that are read to see how a word is written."""
_REMEMBERED: Final = 20_000
"""Words of an index whose writing is remembered: it takes reading releases to know it."""
_surfaces: WeakKeyDictionary[Holdings[Any], dict[str, str]] = WeakKeyDictionary()


def surface(holdings: Holdings[Any], term: str) -> str:
    """Return how a folded term is mostly written, accents and case and all; remembered.

    A word that also occurs in lower case is shown so.
    """
    known = _surfaces.setdefault(holdings, {})
    text = known.get(term)
    if text is None:
        text = _surface(holdings, term)
        if len(known) >= _REMEMBERED:
            known.clear()
        known[term] = text
    return text


def _surface(holdings: Holdings[Any], term: str) -> str:
    enough = _MOSTLY * holdings.frequency(term)
    written = holdings.written(_cases(term))
    for form in _forms_in_releases(holdings, term):
        if max(_by_word(written).values(), default=0) >= enough:
            break
        written |= holdings.written((form, *_cases(form)))
    words = _by_word(written)
    if not words:
        return term
    lower = max(words, key=lambda word: (words[word], word))
    forms = {form: count for form, count in written.items() if form.lower() == lower}
    usual = max(forms, key=lambda form: (forms[form], form))
    return lower if forms.get(lower, 0) >= _LOWER * forms[usual] else usual


def _by_word(written: Counter[str]) -> Counter[str]:
    """Add up forms that differ in case only, under the one in lower case."""
    words: Counter[str] = Counter()
    for form, count in written.items():
        words[form.lower()] += count
    return words


def _cases(form: str) -> tuple[str, str, str]:
    return form.lower(), form.capitalize(), form.upper()


def _forms_in_releases(holdings: Holdings[Any], term: str) -> Iterator[str]:
    """Yield a form of the term from each of a few releases that hold it."""
    for text in holdings.texts_with(term, _LOOKED_AT):
        forms = (form for *_, form in scan(text) if folded_term(form) == term)
        yield exact_term(next(forms, term))
