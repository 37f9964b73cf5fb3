"""What each form of a word says about a query, found out once for each form."""

from __future__ import annotations

import re
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple, assert_never

from rapidfuzz.distance import OSA

from index.french import exact_term, fold, folded_term, query_terms, stemmed_term
from index.french.split import pattern
from index.french.tokens import with_terms
from index.highlight.mark import Form
from index.highlight.starts import Spots, apart
from index.query import Exact, Fuzzy, Named, Phrase, Prefix, Wildcard, Word, wildcard_regex

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from index.highlight.wanted import Wanted

_Said = tuple[int, Form]
"""The number of a word of the query, and the form in which it stands there."""
Slot = tuple[int, int]
"""The number of a run, and a place among its words from 0."""


class Run(NamedTuple):
    """Words with these folded terms side by side, `slop` words between any two at most."""

    words: tuple[int, ...]
    form: Form
    terms: tuple[str, ...]
    slop: int


class Meaning(NamedTuple):
    """What one form says: the words that it matches by itself, and its places in runs."""

    words: tuple[_Said, ...]
    slots: tuple[Slot, ...]


Said = tuple[int, int, Meaning]
"""A surface that says anything: where it begins and ends, and what it says."""


class Surfaces:
    """What the surfaces of `index.french.scan` say about a query.

    Remembered for as long as a query is answered: most forms stand in most texts.
    """

    def __init__(self, found: Iterable[Wanted]) -> None:
        self.runs: list[Run] = []
        self._known: set[str] = set()
        self._telling: dict[str, Meaning] = {}
        self._stemmed: dict[str, list[_Said]] = {}
        self._folded: dict[str, list[_Said]] = {}
        self._exact: dict[str, list[_Said]] = {}
        self._tests: list[tuple[Callable[[str], object], list[_Said]]] = []
        self._prefixes: list[str] = []
        self._folded_slots: dict[str, list[Slot]] = {}
        self._exact_slots: dict[str, list[Slot]] = {}
        for one in found:
            self._add(one)
        self._folds = self._folded.keys() | self._folded_slots.keys()
        self._spots = self._spots_of_terms()
        self._said: dict[str, list[Said]] = {}

    def _spots_of_terms(self) -> Spots | None:
        """Return what finds where anything that is told may stand; None where nothing is sure."""
        folded, runs = [*self._folded, *self._prefixes], [run.terms for run in self.runs]
        # the other tests say nothing of how a word begins
        of_terms = len(self._tests) == len(self._prefixes)
        if not of_terms or not apart(chain(folded, self._stemmed, *runs)):
            return None
        return Spots(folded, self._stemmed, runs)

    def _add(self, one: Wanted) -> None:
        def said(form: Form) -> list[_Said]:
            return [(word, Form.OTHER if one.other else form) for word in one.words]

        match one.leaf:
            case Word(text=text):
                typed = query_terms(text)
                self._exact.setdefault(typed.exact, []).extend(said(Form.EXACT))
                self._folded.setdefault(typed.folded, []).extend(said(Form.FOLDED))
                for stem in typed.stemmed:
                    self._stemmed.setdefault(stem, []).extend(said(Form.STEMMED))
            case Phrase(words=words, slop=slop):
                form = Form.OTHER if one.other else Form.FOLDED
                terms = tuple([fold(word.text) for word in words])
                self._add_run(Run(one.words, form, terms, slop), terms, self._folded_slots)
            case Exact(words=words, slop=slop):
                terms = tuple([exact_term(word.text) for word in words])
                run = Run(one.words, Form.EXACT, tuple(map(fold, terms)), slop)
                self._add_run(run, terms, self._exact_slots)
            case Prefix(text=text):
                self._prefixes.append(fold(text))
                self._tests.append((re.compile(re.escape(fold(text))).match, said(Form.FOLDED)))
            case Wildcard(pattern=pattern):
                self._tests.append((wildcard_regex(pattern).fullmatch, said(Form.FOLDED)))
            case Fuzzy(text=text, distance=distance):
                self._folded.setdefault(fold(text), []).extend(said(Form.FOLDED))
                self._tests.append((_is_near(fold(text), distance), said(Form.STEMMED)))
            case Named():
                pass  # stands in mentions, not in words
            case _:
                assert_never(one.leaf)

    def _add_run(self, run: Run, terms: Iterable[str], slots: dict[str, list[Slot]]) -> None:
        for place, term in enumerate(terms):
            slots.setdefault(term, []).append((len(self.runs), place))
        self.runs.append(run)

    def telling(self, surfaces: Iterable[str]) -> dict[str, Meaning]:
        """Return those of some surfaces that say anything, and what they say."""
        distinct = set(surfaces)
        new: Iterable[str] = distinct - self._known
        self._known.update(new)
        if not self._tests and not self._exact_slots:
            # then it is a matter of terms alone
            new = with_terms(new, self._folds, self._stemmed)
        for surface in new:
            if meaning := self._meaning(surface):
                self._telling[surface] = meaning
        return {surface: self._telling[surface] for surface in distinct & self._telling.keys()}

    def places(self, text: str) -> list[Said] | None:
        """Return the surfaces of a text that say anything, in order.

        None where that can't be told without cutting all of it into tokens.
        """
        if self._spots is None:
            return None
        known, found = self._said, list[Said]()
        for start, end in self._spots.places(text):
            stretch = text[start:end]
            said = known.get(stretch)
            if said is None:
                said = known[stretch] = self._in_stretch(stretch)
            for first, last, meaning in said:
                found.append((start + first, start + last, meaning))
        return found

    def _in_stretch(self, stretch: str) -> list[Said]:
        """Return what `places` tells of what stands between white space."""
        return [
            (*match.span(), meaning)
            for match in pattern().finditer(stretch)
            if (meaning := self._told(match.group())) is not None
        ]

    def _told(self, surface: str) -> Meaning | None:
        """Return what one surface says, as `telling` does."""
        if surface not in self._known:
            self._known.add(surface)
            if meaning := self._meaning(surface):
                self._telling[surface] = meaning
        return self._telling.get(surface)

    def has_run(self, telling: Iterable[Meaning]) -> bool:
        """Tell whether some surfaces have all the words of any run."""
        if not self.runs:
            return False
        held = {slot for meaning in telling for slot in meaning.slots}
        return any(
            all((number, place) in held for place in range(len(run.terms)))
            for number, run in enumerate(self.runs)
        )

    def _meaning(self, surface: str) -> Meaning | None:
        folded = folded_term(surface)
        said = [*self._folded.get(folded, ()), *self._stemmed.get(stemmed_term(surface), ())]
        for matches, words in self._tests:
            if matches(folded):
                said += words
        slots = self._folded_slots.get(folded, [])
        # what is the same as written is the same when folded
        if said or self._exact_slots:
            exact = exact_term(surface)
            said += self._exact.get(exact, ())
            slots = slots + self._exact_slots.get(exact, [])
        if not (said or slots):
            return None
        # of the forms in which a word stands here, the nearest
        return Meaning(tuple(dict(sorted(said)).items()), tuple(slots))


def _is_near(wanted: str, distance: int) -> Callable[[str], bool]:
    # the distance that `Fuzzy` speaks of: optimal string alignment
    return lambda term: OSA.distance(wanted, term, score_cutoff=distance) <= distance
