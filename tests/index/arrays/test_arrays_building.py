"""What a builder gathers is what a naive one would; the short ways give what the long ones give."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from whoosh import columns
from whoosh.fields import NUMERIC
from whoosh.filedb.filestore import FileStorage
from whoosh.filedb.structfile import BufferFile, StructFile

from index.engines.whoosh.arrays import (
    NO_TERM,
    ArrayCodec,
    ArraySegment,
    build,
    gather,
    inversion,
    ranges,
    stored,
    words,
)
from index.engines.whoosh.arrays.columns import _KeptOpen, decode_column, encode_column
from index.engines.whoosh.arrays.gather import Numbers, Texts, gathered
from index.engines.whoosh.arrays.words import SEPARATOR, Block, Vocabulary
from tests.index.arrays.conftest import ARRANGEMENT, documents, joined, make_schema

if TYPE_CHECKING:
    from collections.abc import Iterator

some = settings(max_examples=100, deadline=None)
# short enough to meet often, long enough for each of the ways a term can go; some cannot be cut
letters = st.sampled_from("aàœ\0\1\ud800 ")
terms = (
    st.text("aàœ", max_size=4)
    | st.integers(0, 40).map(lambda n: "long" * (n % 7) + "à" * (n % 3))
    | st.text(letters, max_size=9)
)
texts = st.lists(st.lists(terms, min_size=1, max_size=6), max_size=6)


@pytest.fixture(autouse=True, scope="module")
def every_term_goes_into_the_tables() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(words, "KEPT_AT_ONCE", 1)
        yield


def decoded(vocabulary: Vocabulary, numbers: np.ndarray) -> list[str]:
    known = [term.decode("utf-8", "surrogatepass") for term in vocabulary.terms()]
    return [known[number] for number in numbers.tolist()]


@some
@given(st.lists(texts, max_size=4), st.booleans())
def test_every_term_keeps_its_number_in_whatever_block_it_comes(blocks, small) -> None:
    vocabulary = Vocabulary()
    if small:
        for table in vocabulary._tables:
            table._make(1)
    for block in blocks:
        numbers, counts = vocabulary.number(Block(SEPARATOR, block))
        assert decoded(vocabulary, numbers) == [term for text in block for term in text]
        assert counts.tolist() == [len(text) for text in block]
    assert len(vocabulary.terms()) == len(set(vocabulary.terms()))
    assert vocabulary.terms()[0] == b""


@some
@given(st.lists(texts, max_size=4))
def test_blocks_side_by_side_get_the_numbers_that_one_after_the_other_get(blocks) -> None:
    alone, together = Vocabulary(), Vocabulary()
    given = [Block(SEPARATOR, [SEPARATOR.join(text) for text in block]) for block in blocks]
    expected = [alone.number(block) for block in given]
    for _ in range(2):
        with ThreadPoolExecutor(2) as threads:
            found = together.number_blocks(given, threads)
        for (numbers, counts), (wanted, wanted_counts) in zip(found, expected, strict=True):
            assert decoded(together, numbers) == decoded(alone, wanted)
            assert counts.tolist() == wanted_counts.tolist()


def test_a_number_with_a_space_within_is_told_apart_from_two_terms() -> None:
    field = Texts(make_schema()["body"])
    field.add([0], [["4 000", "soldats"]])
    assert isinstance(field._open.texts[0], str)
    parts, lengths = field.postings(np.arange(1))
    found = joined(parts)
    assert (found.terms, lengths.tolist()) == ([b"4 000", b"soldats"], [2])


@some
@given(st.lists(texts, max_size=4))
def test_a_string_stands_for_its_terms(blocks) -> None:
    vocabulary = Vocabulary()
    for block in blocks:
        strings = [SEPARATOR.join(text) for text in block]
        numbers, counts = vocabulary.number(Block(SEPARATOR, strings))
        cut = [string.split(SEPARATOR) for string in strings]
        assert decoded(vocabulary, numbers) == [term for text in cut for term in text]
        assert counts.tolist() == list(map(len, cut))


def test_terms_that_meet_in_the_tables_are_told_apart(monkeypatch) -> None:
    monkeypatch.setattr(words, "_SPREAD", 1 << 60)  # nearly all begin at a few places
    vocabulary = Vocabulary()
    block = [[f"t{number}" for number in range(500)], [f"longer{n:09}" for n in range(500)]]
    for _ in range(2):
        joined = [SEPARATOR.join(text) for text in block]
        numbers, _ = vocabulary.number(Block(SEPARATOR, joined))
        assert decoded(vocabulary, numbers) == [*block[0], *block[1]]


@some
@given(st.lists(st.lists(terms | st.just(NO_TERM), max_size=6)), st.randoms(use_true_random=False))
def test_a_field_of_texts_is_inverted_with_its_documents_renumbered(documents, dice) -> None:
    field = gathered("body", make_schema()["body"])
    assert isinstance(field, Texts)
    field._enough = 5
    numbers = list(range(len(documents)))
    dice.shuffle(numbers)
    expected: dict[tuple[bytes, int], list[int]] = {}
    for document, held in enumerate(documents):
        field.add([document], [held])
        for position, term in enumerate(held):
            if term:
                key = (term.encode("utf-8", "surrogatepass"), numbers[document])
                expected.setdefault(key, []).append(position)
    parts, lengths = field.postings(np.array(numbers, np.int64))
    found = joined(parts)
    table: dict[tuple[bytes, int], list[int]] = {}
    place = 0
    for number, term in enumerate(found.terms):
        for row in range(found.starts[number], found.starts[number + 1]):
            count = 1 if found.freqs is None else int(found.freqs[row])
            assert found.positions is not None
            table[term, int(found.docs[row])] = found.positions[place : place + count].tolist()
            place += count
    assert table == expected
    assert list(table) == sorted(table)
    for document, held in enumerate(documents):
        assert lengths[numbers[document]] == sum(map(bool, held))


numeric = [
    NUMERIC(int, 32, signed=False),
    NUMERIC(int, 32, signed=True),
    NUMERIC(int, 64, shift_step=0),
    NUMERIC(float),
]


@pytest.mark.parametrize("fieldobj", numeric, ids=["day", "signed", "no steps", "float"])
@some
@given(st.lists(st.integers(0, 5000), max_size=20))
def test_numbers_have_the_terms_that_whoosh_has_for_them(fieldobj, values) -> None:
    field = gathered("day", fieldobj)
    assert isinstance(field, Numbers)
    if fieldobj.signed:
        values = [value - 2500 for value in values]
    expected: dict[bytes, set[int]] = {}
    for document, value in enumerate(values):
        field.add([document], [[value]])
        for term, *_ in fieldobj.index(value):
            expected.setdefault(term, set()).add(document)
    parts, _ = field.postings(np.arange(len(values)))
    found = joined(parts)
    starts = found.starts.tolist()
    rows = [set(found.docs[a:b].tolist()) for a, b in pairwise(starts)]
    assert dict(zip(found.terms, rows, strict=True)) == expected


kinds = [
    columns.NumericColumn("I", 2**32 - 1),
    columns.NumericColumn("q"),
    columns.RefBytesColumn(),
]


@pytest.mark.parametrize("column", kinds, ids=["unsigned", "signed", "bytes"])
@some
@given(st.lists(st.none() | st.integers(0, 9), max_size=12), st.randoms(use_true_random=False))
def test_a_column_has_the_bytes_that_whoosh_writes(column, given_values, dice) -> None:
    default = column.default_value()
    as_kept = bytes if isinstance(default, bytes) else (lambda n: n or default)
    values = {n: as_kept(value) for n, value in enumerate(given_values) if value is not None}
    buffer = _KeptOpen()
    writer = column.writer(StructFile(buffer))
    for number, value in values.items():
        writer.add(number, value)
    writer.finish(len(given_values))
    mixed = list(values)
    dice.shuffle(mixed)
    data = encode_column(column, mixed, [values[n] for n in mixed], len(given_values))
    assert data == buffer.getvalue()
    reader = column.reader(BufferFile(data), 0, len(data), len(given_values))
    read = decode_column(column, data, len(given_values)).tolist()
    assert read == [reader[number] for number in range(len(given_values))]


def test_a_builder_takes_blocks_as_they_are_full(monkeypatch) -> None:
    monkeypatch.setattr(gather, "FIRST_CHARACTERS", 10)
    field = Texts(make_schema()["body"])
    field.add([0], ["le la"])
    assert not field._blocks
    field.add([1], ["les las"])
    assert [tokens.tolist() for tokens, _ in field._blocks] == [[1, 2, 3, 4]]


@some
@given(texts)
def test_terms_that_go_range_by_range_are_inverted_as_all_at_once(held) -> None:
    def filled() -> tuple[object, ...]:
        field = Texts(make_schema()["body"])
        for document, text in enumerate(held):
            field.add([document], [text])
        parts, lengths = field.postings(np.arange(len(held)))
        found = joined(parts)
        freqs = found.frequencies().tolist()
        return (
            found.terms,
            *(array.tolist() for array in (found.starts, found.docs, found.positions, lengths)),
            freqs,
        )

    whole = filled()
    with pytest.MonkeyPatch.context() as patched:
        # one bit for terms: two at a time
        bits = len(held).bit_length() + max(map(len, held), default=1).bit_length()
        patched.setattr(inversion, "KEY_BITS", bits + 1)
        assert filled() == whole
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(ranges, "RANGES", 3)
        patched.setattr(ranges, "RANGE_TOKENS", 1)
        assert filled() == whole


@pytest.mark.parametrize("budget", [1, 7, 10_000])
def test_segments_hold_the_rows_in_the_order_they_came(tmp_path, monkeypatch, budget) -> None:
    monkeypatch.setattr(build, "TOKEN_BUDGET", budget)
    storage, docs = FileStorage(str(tmp_path)), documents()
    filler = build.Filler(storage, make_schema(), ArrayCodec(ARRANGEMENT), "MAIN")
    for doc in docs:
        filler.add(doc.row())
    found: list[str] = []
    for one in filler.finish():
        arrays = ArraySegment(one.segment.path(storage))
        names = [arrays.key(number).decode() for number in range(arrays.count)]
        found += [name for _, name in sorted(zip(one.places.tolist(), names, strict=True))]
    assert found == [doc.id for doc in docs]


def test_what_fails_while_the_next_segment_is_filled_is_raised(tmp_path, monkeypatch) -> None:
    def fail(_builder) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(build, "TOKEN_BUDGET", 1)
    monkeypatch.setattr(build.SegmentBuilder, "finish", fail)
    filler = build.Filler(
        FileStorage(str(tmp_path)), make_schema(), ArrayCodec(ARRANGEMENT), "MAIN"
    )
    doc = documents(1)[0]
    filler.add(doc.row())
    with pytest.raises(OSError, match="no space left"):
        filler.finish()
    filler.stop()


def test_what_fails_while_postings_are_written_leaves_no_segment(tmp_path, monkeypatch) -> None:
    def broken(*_given, **_options) -> Iterator[object]:
        yield from ()
        raise MemoryError

    monkeypatch.setattr(gather, "inverted", broken)
    filler = build.Filler(
        FileStorage(str(tmp_path)), make_schema(), ArrayCodec(ARRANGEMENT), "MAIN"
    )
    filler.add(build.Row(texts={"body": "un texte"}))
    with pytest.raises(MemoryError):
        filler.finish()
    assert not list(tmp_path.iterdir())


def test_of_a_segment_that_is_given_up_nothing_is_left(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(stored, "BATCH", 1)
    filler = build.Filler(
        FileStorage(str(tmp_path)), make_schema(), ArrayCodec(ARRANGEMENT), "MAIN"
    )
    row = build.Row(keys={"id": ["one"]}, stored={"kind": "x" * stored.BLOCK_BYTES})
    while not list(tmp_path.iterdir()):
        filler.add(row)
    filler.stop()
    assert not list(tmp_path.iterdir())
