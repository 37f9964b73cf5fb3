"""Entities by the beginning of any word of any of their names, and by names spelled nearly so.

All names stand in one array of bytes. Looking one up narrows the places where a word begins, one
letter of what was typed after the other, so that nothing has to be sorted when it is made and a
prefix costs less the longer it is.
"""

from __future__ import annotations

from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np
from rapidfuzz.distance import OSA
from rapidfuzz.process import cdist

from index.french import fold_key
from index.record import EntityKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from index.record import Entity

    Array = NDArray[Any]

_END: Final = ord("\n")
_LONGEST: Final = 128
"""A longer beginning of a name is never typed, and not looked up."""

_MOST_LETTERS: Final = 4_096
"""Readers can type any of a million code points; so many are remembered."""

_ROUNDS: Final = 8
"""An entity has several names: so many times the names that are wanted are looked at first."""

_MANY: Final = 1 << 40
"""More than any number of releases."""


class _Letters(dict[int, str]):
    """Code point → its letters in a key, as `fold_key` writes them inside a word.

    Those of `kept` stay as they are.
    """

    def __init__(self, kept: str = "") -> None:
        super().__init__()
        self._kept = kept

    def __missing__(self, point: int) -> str:
        letter = chr(point)
        folded = letter if letter in self._kept else fold_key(f"a{letter}a")[1:-1]
        if len(self) >= _MOST_LETTERS:
            self.clear()
        self[point] = folded
        return folded


_letters = _Letters()
_letters_and_lines = _Letters("\n")


def name_key(text: str) -> str:
    """Return the key under which a name is looked up; `fold_key`, letter by letter and faster.

    Only ASCII comes out, in lower case, with single spaces.

    >>> name_key("Côte  d’Ivoire"), name_key("Al-Jaafari")
    ("cote d'ivoire", 'al jaafari')
    """
    return " ".join(text.translate(_letters).split())


def _lines(names: Sequence[str]) -> str:
    """Return the keys of names, a line break before each and after the last.

    All are translated at once: far quicker, above all where every letter is ASCII.
    """
    lines = "\n".join(["", *names, ""])
    if lines.count("\n") > len(names) + 1:
        lines = "\n".join(["", *(" ".join(name.split()) for name in names), ""])
    keys = lines.translate(_letters_and_lines)
    if "  " in keys or " \n" in keys or "\n " in keys:
        keys = "\n".join(" ".join(key.split()) for key in keys.split("\n"))
    return keys


def name_keys(names: Sequence[str]) -> list[str]:
    """Return the keys of many names, as `name_key` does, far quicker.

    >>> name_keys(["Kyiv", "Al-Jaafari"])
    ['kyiv', 'al jaafari']
    """
    return _lines(names).split("\n")[1:-1]


def has_word(key: str, typed: str) -> bool:
    """Tell whether a word of a name begins as was typed, or several do; both are keys.

    >>> has_word("jens stoltenberg", "stolt"), has_word("jens stoltenberg", "berg")
    (True, False)
    """
    at = key.find(typed)
    while at > 0 and key[at - 1].isalnum():
        at = key.find(typed, at + 1)
    return at >= 0


class Recognised(NamedTuple):
    """An entity by one of its names: how many releases mention it, and which name it was.

    `tier` is 3 where the whole name was typed, 2 where it begins so, 1 and 0 likewise from a later
    word on.
    """

    entity: Entity
    releases: int
    name: str
    tier: int


