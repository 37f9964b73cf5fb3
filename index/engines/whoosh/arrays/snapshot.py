"""An index as one Whoosh searcher sees it, opened for whole-array matching."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from math import log
from typing import TYPE_CHECKING

import numpy as np
from whoosh.reading import SegmentReader
from whoosh.scoring import BM25F

from index.engines.whoosh.arrays.documents import DocumentReader
from index.engines.whoosh.arrays.segment import LENGTH_OF_CODE

if TYPE_CHECKING:
    from whoosh.fields import FieldType, Schema
    from whoosh.searching import Searcher

    from index.engines.whoosh.arrays.container import Array
    from index.engines.whoosh.arrays.segment import ArraySegment


@dataclass(frozen=True, slots=True)
class Leaf:
    """One segment: its arrays, Whoosh's searcher over it, and the number of its first document.

    `alive` marks the documents that are not deleted; None where none is.
    """

    place: int
    arrays: ArraySegment
    searcher: Searcher
    base: int
    alive: Array | None

    @property
    def count(self) -> int:
        """Number of documents, deleted ones included."""
        return self.arrays.count


class Snapshot:
    """All segments of a searcher whose index was written with ArrayCodec; shared by threads.

    Raises TypeError where a segment was written with another codec.
    """

    def __init__(self, searcher: Searcher) -> None:
        self.searcher = searcher
        self.schema: Schema = searcher.schema
        self._fields: dict[str, FieldType] = dict(self.schema.items())
        self.leaves: list[Leaf] = []
        for leaf, base in searcher.leaf_searchers():
            reader = leaf.reader()
            if not isinstance(reader, SegmentReader):
                continue  # an index without documents
            documents = reader._perdoc  # noqa: SLF001 - Whoosh has no other way to it
            if not isinstance(documents, DocumentReader):
                message = f"{reader!r} was not written with ArrayCodec"
                raise TypeError(message)
            alive = None
            if documents.has_deletions():
                alive = np.ones(documents.arrays.count, bool)
                alive[list(documents.deleted_docs())] = False
            self.leaves.append(Leaf(len(self.leaves), documents.arrays, leaf, base, alive))
        self.count = sum(leaf.count for leaf in self.leaves)
        self.order = self.leaves[0].arrays.arrangement.order if self.leaves else ""
        self._norms: dict[tuple[int, str], Array | None] = {}

    @cached_property
    def bm25f(self) -> BM25F | None:
        """The weighting where it is BM25F itself; others are left to Whoosh."""
        weighting = self.searcher.weighting
        return weighting if type(weighting) is BM25F else None

    def field(self, name: str) -> FieldType | None:
        """Return a field of the schema, None where there is none."""
        return self._fields.get(name)

    def leaf_of(self, number: int) -> Leaf:
        """Return the segment of a document, numbered as the searcher does."""
        return self.leaves[bisect_right(self.leaves, number, key=lambda leaf: leaf.base) - 1]

    def key(self, number: int) -> bytes:
        """Return the key of a document, numbered as the searcher does; b"" where it has none."""
        leaf = self.leaf_of(number)
        return leaf.arrays.key(number - leaf.base)

    def inverse_frequency(self, found: int) -> float:
        """Return the weight of a term that `found` documents have, as Whoosh's scoring does."""
        return log(self.count / (found + 1)) + 1

    def norms(self, leaf: Leaf, name: str) -> Array | None:
        """Return, for each document, the part of BM25F's divisor that a field's length makes.

        K1 · (1 − B + B · length / average length), S. Robertson and H. Zaragoza, "The Probabilistic
        Relevance Framework: BM25 and Beyond", 2009. The average is over all segments. None where
        the field has no lengths. Fields of the same lengths, as those are that one text was put
        into in several forms, share one array.
        """
        if (leaf.place, name) not in self._norms:
            codes = leaf.arrays.fields[name].codes
            model = self.bm25f or BM25F()
            b = model._field_B.get(name, model.B)  # noqa: SLF001 - set by its constructor only
            total = sum(
                leaf.arrays.fields[name].total_length
                for leaf in self.leaves
                if name in leaf.arrays.fields
            )
            average = total / (self.count or 1) or 1
            norms = model.K1 * ((1 - b) + b * LENGTH_OF_CODE / average)
            own = None if codes is None else norms.astype(np.float32).take(codes)
            self._norms[leaf.place, name] = own if own is None else self._shared(own)
        return self._norms[leaf.place, name]

    def _shared(self, norms: Array) -> Array:
        """Return what equals these norms and is known already, else these."""
        known = [one for one in list(self._norms.values()) if one is not None]
        return next((one for one in known if np.array_equal(one, norms)), norms)
