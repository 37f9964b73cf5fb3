"""The terms of one field as its documents come; all is arithmetic on whole arrays afterwards."""

from __future__ import annotations

from abc import ABC, abstractmethod
from array import array
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING, Any

import numpy as np
from whoosh.fields import NUMERIC
from whoosh.formats import Existence, Frequency, Positions

from index.engines.whoosh.arrays.inversion import (
    Places,
    Postings,
    in_byte_order,
    invert,
    ragged,
    starts_of,
)
from index.engines.whoosh.arrays.words import SEPARATOR, Vocabulary

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from whoosh.fields import FieldType

    from index.engines.whoosh.arrays.container import Array

BLOCK_CHARACTERS = 500_000
"""Characters of texts whose terms are numbered at once: few steps, small enough for caches."""

FIRST_CHARACTERS = 16_000
"""Characters of the first block, where every term is new and costs more; others have twice more."""

CHARACTERS = 5
"""About so many characters of a text are one term."""

STEP = 256
"""Documents whose tokens are put in order at once, likewise."""


class Gathered(ABC):
    """The tokens of one field, as term numbers in the order they came."""

    def __init__(self, fieldobj: FieldType) -> None:
        self.fieldobj = fieldobj
        self._docs = array("I")
        self._counts = array("I")

    @abstractmethod
    def add(self, document: int, terms: Any) -> int:  # noqa: ANN401 - each kind of field says
        """Take the terms of one document and return how many there are."""

    @cached_property
    @abstractmethod
    def ordered(self) -> tuple[list[bytes], Array]:
        """The terms in byte order and the place of each number there; only when all have come."""

    @abstractmethod
    def postings(self, numbers: Array) -> tuple[Postings, Array]:
        """Return the postings and the length of each document, with documents renumbered.

        The tokens are used up.
        """

    def _documents(self, numbers: Array) -> tuple[Array, Array, Array]:
        """Return each document's new number, its count of tokens, and where they begin."""
        counts = np.array(self._counts, np.int64)
        return numbers.take(np.array(self._docs, np.int64)), counts, starts_of(counts)


class Keys(Gathered):
    """A field without positions: its values are its terms, each once unless they are counted."""

    def __init__(self, fieldobj: FieldType) -> None:
        super().__init__(fieldobj)
        self._tokens = array("I")
        self._numbers = _Numbers()
        self._counted = isinstance(fieldobj.format, Frequency)

    def add(self, document: int, terms: Collection[Any]) -> int:
        """See Gathered."""
        once = terms if self._counted or len(terms) == 1 else set(terms)
        return self._take(document, list(map(self._numbers.__getitem__, once)))

    def _take(self, document: int, numbers: list[int]) -> int:
        # through a list: an array grows more quickly by an array than by an iterator
        self._tokens.extend(array("I", numbers))
        self._docs.append(document)
        self._counts.append(len(numbers))
        return len(numbers)

    @cached_property
    def ordered(self) -> tuple[list[bytes], Array]:
        """See Gathered."""
        return in_byte_order(list(self._numbers))

    def ranks(self, count: int) -> Array:
        """Return the place of each document's last term in byte order, -1 where it has none."""
        ranks = np.full(count, -1)
        docs = np.array(self._docs, np.int64).repeat(np.array(self._counts, np.int64))
        np.maximum.at(ranks, docs, self.ordered[1].take(np.array(self._tokens, np.int64)))
        return ranks

    def postings(self, numbers: Array) -> tuple[Postings, Array]:
        """See Gathered."""
        docs, counts, starts = self._documents(numbers)
        terms, ranks = self.ordered
        layout = Places.fitting(len(numbers), 0)
        by_doc = docs.argsort()
        tokens = np.array(self._tokens, np.int64)[ragged(starts[by_doc], counts[by_doc])]
        places = np.repeat(layout.of_docs(docs[by_doc]), counts[by_doc])
        lengths = np.zeros(len(numbers), np.int64)
        lengths[docs] = counts
        return invert(terms, ranks.take(tokens), places, layout), lengths


class Numbers(Keys):
    """A field of numbers, each found under the terms that Whoosh has for it."""

    def __init__(self, fieldobj: NUMERIC) -> None:
        super().__init__(fieldobj)
        self._of_value = _OfValue(fieldobj, self._numbers)

    def add(self, document: int, terms: Iterable[Any]) -> int:
        """See Gathered."""
        return self._take(document, [*chain.from_iterable(map(self._of_value.__getitem__, terms))])


