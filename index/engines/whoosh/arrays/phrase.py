"""Phrases: documents first, then positions, both by joining sorted arrays."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from whoosh.query import terms
from whoosh.scoring import BM25F

from index.engines.whoosh.arrays.inversion import ragged
from index.engines.whoosh.arrays.matches import NOTHING, Matches
from index.engines.whoosh.arrays.presence import among, places_among
from index.engines.whoosh.arrays.scoring import score_postings
from index.engines.whoosh.arrays.sets import Scope, distinct, members
from index.engines.whoosh.arrays.terms import term_bytes

if TYPE_CHECKING:
    from whoosh.query import positional

    from index.engines.whoosh.arrays.container import Array
    from index.engines.whoosh.arrays.matching import LeafEvaluation
    from index.engines.whoosh.arrays.segment import FieldArrays

TABLE_BITS = 3
"""A table has this many bits more than its entries need: one key in eight passes by chance."""


FEW_FACTOR = 8
"""Where there are this many times more frequencies than places, they are added up in stretches."""


SAMPLED = 64
FEWEST_FACTOR = 4 * SAMPLED
"""Where there are this many times more, sums that are kept are quicker than stretches."""


FEW = 4
"""In so many documents runs are found quicker one by one: a whole title in 0.7 of the time."""


SPAN = (1 << 32) + 15
"""Keys of neighbouring documents are this far apart: more than any position, and odd, so that the
last bits of keys tell documents apart too."""


def match_phrase(
    on: LeafEvaluation, query: positional.Phrase, scope: Scope, *, scored: bool
) -> Matches:
    """Phrase: words in this order, each at most `slop` positions after the one before.

    Scores are the sum of the words' scores, once for each time a word stands in the phrase.
    """
    name = query.fieldname
    field, fieldobj = on.field(name), on.snapshot.field(name)
    if fieldobj is None:
        return NOTHING
    scores_known = on.snapshot.bm25f is not None or not (scored and fieldobj.scorable)
    if not query.words or not _keeps_positions(fieldobj.format) or not scores_known:
        return on.by_whoosh(query, scope)
    if field is None:
        return NOTHING
    found = [on.evaluation.term(name, term_bytes(fieldobj, word)) for word in query.words]
    numbers = [term.numbers[on.leaf.place] for term in found]
    if min(numbers) < 0:
        return NOTHING
    docs = documents_with_all(on, field, numbers, scope)
    if len(numbers) > 1 and len(docs):
        docs = docs[distinct(_places_of_runs(on, field, numbers, docs, query.slop))]
    if not scored or not len(docs):
        return Matches(docs, 0.0)
    scores = np.zeros(len(docs), np.float32)
    for number, term in zip(numbers, found, strict=True):
        places = places_among(field, number, docs, on.count)
        scores += score_postings(on, name, number, idf=term.idf, docs=docs, places=places)
    return Matches(docs, scores).times(query.boost)


def match_run(
    on: LeafEvaluation, query: positional.Sequence, scope: Scope, *, scored: bool
) -> Matches:
    """Match a Sequence of terms as this project scores it: by how often the run of words stands.

    boost · Σ idf · (K1 + 1) · n / (n + K1) for n runs, a run being told by where it ends. In place
    of Whoosh's own scoring, which counts each word wherever it stands; see `RUNS`.
    """
    name = query.field()
    words = [word for word in query.subqueries if isinstance(word, terms.Term)]
    if name is None or not query.ordered or len(words) < len(query.subqueries):
        return on.by_whoosh(query, scope)
    field, fieldobj = on.field(name), on.snapshot.field(name)
    if field is None or fieldobj is None:
        return NOTHING
    found = [on.evaluation.term(name, term_bytes(fieldobj, word.text)) for word in words]
    numbers = [term.numbers[on.leaf.place] for term in found]
    if min(numbers, default=-1) < 0:
        return NOTHING
    docs, counts = runs(on, field, numbers, scope, query.slop)
    if not scored or not len(docs):
        return Matches(docs, 0.0)
    k1 = (on.snapshot.bm25f or BM25F()).K1
    weight = query.boost * sum(term.idf for term in found) * (k1 + 1)
    return Matches(docs, (weight * counts / (counts + k1)).astype(np.float32))


def runs(
    on: LeafEvaluation, field: FieldArrays, numbers: list[int], scope: Scope, slop: int = 1
) -> tuple[Array, Array]:
    """Return the documents in which terms stand one after the other, and how often in each.

    Each stands at most `slop` positions after the one before.
    """
    docs = documents_with_all(on, field, numbers, scope)
    if not len(docs):
        return docs, docs
    places = _places_of_runs(on, field, numbers, docs, slop)
    rows = distinct(places)
    return docs[rows], np.bincount(places, minlength=len(docs)).take(rows)


def known_runs(
    on: LeafEvaluation, field: FieldArrays, numbers: list[int], scope: Scope
) -> tuple[Array, Array]:
    """Return what `runs` does, of names that many questions ask for; not to be changed."""
    run = tuple(numbers)
    known = field.runs.get(run)
    if known is not None:
        places = members(known[0], scope, on.count)
        return known[0][places], known[1][places]
    found = runs(on, field, numbers, scope)
    if scope is None:
        field.runs.keep(run, found)
    return found


def _keeps_positions(format_: object) -> bool:
    supports = getattr(format_, "supports", None)
    return supports is not None and bool(supports("positions"))


def documents_with_all(
    on: LeafEvaluation, field: FieldArrays, numbers: list[int], scope: Scope
) -> Array:
    """Return the documents that have all the terms, beginning with the rarest."""
    by_size = sorted(set(numbers), key=lambda n: field.starts[n + 1] - field.starts[n])
    for number in by_size:
        if isinstance(scope, np.ndarray):
            scope = scope.take(among(field, number, scope, on.count))
        else:
            postings = field.documents(number)
            scope = postings[members(postings, scope, on.count)].astype(np.intp)
    return np.asarray(scope)


def _places_of_runs(
    on: LeafEvaluation, field: FieldArrays, numbers: list[int], docs: Array, slop: int
) -> Array:
    """Return the place in `docs` of each run of the terms, rising; runs differ in their end."""
    if slop == 1:
        return _places_of_exact_runs(on, field, numbers, docs)
    found = {
        number: occurrences(field, number, places_among(field, number, docs, on.count))
        for number in set(numbers)
    }
    # Keys of one document are further than `slop` away from those of the next.
    span = max(int(positions.max()) for _, positions in found.values()) + slop + 1
    keys = {number: rows * span + positions for number, (rows, positions) in found.items()}
    ends = keys[numbers[0]]
    for number in numbers[1:]:
        ends = _following(ends, keys[number], slop)
    return ends // span


def _places_of_exact_runs(
    on: LeafEvaluation, field: FieldArrays, numbers: list[int], docs: Array
) -> Array:
    """Do the same where the terms stand side by side: the rarest words first.

    Each word says where runs could begin; after every word, only documents with such a beginning
    are looked at. A key is place · SPAN + beginning, with room for beginnings before the text.
    """
    rarest = sorted(
        range(len(numbers)),
        key=lambda at: field.starts[numbers[at] + 1] - field.starts[numbers[at]],
    )
    if len(docs) <= FEW:
        return _places_of_few_runs(on, field, numbers, docs, rarest)
    begins: Array | None = None
    places = np.arange(len(docs))
    for at in rarest:
        stands = places_among(field, numbers[at], docs.take(places), on.count)
        rows, positions = occurrences(field, numbers[at], stands)
        keys = places.take(rows)
        keys *= SPAN
        keys += positions
        keys += len(numbers) - at
        begins = keys if begins is None else _common(begins, keys)
        if not len(begins):
            break
        places = distinct(begins // SPAN)
    return np.empty(0, np.intp) if begins is None else begins // SPAN


def _places_of_few_runs(
    on: LeafEvaluation, field: FieldArrays, numbers: list[int], docs: Array, rarest: list[int]
) -> Array:
    """Do the same document by document; `rarest` are the places in `numbers`, rarest first."""
    begins: list[list[int]] = []
    for at in rarest:
        stands = _positions_in(field, numbers[at], places_among(field, numbers[at], docs, on.count))
        begun = [[position - at for position in positions] for positions in stands]
        if begins:
            known = map(set, begins)
            begun = [[n for n in one if n in few] for one, few in zip(begun, known, strict=True)]
        begins = begun
        if not any(begins):
            break
    return np.arange(len(docs)).repeat(list(map(len, begins)))


def _positions_in(field: FieldArrays, number: int, places: Array) -> list[list[int]]:
    """Return the positions of a term in each of a few of its postings."""
    positions, first = field.positions, field.position_starts[number]
    if positions is None:
        return [[] for _ in places]
    if field.freqs is None:
        return [[position] for position in positions.take(places + first).tolist()]
    freqs = field.frequencies(number)
    ends = (_sums_up_to(field, number, places) + first).tolist()
    counts = freqs.take(places).tolist()
    return [positions[end - count : end].tolist() for end, count in zip(ends, counts, strict=True)]


def occurrences(field: FieldArrays, number: int, places: Array) -> tuple[Array, Array]:
    """Return the occurrences of a term in some of its postings as (place in these, position).

    `places` say which of its postings, rising.
    """
    first = field.position_starts[number]
    positions = field.positions
    if positions is None or field.freqs is None:
        rows = np.arange(len(places))
        return rows, np.zeros(0, np.int64) if positions is None else positions[places + first]
    counts = field.frequencies(number).take(places).astype(np.intp)
    rows = np.arange(len(places)).repeat(counts)
    # as `ragged` does, but the rows are there already
    shifts = _sums_up_to(field, number, places)
    shifts -= counts.cumsum() - first
    at = shifts.take(rows)
    at += np.arange(len(rows))
    return rows, positions.take(at)


def _sums_up_to(field: FieldArrays, number: int, places: Array) -> Array:
    """Return the sum of a term's frequencies up to each of some postings, that one included."""
    freqs = field.frequencies(number)
    if not len(places) or len(places) * FEW_FACTOR > len(freqs):
        return freqs.cumsum(dtype=np.intp).take(places)
    if len(places) * FEWEST_FACTOR > len(freqs):
        # between the places, nothing is written
        first = np.zeros(len(places), np.intp)
        first[1:] = places[:-1] + 1
        added = np.add.reduceat(freqs[: places[-1] + 1], first, dtype=np.uint32)
        return added.cumsum(dtype=np.intp)
    blocks = places // SAMPLED
    first = blocks * SAMPLED
    counts = places - first + 1
    added = np.add.reduceat(
        freqs.take(ragged(first, counts)), counts.cumsum() - counts, dtype=np.intp
    )
    return added + field.sums(number, SAMPLED).take(blocks)


def _common(few: Array, many: Array) -> Array:
    """Return the keys that are in both; both rise."""
    if not len(few) or not len(many):
        return many[:0]
    # A table of the keys' last bits leaves few to search for.
    bits = len(few).bit_length() + TABLE_BITS
    mask = (1 << bits) - 1
    table = np.zeros(mask + 1, bool)
    table[few & mask] = True
    many = many[table.take(many & mask)]
    found: Array = many[few.take(few.searchsorted(many), mode="clip") == many]
    return found


def _following(ends: Array, keys: Array, slop: int) -> Array:
    """Return those keys that come 1 to `slop` places after one of the ends; both rise."""
    if not len(ends) or not len(keys):
        return keys[:0]
    places = np.searchsorted(ends, keys) - 1
    return keys[(places >= 0) & (keys - ends[places] <= slop)]
