"""Whoosh's way of writing a segment: one posting at a time, sorted by field and term.

This is the path of stock writers, of updates and of Whoosh's own merging. Documents are put into
the segment's order at the end, when all is known; nobody has seen their numbers before.
"""

from __future__ import annotations

from array import array
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from whoosh.codec import base
from whoosh.formats import Existence, Frequency, Positions

from index.engines.whoosh.arrays.columns import encode_column
from index.engines.whoosh.arrays.container import ContainerWriter, smallest_unsigned
from index.engines.whoosh.arrays.documents import DocumentWriter
from index.engines.whoosh.arrays.inversion import Postings, renumber, starts_of
from index.engines.whoosh.arrays.output import SegmentOutput
from index.engines.whoosh.arrays.segment import NO_VALUE, Arrangement

if TYPE_CHECKING:
    from pathlib import Path

    from whoosh.fields import FieldType

    from index.engines.whoosh.arrays.container import Array


@dataclass(slots=True)
class _Gathered:
    """The postings of one field as they come."""

    format: Existence | Frequency | Positions
    terms: list[bytes] = field(default_factory=list)
    counts: list[int] = field(default_factory=list)
    docs: array[int] = field(default_factory=lambda: array("I"))
    freqs: array[int] = field(default_factory=lambda: array("I"))
    weights: array[float] = field(default_factory=lambda: array("f"))
    positions: array[int] = field(default_factory=lambda: array("I"))

    def add(self, docnum: int, weight: float, value: bytes) -> None:
        """Take one posting of the current term."""
        freq = 1
        if isinstance(self.format, Positions):
            positions = self.format.decode_positions(value)
            self.positions.extend(positions)
            freq = len(positions)
        elif isinstance(self.format, Frequency):
            freq = self.format.decode_frequency(value)
        self.docs.append(docnum)
        self.freqs.append(freq)
        self.weights.append(weight)
        self.counts[-1] += 1

    def postings(self) -> Postings:
        """Return what was gathered."""
        freqs = np.array(self.freqs, np.uint32)
        weights = np.array(self.weights, np.float32)
        starts = starts_of(np.array(self.counts, np.int64))
        positions = None
        if isinstance(self.format, Positions):
            positions = np.array(self.positions, np.uint32)
            positions = positions.astype(smallest_unsigned(int(positions.max(initial=0))))
        return Postings(
            terms=self.terms,
            starts=starts,
            docs=np.array(self.docs, np.uint32),
            freqs=freqs.astype(np.min_scalar_type(freqs.max())) if (freqs > 1).any() else None,
            weights=weights if (weights != freqs).any() else None,
            positions=positions,
            position_starts=None if positions is None else starts_of(freqs)[starts],
        )


class ArrayFieldWriter(base.FieldWriter):
    """Gathers postings; closing it writes the whole segment."""

    def __init__(self, path: Path, arrangement: Arrangement) -> None:
        self.documents = DocumentWriter()
        self.is_closed = False
        self._path = path
        self._arrangement = arrangement
        self._fields: dict[str, _Gathered] = {}
        self._current: _Gathered | None = None

    def start_field(self, fieldname: str, fieldobj: FieldType) -> None:
        """Begin a field."""
        format_ = fieldobj.format
        # Subclasses keep more for each posting (characters, boosts) than these arrays do.
        if type(format_) not in (Existence, Frequency, Positions):
            message = f"array segments do not keep {format_!r}, which field {fieldname!r} asks for"
            raise TypeError(message)
        self._current = self._fields[fieldname] = _Gathered(format_)  # type: ignore[arg-type] # its type was just looked at

    def start_term(self, text: bytes) -> None:
        """Begin a term."""
        if self._current is not None:
            self._current.terms.append(text)
            self._current.counts.append(0)

    def add(self, docnum: int, weight: float, vbytes: bytes, length: int) -> None:
        """Take a posting."""
        del length
        if self._current is not None:
            self._current.add(docnum, weight, vbytes)

    def finish_term(self) -> None:
        """End a term."""

    def close(self) -> None:
        """Write the segment, unless it is empty."""
        self.is_closed = True
        count = len(self.documents.blocks)
        if not count:
            return
        postings = {name: gathered.postings() for name, gathered in self._fields.items()}
        order = self._order(count)
        key = postings.get(self._arrangement.key)
        places = arrange(order, None if key is None else key_ranks(key, count))
        numbers = np.empty(count, np.int64)
        numbers[places] = np.arange(count)
        output = SegmentOutput(ContainerWriter(self._path), self._arrangement, count)
        try:
            self._write(output, postings, numbers)
            if self._arrangement.order:
                output.put_order(order[places])
            output.finish(self.documents.blocks, places)
        except BaseException:
            output.cancel()
            raise

    def _write(self, output: SegmentOutput, fields: dict[str, Postings], numbers: Array) -> None:
        count = len(numbers)
        for name, found in fields.items():
            output.put_postings(name, [renumber(found, numbers)])
        output.put_facets()
        for name, lengths in self.documents.lengths.items():
            by_number = np.zeros(count, np.int64)
            by_number[numbers[list(lengths)]] = list(lengths.values())
            output.put_lengths(name, by_number)
        for name, (column, values) in self.documents.columns.items():
            encoded = encode_column(column, numbers[list(values)], list(values.values()), count)
            output.put_column(name, encoded)

    def _order(self, count: int) -> Array:
        order = np.full(count, NO_VALUE)
        column, values = self.documents.columns.get(self._arrangement.order, (None, {}))
        del column
        for number, value in values.items():
            order[number] = value
        return order


def arrange(order: Array, ranks: Array | None) -> Array:
    """Return the documents in the order of a segment: by `order`, equals by falling rank.

    Without ranks, equals stay as they are.

    >>> arrange(np.array([3, 1, 3]), np.array([0, 1, 2])).tolist()
    [1, 2, 0]
    """
    if ranks is None:
        return np.argsort(order, kind="stable")
    return np.lexsort((-ranks, order))


def key_ranks(postings: Postings, count: int) -> Array:
    """Return the rank of each document's key among all keys, -1 where it has none."""
    ranks = np.full(count, -1)
    ranks[postings.docs] = np.repeat(np.arange(len(postings.terms)), np.diff(postings.starts))
    return ranks
