"""Per-document values in Whoosh's own encoding; whole arrays of them where they are integers."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

import numpy as np
from whoosh.columns import NumericColumn
from whoosh.filedb.structfile import BufferFile, StructFile

if TYPE_CHECKING:
    from collections.abc import Sequence

    from whoosh.columns import Column
    from whoosh.fields import FieldType, Schema

    from index.engines.whoosh.arrays.container import Array

INTEGERS = "bBhHiIqQ"
"""Type codes that mean the same to `struct`, which Whoosh uses, and to numpy."""


class _KeptOpen(BytesIO):
    """A buffer whose content outlives Whoosh's closing it."""

    def close(self) -> None:
        """Keep the content."""


def encode_column(
    column: Column, numbers: Sequence[int] | Array, values: Sequence[Any] | Array, count: int
) -> bytes:
    """Write the values of the documents with these numbers, out of `count`, as Whoosh would."""
    dtype = _integer_type(column)
    if dtype is not None:
        every = np.full(count, column.default_value(), dtype)
        every[numbers] = np.asarray(values, dtype)
        # what stands after the last value is not written
        given = np.flatnonzero(every != column.default_value())
        return every[: given[-1] + 1 if len(given) else 0].tobytes()
    buffer = _KeptOpen()
    writer: Any = column.writer(StructFile(buffer))
    for place in np.argsort(numbers).tolist():
        writer.add(int(numbers[place]), values[place])
    writer.finish(count)
    return buffer.getvalue()


def decode_column(column: Column, data: bytes, count: int) -> Array:
    """Return the value of each of `count` documents, the column's default where it has none."""
    dtype = _integer_type(column)
    if dtype is not None:
        every = np.full(count, column.default_value(), dtype)
        written = np.frombuffer(data, dtype)
        every[: len(written)] = written
        return every
    reader = column.reader(BufferFile(data), 0, len(data), count)
    held = np.empty(count, object)
    held[:] = [reader[number] for number in range(count)]
    return held


def _integer_type(column: Column) -> np.dtype[Any] | None:
    """Return how numpy names the integers of a column, None where it has no integers."""
    if type(column) is not NumericColumn:
        return None
    code: str = column._typecode  # noqa: SLF001 - Whoosh has no public name for it
    return np.dtype(f">{code}") if code in INTEGERS else None


class _Kept(dict[Any, Any]):
    """Gives each value of a field what its column keeps."""

    def __init__(self, fieldobj: FieldType) -> None:
        super().__init__()
        self._fieldobj = fieldobj

    def __missing__(self, value: object) -> object:
        kept = self[value] = self._fieldobj.to_column_value(value)
        return kept


class Values:
    """The values of one column as they come."""

    def __init__(self, fieldobj: FieldType) -> None:
        self.docs: list[int] = []
        self.values: list[Any] = []
        self.kept = _Kept(fieldobj)


class Columns(dict[str, Values]):
    """Has the values of each column, made when its first document comes."""

    def __init__(self, schema: Schema) -> None:
        super().__init__()
        self._schema = schema

    def __missing__(self, name: str) -> Values:
        made = self[name] = Values(self._schema[name])
        return made