class Texts(Gathered):
    """A field with positions: its texts wait until there are enough of them to be numbered."""

    def __init__(self, fieldobj: FieldType) -> None:
        super().__init__(fieldobj)
        self._vocabulary = Vocabulary()
        self._waiting: list[str | Sequence[str]] = []
        self._characters = 0
        self._enough = FIRST_CHARACTERS
        self._tokens: list[Array] = []

    def add(self, document: int, terms: str | Sequence[str]) -> int:
        """See Gathered; for a string, about how many."""
        if not terms:
            return 0
        self._docs.append(document)
        if isinstance(terms, str):
            text, count = terms, len(terms) // CHARACTERS + 1
            self._waiting.append(text)
        else:
            text, count = SEPARATOR.join(terms), len(terms)
            # where one of them has a separator inside, they cannot be told apart
            cut = text.count(SEPARATOR) + 1 == count
            self._waiting.append(text if cut else tuple(terms))
        self._characters += len(text)
        if self._characters >= self._enough:
            self._number()
        return count

    def _number(self) -> None:
        if self._waiting:
            tokens, counts = self._vocabulary.number(self._waiting)
            self._tokens.append(tokens)
            self._counts.extend(array("I", counts.tolist()))
            self._waiting, self._characters = [], 0
            self._enough = min(2 * self._enough, BLOCK_CHARACTERS)

    @cached_property
    def ordered(self) -> tuple[list[bytes], Array]:
        """See Gathered; the empty term has no place."""
        self._number()
        terms, places = in_byte_order(self._vocabulary.terms()[1:])
        return terms, np.concatenate((np.zeros(1, np.uint32), places.astype(np.uint32)))

    def postings(self, numbers: Array) -> tuple[Postings, Array]:
        """See Gathered."""
        terms, ranks = self.ordered
        tokens = np.concatenate([np.empty(0, np.uint32), *self._tokens])
        self._tokens.clear()
        docs, counts, starts = self._documents(numbers)
        layout = Places.fitting(len(numbers), int(counts.max(initial=0)))
        of_docs = layout.of_docs(docs)
        term_of = np.empty(len(tokens), np.uint32)
        places = np.empty(len(tokens), layout.dtype)
        lengths = np.zeros(len(numbers), np.int64)
        by_doc = docs.argsort()
        end = 0
        for first in range(0, len(docs), STEP):
            some = by_doc[first : first + STEP]
            lengths[docs[some]] = counts[some]
            positions = ragged(np.zeros(len(some), np.int64), counts[some])
            held = tokens.take(positions + np.repeat(starts[some], counts[some]))
            at = np.repeat(of_docs[some], counts[some])
            at += positions.astype(at.dtype)
            empty = np.flatnonzero(held == 0)
            if len(empty):
                np.subtract.at(lengths, layout.docs_of(at[empty]), 1)
                held, at = np.delete(held, empty), np.delete(at, empty)
            begin, end = end, end + len(held)
            ranks.take(held, out=term_of[begin:end], mode="clip")
            places[begin:end] = at
        del tokens
        return invert(terms, term_of[:end], places[:end], layout), lengths


class _Numbers(dict[Any, int]):
    """Gives every new term the next number."""

    def __missing__(self, term: object) -> int:
        number = self[term] = len(self)
        return number


class _OfValue(dict[Any, list[int]]):
    """Gives each value of a field of numbers the numbers of its terms."""

    def __init__(self, fieldobj: NUMERIC, numbers: _Numbers) -> None:
        super().__init__()
        self._fieldobj = fieldobj
        self._numbers = numbers
        self._rest: dict[int, list[int]] = {}

    def __missing__(self, value: Any) -> list[int]:  # noqa: ANN401 - Whoosh takes any number
        field, step = self._fieldobj, self._fieldobj.shift_step
        whole = step and field.numtype is int and type(value) is int
        rest = self._rest.get(value >> step) if whole else None
        if rest is not None:
            found = [self._numbers[field.to_bytes(value)], *rest]
        else:
            found = [self._numbers[term] for term, *_ in field.index(value)]
            if whole:
                # integers that differ in their lowest bits only share all terms but the first
                self._rest[value >> step] = found[1:]
        self[value] = found
        return found


def gathered(name: str, fieldobj: FieldType) -> Gathered:
    """Return what gathers a field; TypeError where array segments do not keep its format."""
    if type(fieldobj.format) not in (Existence, Frequency, Positions):
        message = f"array segments do not keep {fieldobj.format!r} of field {name!r}"
        raise TypeError(message)
    if isinstance(fieldobj.format, Positions):
        return Texts(fieldobj)
    return Numbers(fieldobj) if isinstance(fieldobj, NUMERIC) else Keys(fieldobj)
