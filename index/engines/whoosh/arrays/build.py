"""Documents → one segment, in bulk: terms become numbers as they come, one sort inverts them."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING, Any

import numpy as np

from index.engines.whoosh.arrays.beside import Inverted
from index.engines.whoosh.arrays.columns import Columns, encode_column
from index.engines.whoosh.arrays.container import ContainerWriter
from index.engines.whoosh.arrays.gather import Gathered, Keys, gathered
from index.engines.whoosh.arrays.output import SegmentOutput
from index.engines.whoosh.arrays.segment import NO_VALUE
from index.engines.whoosh.arrays.stored import DATA, Blocks
from index.engines.whoosh.arrays.writers import arrange
from index.memory import give_back

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from concurrent.futures import Future

    from whoosh.fields import Schema
    from whoosh.filedb.filestore import FileStorage

    from index.engines.whoosh.arrays.codec import ArrayCodec, SegmentEntry
    from index.engines.whoosh.arrays.container import Array, Stream
    from index.engines.whoosh.arrays.inversion import Postings

TOKEN_BUDGET = 4_000_000
"""Tokens in a segment before it is written, where nothing else is said: some 150 MB of memory at
most while it is inverted, in each process."""

DOCUMENT_BUDGET = 1 << 20

CHARACTERS = 5
"""About so many characters of a text are one term."""

WAITING_ROWS, WAITING_TOKENS = 128, 1 << 16
"""So many documents are taken apart at once, a field after the other, or fewer with so many tokens
in all."""

NO_TERM = ""
"""Leaves its position in a text empty."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One document, analysed.

    `texts` maps fields with positions to their terms in order, NO_TERM where a position is empty;
    a string stands for its terms with a space between each.
    `keys` maps the other indexed fields to their values. `columns` maps fields to the value of
    their column, `stored` to what is kept of them.
    """

    texts: Mapping[str, str | Sequence[str]] = field(default_factory=dict)
    keys: Mapping[str, Collection[Any]] = field(default_factory=dict)
    columns: Mapping[str, Any] = field(default_factory=dict)
    stored: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Built:
    """A segment that is complete on the disk, and not yet part of an index.

    `places` has, for each document of the segment, how many were added before it.
    """

    segment: SegmentEntry
    places: Array


class _Fields(dict[str, Gathered]):
    """Has what gathers each field, made when its first document comes."""

    def __init__(self, schema: Schema) -> None:
        super().__init__()
        self._schema = schema

    def __missing__(self, name: str) -> Gathered:
        made = self[name] = gathered(name, self._schema[name])
        return made


class SegmentBuilder:
    """Gathers rows; `finish` writes them as one segment into the storage's folder."""

    def __init__(
        self,
        storage: FileStorage,
        schema: Schema,
        codec: ArrayCodec,
        name: str,
        budget: int = TOKEN_BUDGET,
    ) -> None:
        self._budget = budget
        self._schema = schema
        self._arrangement = codec.arrangement
        self.segment = codec.new_segment(storage, name)
        self._path = self.segment.path(storage)
        self._fields = _Fields(schema)
        self._columns = Columns(schema)
        self._writer: ContainerWriter | None = None
        self._blocks = Blocks(self._begin)
        self._rows: list[Row] = []
        self._tokens = self._taken = 0

    def __len__(self) -> int:
        return len(self._blocks) + len(self._rows)

    @property
    def full(self) -> bool:
        """Tell whether the segment should be finished before another row is added."""
        return self._tokens >= self._budget or len(self) >= DOCUMENT_BUDGET

    def add(self, row: Row) -> None:
        """Add one document; what is wrong with it may be raised when a later one is added."""
        self._rows.append(row)
        for terms in row.texts.values():
            self._tokens += _about(terms)
        if len(self._rows) >= WAITING_ROWS or self._tokens - self._taken >= WAITING_TOKENS:
            self._take()

    def _take(self) -> None:
        """Take the waiting documents apart."""
        rows, self._rows = self._rows, []
        numbers = [self._blocks.add(dict(row.stored)) for row in rows]
        for held in ([row.texts for row in rows], [row.keys for row in rows]):
            for name in dict.fromkeys(chain.from_iterable(held)):
                self._fields[name].add(*_having(name, numbers, held))
        self._tokens += sum(len(values) for row in rows for values in row.keys.values())
        self._taken = self._tokens
        columns = [row.columns for row in rows]
        for name in dict.fromkeys(chain.from_iterable(columns)):
            column = self._columns[name]
            docs, values = _having(name, numbers, columns)
            column.docs += docs
            column.values += map(column.kept.__getitem__, values)

    def _begin(self) -> Stream:
        """Open the file of the segment for its stored records."""
        self._writer = ContainerWriter(self._path)
        return self._writer.grow(DATA, np.dtype(np.uint8))

    def cancel(self) -> None:
        """Forget what was gathered, and remove what was written."""
        if self._writer is not None:
            self._writer.cancel()

    def finish(self) -> Built:
        """Write the segment; the builder is spent. At least one row must have been added."""
        self._take()
        count = len(self)
        order = np.full(count, NO_VALUE)
        column = self._columns.get(self._arrangement.order)
        if column is not None:
            order[column.docs] = column.values
        key = self._fields.get(self._arrangement.key)
        places = arrange(order, key.ranks(count) if isinstance(key, Keys) else None)
        numbers = np.empty(count, np.int64)
        numbers[places] = np.arange(count)
        try:
            output = self._write(numbers)
            if self._arrangement.order:
                output.put_order(order[places])
            output.finish(self._blocks, places)
        except BaseException:
            self.cancel()
            raise
        self.segment.set_doc_count(count)
        return Built(self.segment, places)

    def _write(self, numbers: Array) -> SegmentOutput:
        """Write what is turned round while the other fields, the long texts, are inverted.

        Meanwhile the last of what is stored is still compressed, and its end waited for.
        """
        arrangement = self._arrangement
        turned = sorted(self._fields.keys() & {arrangement.key, *arrangement.facets})
        others = sorted(self._fields.keys() - {*turned})
        with ThreadPoolExecutor(1) as thread:
            beside = {name: Inverted(self._fields.pop(name), numbers, thread) for name in others}
            self._blocks.close()
            self._writer = self._writer or ContainerWriter(self._path)
            output = SegmentOutput(self._writer, arrangement, len(numbers))
            for name in turned:
                postings, lengths = self._fields.pop(name).postings(numbers)
                self._put(output, name, postings)
                self._put_lengths(output, name, lengths)
            output.put_facets()
            for name, column in self._columns.items():
                type_ = self._schema[name].column_type
                if type_ is None:
                    message = f"field {name!r} has no column"
                    raise TypeError(message)
                places = numbers[column.docs]
                output.put_column(name, encode_column(type_, places, column.values, len(numbers)))
            for name, inverted in beside.items():
                self._put(output, name, inverted.parts())
                self._put_lengths(output, name, inverted.lengths())
        return output

    def _put(self, output: SegmentOutput, name: str, postings: Iterable[Postings]) -> None:
        fieldobj = self._schema[name]
        boost = 1.0 if fieldobj.format is None else fieldobj.format.field_boost
        output.put_postings(name, (part.boosted(boost) for part in postings))

    def _put_lengths(self, output: SegmentOutput, name: str, lengths: Array) -> None:
        if self._schema[name].scorable:
            output.put_lengths(name, lengths)


