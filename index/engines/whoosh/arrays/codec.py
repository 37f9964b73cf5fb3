"""The Whoosh codec: how a segment is stored, so that Whoosh's own classes read and write it.

Give it to a writer (`ix.writer(codec=ArrayCodec(…))`); readers find it through the segment. It
keeps fields with the formats Existence, Frequency and Positions, columns and stored fields; it
keeps no term vectors, and its files lie in a folder (FileStorage).
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from whoosh.codec import base
from whoosh.filedb.filestore import FileStorage

from index.engines.whoosh.arrays.documents import DocumentReader, DocumentWriter
from index.engines.whoosh.arrays.fuzzy import fuzzy_terms
from index.engines.whoosh.arrays.readers import ArrayTermsReader, TermCursor
from index.engines.whoosh.arrays.segment import Arrangement, ArraySegment
from index.engines.whoosh.arrays.writers import ArrayFieldWriter
from index.errors import IndexDamaged

if TYPE_CHECKING:
    from collections.abc import Iterator

    from whoosh.filedb.filestore import Storage

EXTENSION = ".arrays"


def folder_of(storage: Storage) -> Path:
    """Return the folder of a storage; array segments lie in no other kind."""
    if not isinstance(storage, FileStorage):
        message = f"array segments are kept in folders, not in {type(storage).__name__}"
        raise TypeError(message)
    return Path(storage.folder)


class ArrayCodec(base.Codec):
    """Keeps segments as memory-mapped arrays; pickled with the segments it made."""

    # Whoosh need not look lengths up for us: they stand in the arrays.
    length_stats = False

    def __init__(self, arrangement: Arrangement | None = None) -> None:
        self.arrangement = arrangement or Arrangement()

    def per_document_writer(self, storage: Storage, segment: SegmentEntry) -> DocumentWriter:
        """Return the writer that takes documents; it shares a segment's state with the next."""
        return segment.pending(storage).documents

    def field_writer(self, storage: Storage, segment: SegmentEntry) -> ArrayFieldWriter:
        """Return the writer that takes postings; closing it writes the segment."""
        return segment.pending(storage)

    def automata(self, storage: Storage, segment: base.Segment) -> FuzzyTerms:
        """Return what expands fuzzy terms."""
        del storage, segment
        return FuzzyTerms()

    def terms_reader(self, storage: Storage, segment: SegmentEntry) -> ArrayTermsReader:
        """Open the terms and postings of a segment."""
        return ArrayTermsReader(ArraySegment(segment.path(storage)))

    def per_document_reader(self, storage: Storage, segment: SegmentEntry) -> DocumentReader:
        """Open the documents of a segment."""
        arrays = ArraySegment(segment.path(storage))
        if arrays.count != segment.doc_count_all():
            problem = f"it has {arrays.count} documents instead of {segment.doc_count_all()}"
            raise IndexDamaged(path=arrays.container.path, problem=problem)
        return DocumentReader(arrays, segment)

    def new_segment(self, storage: Storage, indexname: str) -> SegmentEntry:
        """Return a new, empty segment."""
        del storage
        return SegmentEntry(self, indexname)


class FuzzyTerms(base.Automata):
    """Expands fuzzy terms from the arrays."""

    def terms_within(
        self, fieldcur: TermCursor, uterm: str, maxdist: int, prefix: int = 0
    ) -> Iterator[str]:
        """Yield the terms of the cursor's field within `maxdist` edits of `uterm`."""
        terms = fieldcur.field.terms
        for number in fuzzy_terms(fieldcur.field, uterm, maxdist, prefix):
            yield terms[number].decode("utf-8", "surrogatepass")


class SegmentEntry(base.Segment):
    """A segment as the table of contents lists it: its name, size and deleted documents."""

    def __init__(self, codec: ArrayCodec, indexname: str, count: int = 0) -> None:
        super().__init__(indexname)  # type: ignore[no-untyped-call] # Whoosh has no types there
        self._codec = codec
        self._count = count
        self._deleted: set[int] = set()
        self._pending: ArrayFieldWriter | None = None

    def __getstate__(self) -> dict[str, Any]:
        return self.__dict__ | {"_pending": None}

    def pending(self, storage: Storage) -> ArrayFieldWriter:
        """Return the one writer that fills this segment."""
        if self._pending is None:
            self._pending = ArrayFieldWriter(self.path(storage), self._codec.arrangement)
        return self._pending

    def path(self, storage: Storage) -> Path:
        """Return the file that holds the segment."""
        return folder_of(storage) / f"{self.segment_id()}{EXTENSION}"

    def codec(self) -> ArrayCodec:
        """Return the codec that reads this segment."""
        return self._codec

    def should_assemble(self) -> bool:
        """Return False: the segment is one file already."""
        return False

    def set_doc_count(self, doccount: int) -> None:
        """Set the number of documents, deleted ones included."""
        self._count = doccount

    def segment_id(self) -> str:
        """Return the name that the segment's files begin with."""
        return f"{self.indexname}_{self.segid}"

    def has_deletions(self) -> bool:
        """Tell whether any document is deleted."""
        return bool(self._deleted)

    def doc_count(self) -> int:
        """Return the number of documents that are not deleted."""
        return self._count - len(self._deleted)

    def doc_count_all(self) -> int:
        """Return the number of documents, deleted ones included."""
        return self._count

    def deleted_count(self) -> int:
        """Return the number of deleted documents."""
        return len(self._deleted)

    def deleted_docs(self) -> Iterator[int]:
        """Yield the numbers of deleted documents, rising."""
        return iter(sorted(self._deleted))

    def delete_document(self, docnum: int, delete: bool = True) -> None:  # noqa: FBT001, FBT002 - Whoosh's signature
        """Mark a document as deleted, or take the mark away."""
        if delete:
            self._deleted.add(docnum)
        else:
            self._deleted.discard(docnum)

    def is_deleted(self, docnum: int) -> bool:
        """Tell whether a document is marked as deleted."""
        return docnum in self._deleted
