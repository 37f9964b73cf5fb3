"""Whoosh's view of a segment's documents: stored fields, columns, lengths."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from whoosh.codec import base
from whoosh.filedb.structfile import BufferFile

from index.engines.whoosh.arrays.segment import LENGTH_OF_CODE
from index.engines.whoosh.arrays.stored import Blocks

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from whoosh.columns import Column, ColumnReader
    from whoosh.fields import FieldType
    from whoosh.matching.mcore import Matcher

    from index.engines.whoosh.arrays.codec import SegmentEntry
    from index.engines.whoosh.arrays.segment import ArraySegment


class DocumentWriter(base.PerDocumentWriter):
    """Gathers documents in memory; the field writer puts them on the disk."""

    def __init__(self) -> None:
        self.blocks = Blocks()
        self.lengths: dict[str, dict[int, int]] = {}
        self.columns: dict[str, tuple[Column, dict[int, Any]]] = {}
        self.is_closed = False
        self._number = -1
        self._record: dict[str, Any] = {}

    def start_doc(self, docnum: int) -> None:
        """Begin the document with this number, one more than the last."""
        self._number = docnum
        self._record = {}

    def add_field(
        self,
        fieldname: str,
        fieldobj: FieldType,
        value: Any,  # noqa: ANN401 - stored fields hold anything
        length: int | None,
    ) -> None:
        """Take the stored value of a field, if any, and its number of terms."""
        del fieldobj
        if value is not None:
            self._record[fieldname] = value
        if length:
            self.lengths.setdefault(fieldname, {})[self._number] = length

    def add_column_value(
        self,
        fieldname: str,
        columnobj: Column,
        value: Any,  # noqa: ANN401 - columns hold anything
    ) -> None:
        """Take the value of a column."""
        self.columns.setdefault(fieldname, (columnobj, {}))[1][self._number] = value

    def add_vector_items(self, fieldname: str, fieldobj: FieldType, items: object) -> None:
        """Refuse: term vectors are not kept."""
        del fieldobj, items
        message = f"array segments keep no term vectors; field {fieldname!r} asks for them"
        raise ValueError(message)

    def finish_doc(self) -> None:
        """End the document."""
        self.blocks.add(self._record)

    def cancel_doc(self) -> None:
        """Forget the document begun last; its number is given out again."""
        for values in (*self.lengths.values(), *(values for _, values in self.columns.values())):
            values.pop(self._number, None)

    def close(self) -> None:
        """Take no more documents."""
        self.is_closed = True


class DocumentReader(base.PerDocumentReader):
    """Reads documents of a segment; deletions stand in the table of contents."""

    def __init__(self, arrays: ArraySegment, segment: SegmentEntry) -> None:
        self.arrays = arrays
        self._segment = segment

    def doc_count(self) -> int:
        """Return the number of documents that are not deleted."""
        return self.arrays.count - self._segment.deleted_count()

    def doc_count_all(self) -> int:
        """Return the number of documents."""
        return self.arrays.count

    def has_deletions(self) -> bool:
        """Tell whether any document is deleted."""
        return self._segment.has_deletions()

    def is_deleted(self, docnum: int) -> bool:
        """Tell whether a document is deleted."""
        return self._segment.is_deleted(docnum)

    def deleted_docs(self) -> Iterator[int]:
        """Yield the numbers of deleted documents."""
        return self._segment.deleted_docs()

    def supports_columns(self) -> bool:
        """Return True."""
        return True

    def has_column(self, fieldname: str) -> bool:
        """Tell whether the segment has values of a column."""
        return fieldname in self.arrays.columns

    def column_reader(self, fieldname: str, column: Column) -> ColumnReader:
        """Return the reader of a column."""
        data = self.arrays.column(fieldname)
        return column.reader(BufferFile(data), 0, len(data), self.arrays.count)

    def doc_field_length(self, docnum: int, fieldname: str, default: int = 0) -> int:
        """Return the number of terms of a field, rounded as Whoosh rounds it."""
        return self.doc_field_length_reader(fieldname, default)(docnum)

    def doc_field_length_reader(self, fieldname: str, default: int = 0) -> Callable[[int], int]:
        """Return the function from document number to `doc_field_length`."""
        field = self.arrays.fields.get(fieldname)
        codes = None if field is None else field.codes
        if codes is None:
            return lambda _number: default
        return lambda number: int(LENGTH_OF_CODE[codes[number]])

    def field_length(self, fieldname: str) -> int:
        """Return the number of terms of a field in all documents."""
        field = self.arrays.fields.get(fieldname)
        return 0 if field is None else field.total_length

    def min_field_length(self, fieldname: str) -> int:
        """Return the smallest `doc_field_length`."""
        field = self.arrays.fields.get(fieldname)
        codes = None if field is None else field.codes
        return 0 if codes is None else int(LENGTH_OF_CODE[codes.min()])

    def max_field_length(self, fieldname: str) -> int:
        """Return the largest `doc_field_length`."""
        field = self.arrays.fields.get(fieldname)
        codes = None if field is None else field.codes
        return 0 if codes is None else int(LENGTH_OF_CODE[codes.max()])

    def vector(self, docnum: int, fieldname: str, format_: object) -> Matcher:
        """Refuse: there are no term vectors."""
        raise KeyError((docnum, fieldname, format_))

    def stored_fields(self, docnum: int) -> dict[str, Any]:
        """Return the stored fields of a document."""
        return self.arrays.records.get(docnum)