class Names:
    """The names of entities that releases mention; not changed once made, shared by threads."""

    def __init__(self, known: Iterable[tuple[Entity, int]]) -> None:
        """Take entities, each with the number of releases that mention it."""
        self._known = list(known)
        entities = [entity for entity, _ in self._known]
        names = list(chain.from_iterable(one.names for one in entities))
        forms = [len(entity.names) for entity in entities]
        plain = np.array([name.isascii() for name in names], bool)
        order = np.argsort(~plain, kind="stable")
        self._names = [names[at] for at in order.tolist()]
        self._owners = np.repeat(np.arange(len(entities)), forms)[order]
        self._counts = np.array([count for _, count in self._known], np.int64)
        self._kinds = {kind: at for at, kind in enumerate(EntityKind)}
        self._kind_of = np.array([self._kinds[entity.kind] for entity in entities], np.int64)
        count = int(plain.sum())
        # each part ends with the line break that the next one begins with
        self._keys = _lines(self._names[:count])[:-1] + _lines(self._names[count:])
        self._bytes = np.frombuffer(self._keys.encode("ascii"), np.uint8)
        self._find_words()

    def _find_words(self) -> None:
        """Note where words begin, by first letter, and the name that each is of."""
        alnum = np.zeros(256, bool)
        alnum[[point for point in range(128) if chr(point).isalnum()]] = True
        inside = alnum[self._bytes]
        starts = np.flatnonzero(inside[1:] & ~inside[:-1]) + 1
        self._ends = np.flatnonzero(self._bytes == _END)
        self._starts = starts[np.argsort(self._bytes[starts], kind="stable")]
        self._of = self._ends.searchsorted(self._starts) - 1
        counts = np.bincount(self._bytes[starts], minlength=256)
        self._first = np.concatenate([[0], np.cumsum(counts)])

    @cached_property
    def _letters(self) -> Array:
        """Which letters occur from each start on to the end of its name, as bits."""
        bits = _letter_bits(self._bytes)
        borders = np.stack([self._starts, self._ends[self._of + 1]], axis=1).ravel()
        letters: Array = np.bitwise_or.reduceat(bits, borders)[::2]
        return letters

    def _beginning(self, key: str) -> Array:
        """Return which of the starts of words begin so; none for an empty key."""
        if not key or len(key) > _LONGEST or not key.isascii():
            return np.empty(0, np.intp)
        letters = key.encode("ascii")
        found = np.arange(self._first[letters[0]], self._first[letters[0] + 1])
        # What has matched so far holds no line break, so the next letter is still of the array.
        for at, letter in enumerate(letters[1:], 1):
            found = found[self._bytes[self._starts[found] + at] == letter]
        return found

    def beginning(self, typed: str, limit: int, kind: EntityKind | None = None) -> list[Recognised]:
        """Return the entities one of whose names has words that begin so, each once.

        Those with the better tier come first, then those that more releases mention. White space
        at the end says that the last word is whole.
        """
        key = name_key(typed)
        if key and typed[-1:].isspace():
            key += " "
        found = self._beginning(key)
        owners = self._owners[self._of[found]]
        if kind is not None:
            chosen = self._kind_of[owners] == self._kinds[kind]
            found, owners = found[chosen], owners[chosen]
        starts = self._starts[found]
        # what stands before a name and after it
        begins, ends = self._bytes[starts - 1] == _END, self._bytes[starts + len(key)] == _END
        tiers = 2 * begins.astype(np.int64) + ends
        merits = tiers * _MANY + self._counts[owners]
        best: dict[int, Recognised] = {}
        wanted = 0
        while len(best) < limit and wanted < len(merits):
            wanted += _ROUNDS * (wanted or limit)
            for at in _falling(merits, wanted).tolist():
                owner = int(owners[at])
                if owner not in best and len(best) < limit:
                    entity, count = self._known[owner]
                    name = self._names[self._of[found[at]]]
                    best[owner] = Recognised(entity, count, name, int(tiers[at]))
        return list(best.values())

    def has(self, word: str) -> bool:
        """Tell whether some name has this word, whole."""
        key = name_key(word)
        after = self._bytes[self._starts[self._beginning(key)] + len(key)]
        return any(not chr(letter).isalnum() for letter in set(after.tolist()))

    def near(
        self, typed: str, distance: int, kind: EntityKind | None = None
    ) -> list[tuple[Recognised, int]]:
        """Return the entities with a name, or the end of one from a word on, spelled nearly so.

        `distance` bounds the edits (optimal string alignment of the keys), which are given beside
        each; the fewest first, then whole names, then the most releases. The same spelling is not
        near.
        """
        key = name_key(typed)
        if not key or len(key) > _LONGEST:
            return []
        lengths = self._ends[self._of + 1] - self._starts
        wanted = np.bitwise_or.reduce(_letter_bits(np.frombuffer(key.encode("ascii"), np.uint8)))
        # an edit takes at most one letter out of the set of letters and puts at most one in
        fits = np.bitwise_count(self._letters ^ wanted) <= 2 * distance
        fits &= np.abs(lengths - len(key)) <= distance
        found = np.flatnonzero(fits)
        if kind is not None:
            chosen = self._kind_of[self._owners[self._of[found]]] == self._kinds[kind]
            found = found[chosen]
        starts = self._starts[found]
        ends = starts + lengths[found]
        keys = [
            self._keys[start:end] for start, end in zip(starts.tolist(), ends.tolist(), strict=True)
        ]
        if not keys:
            return []
        edits = cdist([key], keys, scorer=OSA.distance, score_cutoff=distance, dtype=np.int32)[0]
        best: dict[int, tuple[Recognised, int]] = {}
        for at in np.flatnonzero((edits > 0) & (edits <= distance)).tolist():
            owner, far = int(self._owners[self._of[found[at]]]), int(edits[at])
            entity, count = self._known[owner]
            begins = self._bytes[starts[at] - 1] == _END
            this = Recognised(entity, count, self._names[self._of[found[at]]], 3 if begins else 1)
            if owner not in best or _nearer(this, far) < _nearer(*best[owner]):
                best[owner] = (this, far)
        return sorted(best.values(), key=lambda one: _nearer(*one))


def _nearer(one: Recognised, edits: int) -> tuple[int, int, int, str]:
    return edits, -one.tier, -one.releases, one.entity.id


def _letter_bits(letters: Array) -> Array:
    bits: Array = np.left_shift(np.uint32(1), np.arange(256, dtype=np.uint32) % 32)[letters]
    return bits


def _falling(merits: Array, wanted: int) -> Array:
    """Return the places of the greatest merits, falling; more than wanted where some are equal."""
    places = np.arange(len(merits))
    if len(merits) > wanted:
        floor = np.partition(merits, -wanted)[-wanted]
        places = np.flatnonzero(merits >= floor)
    falling: Array = places[np.argsort(-merits[places], kind="stable")]
    return falling
