"""The words of a commit: how many releases hold one, how it is written, what is spelled like it."""

from __future__ import annotations

from collections import Counter
from heapq import heappop, heappush
from itertools import islice, pairwise
from typing import TYPE_CHECKING, Final

import numpy as np
from rapidfuzz.distance import OSA
from rapidfuzz.process import cdist

from index.answering.holdings import Near
from index.engines.whoosh.arrays.fuzzy import near_signatures, signatures
from index.engines.whoosh.arrays.presence import FREQUENT, marked_among, of_any, packed
from index.engines.whoosh.arrays.sets import taken, union
from index.engines.whoosh.layout import from_bytes, to_bytes
from index.schema import PARTS, exact_field

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from index.engines.whoosh.arrays.container import Array
    from index.engines.whoosh.arrays.segment import FieldArrays
    from index.engines.whoosh.arrays.snapshot import Leaf
    from index.engines.whoosh.scope import Releases
    from index.engines.whoosh.snapshot import Commit

_LARGE: Final = 4_096
"""Few words of a beginning have more postings in a segment; these are sorted."""
_MARGIN: Final = 8
"""So many times the words that are wanted are taken from each segment before they are added up."""


def masks(commit: Commit, within: Releases | None) -> Sequence[Array | None]:
    """Return the bits of the documents that count in each segment; None where all of it do.

    Where there is no `within`, all count that are not deleted.
    """
    leaves = commit.arrays.leaves
    if within is not None:
        return within.bits
    alive = [None if leaf.alive is None else leaf.alive.nonzero()[0] for leaf in leaves]
    return [
        None if docs is None else packed([docs], leaf.count)
        for leaf, docs in zip(leaves, alive, strict=True)
    ]


def releases(
    commit: Commit, forms: Iterable[tuple[str, str]], counting: Sequence[Array | None]
) -> int:
    """Return how many releases hold any of some (field, term) pairs; `counting` is of `masks`."""
    forms, total = list(forms), 0
    for leaf, mask in zip(commit.arrays.leaves, counting, strict=True):
        held = [one for name, term in forms for one in _term(leaf, name, term)]
        if held:
            total += _counted(leaf, held, mask)
    return total


def _counted(leaf: Leaf, held: Sequence[tuple[FieldArrays, int]], mask: Array | None) -> int:
    """Return how many documents hold any of some terms, of those that have a bit in `mask`."""
    lists = [field.documents(number) for field, number in held]
    if sum(map(len, lists)) * FREQUENT < leaf.count:
        docs = lists[0] if len(lists) == 1 else union(lists, None, leaf.count)
        return len(docs if mask is None else marked_among(mask.view(np.uint8), docs))
    if len(lists) == 1 and mask is None:
        return len(lists[0])
    words = of_any(held, [], leaf.count)
    if mask is not None:
        words &= mask
    return int(np.bitwise_count(words).sum())


def near(commit: Commit, term: str, distance: int) -> dict[str, Near]:
    """Return the other folded terms within some edits of a term.

    Edits are those of optimal string alignment, counted in bytes of UTF-8; nearly all folded terms
    are ASCII.
    """
    typed = to_bytes(term)
    wanted = int(signatures([typed])[0])
    edits: dict[bytes, int] = {}
    postings: Counter[bytes] = Counter()
    for _, field in _fields(commit, PARTS):
        letters = field.letters
        if letters is None:
            continue
        # an exchange leaves the set of letters as it is, so it is within what an edit may change
        numbers = field.letters_terms.take(near_signatures(letters, wanted, distance))
        others = field.terms.some(numbers.tolist())
        if not others:
            continue
        far = cdist([typed], others, scorer=OSA.distance, score_cutoff=distance, dtype=np.int32)[0]
        kept = np.flatnonzero((far > 0) & (far <= distance))
        for at, number in zip(kept.tolist(), numbers.take(kept).tolist(), strict=True):
            edits[others[at]] = int(far[at])
            postings[others[at]] += field.starts[number + 1] - field.starts[number]
    edits.pop(b"", None)
    return {from_bytes(other): Near(far, postings[other]) for other, far in edits.items()}


def beginning(
    commit: Commit,
    prefix: str,
    parts: Iterable[str],
    limit: int,
    without: Collection[str],
    *,
    within: Releases | None = None,
) -> Iterator[tuple[str, int]]:
    """Yield the folded terms that begin so and the releases that hold each, the most held first.

    The terms of `without` are left out, and so is the prefix itself. `within` is as in `masks`.
    """
    parts = tuple(parts)
    many = _MARGIN * limit + sum(term.startswith(prefix) for term in without)
    postings: Counter[str] = Counter()
    for leaf, field in _fields(commit, parts):
        numbers = field.terms.with_prefix(to_bytes(prefix))
        if not numbers:
            continue
        if within is None:
            starts = np.asarray(field.starts[numbers.start : numbers.stop + 1])
            counts = np.diff(starts.astype(np.int64))
        else:
            counts = _held_within(field, numbers, within, leaf)
        places = _greatest(counts, many)
        terms = field.terms.some((places + numbers.start).tolist())
        for term, count in zip(map(from_bytes, terms), counts.take(places).tolist(), strict=True):
            postings[term] += count
    likely = (one for one in postings.most_common() if one[0] != prefix and one[0] not in without)
    chosen = [one for one, _ in zip(likely, range(2 * limit), strict=False)]
    return islice(_most_held(commit, chosen, parts, masks(commit, within)), limit)


