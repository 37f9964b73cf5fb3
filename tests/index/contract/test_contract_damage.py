"""What is said of an index that was damaged, removed or replaced, before and under an engine."""

from __future__ import annotations

import shutil
from contextlib import nullcontext
from typing import TYPE_CHECKING

import pytest

from index.engine import SearchRequest
from index.engines import HERE, WHOOSH
from index.errors import IndexDamaged, IndexOutdated, NoIndex

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from index.engines import EngineChoice
    from index.record import Document
    from tests.index.contract.conftest import Place

    Make = Callable[..., Document]
    Write = Callable[..., Path]


@pytest.fixture(scope="module", params=[WHOOSH])
def place() -> Place:
    """Only Whoosh: its files are ours; those of a cluster are its own, out of our reach."""
    return lambda: nullcontext(HERE)


def files_of(data: Path) -> list[Path]:
    return sorted(path for path in (data / "index").rglob("*") if path.is_file())


@pytest.mark.parametrize("damage", ["truncated", "emptied", "removed"])
def test_each_damaged_file_is_named(
    make: Make, write: Write, chosen: EngineChoice, damage: str
) -> None:
    data = write(*(make(str(n), "mission", entities=("place:iraq",)) for n in range(5)))
    damaged = 0
    for path in files_of(data):
        content = path.read_bytes()
        if not content or (path.name == "CURRENT" and damage == "removed"):
            continue
        if damage == "removed":
            path.unlink()
        else:
            path.write_bytes(content[: len(content) // 2] if damage == "truncated" else b"")
        for opening in (chosen.open, chosen.writer):
            with pytest.raises(IndexDamaged) as caught:
                opening(data)
            assert path.stem in str(caught.value) or path.parent.name in str(caught.value)
        path.write_bytes(content)
        damaged += 1
    assert damaged >= 4
    assert chosen.open(data).check() == []


def test_check_finds_a_changed_byte(make: Make, write: Write, chosen: EngineChoice) -> None:
    data = write(*(make(str(n), "mission " * 50) for n in range(20)))
    engine = chosen.open(data)
    largest = max(files_of(data), key=lambda path: path.stat().st_size)
    content = bytearray(largest.read_bytes())
    content[len(content) // 2] ^= 0xFF
    largest.write_bytes(content)
    problems = engine.check()
    assert len(problems) == 1
    assert largest.name in problems[0]


def generation_of(data: Path) -> Path:
    (folder,) = (path for path in (data / "index").iterdir() if path.is_dir())
    return folder


def replace_by_file(path: Path) -> None:
    shutil.rmtree(path)
    path.write_bytes(b"")


def replace_by_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def empty(path: Path) -> None:
    shutil.rmtree(path)
    path.mkdir()


@pytest.mark.parametrize(
    ("hurt", "expected"),
    [
        (shutil.rmtree, NoIndex),
        (lambda data: shutil.rmtree(data / "index"), NoIndex),
        (lambda data: replace_by_file(data / "index"), NoIndex),
        (replace_by_file, NoIndex),
        (lambda data: empty(data / "index"), NoIndex),
        (lambda data: replace_by_folder(data / "index/CURRENT"), IndexDamaged),
        (lambda data: shutil.rmtree(generation_of(data)), IndexDamaged),
        (lambda data: replace_by_file(generation_of(data)), IndexDamaged),
        (lambda data: empty(generation_of(data)), IndexDamaged),
    ],
)
def test_what_happens_to_the_index_under_an_open_engine_has_its_error(
    make: Make,
    write: Write,
    chosen: EngineChoice,
    hurt: Callable[[Path], None],
    expected: type[Exception],
) -> None:
    data = write(make("a", "mission"))
    engine = chosen.open(data)
    hurt(data)
    for ask in (
        lambda: engine.search(SearchRequest(query="mission")),
        lambda: engine.get("a"),
        lambda: engine.entity("place:iraq"),
        lambda: list(engine.ids()),
        engine.stats,
    ):
        with pytest.raises(expected):
            ask()
    assert len(engine.check()) == 1


def test_an_open_engine_follows_an_index_that_was_removed_and_made_again(
    make: Make, write: Write, chosen: EngineChoice
) -> None:
    data = write(make("a", "mission"))
    engine = chosen.open(data)
    shutil.rmtree(data / "index")
    write(make("b", "mission"))
    assert list(engine.ids()) == ["b"]


# Whoosh leaves a file to the garbage collector where it gives up opening a segment.
@pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning")
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_changed_byte_is_named_or_harmless(
    make: Make, write: Write, chosen: EngineChoice
) -> None:
    # Whether it is noticed depends on what a search reads, but nothing else may be raised.
    data = write(*(make(str(n), "mission", f"mots {n} " * n, "2016-01-01") for n in range(40)))
    named = 0
    for path in files_of(data):
        content = path.read_bytes()
        for at in range(0, len(content), max(1, len(content) // 40)):
            changed = bytearray(content)
            changed[at] ^= 0xFF
            path.write_bytes(changed)
            try:
                engine = chosen.open(data)
                engine.search(SearchRequest(query="mission mots*"))
                engine.get("7")
                list(engine.ids())
                engine.stats()
            except (IndexDamaged, IndexOutdated):
                named += 1
        path.write_bytes(content)
    assert named > 40


def test_check_says_that_the_index_is_gone(make: Make, write: Write, chosen: EngineChoice) -> None:
    data = write(make("a"))
    engine = chosen.open(data)
    shutil.rmtree(data / "index")
    assert engine.check() == [f"There is no index in {data}."]
    with pytest.raises(NoIndex):
        engine.search(SearchRequest())


def test_a_rebuild_cures_any_damage(make: Make, write: Write, chosen: EngineChoice) -> None:
    data = write(make("a"))
    for path in files_of(data):
        path.write_bytes(b"damaged")
    write(make("b"), rebuild=True)
    engine = chosen.open(data)
    assert list(engine.ids()) == ["b"]
    assert engine.check() == []
