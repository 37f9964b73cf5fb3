"""The terms of one field as its documents come; all is arithmetic on whole arrays afterwards."""

from __future__ import annotations

from abc import ABC, abstractmethod
from array import array
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING, Any

import numpy as np
from whoosh.fields import NUMERIC
from whoosh.formats import Existence, Frequency, Positions

from index.engines.whoosh.arrays.chunks import THREADS
from index.engines.whoosh.arrays.inversion import (
    Layout,
    Postings,
    in_byte_order,
    starts_of,
)
from index.engines.whoosh.arrays.ranges import Tokens, inverted
from index.engines.whoosh.arrays.words import LISTED, SEPARATOR, Block, Numbering, Vocabulary

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from whoosh.fields import FieldType

    from index.engines.whoosh.arrays.container import Array

BLOCK_CHARACTERS = 250_000
"""Characters of texts whose terms are numbered at once: few steps, small enough for caches."""

FIRST_CHARACTERS = 16_000
"""Characters of the first block, where every term is new and costs more; others have twice more."""

NUMBERING = max(1, THREADS - 1)
"""Blocks whose terms are numbered side by side: stored records are compressed meanwhile."""

BLOCK_DOCUMENTS = 4096
"""Documents whose values are numbered at once."""


class Gathered(ABC):
    """The tokens of one field, as term numbers in the order they came."""

    positional = False

    def __init__(self, fieldobj: FieldType) -> None:
        self.fieldobj = fieldobj
        self._docs = array("I")
        self._blocks: list[tuple[Array, Array]] = []
        """Term numbers (uint32) of some documents, and each document's count of them (int64)."""

    @abstractmethod
    def add(self, documents: Sequence[int], terms: Sequence[Any]) -> None:
        """Take the terms of each of some documents; each kind of field says what they are."""

    @cached_property
    @abstractmethod
    def ordered(self) -> tuple[list[bytes], Array]:
        """The terms in byte order and the place of each number there; only when all have come."""

    @abstractmethod
    def postings(self, numbers: Array) -> tuple[Iterable[Postings], Array]:
        """Return the postings and the length of each document, with documents renumbered.

        Each of the postings has a range of terms; together they have all of them, in byte order.
        """

    def _inverted(self, numbers: Array, *, reserved: int = 0) -> Iterator[Postings]:
        """Return the postings; the first `reserved` numbers of terms are no terms."""
        terms, ranks = self.ordered
        longest = max((int(counts.max(initial=0)) for _, counts in self._blocks), default=1)
        layout = Layout.fitting(len(numbers), longest if self.positional else 0)
        of_docs = layout.of_docs(numbers.take(np.array(self._docs, np.int64)))
        tokens = Tokens(self._blocks, of_docs, positional=self.positional)
        return inverted(terms, ranks, tokens, layout, reserved)


class Keys(Gathered):
    """A field without positions: its values are its terms, each once unless they are counted."""

    def __init__(self, fieldobj: FieldType) -> None:
        super().__init__(fieldobj)
        self._numbers = Numbering()
        self._waiting: list[Any] = []
        self._counts: list[int] = []

    def add(self, documents: Sequence[int], terms: Sequence[Collection[Any]]) -> None:
        """See Gathered; the terms of a document are the values of its field."""
        self._docs.extend(documents)
        self._waiting.extend(chain.from_iterable(terms))
        self._counts.extend(map(len, terms))
        if len(self._counts) >= BLOCK_DOCUMENTS:
            self._number()

    def _number(self) -> None:
        self._blocks.append(self._numbered(self._waiting, np.array(self._counts, np.int64)))
        self._waiting, self._counts = [], []

    def _numbered(self, values: list[Any], counts: Array) -> tuple[Array, Array]:
        """Return the numbers of the terms of some values, and each document's count of them."""
        numbers = map(self._numbers.__getitem__, values)
        return np.fromiter(numbers, np.uint32, len(values)), counts

    @cached_property
    def ordered(self) -> tuple[list[bytes], Array]:
        """See Gathered."""
        self._number()
        return in_byte_order(list(self._numbers))

    def ranks(self, count: int) -> Array:
        """Return the place of each document's last term in byte order, -1 where it has none."""
        ranks = np.full(count, -1)
        places = self.ordered[1].take(np.concatenate([tokens for tokens, _ in self._blocks]))
        counts = np.concatenate([counts for _, counts in self._blocks])
        np.maximum.at(ranks, np.array(self._docs, np.int64).repeat(counts), places)
        return ranks

    def postings(self, numbers: Array) -> tuple[Iterable[Postings], Array]:
        """See Gathered."""
        found = list(self._inverted(numbers))
        if not isinstance(self.fieldobj.format, Frequency):
            found = [replace(part, freqs=None) for part in found]
        lengths = np.zeros(len(numbers), np.int64)
        for part in found:
            own = np.bincount(part.docs, part.frequencies(), len(numbers))
            lengths += own.astype(np.int64)
        return found, lengths


