"""Texts → term numbers, a block of texts at a time, without an object for each term.

A term of up to 16 bytes is read as one or two 64-bit numbers, which are looked up in tables of such
numbers: one step for all terms of a block. Those that are not found there are looked up one by one
in a dictionary, and stand in the tables afterwards. Nothing is taken for equal that is not: the
tables hold whole terms, and what does not fit into them is left to the dictionary.
"""

from __future__ import annotations

from itertools import chain, islice
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from index.engines.whoosh.arrays.container import Array, smallest_unsigned
from index.memory import keep_freed

if TYPE_CHECKING:
    from collections.abc import Sequence
    from concurrent.futures import Executor

SEPARATOR = " "
"""Stands between the terms of a text that comes as one string."""

LISTED = "\x1f"
"""Stands between terms that came as a list: a number has a space within ("4 000")."""

_END = b"\0"
"""Stands after each text of a block."""

WORD = 8
"""Bytes in a 64-bit number."""

FIRST_BITS = 14
"""Binary logarithm of a table's first size."""

ROOM = 4
"""A table has so many places for each of its terms, so that few meet at the same."""

KEPT_AT_ONCE = 512
"""So many new terms are put into the tables at once; fewer are as quickly found one by one."""

LOOKS = 4
"""Places at which a term may stand, one after the other."""

_SPREAD = 0x9E3779B97F4A7C15  # 2⁶⁴ ÷ golden ratio: D. E. Knuth, TAOCP 3, 6.4
_MASKS = np.array([(1 << 8 * length) - 1 for length in range(WORD + 1)], np.uint64)
_PADDING = bytes(2 * WORD)


class _Table:
    """Finds the numbers of terms of so many 64-bit words each; 0 for what it does not have.

    Places hold numbers only, and words stand by number: the commonest terms mostly come first, and
    theirs stand together. Place 0 is free, so that a term of zeros is known to be none at once.
    """

    def __init__(self, words: int) -> None:
        self._count = 0
        self._words = [np.zeros(1, np.uint64) for _ in range(words)]
        self._make(FIRST_BITS)

    def _make(self, bits: int) -> None:
        self._shift = np.uint64(64 - bits)
        self._numbers = np.zeros(1 << bits, np.intp)

    def find(self, words: Sequence[Array]) -> Array:
        """Return the number of each term, 0 where it is not found."""
        places = self._places(words)
        numbers: Array = self._numbers.take(places)
        left = self._others(numbers, words).nonzero()[0]
        for look in range(1, LOOKS):
            some = [word.take(left) for word in words]
            found = self._numbers.take(self._after(places.take(left), look))
            others = self._others(found, some)
            found[others] = 0
            numbers[left] = found
            left = left[others]
        return numbers

    def _others(self, numbers: Array, words: Sequence[Array]) -> Array:
        """Tell which of these numbers are not those of the terms that were looked for."""
        held = [own.take(numbers) != word for own, word in zip(self._words, words, strict=True)]
        others: Array = held[0] if len(held) == 1 else np.logical_or(*held)
        return others

    def put(self, words: Sequence[Array], numbers: Array) -> None:
        """Take new terms, numbered higher than all; a few that meet too many are left out."""
        self._count += len(numbers)
        self._words = [
            np.concatenate((own, np.zeros(int(numbers[-1]) + 1 - len(own), np.uint64)))
            for own in self._words
        ]
        for own, word in zip(self._words, words, strict=True):
            own[numbers] = word
        if ROOM * self._count > len(self._numbers):
            numbers = np.concatenate((self._numbers[self._numbers.nonzero()], numbers))
            words = [own.take(numbers) for own in self._words]
            self._make((2 * ROOM * self._count).bit_length())
        for look in range(LOOKS):
            if not len(numbers):
                break
            places = self._after(self._places(words), look)
            _, first = np.unique(places, return_index=True)
            taken = places.take(first)
            first = first[(self._numbers.take(taken) == 0) & (taken > 0)]
            self._numbers[places[first]] = numbers[first]
            left = np.delete(np.arange(len(places)), first)
            words, numbers = [word[left] for word in words], numbers[left]

    def _after(self, places: Array, look: int) -> Array:
        """Return where to look next for terms whose places others have."""
        following: Array = (places + look) & (len(self._numbers) - 1)
        return following

    def _places(self, words: Sequence[Array]) -> Array:
        spread = np.uint64(_SPREAD)
        mixed = words[0] * spread
        for word in words[1:]:
            mixed ^= mixed >> np.uint64(32)
            mixed += word
            mixed *= spread
        mixed >>= self._shift
        return mixed.view(np.int64)


class Numbering(dict[bytes, int]):
    """Gives every new term the next number."""

    def __missing__(self, term: bytes) -> int:
        number = self[term] = len(self)
        return number


class Block(NamedTuple):
    """Texts that are numbered at once.

    A text is a string of terms with `separator` between them (the empty string is one empty term),
    or a sequence of terms.
    """

    separator: str
    texts: list[str | Sequence[str]]


class _LookedUp(NamedTuple):
    """What the tables know of a block; `terms` are those at the places `left`, still unknown."""

    numbers: Array
    counts: Array
    left: Array
    terms: list[bytes]