def _about(terms: str | Sequence[str]) -> int:
    """Return how many terms a text has; for a string, about how many."""
    return len(terms) // CHARACTERS + 1 if isinstance(terms, str) else len(terms)


def _having(
    name: str, numbers: Sequence[int], held: Sequence[Mapping[str, Any]]
) -> tuple[list[int], list[Any]]:
    """Return the numbers of the documents that have a field, and what each has there."""
    docs = [number for number, some in zip(numbers, held, strict=True) if name in some]
    return docs, [some[name] for some in held if name in some]


class Filler:
    """Rows → as many segments as they need; a full one is written while the next is filled.

    A segment is full with `budget` tokens, else with TOKEN_BUDGET; in a large one
    each takes some 9 bytes of memory.
    """

    def __init__(
        self,
        storage: FileStorage,
        schema: Schema,
        codec: ArrayCodec,
        name: str,
        budget: int | None = None,
    ) -> None:
        full = budget or TOKEN_BUDGET
        self._make = partial(SegmentBuilder, storage, schema, codec, name, full)
        self._builder: SegmentBuilder | None = None
        self._thread: ThreadPoolExecutor | None = None
        self._writing: Future[Built] | None = None
        self._built: list[Built] = []

    def add(self, row: Row) -> None:
        """Add one document; raises what writing an earlier segment has raised."""
        if self._builder is None:
            self._builder = self._make()
        self._builder.add(row)
        if self._builder.full:
            # no more than two segments are in memory
            self._wait()
            if self._thread is None:
                self._thread = ThreadPoolExecutor(1)
            self._writing = self._thread.submit(self._builder.finish)
            self._builder = None

    def finish(self) -> list[Built]:
        """Return all segments, in the order their rows were added, complete on the disk."""
        last = None if self._builder is None else self._builder.finish()
        self._builder = None
        self._wait()
        self.stop()
        return self._built if last is None else [*self._built, last]

    def stop(self) -> None:
        """Forget what was gathered; what is being written is finished first."""
        if self._builder is not None:
            self._builder.cancel()
        self._builder = None
        if self._thread is not None:
            self._thread.shutdown()

    def _wait(self) -> None:
        if self._writing is not None:
            self._built.append(self._writing.result())
            self._writing = None
            give_back()
