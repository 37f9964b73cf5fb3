"""Documents → one segment: the inversion is done in memory, then written in one go.

Stock Whoosh sorts one tuple a posting through temporary files; here postings are gathered by term
as the documents come. A builder is finished when it holds BUDGET postings, which bounds its memory.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from dataclasses import dataclass
from pickle import dumps
from struct import pack
from typing import TYPE_CHECKING, Any

from whoosh.codec.whoosh3 import W3Codec

from index.engines.whoosh.layout import INDEX_NAME, to_bytes, whoosh_schema
from index.engines.whoosh.storage import DurableStorage, seal, segment_path
from index.schema import DAY, ENTITIES, ID, KEYS, KIND, NO_TERM, STORED, Fields

if TYPE_CHECKING:
    from pathlib import Path

    from whoosh.codec.base import Segment

BUDGET = 1_200_000
"""Postings in a segment before it is written: about 150 MB of memory, 2,000 releases."""

_PICKLE = 2
"""The pickle protocol that Whoosh's Positions format uses."""


@dataclass(frozen=True, slots=True)
class Built:
    """A segment that is complete on disk, not yet part of any commit.

    `serials` has, for each document in order, the number it was added under.
    """

    segment: Segment
    serials: array[int]


class _Positions(dict[tuple[int, ...], bytes]):
    """Position lists as Whoosh's Positions format encodes them, remembered where short."""

    def __missing__(self, positions: tuple[int, ...]) -> bytes:
        deltas = [here - before for here, before in zip(positions, (0, *positions), strict=False)]
        encoded = pack("!I", len(deltas)) + dumps(deltas, _PICKLE)
        if len(positions) == 1:
            self[positions] = encoded
        return encoded


class SegmentBuilder:
    """Gathers documents and writes them as one segment into `folder`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._storage = DurableStorage(folder)
        self._schema = whoosh_schema()
        self._codec = W3Codec()
        self._segment = self._codec.new_segment(self._storage, INDEX_NAME)
        self._documents = self._codec.per_document_writer(self._storage, self._segment)
        self._serials = array("Q")
        # field → term → document number, frequency, positions; document number, …
        self._inverted: dict[str, dict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
        self._lengths: dict[str, dict[int, int]] = defaultdict(dict)
        self._positions = _Positions()
        self._postings = 0

    @property
    def full(self) -> bool:
        """Tell whether the segment should be finished."""
        return self._postings >= BUDGET

    def add(self, fields: Fields, serial: int) -> None:
        """Add one document."""
        number = len(self._serials)
        self._documents.start_doc(number)
        for field, terms in fields.texts.items():
            length = self._invert(field, terms, number)
            self._documents.add_field(field, self._schema[field], None, length)
        for field in KEYS:
            for value in fields.keys[field]:
                self._inverted[field][value] += (number, 1.0, b"")
        self._store(fields)
        self._documents.finish_doc()
        self._serials.append(serial)

    def _invert(self, field: str, terms: list[str], number: int) -> int:
        """Gather the postings of one text and return its length in terms."""
        found: dict[str, list[int]] = {}
        for position, term in enumerate(terms):
            if term in found:
                found[term].append(position)
            else:
                found[term] = [position]
        gaps = len(found.pop(NO_TERM, ()))
        inverted = self._inverted[field]
        encoded = self._positions
        for term, positions in found.items():
            inverted[term] += (number, len(positions), encoded[tuple(positions)])
        self._postings += len(found)
        length = len(terms) - gaps
        self._lengths[field][number] = length
        return length

    def _store(self, fields: Fields) -> None:
        schema, documents = self._schema, self._documents
        documents.add_field(STORED, schema[STORED], fields.stored, 0)
        columns: dict[str, bytes | int] = {
            ID: to_bytes(fields.keys[ID][0]),
            KIND: to_bytes(fields.keys[KIND][0]),
            DAY: fields.day,
            ENTITIES: to_bytes("\n".join(fields.entities)),
        }
        for field, value in columns.items():
            documents.add_column_value(field, schema[field].column_type, value)

    def finish(self) -> Built:
        """Write the segment, durable and sealed; the builder is spent."""
        self._documents.close()
        self._write_postings()
        self._segment.set_doc_count(len(self._serials))
        self._segment.create_compound_file(self._storage)
        path = segment_path(self._folder, self._segment)
        seal(path, path)
        return Built(self._segment, self._serials)

    def abandon(self) -> None:
        """Release the file that a segment which is not to be finished holds open."""
        # Whoosh has no way to give a segment up.
        self._documents._cols._temp.raw_file().close()  # noqa: SLF001

    def _write_postings(self) -> None:
        writer = self._codec.field_writer(self._storage, self._segment)
        for field in sorted(self._inverted):
            inverted, lengths = self._inverted.pop(field), self._lengths[field]
            writer.start_field(field, self._schema[field])
            # Code points and UTF-8 bytes sort alike.
            for term in sorted(inverted):
                postings = inverted[term]
                writer.start_term(to_bytes(term))
                for at in range(0, len(postings), 3):
                    number, frequency, positions = postings[at : at + 3]
                    writer.add(number, frequency, positions, lengths.get(number, 1))
                writer.finish_term()
            writer.finish_field()
        writer.close()
