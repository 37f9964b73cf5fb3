"""Documents → one segment, in bulk: terms become numbers as they come, one sort inverts them."""

from __future__ import annotations

from array import array
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from whoosh.fields import NUMERIC
from whoosh.formats import Existence, Frequency, Positions

from index.engines.whoosh.arrays.documents import encode_column
from index.engines.whoosh.arrays.inversion import (
    KeyLayout,
    Postings,
    in_byte_order,
    invert,
    starts_of,
)
from index.engines.whoosh.arrays.segment import NO_VALUE, SegmentOutput
from index.engines.whoosh.arrays.stored import Blocks
from index.engines.whoosh.arrays.writers import arrange

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from whoosh.fields import FieldType, Schema
    from whoosh.filedb.filestore import FileStorage

    from index.engines.whoosh.arrays.codec import ArrayCodec, SegmentEntry
    from index.engines.whoosh.arrays.container import Array

TOKEN_BUDGET = 8_000_000
"""Tokens in a segment before it is written: some 400 MB of memory at most while it is inverted."""

DOCUMENT_BUDGET = 1 << 20

NO_TERM = ""
"""Leaves its position in a text empty."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One document, analysed.

    `texts` maps fields with positions to their terms in order, NO_TERM where a position is empty.
    `keys` maps the other indexed fields to their values. `columns` maps fields to the value of
    their column, `stored` to what is kept of them.
    """

    texts: Mapping[str, Sequence[str]] = field(default_factory=dict)
    keys: Mapping[str, Iterable[Any]] = field(default_factory=dict)
    columns: Mapping[str, Any] = field(default_factory=dict)
    stored: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Built:
    """A segment that is complete on the disk, and not yet part of an index.

    `places` has, for each document of the segment, how many were added before it.
    """

    segment: SegmentEntry
    places: Array


class _Numbers(dict[Any, int]):
    """Gives every new term the next number."""

    def __missing__(self, term: object) -> int:
        number = self[term] = len(self)
        return number


class _Tokens:
    """The tokens of one field as they come."""

    def __init__(self, fieldobj: FieldType) -> None:
        self.fieldobj = fieldobj
        self.numbers = _Numbers()
        self.tokens = array("I")
        self.docs = array("I")
        self.counts = array("I")
        self.positional = isinstance(fieldobj.format, Positions)
        if self.positional:
            self.numbers[NO_TERM] = 0

    def add(self, document: int, terms: Iterable[Any]) -> int:
        before = len(self.tokens)
        # through a list: an array grows more quickly by an array than by an iterator
        self.tokens.extend(array("I", list(map(self.numbers.__getitem__, terms))))
        count = len(self.tokens) - before
        self.docs.append(document)
        self.counts.append(count)
        return count

    @cached_property
    def ordered(self) -> tuple[list[bytes], Array]:
        """The terms in byte order and the place of each number there; only when all have come."""
        terms, places = in_byte_order(list(self.numbers)[1 if self.positional else 0 :])
        if self.positional:
            places = np.concatenate((np.full(1, -1), places))
        return terms, places

    def ranks(self, count: int) -> Array:
        """Return the place of each document's last term in byte order, -1 where it has none."""
        ranks = np.full(count, -1)
        docs = np.array(self.docs, np.int64).repeat(np.array(self.counts, np.int64))
        np.maximum.at(ranks, docs, self.ordered[1].take(np.array(self.tokens, np.int64)))
        return ranks

    def postings(self, numbers: Array) -> tuple[Postings, Array]:
        """Return the postings and the length of each document, with documents renumbered."""
        positional = self.positional
        tokens = np.frombuffer(self.tokens, np.uint32) if self.tokens else np.empty(0, np.uint32)
        counts = np.array(self.counts, np.int64)
        docs = numbers[np.array(self.docs, np.int64)]
        terms, places = self.ordered
        longest = int(counts.max(initial=0)) if positional else 0
        layout = KeyLayout.fitting(len(terms), len(numbers), longest)
        keys = layout.of_terms(places).take(tokens)
        starts = starts_of(counts)
        if positional:
            # document and position at once: the token's number less that of the document's first
            keys += np.repeat(layout.of_docs(docs) - starts[:-1].astype(np.uint64), counts)
            keys += np.arange(len(tokens), dtype=np.uint64)
        else:
            keys += np.repeat(layout.of_docs(docs), counts)
        lengths = np.zeros(len(numbers), np.int64)
        lengths[docs] = counts
        if positional and not tokens.all():
            empty = np.flatnonzero(tokens == 0)
            keys = np.delete(keys, empty)
            np.subtract.at(lengths, docs[np.searchsorted(starts, empty, side="right") - 1], 1)
        return invert(terms, keys, layout), lengths


