"""One segment in memory: its reader, and what is read once because every search needs it."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from functools import cached_property
from threading import RLock
from typing import TYPE_CHECKING, Any

from whoosh.codec.whoosh3 import LENGTHS_COLUMN
from whoosh.reading import SegmentReader

from index.engines.whoosh.layout import from_bytes, whoosh_schema
from index.engines.whoosh.postings import Postings, read
from index.engines.whoosh.storage import DurableStorage, segment_path, verify
from index.errors import IndexDamaged
from index.schema import (
    DAY,
    ENTITIES,
    ENTITY_FACETS,
    ID,
    KIND,
    NO_DAY,
    PARTS,
    STORED,
    date_of,
    facet_of,
    from_stored,
    slug,
)

if TYPE_CHECKING:
    from pathlib import Path

    from whoosh.codec.base import Segment

    from index.record import Document

NO_MONTH = 0


class SegmentData:
    """A segment's content, which never changes; shared by all commits that hold the segment.

    Raises IndexDamaged where the file is not what was written. Safe to share between threads.
    """

    def __init__(self, folder: Path, segment: Segment) -> None:
        self.path = segment_path(folder, segment)
        self.size: int = segment.doc_count_all()
        self._lock = RLock()
        verify(self.path)
        try:
            self._reader = SegmentReader(DurableStorage(folder), whoosh_schema(), segment)
        except FileNotFoundError:
            raise
        except Exception as error:
            # Whoosh unpickles the segment's directory: a damaged one can raise anything.
            raise IndexDamaged(path=self.path, problem="it cannot be opened") from error

    def postings(self, field: str, term: str) -> Postings | None:
        """Return the postings of a term, deleted documents included."""
        with self._lock:
            return read(self._reader, field, term)

    def frequency(self, field: str, term: str) -> int:
        """Return the number of documents that hold a term."""
        with self._lock:
            return int(self._reader.doc_frequency(field, term.encode("utf-8", "surrogatepass")))

    def total_length(self, field: str) -> int:
        """Return the number of terms in a field of all documents."""
        return int(self._reader.field_length(field))

    def document(self, number: int) -> Document:
        """Decode a stored document."""
        with self._lock:
            return from_stored(self._reader.stored_fields(number)[STORED])

    def lengths(self, field: str) -> bytes:
        """Return for each document the byte that stands for its length in a field.

        Empty where no document has the field.
        """
        with self._lock:
            if field not in self._lengths:
                perdoc = self._reader._perdoc  # noqa: SLF001 - lengths have no public column
                name = f"_{field}_len"
                found = perdoc.has_column(name)
                column = perdoc.column_reader(name, LENGTHS_COLUMN) if found else ()
                self._lengths[field] = bytes(column)
            return self._lengths[field]

    @cached_property
    def _lengths(self) -> dict[str, bytes]:
        return {}

    @cached_property
    def days(self) -> array[int]:
        """The day number of each document, NO_DAY for undated ones."""
        return array("i", self._column(DAY))

    @cached_property
    def months(self) -> array[int]:
        """For each document 12 × year + month, from 0 for January; NO_MONTH for undated ones."""
        known = {NO_DAY: NO_MONTH}
        for day in set(self.days):
            date = date_of(day)
            if date is not None:
                known[day] = 12 * date.year + date.month - 1
        return array("i", map(known.__getitem__, self.days))

    @cached_property
    def ids(self) -> list[str]:
        """The release id of each document."""
        return [from_bytes(one) for one in self._column(ID)]

    @cached_property
    def kinds(self) -> list[str]:
        """The kind of each document."""
        known: dict[bytes, str] = {}
        return [known.setdefault(one, from_bytes(one)) for one in self._column(KIND)]

    @cached_property
    def entities(self) -> dict[str, list[tuple[str, ...]]]:
        """For each entity facet the slugs that each document mentions."""
        rows: dict[str, list[tuple[str, ...]]] = {facet.value: [] for facet in ENTITY_FACETS}
        names: dict[str, str] = {}
        shared: dict[tuple[str, ...], tuple[str, ...]] = {}
        for cell in self._column(ENTITIES):
            found: dict[str, list[str]] = {facet: [] for facet in rows}
            for entity in from_bytes(cell).split("\n") if cell else ():
                facet = facet_of(entity)
                if facet in found:
                    name = names.setdefault(entity, slug(entity))
                    found[facet].append(name)
            for facet, slugs in found.items():
                row = tuple(slugs)
                rows[facet].append(shared.setdefault(row, row))
        return rows

    @cached_property
    def lexicon(self) -> list[str]:
        """The folded terms of all parts, sorted."""
        with self._lock:
            indexed = set(self._reader.indexed_field_names())
            terms = {
                from_bytes(term)
                for part in PARTS
                if part in indexed
                for term in self._reader.lexicon(part)
            }
        return sorted(terms)

    def terms_from(self, prefix: str) -> list[str]:
        """Return the folded terms that begin with a prefix, sorted."""
        lexicon = self.lexicon
        start = end = bisect_left(lexicon, prefix)
        while end < len(lexicon) and lexicon[end].startswith(prefix):
            end += 1
        return lexicon[start:end]

    def _column(self, field: str) -> list[Any]:
        with self._lock:
            return list(self._reader.column_reader(field, translate=False))
