"""One segment as arrays, written field by field."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from index.engines.whoosh.arrays.container import Array, smallest_unsigned
from index.engines.whoosh.arrays.fuzzy import signatures
from index.engines.whoosh.arrays.inversion import counts_of, starts_of
from index.engines.whoosh.arrays.presence import frequent, tabled
from index.engines.whoosh.arrays.segment import LENGTH_OF_CODE, PRESENCE, Arrangement
from index.engines.whoosh.arrays.terms import pack_terms
from index.engines.whoosh.arrays.turning import write_facets

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from index.engines.whoosh.arrays.container import ContainerWriter, Stream
    from index.engines.whoosh.arrays.inversion import Postings
    from index.engines.whoosh.arrays.stored import Blocks


def length_codes(lengths: Array) -> Array:
    """Return the byte that Whoosh keeps for each length.

    >>> length_codes(np.array([10, 11, 12, 10**6])).tolist()
    [10, 11, 11, 255]
    """
    codes = np.searchsorted(LENGTH_OF_CODE, lengths, side="left")
    return np.minimum(codes, 255).astype(np.uint8)


def _joined(starts: Sequence[Array]) -> Array:
    """Return the running totals of ranges of terms, one after the other."""
    return starts_of(np.concatenate([counts_of(own) for own in starts]))


class SegmentOutput:
    """Writes one segment into a container: `put_…` everything, then `finish`."""

    def __init__(self, writer: ContainerWriter, arrangement: Arrangement, count: int) -> None:
        self.writer = writer
        self.count = count
        self._arrangement = arrangement
        self._fields: dict[str, dict[str, Any]] = {}
        self._columns: list[str] = []
        self._facets: dict[str, tuple[Array, Array]] = {}

    def put_terms(self, field: str, terms: Sequence[bytes], *, positions: bool) -> None:
        """Write the dictionary of a field; those with positions can be searched fuzzily."""
        blob, offsets = pack_terms(terms)
        self.writer.put(f"{field}.terms", blob)
        self.writer.put(f"{field}.ends", offsets)
        if positions:
            letters = signatures(terms)
            order = letters.argsort()
            self.writer.put(f"{field}.letters", letters.take(order))
            self.writer.put(f"{field}.letters_terms", order.astype(np.uint32))
        self._fields.setdefault(field, {})["positions"] = positions

    def put_starts(self, field: str, starts: Array, position_starts: Array | None) -> None:
        """Write where each term's postings and positions begin."""
        self.writer.put(f"{field}.starts", starts.astype(smallest_unsigned(int(starts[-1]))))
        if position_starts is not None:
            largest = smallest_unsigned(int(position_starts[-1]))
            self.writer.put(f"{field}.position_starts", position_starts.astype(largest))

    def put_postings(self, field: str, given: Iterable[Postings]) -> None:
        """Write all that is known of a field's terms; each part has a range of them, in order."""
        parts: list[Postings] = []
        positions: Stream | None = None
        for part in given:
            # they take the most memory, and nothing else is found out of them
            if part.positions is not None:
                if positions is None:
                    positions = self.writer.grow(f"{field}.positions", part.positions.dtype)
                positions.append(part.positions)
            parts.append(replace(part, positions=None))
        terms = [term for part in parts for term in part.terms]
        starts = _joined([part.starts for part in parts])
        token_starts = [one.position_starts for one in parts if one.position_starts is not None]
        self.put_terms(field, terms, positions=bool(token_starts))
        self.put_starts(field, starts, _joined(token_starts) if token_starts else None)
        put, docs = self.writer.put_pieces, [part.docs for part in parts]
        put(f"{field}.docs", smallest_unsigned(self.count), docs)
        if any(part.freqs is not None for part in parts):
            freqs = [part.frequencies() for part in parts]
            put(f"{field}.freqs", np.result_type(*freqs), freqs)
        weights = [part.weights for part in parts if part.weights is not None]
        if weights:
            put(f"{field}.weights", np.dtype(np.float32), weights)
        self._put_frequent(field, parts)
        if self.turns(field):
            self.turn(field, starts, np.concatenate(docs))

    def _put_frequent(self, field: str, parts: Sequence[Postings]) -> None:
        """Write which documents have the frequent terms."""
        first, found = 0, []
        for part in parts:
            numbers = frequent(self.count, part.starts)
            words, before = tabled(self.count, part.starts, part.docs, numbers)
            found.append((numbers + np.uint32(first), words.ravel(), before.ravel()))
            first += len(part.terms)
        for kind, pieces in zip(PRESENCE, zip(*found, strict=True), strict=True):
            if any(map(len, pieces)):
                self.writer.put_pieces(f"{field}.{kind}", pieces[0].dtype, pieces)

    def turns(self, field: str) -> bool:
        """Tell whether a field is also kept the other way round, from document to value."""
        return field == self._arrangement.key or field in self._arrangement.facets

    def turn(self, field: str, starts: Array, docs: Array) -> None:
        """Keep the key's or a facet's values by document."""
        if field == self._arrangement.key:
            numbers = np.full(self.count, len(starts) - 1)
            numbers[docs] = np.repeat(np.arange(len(starts) - 1), np.diff(starts))
            self.writer.put("keys", numbers.astype(smallest_unsigned(len(starts))))
        if field in self._arrangement.facets:
            self._facets[field] = (starts, docs)

    def put_facets(self) -> None:
        """Write the facets by document, once the postings of all of them are written."""
        none = (np.zeros(1, np.int64), np.empty(0, np.int64))
        facets = [self._facets.get(field, none) for field in self._arrangement.facets]
        write_facets(self.writer, self.count, facets)

    def put_lengths(self, field: str, lengths: Array) -> None:
        """Write the number of terms each document has in a field."""
        self._fields.setdefault(field, {})["length"] = int(lengths.sum())
        self.writer.put(
            f"{field}.lengths", lengths.astype(smallest_unsigned(int(lengths.max(initial=0))))
        )
        self.writer.put(f"{field}.codes", length_codes(lengths))

    def cancel(self) -> None:
        """Remove what was written."""
        self.writer.cancel()

    def put_order(self, order: Array) -> None:
        """Write the number each document is sorted by, NO_VALUE where it has none."""
        self.writer.put("order", order.astype(np.int64))

    def put_column(self, field: str, column: bytes) -> None:
        """Write a column of per-document values in Whoosh's own encoding."""
        self._columns.append(field)
        self.writer.put(f"{field}.column", np.frombuffer(column, np.uint8))

    def finish(self, blocks: Blocks, slots: Array) -> None:
        """Write the stored records; then the segment is on the disk.

        `slots` has the slot in `blocks` of each document.
        """
        blocks.write(self.writer, slots)
        self.writer.finish(
            {
                "count": self.count,
                "fields": self._fields,
                "columns": self._columns,
                "arrangement": asdict(self._arrangement),
            }
        )
