"""How like two texts are, and the keys under which like ones meet.

A text is the set of its sequences of three words (folded, so that neither case nor accents count).
The likeness of two is the Jaccard index of these sets. Texts that are worth comparing are found by
MinHash and bands (Broder 1997; Leskovec, Rajaraman, Ullman, Mining of Massive Datasets, chapter 3):
two texts of likeness s have a band in common with probability 1 - (1 - s**ROWS)**BANDS, which is
0.94 at 0.6, 0.996 at 0.7 and 0.002 at 0.1. The sketch is rensa's: Rust, no dependencies.
"""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING

import numpy as np
from rensa import RMinHash

from index.french import folded_terms

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

LIKENESS = 0.6
"""From this on two texts are told as near-duplicates: what was corrected or cut by a third."""

WORDS = 3
BANDS, ROWS = 20, 4
_SEED = 1949
_BITS = 58

LEAST = 20
"""Texts of fewer sequences are not compared: two of a few words are like each other by chance."""

MOST = 20_000
"""Words of a text that are compared, from its beginning on: 40 pages."""

METHOD = (
    f"3/{WORDS}/{BANDS}x{ROWS}/{_SEED}/{LEAST}-{MOST}/{LIKENESS}/rensa {RMinHash.ALGORITHM_VERSION}"
)
"""Names all that the keys depend on; those of another method mean nothing."""


def shingles(text: str) -> frozenset[str]:
    """Return the sequences of three words of a text, none where it is too short to compare.

    >>> sorted(shingles("Un deux trois. Quatre ! " * 6))[:3]
    []
    """
    terms = folded_terms(text)[:MOST]
    found = frozenset(map(" ".join, zip(terms, terms[1:], terms[2:], strict=False)))
    return found if len(found) >= LEAST else frozenset()


def keys_of(text: str) -> tuple[int, ...]:
    """Return the keys of a text, none where it is too short to compare."""
    return bands(shingles(text))


def likeness(one: AbstractSet[str], other: AbstractSet[str]) -> float:
    """Return the Jaccard index of two sets, from 0.0 to 1.0.

    >>> likeness({"a", "b", "c"}, {"b", "c", "d"})
    0.5
    """
    both = len(one & other)
    return both / (len(one) + len(other) - both) if both else 0.0


def bands(found: AbstractSet[str]) -> tuple[int, ...]:
    """Return the keys of a text, BANDS whole numbers from 0 to 2**63; none of no sequences.

    Those of one band lie together: the number of the band stands before 58 bits of the digest. The
    order of the sequences does not matter, and every run of every process gives the same.
    """
    if not found:
        return ()
    sketch = RMinHash(num_perm=BANDS * ROWS, seed=_SEED)
    sketch.update(list(found))
    rows = np.array(sketch.digest(), dtype="<u4").reshape(BANDS, ROWS)
    digests = (blake2b(row.tobytes(), digest_size=8).digest() for row in rows)
    return tuple(
        band << _BITS | int.from_bytes(digest, "big") >> (64 - _BITS)
        for band, digest in enumerate(digests)
    )
