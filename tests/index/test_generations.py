from pathlib import Path

import pytest

from index import generations
from index.errors import IndexDamaged, IndexLocked


def made(folder: Path, content: str) -> Path:
    generation = generations.begin(folder)
    (generation / "file").write_text(content)
    return generation


def test_no_generation_in_an_empty_or_missing_folder(tmp_path: Path) -> None:
    assert generations.current(tmp_path) is None
    assert generations.current(tmp_path / "missing") is None


def test_a_generation_is_invisible_until_the_switch(tmp_path: Path) -> None:
    first = made(tmp_path, "1")
    assert generations.current(tmp_path) is None
    generations.switch(tmp_path, first)
    second = made(tmp_path, "2")
    assert generations.current(tmp_path) == first
    generations.switch(tmp_path, second)
    assert generations.current(tmp_path) == second


def test_the_generation_before_stays_until_the_next_switch(tmp_path: Path) -> None:
    one, two, three = (made_and_switched(tmp_path) for _ in range(3))
    assert not one.exists()
    assert two.exists()
    assert three.exists()


def made_and_switched(folder: Path) -> Path:
    generation = made(folder, "")
    generations.switch(folder, generation)
    return generation


def test_begin_removes_what_a_killed_build_has_left(tmp_path: Path) -> None:
    used = made_and_switched(tmp_path)
    (generations.begin(tmp_path) / "leftover").write_text("x")
    fresh = generations.begin(tmp_path)
    assert list(fresh.iterdir()) == []
    assert sorted(path for path in tmp_path.iterdir() if path.is_dir()) == [used, fresh]


def test_begin_leaves_other_folders_alone(tmp_path: Path) -> None:
    (tmp_path / "notes").mkdir()
    generations.begin(tmp_path)
    assert (tmp_path / "notes").exists()


@pytest.mark.parametrize("content", ["", "nonsense\n", "../elsewhere\n", "generation-000009\n"])
def test_a_broken_current_file_is_named(tmp_path: Path, content: str) -> None:
    made_and_switched(tmp_path)
    (tmp_path / generations.CURRENT).write_text(content)
    with pytest.raises(IndexDamaged, match="CURRENT"):
        generations.current(tmp_path)


def test_building_anew_cures_a_broken_current_file(tmp_path: Path) -> None:
    old = made_and_switched(tmp_path)
    (tmp_path / generations.CURRENT).write_text("nonsense")
    fresh = generations.begin(tmp_path)
    assert fresh != old
    assert old.exists()
    generations.switch(tmp_path, fresh)
    assert generations.current(tmp_path) == fresh
    assert not old.exists()


def test_two_writers_exclude_each_other(tmp_path: Path) -> None:
    folder = tmp_path / "index"
    with generations.lock(folder):
        other = generations.lock(folder)
        with pytest.raises(IndexLocked, match="index"):
            other.__enter__()
    with generations.lock(folder):
        pass


def test_durable_write_replaces_and_leaves_nothing_beside(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"old")
    generations.write_durably(path, b"new")
    assert path.read_bytes() == b"new"
    assert list(tmp_path.iterdir()) == [path]
