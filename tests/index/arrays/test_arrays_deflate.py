"""Blocks are written and read without ISA-L too, and the one reads what the other wrote."""

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.engines.whoosh.arrays import stored
from index.engines.whoosh.arrays.deflate import ZLIB, quickest
from tests.index.arrays.test_arrays_stored import container_of

WAYS = (ZLIB, quickest())
pairs = pytest.mark.parametrize(("writer", "reader"), [(a, b) for a in WAYS for b in WAYS])


@pairs
@given(data=st.binary(max_size=300).map(lambda part: part * 60))
def test_what_one_way_writes_the_other_reads(writer, reader, data):
    assert reader.decompress(memoryview(writer.compress(data))) == data


@pytest.mark.parametrize("way", WAYS)
def test_what_is_not_of_the_format_is_told(way):
    with pytest.raises(way.broken):
        way.decompress(memoryview(b"\x78\x9c" + b"\xff" * 40))


@pairs
def test_records_that_one_way_stored_are_read_by_the_other(tmp_path, monkeypatch, writer, reader):
    texts = [f"{number} {'texte ' * 200}" for number in range(20)]
    monkeypatch.setattr(stored, "_DEFLATE", writer)
    container = container_of(tmp_path / "a", texts, list(range(20)))
    monkeypatch.setattr(stored, "_DEFLATE", reader)
    records = stored.Records(container)
    assert [records.get(number)["text"] for number in range(20)] == texts


def test_where_isa_l_is_not_installed_it_is_pythons_own(monkeypatch):
    monkeypatch.setitem(sys.modules, "isal", None)
    assert quickest() is ZLIB
