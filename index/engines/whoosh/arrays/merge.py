"""Several segments → one: postings are put together a range of terms at a time."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from index.engines.whoosh.arrays.chunks import Part, Source, in_chunks
from index.engines.whoosh.arrays.columns import decode_column, encode_column
from index.engines.whoosh.arrays.container import Array, ContainerWriter, smallest_unsigned
from index.engines.whoosh.arrays.inversion import counts_of, starts_of
from index.engines.whoosh.arrays.output import SegmentOutput
from index.engines.whoosh.arrays.presence import WORDS, frequent, tabled
from index.engines.whoosh.arrays.segment import PRESENCE, ArraySegment
from index.engines.whoosh.arrays.stored import DATA, Blocks
from index.engines.whoosh.arrays.terms import merge_terms
from index.engines.whoosh.arrays.writers import arrange

if TYPE_CHECKING:
    from collections.abc import Sequence

    from whoosh.fields import Schema
    from whoosh.filedb.filestore import FileStorage

    from index.engines.whoosh.arrays.codec import ArrayCodec, SegmentEntry
    from index.engines.whoosh.arrays.segment import FieldArrays


def merge_segments(
    storage: FileStorage, schema: Schema, codec: ArrayCodec, entries: Sequence[SegmentEntry]
) -> SegmentEntry | None:
    """Write the documents of several segments that are not deleted as one new segment.

    The old ones stay where they are. None where no document is left.
    """
    sources = [_open(storage, entry) for entry in entries]
    count = _number(sources, codec)
    if not count:
        return None
    merged = codec.new_segment(storage, entries[0].indexname)
    writer = ContainerWriter(merged.path(storage))
    output = SegmentOutput(writer, codec.arrangement, count)
    try:
        _write(output, sources, schema, codec)
    except BaseException:
        output.cancel()
        raise
    merged.set_doc_count(count)
    return merged


def _open(storage: FileStorage, entry: SegmentEntry) -> Source:
    arrays = ArraySegment(entry.path(storage))
    alive = np.ones(arrays.count, bool)
    alive[list(entry.deleted_docs())] = False
    return Source(arrays, alive, np.full(arrays.count, -1))


def _number(sources: Sequence[Source], codec: ArrayCodec) -> int:
    """Give the living documents of all sources their new numbers; return how many there are."""
    alive = np.concatenate([source.alive for source in sources])
    living = np.flatnonzero(alive)
    orders = [source.arrays.order for source in sources]
    order = np.zeros(len(alive), np.int64)
    if codec.arrangement.order:
        order = np.concatenate([part for part in orders if part is not None])
    ranks = _key_ranks(sources, codec.arrangement.key)
    places = arrange(order[living], None if ranks is None else ranks[living])
    numbers = np.full(len(alive), -1)
    numbers[living[places]] = np.arange(len(living))
    first = 0
    for source in sources:
        source.numbers = numbers[first : first + source.arrays.count]
        first += source.arrays.count
    return len(living)


def _key_ranks(sources: Sequence[Source], key: str) -> Array | None:
    fields = [source.arrays.fields.get(key) for source in sources]
    known = [field for field in fields if field is not None]
    if not known:
        return None
    renumbered = iter(merge_terms([field.terms for field in known])[1])
    parts = []
    for source, field in zip(sources, fields, strict=True):
        ranks = np.full(source.arrays.count, -1)
        if field is not None:
            ranks[field.docs] = np.repeat(next(renumbered), counts_of(field.starts))
        parts.append(ranks)
    return np.concatenate(parts)


def _write(
    output: SegmentOutput, sources: Sequence[Source], schema: Schema, codec: ArrayCodec
) -> None:
    for name in sorted({name for source in sources for name in source.arrays.fields}):
        if name in schema:
            _merge_field(output, name, sources)
    output.put_facets()
    if codec.arrangement.order:
        output.put_order(_by_number(output.count, sources, lambda arrays: arrays.order))
    for name in sorted({name for source in sources for name in source.arrays.columns}):
        if name in schema:
            _merge_column(output, name, sources, schema[name].column_type)
    whole = all(source.alive.all() for source in sources)
    size = sum(source.arrays.records.size for source in sources) if whole else None
    blocks = Blocks(partial(output.writer.stream, DATA, np.dtype(np.uint8), size))
    slots = np.zeros(output.count, np.int64)
    for source in sources:
        copied = source.arrays.records.copy_to(blocks, source.alive)
        slots[source.numbers[source.alive]] = copied[source.alive]
    output.finish(blocks, slots)


def _by_number(count: int, sources: Sequence[Source], get: Any) -> Array:  # noqa: ANN401 - a lambda
    values = np.zeros(count, np.int64)
    for source in sources:
        part = get(source.arrays)
        if part is not None:
            values[source.numbers[source.alive]] = part[source.alive]
    return values


def _merge_column(
    output: SegmentOutput,
    name: str,
    sources: Sequence[Source],
    column: Any,  # noqa: ANN401 - Whoosh's
) -> None:
    numbers: list[Array] = []
    values: list[Any] = []
    for source in sources:
        if name in source.arrays.columns:
            held = decode_column(column, source.arrays.column(name), source.arrays.count)
            numbers.append(source.numbers[source.alive])
            values.append(held[source.alive])
    merged = encode_column(column, np.concatenate(numbers), np.concatenate(values), output.count)
    output.put_column(name, merged)


def _merge_field(output: SegmentOutput, name: str, sources: Sequence[Source]) -> None:
    present = [source for source in sources if name in source.arrays.fields]
    fields = [source.arrays.fields[name] for source in present]
    if any(field.lengths is not None for field in fields):
        lengths = _by_number(
            output.count,
            present,
            lambda arrays: arrays.fields[name].lengths,
        )
        output.put_lengths(name, lengths)
    merged, renumbered = merge_terms([field.terms for field in fields])
    if merged:
        parts = [Part(*part) for part in zip(present, fields, renumbered, strict=True)]
        _merge_postings(output, name, merged, parts)


def _merge_postings(
    output: SegmentOutput, name: str, merged: list[bytes], parts: Sequence[Part]
) -> None:
    fields = [part.field for part in parts]
    positional = any(field.has_positions for field in fields)
    weighted = any(field.weights is not None for field in fields)
    repeated = any(field.freqs is not None for field in fields)
    writer, rows, tokens = output.writer, _rows(parts), _tokens(parts)
    docs = writer.stream(f"{name}.docs", smallest_unsigned(output.count), rows)
    freqs = writer.stream(f"{name}.freqs", _widest(fields, "freqs"), rows) if repeated else None
    weights = writer.stream(f"{name}.weights", np.dtype(np.float32), rows) if weighted else None
    positions = (
        writer.stream(f"{name}.positions", _widest(fields, "positions"), tokens)
        if positional
        else None
    )
    types: Sequence[np.dtype[Any]]
    types = (np.dtype(np.uint32), WORDS, smallest_unsigned(output.count))
    present = [
        writer.stream(f"{name}.{kind}", dtype) for kind, dtype in zip(PRESENCE, types, strict=True)
    ]
    terms: list[bytes] = []
    counts: list[Array] = []
    token_counts: list[Array] = []
    turned_docs: list[Array] = []
    for first, chunk in in_chunks(len(merged), parts):
        kept = np.flatnonzero(chunk.counts)
        own = starts_of(chunk.counts[kept])
        numbers = frequent(output.count, own)
        bits = tabled(output.count, own, chunk.docs, numbers)
        for stream, values in zip(present, (numbers + len(terms), *bits), strict=True):
            stream.append(values.ravel())
        terms += [merged[first + place] for place in kept.tolist()]
        counts.append(chunk.counts[kept])
        token_counts.append(chunk.token_counts[kept])
        docs.append(chunk.docs)
        if output.turns(name):
            turned_docs.append(chunk.docs)
        if freqs is not None:
            freqs.append(chunk.freqs)
        if weights is not None and chunk.weights is not None:
            weights.append(chunk.weights)
        if positions is not None and chunk.positions is not None:
            positions.append(chunk.positions)
    starts = starts_of(np.concatenate(counts))
    output.put_terms(name, terms, positions=positional)
    output.put_starts(name, starts, starts_of(np.concatenate(token_counts)) if positional else None)
    if turned_docs:
        output.turn(name, starts, np.concatenate(turned_docs))


def _rows(parts: Sequence[Part]) -> int | None:
    """Return how many postings there will be, None where some documents are deleted."""
    if not all(part.source.alive.all() for part in parts):
        return None
    return sum(len(part.field.docs) for part in parts)


def _tokens(parts: Sequence[Part]) -> int | None:
    """Return how many positions there will be, None where some documents are deleted."""
    if _rows(parts) is None:
        return None
    held = [part.field.positions for part in parts]
    return sum(len(positions) for positions in held if positions is not None)


def _widest(fields: Sequence[FieldArrays], kind: str) -> np.dtype[Any]:
    arrays = [getattr(field, kind) for field in fields]
    return max((array.dtype for array in arrays if array is not None), key=lambda t: t.itemsize)
