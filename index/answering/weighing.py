"""The terms that a word is found under, in each part of a release, and what each weighs."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from index.french import exact_term, fold, query_terms
from index.query import Exact, Phrase, Word
from index.schema import exact_field, stem_field

if TYPE_CHECKING:
    from collections.abc import Iterable

    from index.answering.ranking import Ranking


class Weighed(NamedTuple):
    """A term of a field, or terms one after the other, that count as a word.

    `weight` is that of one occurrence. `defines` tells that the word is as frequent as this form,
    or more: forms that mean the same under another name do not make a rare word common.
    """

    field: str
    terms: tuple[str, ...]
    weight: float
    defines: bool = True


class Weighing:
    """Weighs the forms of words as a ranking says."""

    def __init__(self, ranking: Ranking) -> None:
        self._ranking = ranking
        self._parts = ranking.parts()

    def of_phrases(self) -> dict[str, float]:
        """Return what words side by side weigh in each part."""
        return {part: weight * self._ranking.phrase for part, weight in self._parts.items()}

    def forms(
        self, word: Word, parts: Iterable[str], weight: float = 1.0, *, defines: bool = True
    ) -> list[Weighed]:
        """Return the terms that count as a word."""
        typed, ranking = query_terms(word.text), self._ranking
        forms: list[Weighed] = []
        for part in parts:
            here = self._parts[part] * weight
            forms += [
                Weighed(stem_field(part), (one,), here * ranking.stem, defines)
                for one in sorted(typed.stemmed)
            ]
            forms.append(Weighed(part, (typed.folded,), here * ranking.folded, defines))
            forms.append(Weighed(exact_field(part), (typed.exact,), here * ranking.exact, defines))
        return forms

    def named(self, other: Word | Phrase | Exact, parts: Iterable[str]) -> list[Weighed]:
        """Return the terms or runs of terms that are another name of what was typed."""
        share = self._ranking.other
        match other:
            case Word():
                return self.forms(other, parts, share, defines=False)
            case Phrase(words=words):
                fields = {part: part for part in parts}
                terms = tuple(fold(word.text) for word in words)
            case Exact(words=words):
                fields = {exact_field(part): part for part in parts}
                terms = tuple(exact_term(word.text) for word in words)
        return [
            Weighed(name, terms, self._parts[part] * share, defines=False)
            for name, part in fields.items()
        ]

    def near(self, terms: Iterable[tuple[str, int]], parts: tuple[str, ...]) -> list[Weighed]:
        """Return terms that are some edits away from a word, each edit halving the weight."""
        return [
            Weighed(part, (term,), self._parts[part] * 0.5**edits, edits == 0)
            for term, edits in terms
            for part in parts
        ]
