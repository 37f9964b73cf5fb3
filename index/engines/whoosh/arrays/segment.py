"""One segment as arrays, opened for reading."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from whoosh.util.numeric import byte_to_length

from index.engines.whoosh.arrays.container import (
    Array,
    Container,
)
from index.engines.whoosh.arrays.facets import FacetRows
from index.engines.whoosh.arrays.inversion import starts_of
from index.engines.whoosh.arrays.kept_runs import KeptRuns
from index.engines.whoosh.arrays.presence import Presences
from index.engines.whoosh.arrays.stored import Records
from index.engines.whoosh.arrays.terms import TermDictionary, pack_terms

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


NO_VALUE = int(np.iinfo(np.int64).min) + 1
"""Stands in `order` for documents without a value: before all others, and its negative exists."""

PRESENCE = ("frequent", "frequent_words", "frequent_before")
"""Kinds of arrays, see `presence.tabled`; of a field without frequent terms absent or empty."""

LENGTH_OF_CODE = np.array([byte_to_length(code) for code in range(256)], np.int64)
"""Whoosh keeps a field's length as one byte; this is the length that each byte stands for."""


@dataclass(frozen=True, slots=True)
class Arrangement:
    """What a segment keeps beside its postings.

    `order` names the column that documents are sorted by, "" for the order they came in. `key`
    names the unique field that breaks ties: among equals the greater key comes first, so that
    reading backwards gives newest first and keys rising. `facets` are fields to be counted.
    """

    order: str = ""
    key: str = ""
    facets: tuple[str, ...] = ()


class FieldArrays:
    """The arrays of one field of a segment, as `Postings` describes them."""

    def __init__(self, container: Container, field: str, facts: Mapping[str, Any]) -> None:
        self._container = container
        self._name = field
        self.has_positions: bool = facts.get("positions", False)
        self.total_length: int = facts.get("length", 0)
        self._sums: dict[int, Array] = {}
        self.runs = KeptRuns()

    def _get(self, kind: str) -> Array | None:
        name = f"{self._name}.{kind}"
        return self._container.get(name) if name in self._container else None

    @cached_property
    def terms(self) -> TermDictionary:
        """The field's terms; none where the field has lengths only."""
        blob, ends = self._get("terms"), self._get("ends")
        if blob is None or ends is None:
            blob, ends = pack_terms([])
        return TermDictionary(blob, ends)

    @cached_property
    def starts(self) -> memoryview:
        """Where each term's postings begin."""
        starts = self._get("starts")
        return memoryview((np.zeros(1, np.uint8) if starts is None else starts).data)

    @cached_property
    def position_starts(self) -> memoryview:
        """Where each term's positions begin; only for fields with positions."""
        return memoryview(self._container.get(f"{self._name}.position_starts").data)

    @cached_property
    def docs(self) -> Array:
        """Document numbers of all postings."""
        docs = self._get("docs")
        return np.empty(0, np.uint8) if docs is None else docs

    @cached_property
    def freqs(self) -> Array | None:
        """Frequencies of all postings, None where all are 1."""
        return self._get("freqs")

    def frequencies(self, number: int) -> Array:
        """Return the frequencies of a term's postings, none where all are 1."""
        freqs = np.empty(0, np.uint8) if self.freqs is None else self.freqs
        return freqs[self.starts[number] : self.starts[number + 1]]

    def sums(self, number: int, every: int) -> Array:
        """Return the sums of a term's frequencies before each so many postings.

        They are kept, and always asked for with the same `every`: one number for as many postings.
        """
        known = self._sums.get(number)
        if known is None:
            freqs = self.frequencies(number)
            added = np.add.reduceat(freqs, np.arange(0, len(freqs), every), dtype=np.intp)
            known = self._sums[number] = starts_of(added)
        return known

    @cached_property
    def weights(self) -> Array | None:
        """Weights of all postings, None where they are the frequencies."""
        return self._get("weights")

    @cached_property
    def positions(self) -> Array | None:
        """Positions of all postings, None where the field keeps none."""
        return self._get("positions")

    @cached_property
    def presences(self) -> Presences:
        """The documents of frequent terms as bits."""
        found = [self._get(kind) for kind in PRESENCE]
        return Presences(*(np.empty(0, np.uint64) if one is None else one for one in found))

    @cached_property
    def letters(self) -> Array | None:
        """The signatures of the terms, rising, see `fuzzy.signatures`."""
        return self._get("letters")

    @cached_property
    def letters_terms(self) -> Array:
        """The number of the term of each signature; only for fields with positions."""
        return self._container.get(f"{self._name}.letters_terms")

    @cached_property
    def lengths(self) -> Array | None:
        """Number of terms per document, None where the field is not scored by length."""
        return self._get("lengths")

    @cached_property
    def codes(self) -> Array | None:
        """`lengths` as Whoosh's bytes."""
        return self._get("codes")

    def documents(self, number: int) -> Array:
        """Return the documents of one term, rising."""
        return self.docs[self.starts[number] : self.starts[number + 1]]

    def weights_of(self, start: int, end: int) -> Array | None:
        """Return the weights of some postings, None where all are 1."""
        if self.weights is not None:
            return self.weights[start:end]
        return None if self.freqs is None else self.freqs[start:end]


class ArraySegment:
    """A segment opened for reading; shared between threads, it never changes."""

    def __init__(self, path: Path) -> None:
        self.container = Container(path)
        meta = self.container.meta
        self.count: int = meta["count"]
        self.columns = frozenset(meta["columns"])
        kept = meta["arrangement"]
        self.arrangement = Arrangement(kept["order"], kept["key"], tuple(kept["facets"]))
        self.fields = {
            name: FieldArrays(self.container, name, facts) for name, facts in meta["fields"].items()
        }

    @cached_property
    def order(self) -> Array | None:
        """The rising numbers that documents are sorted by, None where they are not."""
        return self.container.get("order") if "order" in self.container else None

    @cached_property
    def records(self) -> Records:
        """The stored records."""
        return Records(self.container)

    @cached_property
    def facets(self) -> FacetRows:
        """The facet values of each document."""
        return FacetRows(self.container, self.arrangement.facets)

    def key(self, number: int) -> bytes:
        """Return the key of a document, b"" where it has none."""
        terms = self.fields[self.arrangement.key].terms if "keys" in self.container else ()
        place = int(self.container.get("keys")[number]) if terms else 0
        return terms[place] if place < len(terms) else b""

    def column(self, field: str) -> bytes:
        """Return a column in Whoosh's encoding; KeyError where there is none."""
        return self.container.get(f"{field}.column").tobytes()