class Vocabulary:
    """Numbers terms in the order they come; 0 is the empty term, which leaves a place empty."""

    def __init__(self) -> None:
        # each block makes twenty arrays
        keep_freed()
        self._numbers = Numbering({b"": 0})
        # by words needed: terms of up to 8 bytes, and of up to 16
        self._tables = (_Table(1), _Table(2))
        self._kept = 1

    def __len__(self) -> int:
        return len(self._numbers)

    def terms(self) -> list[bytes]:
        """Return all terms in the order of their numbers, the empty one first."""
        return list(self._numbers)

    def number(self, block: Block) -> tuple[Array, Array]:
        """Return the number of each term of a block (unsigned), and each text's count of terms.

        Terms are kept as UTF-8; lone surrogates pass too.
        """
        return self.number_blocks([block])[0]

    def number_blocks(
        self, blocks: Sequence[Block], threads: Executor | None = None
    ) -> list[tuple[Array, Array]]:
        """Do the same for several blocks; with `threads`, side by side as far as terms are known.

        numpy lets other threads run while it works on arrays.
        """
        looked_up = (threads.map if threads else map)(self._look_up, blocks)
        found = [
            self._one_by_one(block) if one is None else self._completed(one)
            for block, one in zip(blocks, looked_up, strict=True)
        ]
        new = len(self._numbers) - self._kept
        if new >= KEPT_AT_ONCE:
            # from the end: all terms before would be gone through
            self._keep([*islice(reversed(self._numbers), new)][::-1], self._kept)
            self._kept += new
        return found

    def _one_by_one(self, block: Block) -> tuple[Array, Array]:
        each = [
            text.split(block.separator) if isinstance(text, str) else text for text in block.texts
        ]
        encoded = (term.encode("utf-8", "surrogatepass") for term in chain.from_iterable(each))
        numbers = np.fromiter(map(self._numbers.__getitem__, encoded), np.uint32)
        return numbers, np.array(list(map(len, each)), np.int64)

    def _look_up(self, block: Block) -> _LookedUp | None:
        """Look for the terms of a block in the tables; None where they cannot be told apart."""
        texts, separator = block.texts, ord(block.separator)
        if not all(isinstance(text, str) for text in texts):
            return None
        encoded = [text.encode("utf-8", "surrogatepass") for text in texts]  # type: ignore[union-attr] # just looked at
        content = _END.join([*encoded, _PADDING])
        characters = np.frombuffer(content, np.uint8, len(content) - len(_PADDING))
        ends = (characters <= separator).nonzero()[0]
        between = characters.take(ends)
        last = (between == ord(_END)).nonzero()[0]
        # a zero byte inside of a text would be taken for its end, or for what a term is padded with
        if len(last) != len(texts):
            return None
        if np.count_nonzero(between == separator) + len(last) < len(ends):
            return None
        counts = np.diff(last, prepend=-1)
        starts = np.zeros_like(ends)
        np.add(ends[:-1], 1, out=starts[1:])
        lengths = ends - starts
        # every byte of the content begins a 64-bit number; they overlap
        every = np.ndarray(len(characters) + WORD, "<u8", content, 0, (1,))
        # not `take`, which would first copy all of them
        words = every[starts]
        words &= _MASKS.take(lengths, mode="clip")
        longer = (lengths > WORD).nonzero()[0]
        begin, more = words.take(longer), lengths.take(longer) - WORD
        words[longer] = 0
        numbers = self._tables[0].find([words])
        if len(longer):
            rest = every[starts.take(longer) + WORD]
            rest &= _MASKS.take(more, mode="clip")
            found = self._tables[1].find([begin, rest])
            # of a longer term the table knows the beginning only
            found *= more <= WORD
            numbers[longer] = found
        left = (numbers == 0).nonzero()[0]
        left = left[lengths.take(left) > 0]
        cut = zip(starts[left].tolist(), ends[left].tolist(), strict=True)
        terms = [content[start:end] for start, end in cut]
        return _LookedUp(numbers, counts, left, terms)

    def _completed(self, found: _LookedUp) -> tuple[Array, Array]:
        """Return the numbers of all terms, those that the tables did not have among them."""
        found.numbers[found.left] = list(map(self._numbers.__getitem__, found.terms))
        # they stay until the segment is full, and new memory costs more than anything done with it
        return found.numbers.astype(smallest_unsigned(len(self._numbers))), found.counts

    def _keep(self, terms: Sequence[bytes], first: int) -> None:
        """Put new terms, numbered from `first` on, into the tables."""
        fitting: tuple[list[tuple[int, bytes]], ...] = ([], [])
        for number, term in enumerate(terms, first):
            if len(term) <= 2 * WORD and b"\0" not in term:
                fitting[len(term) > WORD].append((number, term))
        for words, (table, some) in enumerate(zip(self._tables, fitting, strict=True), 1):
            if some:
                blob = b"".join(term.ljust(WORD * words, b"\0") for _, term in some)
                columns = np.frombuffer(blob, "<u8").reshape(-1, words).T
                table.put(list(columns), np.array([number for number, _ in some]))
