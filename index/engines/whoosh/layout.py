"""How the fields of `index.schema` are kept by Whoosh: field types, file names, term bytes.

Terms come analysed, so the analyzers here only cut at spaces: with them, a stock Whoosh searcher
or writer reads and fills the same index.
"""

from __future__ import annotations

from whoosh import columns, fields
from whoosh.analysis.tokenizers import SpaceSeparatedTokenizer

from index.schema import DAY, ENTITIES, ENTITY_FACETS, ID, KIND, NO_DAY, STORED, TEXTS

INDEX_NAME = "MAIN"
"""Whoosh's own name for an index that has no other."""


def whoosh_schema() -> fields.Schema:
    """Return the Whoosh schema of SCHEMA_VERSION."""
    schema = fields.Schema()
    for text in TEXTS:
        schema.add(text, fields.TEXT(analyzer=SpaceSeparatedTokenizer(), phrase=True))
    schema.add(ID, _key(unique=True))
    schema.add(KIND, _key())
    for facet in ENTITY_FACETS:
        schema.add(facet.value, fields.KEYWORD())
    schema.add(DAY, fields.COLUMN(columns.NumericColumn("i", default=NO_DAY)))
    schema.add(ENTITIES, fields.COLUMN(columns.VarBytesColumn()))
    schema.add(STORED, fields.STORED())
    return schema


def _key(*, unique: bool = False) -> fields.ID:
    """Return a field of whole values with a column of them."""
    field = fields.ID(unique=unique)
    field.set_sortable(columns.VarBytesColumn())
    return field


def to_bytes(term: str) -> bytes:
    """Return the bytes a term is kept as; lone surrogates, which pages may hold, pass too."""
    return term.encode("utf-8", "surrogatepass")


def from_bytes(term: bytes) -> str:
    """Read back what `to_bytes` wrote."""
    return term.decode("utf-8", "surrogatepass")
