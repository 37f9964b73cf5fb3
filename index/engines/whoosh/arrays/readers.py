"""Whoosh's view of a segment's terms and postings, document by document.

Only query types that `matching` does not know are answered through these, and Whoosh's own tools.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from whoosh.codec import base
from whoosh.matching.mcore import LeafMatcher, NullMatcher, ReadTooFar
from whoosh.reading import TermInfo, TermNotFound

from index.engines.whoosh.arrays.segment import LENGTH_OF_CODE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from whoosh.fields import FieldType
    from whoosh.formats import Format
    from whoosh.matching.mcore import Matcher
    from whoosh.scoring import BaseScorer

    from index.engines.whoosh.arrays.segment import ArraySegment, FieldArrays


class ArrayTermsReader(base.TermsReader):
    """Reads terms and postings of a segment."""

    def __init__(self, arrays: ArraySegment) -> None:
        self._fields = {name: field for name, field in arrays.fields.items() if field.terms.count}

    def _find(self, fieldname: str, text: bytes) -> tuple[FieldArrays, int]:
        field = self._fields.get(fieldname)
        number = -1 if field is None else field.terms.find(text)
        if field is None or number < 0:
            message = f"No term {fieldname}:{text!r}"
            raise TermNotFound(message)
        return field, number

    def __contains__(self, term: tuple[str, bytes]) -> bool:
        field = self._fields.get(term[0])
        return field is not None and field.terms.find(term[1]) >= 0

    def indexed_field_names(self) -> Iterable[str]:
        """Return the names of the fields that have terms."""
        return self._fields.keys()

    def cursor(self, fieldname: str, fieldobj: FieldType) -> base.FieldCursor:
        """Return a cursor over the terms of a field."""
        field = self._fields.get(fieldname)
        return base.EmptyCursor() if field is None else TermCursor(field, fieldobj)

    def terms(self) -> Iterator[tuple[str, bytes]]:
        """Yield (field, term) in order."""
        for fieldname in sorted(self._fields):
            yield from self.terms_from(fieldname, b"")

    def terms_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[str, bytes]]:
        """Yield (field, term) for the terms of a field from `prefix` on."""
        if fieldname in self._fields:
            terms = self._fields[fieldname].terms
            for term in terms.items(range(terms.lower(prefix), terms.count)):
                yield fieldname, term

    def items(self) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        """Yield ((field, term), facts) in order."""
        for term in self.terms():
            yield term, self.term_info(*term)

    def items_from(
        self, fieldname: str, prefix: bytes
    ) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        """Yield ((field, term), facts) for the terms of a field from `prefix` on."""
        for term in self.terms_from(fieldname, prefix):
            yield term, self.term_info(*term)

    def term_info(self, fieldname: str, text: bytes) -> TermInfo:
        """Return the facts about a term; TermNotFound where there is none."""
        return term_info(*self._find(fieldname, text))

    def frequency(self, fieldname: str, text: bytes) -> float:
        """Return the total weight of a term, 0 where there is none."""
        found = (fieldname, text) in self
        return self.term_info(fieldname, text).weight() if found else 0

    def doc_frequency(self, fieldname: str, text: bytes) -> int:
        """Return how many documents a term is in, deleted ones included."""
        field = self._fields.get(fieldname)
        number = -1 if field is None else field.terms.find(text)
        if field is None or number < 0:
            return 0
        return field.starts[number + 1] - field.starts[number]

    def matcher(
        self, fieldname: str, text: bytes, format_: Format, scorer: BaseScorer | None = None
    ) -> Matcher:
        """Return the matcher over the postings of a term."""
        field, number = self._find(fieldname, text)
        return PostingsMatcher(field, number, format_, scorer, (fieldname, text))


def term_info(field: FieldArrays, number: int) -> TermInfo:
    """Return Whoosh's facts about a term."""
    start, end = field.starts[number], field.starts[number + 1]
    docs = field.docs[start:end]
    weights = field.weights_of(start, end)
    lengths = None if field.codes is None else LENGTH_OF_CODE[field.codes[docs]]
    return TermInfo(
        weight=float(end - start if weights is None else weights.sum()),
        df=end - start,
        minlength=0 if lengths is None else int(lengths.min()),
        maxlength=0 if lengths is None else int(lengths.max()),
        maxweight=1.0 if weights is None else float(weights.max()),
        minid=int(docs[0]),
        maxid=int(docs[-1]),
    )


