"""A query whose words the archive does not know → queries of the same shape that it does know.

Only words that no release holds are taken for slips, or that hardly any does where another
spelling is everywhere; what is asked for exactly, names that are known and numbers never are.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice, pairwise
from typing import TYPE_CHECKING, Final

from index import deadline
from index.answering.names import names_of
from index.answering.surface import surface
from index.french import fold, query_terms
from index.french.lists import function_words
from index.query import And, Named, Or, Phrase, Within, Word
from index.query.tree import OPERATORS
from index.schema import PARTS, stem_field
from index.suggest import cost, distance_allowed, merit, name_key, plausible, quoted, splits
from index.suggest.words import MANY_TIMES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any

    from index.answering.holdings import Form, Holdings
    from index.query import Node
    from index.suggest import Names

MAX_FAULTS: Final = 4
"""Words of a query that are looked up for other spellings; a page pasted into the box is not."""
MAX_PAIRS: Final = 16
"""Neighbours that are looked up as one word, for the same reason."""

_RARE: Final = 3
"""A word that more releases hold is no slip."""
_LONG_ENOUGH: Final = 5
"""A shorter word that occurs has too many neighbours that are words themselves."""
_CHOICES: Final = 3
_COUNTED: Final = 12
"""Spellings whose releases are counted; the others come after them by their postings."""
_CHANGE: Final = 5.0
_UNKNOWN: Final = 12.0
"""What each change and each word left unknown counts against a spelling, in powers of ten: a
change is always worth making, and one that mends two words better than two."""
_SPACE: Final = 1.0
"""What a missing or an extra space costs, in edits."""


@dataclass(frozen=True, slots=True)
class _Change:
    """A span of the query that may read otherwise, and how much speaks for it."""

    start: int
    end: int
    text: str
    merit: float


def corrected(query: str, tree: Node | None, holdings: Holdings[Any], most: int = 3) -> list[str]:
    """Return up to `most` other spellings of a query, the likeliest first; never raises.

    `tree` is what the query was parsed to, as the thesaurus has expanded it: what it knows is left
    alone. Each spelling is the query as typed, but for the words that are wrong. Whether it finds
    more is for the caller to see.
    """
    if tree is None:
        return []
    return _combined(query, _Faults(query, holdings, tree), most)


class _Faults:
    """What is wrong in one query, and the changes that would mend it.

    `rows` has one list for each fault, the best change first; `joined` has changes of two
    neighbours into one word.
    """

    def __init__(self, query: str, holdings: Holdings[Any], tree: Node) -> None:
        self._query = query
        self._holdings = holdings
        self._names: Names = names_of(holdings)
        self._unknown: list[int] = []
        self._looked_up = 0
        self.rows: list[list[_Change]] = []
        words: list[tuple[Word, bool]] = []
        for leaf in _leaves(tree):
            if self._looked_up >= MAX_FAULTS:
                break
            if isinstance(leaf, Named):
                self._add(self._of_name(leaf))
            elif isinstance(leaf, Phrase):
                self._add(self._of_glued(leaf))
            else:
                words.append((leaf, self._of_word(leaf)))
        self.joined = [
            change
            for (one, wrong), (other, wrong_too) in islice(pairwise(words), MAX_PAIRS)
            if wrong or wrong_too
            for change in self._joined(one, other)
        ]

    def worth(self, changes: tuple[_Change, ...]) -> float:
        """Return how much speaks for some changes together.

        Each counts against them, and more so each word that stays unknown.
        """
        mended = sum(any(c.start <= at < c.end for c in changes) for at in self._unknown)
        left = len(self._unknown) - mended
        return sum(change.merit - _CHANGE for change in changes) - _UNKNOWN * left

    def _of_word(self, word: Word) -> bool:
        """Look up a word; return whether no release holds it."""
        if self._is_unknown(word):
            self._unknown.append(word.position)
            self._add([*self._near(word, 0), *self._apart(word)])
            return True
        if held := self._is_rare(word):
            self._add(self._near(word, held))
        return False

    def _add(self, changes: Iterable[_Change]) -> None:
        if best := sorted(changes, key=lambda one: (-one.merit, one.text))[:_CHOICES]:
            self.rows.append(best)

    def _stands(self, word: Word) -> bool:
        """Tell whether a word stands in the query as the tree says."""
        end = word.position + len(word.text)
        return self._query[word.position : end] == word.text

    def _held(self, word: Word) -> int:
        """Return how many releases hold a word in any of its forms."""
        terms = query_terms(word.text)
        forms = [(stem_field(part), one) for part in PARTS for one in terms.stemmed]
        return self._holdings.held([[*forms, *_anywhere(terms.folded)]])[0]

    def _is_word(self, word: Word) -> bool:
        """Tell whether a word is one that could be wrong."""
        if word.text.lower() in function_words() or not distance_allowed(fold(word.text)):
            return False
        return self._stands(word) and not self._names.has(word.text)

    def _is_unknown(self, word: Word) -> bool:
        return not word.optional and self._is_word(word) and not self._held(word)

    def _is_rare(self, word: Word) -> int:
        """Return how many releases hold a word where these are so few that it may be a slip."""
        if word.optional or len(word.text) < _LONG_ENOUGH or not self._is_word(word):
            return 0
        held = self._held(word)
        return held if held <= _RARE else 0

    def _near(self, word: Word, held: int) -> list[_Change]:
        """Return other spellings of one word that `held` releases hold."""
        deadline.check()
        self._looked_up += 1
        typed = fold(word.text)
        least = held * MANY_TIMES
        likely: list[tuple[float, float, str]] = []
        distance = 1 if held else distance_allowed(typed)
        for other, (edits, postings) in self._holdings.near(typed, distance).items():
            if postings > least and edits and plausible(typed, other):
                price = cost(typed, other)
                likely.append((merit(price, postings), price, other))
        likely.sort(key=lambda one: (-one[0], one[2]))
        changes: list[_Change] = []
        counted = likely[:_COUNTED]
        counts = self._holdings.held(_anywhere(other) for *_, other in counted)
        for (_, price, other), count in zip(counted, counts, strict=True):
            if count > least:
                changes.append(self._change(word, word, other, merit(price, count)))
        return changes

    def _change(self, first: Word, last: Word, text: str, worth: float) -> _Change:
        """Return the change of some words into folded terms, written as the archive does."""
        forms = [surface(self._holdings, term) for term in text.split(" ")]
        safe = [form.lower() if form in OPERATORS else form for form in forms]
        return _Change(first.position, last.position + len(last.text), " ".join(safe), worth)

    def _apart(self, word: Word) -> list[_Change]:
        """Return a word as two, where these stand side by side in some release."""
        halves = list(splits(fold(word.text)))
        held = iter(self._holdings.held(_anywhere(half) for pair in halves for half in pair))
        pairs = [(min(next(held), next(held)), *pair) for pair in halves]
        changes: list[_Change] = []
        for rarer, one, other in sorted(pairs, reverse=True)[:_CHOICES]:
            run = Phrase((Word(one), Word(other)))
            if rarer and (total := self._holdings.total((run,))):
                changes.append(self._change(word, word, f"{one} {other}", merit(_SPACE, total)))
        return changes

    def _joined(self, one: Word, other: Word) -> list[_Change]:
        """Return two neighbours as one word."""
        between = self._query[one.position + len(one.text) : other.position]
        if not between.isspace() or not (self._stands(one) and self._stands(other)):
            return []
        together = fold(one.text + other.text)
        count = self._holdings.held([_anywhere(together)])[0]
        return [self._change(one, other, together, merit(_SPACE, count))] if count else []

    def _of_glued(self, phrase: Phrase) -> list[_Change]:
        """Return other spellings of words that signs hold together: of a name, or of one word."""
        wrong = [word for word in phrase.words if self._is_unknown(word)]
        first, last = phrase.words[0], phrase.words[-1]
        if not wrong or not (self._stands(first) and self._stands(last)):
            return []
        start, end = first.position, last.position + len(last.text)
        typed = self._query[start:end]
        key = name_key(typed)
        changes = [
            _Change(start, end, one.name, merit(edits, one.releases))
            for one, edits in self._names.near(typed, distance_allowed(key))[:_CHOICES]
        ]
        for word in wrong[:1]:
            changes += self._near(word, 0)
        return changes

    def _of_name(self, named: Named) -> list[_Change]:
        """Return other spellings of the name in a field."""
        if self._holdings.entities.named(named.kind.value, named.name):
            return []
        start = self._query.find(named.name, named.position)
        if start < 0 or not named.name.strip():
            return []
        self._looked_up += 1
        inside = self._query[start - 1 : start] == '"'
        allowed = distance_allowed(name_key(named.name))
        return [
            _Change(
                start,
                start + len(named.name),
                one.name if inside or one.name.isalnum() else quoted(one.name),
                merit(edits, one.releases),
            )
            for one, edits in self._names.near(named.name, allowed, named.kind)[:_CHOICES]
        ]


def _anywhere(term: str) -> list[Form]:
    """Return a folded term in each part of a release."""
    return [(part, term) for part in PARTS]


def _leaves(tree: Node) -> Iterator[Word | Phrase | Named]:
    """Yield the words, glued names and named entities that a query asks for, in the tree's order.

    What is in quotes, exact, excluded or known to the thesaurus is left out.
    """
    match tree:
        case Word() | Named() | Phrase(quoted=False):
            yield tree
        case And(children=children) | Or(children=children):
            for child in children:
                yield from _leaves(child)
        case Within(child=child):
            yield from _leaves(child)
        case _:
            return


def _combined(query: str, faults: _Faults, most: int) -> list[str]:
    """Return the query with the changes that suit it best, then with the next best ones."""
    chosen: list[tuple[_Change, ...]] = []
    for joined in (None, *faults.joined):
        rows = faults.rows if joined is None else [[joined], *faults.rows]
        best = _disjoint([changes[0] for changes in rows])
        chosen.append(best)
        for changes in rows:
            chosen += [
                _disjoint([change, *(r[0] for r in rows if r is not changes)])
                for change in changes[1:]
            ]
    chosen.sort(key=faults.worth, reverse=True)
    queries = (_changed(query, changes) for changes in chosen if changes)
    return [one for one in dict.fromkeys(queries) if one != query][:most]


def _disjoint(changes: list[_Change]) -> tuple[_Change, ...]:
    """Return those of the changes that overlap none before them."""
    kept: list[_Change] = []
    for change in changes:
        if all(change.end <= one.start or change.start >= one.end for one in kept):
            kept.append(change)
    return tuple(kept)


def _changed(query: str, changes: Iterable[_Change]) -> str:
    for change in sorted(changes, key=lambda one: -one.start):
        query = query[: change.start] + change.text + query[change.end :]
    return query