def _most_held(
    commit: Commit,
    likely: Sequence[tuple[str, int]],
    parts: Sequence[str],
    counting: Sequence[Array | None],
) -> Iterator[tuple[str, int]]:
    """Yield terms and the releases that hold each, the most held first, those of none left out.

    `likely` are terms and their postings, most first. No more releases hold a term than it has
    postings, so the rest need not be counted where one before has as many; but of several segments
    each tells the postings of its own leading terms only.
    """
    counted: list[tuple[int, str]] = []
    alone = len(commit.arrays.leaves) == 1
    for term, most in likely:
        while alone and counted and -counted[0][0] > most:
            count, first = heappop(counted)
            yield first, -count
        count = releases(commit, [(part, term) for part in parts], counting)
        if count:
            heappush(counted, (-count, term))
    while counted:
        count, first = heappop(counted)
        yield first, -count


def _held_within(field: FieldArrays, numbers: range, within: Releases, leaf: Leaf) -> Array:
    """Return how many of some documents of a segment hold each of neighbouring terms."""
    first, mask = numbers.start, within.bits[leaf.place]
    frequent, held = field.presences.within(numbers, mask)
    counts = np.zeros(len(numbers), np.int64)
    counts[frequent - first] = held
    inside = np.unpackbits(mask.view(np.uint8), bitorder="little")
    starts = np.asarray(field.starts[first : numbers.stop + 1]).astype(np.int64)
    # neighbours in the dictionary are neighbours among the postings, and none is empty
    borders = [-1, *(frequent - first).tolist(), len(numbers)]
    for before, end in pairwise(borders):
        own = starts[before + 1 : end]
        if len(own):
            some = taken(inside, field.docs[own[0] : starts[end]])
            counts[before + 1 : end] = np.add.reduceat(some, own - own[0], dtype=np.int32)
    return counts


def _greatest(counts: Array, many: int) -> Array:
    """Return the places of the greatest counts, of equal ones the first, in no order.

    Nearly all counts are small and equal to many others, so they are counted by size, which is
    several times quicker than partitioning them.
    """
    if len(counts) <= many:
        return np.arange(len(counts))
    sizes = np.minimum(counts, _LARGE)
    at_least = np.bincount(sizes)[::-1].cumsum()[::-1]
    floor = np.flatnonzero(at_least >= many)[-1]
    above, equal = np.flatnonzero(sizes > floor), np.flatnonzero(sizes == floor)
    if floor == _LARGE:
        equal = equal[np.argsort(-counts[equal], kind="stable")]
    return np.concatenate([above, equal[: many - len(above)]])


def written(
    commit: Commit, forms: Iterable[str], fields: Iterable[str] = tuple(map(exact_field, PARTS))
) -> Counter[str]:
    """Return how many postings each form has in some fields."""
    found: Counter[str] = Counter()
    fields = tuple(fields)
    for form in forms:
        for leaf in commit.arrays.leaves:
            for name in fields:
                for docs in _documents(leaf, name, form):
                    found[form] += len(docs)
    return found


def texts_with(commit: Commit, term: str, most: int) -> Iterator[str]:
    """Yield the texts of at most so many releases that hold a folded term."""
    read = 0
    for leaf in commit.arrays.leaves:
        for part in PARTS:
            for docs in _documents(leaf, part, term):
                alive = docs if leaf.alive is None else docs[leaf.alive.take(docs)]
                # from the whole of the time that the word was in use
                step = max(1, len(alive) // most)
                for number in alive[::step][: most - read].tolist():
                    read += 1
                    yield commit.stored(leaf.base + number).release.text
                if read >= most:
                    return


def _fields(commit: Commit, names: Iterable[str]) -> Iterator[tuple[Leaf, FieldArrays]]:
    for leaf in commit.arrays.leaves:
        for name in names:
            field = leaf.arrays.fields.get(name)
            if field is not None:
                yield leaf, field


def _documents(leaf: Leaf, name: str, term: str) -> Iterator[Array]:
    """Yield the documents of a segment that hold a term, deleted ones too, if any do."""
    for field, number in _term(leaf, name, term):
        yield field.documents(number)


def _term(leaf: Leaf, name: str, term: str) -> Iterator[tuple[FieldArrays, int]]:
    """Yield the field of a segment and the term's number in it, where there is such a term."""
    field = leaf.arrays.fields.get(name)
    number = -1 if field is None else field.terms.find(to_bytes(term))
    if field is not None and number >= 0:
        yield field, number