def _terms_of(fieldobj: FieldType, values: Iterable[Any]) -> Iterable[Any]:
    """Return the terms under which a field without positions is found."""
    if isinstance(fieldobj, NUMERIC):
        return [term for value in values for term, *_ in fieldobj.index(value)]
    return values if isinstance(fieldobj.format, Frequency) else set(values)


class SegmentBuilder:
    """Gathers rows; `finish` writes them as one segment into the storage's folder."""

    def __init__(self, storage: FileStorage, schema: Schema, codec: ArrayCodec, name: str) -> None:
        self._schema = schema
        self._arrangement = codec.arrangement
        self.segment = codec.new_segment(storage, name)
        self._path = self.segment.path(storage)
        self._fields: dict[str, _Tokens] = {}
        self._columns: dict[str, dict[int, Any]] = {}
        self._blocks = Blocks()
        self._tokens = 0

    def __len__(self) -> int:
        return len(self._blocks)

    @property
    def full(self) -> bool:
        """Tell whether the segment should be finished before another row is added."""
        return self._tokens >= TOKEN_BUDGET or len(self) >= DOCUMENT_BUDGET

    def add(self, row: Row) -> None:
        """Add one document."""
        number = self._blocks.add(dict(row.stored))
        for name, terms in row.texts.items():
            self._tokens += self._field(name).add(number, terms)
        for name, values in row.keys.items():
            gathered = self._field(name)
            self._tokens += gathered.add(number, _terms_of(gathered.fieldobj, values))
        for name, value in row.columns.items():
            self._columns.setdefault(name, {})[number] = self._schema[name].to_column_value(value)

    def _field(self, name: str) -> _Tokens:
        if name not in self._fields:
            fieldobj = self._schema[name]
            if type(fieldobj.format) not in (Existence, Frequency, Positions):
                message = f"array segments do not keep {fieldobj.format!r} of field {name!r}"
                raise TypeError(message)
            self._fields[name] = _Tokens(fieldobj)
        return self._fields[name]

    def finish(self) -> Built:
        """Write the segment; the builder is spent. At least one row must have been added."""
        count = len(self)
        order = np.full(count, NO_VALUE)
        values = self._columns.get(self._arrangement.order, {})
        order[list(values)] = list(values.values())
        key = self._fields.get(self._arrangement.key)
        places = arrange(order, None if key is None else key.ranks(count))
        numbers = np.empty(count, np.int64)
        numbers[places] = np.arange(count)
        output = SegmentOutput(self._path, self._arrangement, count)
        try:
            self._write(output, numbers)
            if self._arrangement.order:
                output.put_order(order[places])
            output.finish(self._blocks, places)
        except BaseException:
            output.cancel()
            raise
        self.segment.set_doc_count(count)
        return Built(self.segment, places)

    def _write(self, output: SegmentOutput, numbers: Array) -> None:
        for name in sorted(self._fields):
            gathered = self._fields.pop(name)
            postings, lengths = gathered.postings(numbers)
            format_ = gathered.fieldobj.format
            boost = 1.0 if format_ is None else format_.field_boost
            output.put_postings(name, postings.boosted(boost))
            if gathered.fieldobj.scorable:
                output.put_lengths(name, lengths)
        renumbered = numbers.tolist()
        for name, values in self._columns.items():
            new = map(renumbered.__getitem__, values)
            pairs = sorted(zip(new, values.values(), strict=True))
            column = self._schema[name].column_type
            if column is None:
                message = f"field {name!r} has no column"
                raise TypeError(message)
            output.put_column(name, encode_column(column, pairs, len(numbers)))
