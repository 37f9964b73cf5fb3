from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.engines.whoosh.arrays.container import Container, ContainerWriter, Stream
from index.errors import IndexDamaged

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def written(tmp_path):
    path = tmp_path / "segment.arrays"
    writer = ContainerWriter(path)
    writer.put("numbers", np.arange(1000, dtype=np.uint32))
    writer.put("table", np.ones((3, 5), np.uint8))
    writer.put("none", np.empty(0, np.int64))
    stream = writer.stream("stream", np.dtype(np.uint16))
    for piece in (np.array([1, 2]), np.empty(0, np.int64), np.array([65535])):
        stream.append(piece)
    placed = writer.stream("placed", np.dtype(np.uint8), 5)
    placed.append(np.array([7, 8]))
    writer.put("after", np.array([9]))
    placed.append(np.array([255]))
    writer.finish({"count": 3})
    return path


def test_arrays_come_back_as_they_were_written(written: Path) -> None:
    container = Container(written)
    assert container.meta == {"count": 3}
    assert container.get("numbers").tolist() == list(range(1000))
    assert container.get("table").shape == (3, 5)
    assert container.get("none").shape == (0,)
    assert container.get("stream").tolist() == [1, 2, 65535]
    assert container.get("placed").tolist() == [7, 8, 255]
    assert container.get("after").tolist() == [9]
    assert list(container.damages()) == []


def test_only_the_container_is_left_of_its_parts(written: Path) -> None:
    assert [path.name for path in written.parent.iterdir()] == [written.name]


def test_arrays_are_read_only(written: Path) -> None:
    with pytest.raises(ValueError, match="read-only"):
        Container(written).get("numbers")[0] = 1


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_a_file_cut_short_anywhere_is_refused_by_name(written: Path, data: st.DataObject) -> None:
    whole = written.read_bytes()
    cut = written.with_name("cut.arrays")
    cut.write_bytes(whole[: data.draw(st.integers(0, len(whole) - 1))])
    with pytest.raises(IndexDamaged, match=r"cut\.arrays"):
        Container(cut)


@pytest.mark.parametrize("name", ["numbers", "table", "stream", "placed"])
def test_a_changed_byte_is_found_in_the_array_it_belongs_to(written: Path, name: str) -> None:
    offset = Container(written)._directory[name][2]
    content = bytearray(written.read_bytes())
    content[offset] ^= 1
    written.write_bytes(content)
    (damage,) = Container(written).damages()
    assert f"'{name}'" in str(damage)
    assert written.name in str(damage)


def test_a_cancelled_container_leaves_nothing(tmp_path: Path) -> None:
    writer = ContainerWriter(tmp_path / "gone.arrays")
    writer.put("numbers", np.arange(3))
    writer.stream("stream", np.dtype(np.uint8)).append(np.arange(3))
    writer.cancel()
    assert list(tmp_path.iterdir()) == []


def test_an_array_never_grows_over_its_place(tmp_path: Path) -> None:
    writer = ContainerWriter(tmp_path / "segment.arrays")
    stream = writer.stream("placed", np.dtype(np.uint8), 2)
    stream.append(np.array([1, 2]))
    with pytest.raises(ValueError, match="announced"):
        stream.append(np.array([3]))
    writer.cancel()


def test_what_fails_in_the_thread_beside_is_raised_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_stream: Stream, _values: object, _offset: int) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(Stream, "_write", full)
    writer = ContainerWriter(tmp_path / "full.arrays")
    writer.put("numbers", np.arange(3))
    with pytest.raises(OSError, match="no space left"):
        writer.finish({})
    writer.cancel()
    assert not list(tmp_path.iterdir())