class TermCursor(base.FieldCursor):
    """Walks over the terms of a field."""

    def __init__(self, field: FieldArrays, fieldobj: FieldType) -> None:
        self.field = field
        self._fieldobj = fieldobj
        self._number = 0

    def first(self) -> str | None:
        """Go to the first term and return it."""
        self._number = 0
        return self.text()

    def find(self, string: str | bytes) -> str | None:
        """Go to the first term that is not before `string` and return it."""
        wanted = string if isinstance(string, bytes) else self._fieldobj.to_bytes(string)
        self._number = self.field.terms.lower(wanted)
        return self.text()

    def next(self) -> str | None:
        """Go to the next term and return it."""
        self._number += 1
        return self.text()

    def text(self) -> str | None:
        """Return the current term, None behind the last."""
        if not self.is_valid():
            return None
        text: str = self._fieldobj.from_bytes(self.field.terms[self._number])
        return text

    def term_info(self) -> TermInfo | None:
        """Return the facts about the current term."""
        return term_info(self.field, self._number) if self.is_valid() else None

    def is_valid(self) -> bool:
        """Tell whether the cursor stands on a term."""
        return self._number < self.field.terms.count


class PostingsMatcher(LeafMatcher):
    """Walks over the postings of one term."""

    def __init__(
        self,
        field: FieldArrays,
        number: int,
        format_: Format,
        scorer: BaseScorer | None,
        term: tuple[str, bytes],
    ) -> None:
        self.format = format_
        self.scorer = scorer
        self._field = field
        self._number = number
        self._term = term
        self._ids: list[int] = field.documents(number).tolist()
        weights = field.weights_of(field.starts[number], field.starts[number + 1])
        self._weights: list[float] | None = None if weights is None else weights.tolist()
        self._position_ends: list[int] | None = None
        self._at = 0

    def is_active(self) -> bool:
        """Tell whether there is a current posting."""
        return self._at < len(self._ids)

    def reset(self) -> None:
        """Go back to the first posting."""
        self._at = 0

    def copy(self) -> PostingsMatcher:
        """Return a matcher at the same posting."""
        twin = PostingsMatcher(self._field, self._number, self.format, self.scorer, self._term)
        twin._at = self._at
        return twin

    def replace(self, minquality: float = 0) -> Matcher:
        """Return the null matcher where this is exhausted."""
        del minquality
        return self if self.is_active() else NullMatcher()

    def supports_block_quality(self) -> bool:
        """Return False: there are no blocks to skip."""
        return False

    def id(self) -> int:
        """Return the current document."""
        return self._ids[self._at]

    def all_ids(self) -> Iterator[int]:
        """Yield all documents from the current one on."""
        return iter(self._ids[self._at :])

    def next(self) -> None:
        """Go to the next posting."""
        if not self.is_active():
            raise ReadTooFar
        self._at += 1

    def skip_to(self, id: int) -> None:  # noqa: A002 - Whoosh's signature
        """Go to the first posting whose document is not before `id`."""
        if not self.is_active():
            raise ReadTooFar
        ids = self._ids
        while self._at < len(ids) and ids[self._at] < id:
            self._at += 1

    def weight(self) -> float:
        """Return the weight of the current posting."""
        return 1.0 if self._weights is None else float(self._weights[self._at])

    def score(self) -> float:
        """Return the score of the current posting."""
        return self.weight() if self.scorer is None else self.scorer.score(self)

    def value(self) -> bytes:
        """Return the current posting as the field's format encodes it."""
        encode: Any = getattr(self.format, "encode", None)
        if self._field.has_positions:
            return bytes(encode(self._positions()))
        if self.format.posting_size == 0:
            return b""
        freqs = self._field.freqs
        first = self._field.starts[self._number]
        return (1 if freqs is None else int(freqs[first + self._at])).to_bytes(4, "big")

    def value_as(self, astype: str) -> Any:  # noqa: ANN401 - depends on `astype`
        """Return the current posting decoded."""
        if astype == "positions" and self._field.has_positions:
            return self._positions()
        return self.format.decoder(astype)(self.value())

    def _positions(self) -> list[int]:
        field, number = self._field, self._number
        if self._position_ends is None:
            start, end = field.starts[number], field.starts[number + 1]
            freqs = field.freqs
            counts = [1] * (end - start) if freqs is None else freqs[start:end].tolist()
            total, ends = field.position_starts[number], []
            for count in counts:
                total += count
                ends.append(total)
            self._position_ends = ends
        before = self._position_ends[self._at - 1] if self._at else field.position_starts[number]
        positions = self._field.positions
        if positions is None:
            return []
        found: list[int] = positions[before : self._position_ends[self._at]].tolist()
        return found