class Numbers(Keys):
    """A field of numbers, each found under the terms that Whoosh has for it."""

    def __init__(self, fieldobj: NUMERIC) -> None:
        super().__init__(fieldobj)
        self._of_value = _OfValue(fieldobj, self._numbers)

    def _numbered(self, values: list[Any], counts: Array) -> tuple[Array, Array]:
        """See Keys."""
        found = [self._of_value[value] for value in values]
        ends = starts_of(np.fromiter(map(len, found), np.int64, len(found)))
        numbers = np.fromiter(chain.from_iterable(found), np.uint32, int(ends[-1]))
        return numbers, np.diff(ends.take(starts_of(counts)))


class Texts(Gathered):
    """A field with positions: its texts wait until there are enough of them to be numbered."""

    positional = True

    def __init__(self, fieldobj: FieldType) -> None:
        super().__init__(fieldobj)
        self._vocabulary = Vocabulary()
        self._full: list[Block] = []
        self._open = Block(SEPARATOR, [])
        self._characters = 0
        self._enough = FIRST_CHARACTERS

    def add(self, documents: Sequence[int], terms: Sequence[str | Sequence[str]]) -> None:
        """See Gathered; the terms of a document are as `Row.texts` has them."""
        for document, text in zip(documents, terms, strict=True):
            if text:
                self._docs.append(document)
                self._add(text)

    def _add(self, terms: str | Sequence[str]) -> None:
        text: str | Sequence[str]
        if isinstance(terms, str):
            separator, text = SEPARATOR, terms
            self._characters += len(terms)
        else:
            separator, joined = LISTED, LISTED.join(terms)
            self._characters += len(joined)
            # where one of them has a separator inside, they cannot be told apart
            text = joined if joined.count(LISTED) + 1 == len(terms) else tuple(terms)
        if separator != self._open.separator:
            self._close_block(separator)
        self._open.texts.append(text)
        if self._characters >= self._enough:
            self._close_block(separator)
            self._enough = min(2 * self._enough, BLOCK_CHARACTERS)

    def _close_block(self, separator: str) -> None:
        if self._open.texts:
            self._full.append(self._open)
        self._open = Block(separator, [])
        self._characters = 0
        # the first blocks hold nearly all terms that are new, which are not looked up side by side
        if len(self._full) >= (NUMBERING if self._enough == BLOCK_CHARACTERS else 1):
            self._number()

    def _number(self) -> None:
        blocks, self._full = self._full, []
        if len(blocks) > 1:
            with ThreadPoolExecutor(len(blocks)) as threads:
                self._blocks += self._vocabulary.number_blocks(blocks, threads)
        else:
            self._blocks += self._vocabulary.number_blocks(blocks)

    @cached_property
    def ordered(self) -> tuple[list[bytes], Array]:
        """See Gathered; the empty term has no place."""
        self._close_block(SEPARATOR)
        self._number()
        terms, places = in_byte_order(self._vocabulary.terms()[1:])
        return terms, np.concatenate((np.zeros(1, np.int64), places))

    def postings(self, numbers: Array) -> tuple[Iterable[Postings], Array]:
        """See Gathered."""
        found = self._inverted(numbers, reserved=1)
        lengths = np.zeros(len(numbers), np.int64)
        lengths[numbers.take(np.array(self._docs, np.int64))] = np.concatenate(
            [np.empty(0, np.int64), *(_filled(*block) for block in self._blocks)]
        )
        return found, lengths


def _filled(tokens: Array, counts: Array) -> Array:
    """Return how many of each text's places are not empty."""
    if tokens.all():
        return counts
    return np.diff(starts_of(tokens != 0).take(starts_of(counts)))


class _OfValue(dict[Any, list[int]]):
    """Gives each value of a field of numbers the numbers of its terms."""

    def __init__(self, fieldobj: NUMERIC, numbers: Numbering) -> None:
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
