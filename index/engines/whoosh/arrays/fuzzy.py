"""Terms within an edit distance: a bitmap of letters sorts out nearly all, the rest is compared.

One edit takes at most one letter out of the set of a word's letters and puts at most one in, so
a word at distance d has at most d letters that the other lacks. The distance is Levenshtein's
(V. I. Levenshtein, "Binary codes capable of correcting deletions, insertions and reversals", 1966),
as in Whoosh.
"""

from __future__ import annotations

from itertools import pairwise
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
    """Return the places of those rising signatures that `most` edits could make into `wanted`."""
    # lengths stand highest, so that those near enough are one interval
    length = wanted >> LETTER_BITS
    least, over = max(0, length - most), min(_LONGEST, length + most) + 1
    low = int(bits.searchsorted(np.uint64(least << LETTER_BITS)))
    high = len(bits)
    if over <= _LONGEST:
        high = int(bits.searchsorted(np.uint64(over << LETTER_BITS)))
    other = np.uint64(wanted)
    differing = bits[low:high] ^ other
    differing &= _LETTERS
    places = (np.bitwise_count(differing) <= 2 * most).nonzero()[0]
    differing = differing.take(places)
    fits = np.bitwise_count(differing & other) <= most
    fits &= np.bitwise_count(differing & ~other) <= most
    near: Array = places[fits]
    near += low
    return near


def pieces(text: str, count: int) -> list[bytes]:
    """Return a word cut into so many pieces, as even as may be; all where it is too short.

    >>> pieces("otans", 2)
    [b'ot', b'ans']
    """
    borders = [len(text) * piece // count for piece in range(count + 1)]
    return [text[start:end].encode("utf-8", "surrogatepass") for start, end in pairwise(borders)]


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
        places = near_signatures(letters, wanted, most)
        found = field.letters_terms.take(places)
        found = found[(found >= numbers.start) & (found < numbers.stop)]
        found.sort()
        near = found.tolist()
    rest = text[prefix:]
    # an edit spoils one piece of the word at most, so with one piece more than edits one is left
    kept = pieces(rest, most + 1)
    for number, term in zip(near, terms.some(near), strict=True):
        if any(map(term.__contains__, kept)):
            word = term.decode("utf-8", "surrogatepass")
            if distance_within(word[prefix:], rest, most):
                yield number
