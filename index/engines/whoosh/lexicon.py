"""The folded terms of an index: by their beginning, and by their distance from a word."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rapidfuzz.distance import OSA

from index.engines.whoosh.arrays.fuzzy import near_signatures, signatures
from index.engines.whoosh.layout import from_bytes, to_bytes
from index.schema import PARTS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from index.engines.whoosh.arrays import Snapshot
    from index.engines.whoosh.arrays.segment import FieldArrays


def folded_fields(arrays: Snapshot) -> Iterator[FieldArrays]:
    """Yield the fields of folded terms of every segment."""
    for leaf in arrays.leaves:
        for part in PARTS:
            field = leaf.arrays.fields.get(part)
            if field is not None:
                yield field


def terms_from(arrays: Snapshot, prefix: str) -> Iterator[str]:
    """Yield the folded terms that begin with a prefix, in order, each once."""
    terms: set[bytes] = set()
    for field in folded_fields(arrays):
        terms.update(field.terms.items(field.terms.with_prefix(to_bytes(prefix))))
    return map(from_bytes, sorted(terms - {b""}))


def terms_near(arrays: Snapshot, term: str, distance: int) -> Iterator[tuple[str, int]]:
    """Yield the folded terms within some edits of a term and how many, the nearest first.

    An edit inserts, deletes or replaces a letter or exchanges two neighbours, none of which is
    edited again (optimal string alignment; L. Boytsov, "Indexing Methods for Approximate
    Dictionary Searching", 2011). Terms at equal distance are in order.
    """
    wanted = int(signatures([to_bytes(term)])[0])
    found: dict[str, int] = {}
    for field in folded_fields(arrays):
        letters = field.letters
        if letters is None:
            continue
        # an exchange leaves the set of letters as it is, so it is within what an edit may change
        places = near_signatures(letters, wanted, distance)
        for text in field.terms.some(field.letters_terms.take(places).tolist()):
            other = from_bytes(text)
            if other and other not in found:
                found[other] = OSA.distance(term, other, score_cutoff=distance)
    near = (item for item in found.items() if item[1] <= distance)
    return iter(sorted(near, key=lambda item: (item[1], item[0])))
