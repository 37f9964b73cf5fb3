"""Terms within an edit distance: a bitmap of letters sorts out nearly all, the rest is compared.

One edit takes at most one letter out of the set of a word's letters and puts at most one in, so
words at distance d differ in at most 2·d letters. The distance is Levenshtein's (V. I. Levenshtein,
"Binary codes capable of correcting deletions, insertions and reversals", 1966), as in Whoosh.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from index.engines.whoosh.arrays.container import Array
    from index.engines.whoosh.arrays.segment import FieldArrays


LETTER_BITS = 58
_LETTERS = np.uint64((1 << LETTER_BITS) - 1)
_LONGEST = 63


def signatures(terms: Sequence[bytes]) -> Array:
    """Return for each term a bitmap of its letters, and above it its length in letters up to 63.

    The bit of the code point c is c mod 58.

    >>> [hex(bits) for bits in signatures([b"aa", b""]).tolist()]
    ['0x800008000000000', '0x0']
    """
    words = [term.decode("utf-8", "surrogatepass") for term in terms]
    lengths = np.fromiter(map(len, words), np.int64, len(words))
    bits = np.minimum(lengths, _LONGEST).astype(np.uint64) << np.uint64(LETTER_BITS)
    points = np.frombuffer("".join(words).encode("utf-32-le", "surrogatepass"), np.uint32)
    letters = np.left_shift(np.uint64(1), (points % LETTER_BITS).astype(np.uint64))
    filled = np.flatnonzero(lengths)
    if len(filled):
        starts = np.cumsum(lengths)[filled] - lengths[filled]
        bits[filled] |= np.bitwise_or.reduceat(letters, starts)
    return bits


def near_signatures(bits: Array, wanted: int, most: int) -> Array:
    """Return the places of the signatures that `most` edits could make into `wanted`."""
    letters = (bits ^ np.uint64(wanted)) & _LETTERS
    places = np.flatnonzero(np.bitwise_count(letters) <= 2 * most)
    lengths = (bits[places] >> np.uint64(LETTER_BITS)).astype(np.int64)
    return places[np.abs(lengths - (wanted >> LETTER_BITS)) <= most]


def distance_within(left: str, right: str, most: int) -> bool:
    """Tell whether two words are at most `most` edits apart; meant for few edits.

    >>> distance_within("otan", "otant", 1), distance_within("otan", "nato", 1)
    (True, False)
    """
    if abs(len(left) - len(right)) > most:
        return False
    same = 0
    for one, other in zip(left, right, strict=False):
        if one != other:
            break
        same += 1
    left, right = left[same:], right[same:]
    if not left or not right:
        return len(left) + len(right) <= most
    if most == 1:
        return left[1:] == right[1:] or left[1:] == right or left == right[1:]
    return most > 1 and (
        distance_within(left[1:], right[1:], most - 1)
        or distance_within(left[1:], right, most - 1)
        or distance_within(left, right[1:], most - 1)
    )


def fuzzy_terms(field: FieldArrays, text: str, most: int, prefix: int) -> Iterator[int]:
    """Yield the numbers of the terms within `most` edits of `text` that share its first letters."""
    terms = field.terms
    numbers = terms.with_prefix(text[:prefix].encode("utf-8", "surrogatepass"))
    letters = field.letters
    if letters is None:
        near: Sequence[int] = numbers
    else:
        wanted = int(signatures([text.encode("utf-8", "surrogatepass")])[0])
        places = near_signatures(letters[numbers.start : numbers.stop], wanted, most)
        near = (places + numbers.start).tolist()
    rest = text[prefix:]
    for number in near:
        term = terms[number].decode("utf-8", "surrogatepass")
        if distance_within(term[prefix:], rest, most):
            yield number
