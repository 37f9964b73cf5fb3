"""How the fields of `index.schema` are kept by Whoosh: field types, the order of documents, files.

Terms come analysed, so the analyzers here only cut at spaces: with them, a stock Whoosh searcher
or writer reads and fills the same index.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from whoosh import fields
from whoosh.analysis.tokenizers import SpaceSeparatedTokenizer

from index.engine import ENTITY_FACETS
from index.engines.whoosh.arrays import Arrangement, ArrayCodec, Row
from index.schema import DAY, ID, KEYS, KIND, LANGUAGE, NO_DAY, STORED, TEXTS

if TYPE_CHECKING:
    from index.schema import Fields

INDEX_NAME = "MAIN"
"""Whoosh's own name for an index that has no other."""

FACETS = (KIND, LANGUAGE, *(facet.value for facet in ENTITY_FACETS))
"""Fields whose values are counted."""


def codec() -> ArrayCodec:
    """Return the codec of all segments: documents stand by date, equals by id."""
    arrangement = Arrangement(order=DAY, key=ID, facets=FACETS)
    return ArrayCodec(arrangement)  # type: ignore[abstract] # Whoosh calls only what is there


def whoosh_schema() -> fields.Schema:
    """Return the Whoosh schema of SCHEMA_VERSION."""
    schema = fields.Schema()
    for text in TEXTS:
        schema.add(text, fields.TEXT(analyzer=SpaceSeparatedTokenizer(), phrase=True))
    schema.add(ID, fields.ID(unique=True))
    schema.add(KIND, fields.ID())
    schema.add(LANGUAGE, fields.ID())
    for facet in ENTITY_FACETS:
        schema.add(facet.value, fields.KEYWORD())
    schema.add(DAY, fields.NUMERIC(int, 32, signed=False, sortable=True))
    schema.add(STORED, fields.STORED())
    return schema


def row_of(document: Fields) -> Row:
    """Return a document as a segment builder takes it; an undated one has no day at all."""
    keys: dict[str, tuple[str, ...] | list[int]] = {
        field: document.keys[field] for field in KEYS if document.keys[field]
    }
    columns: dict[str, int] = {}
    if document.day != NO_DAY:
        keys[DAY] = [document.day]
        columns[DAY] = document.day
    return Row(
        texts=document.texts,
        keys=keys,
        columns=columns,
        stored={STORED: document.stored},
    )


def to_bytes(term: str) -> bytes:
    """Return the bytes a term is kept as; lone surrogates, which pages may hold, pass too."""
    return term.encode("utf-8", "surrogatepass")


def from_bytes(term: bytes) -> str:
    """Read back what `to_bytes` wrote."""
    return term.decode("utf-8", "surrogatepass")
