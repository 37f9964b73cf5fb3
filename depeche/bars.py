"""Progress on a terminal: one bar a stage, nothing where the output goes to a file."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Never

from tqdm import tqdm

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from indexer.report import Progress

WORDS = {
    "fetch": "Fetching pages",
    "read": "Reading pages",
    "relate": "Looking for copies",
    "write": "Writing the index",
    "export": "Exporting",
    "make": "Making pages",
}


@contextmanager
def bars() -> Iterator[Progress]:
    """Give a Progress that draws bars on standard error where that is a terminal."""
    drawn: dict[str, tqdm[Never]] = {}

    def progress(stage: str, done: int, total: int | None = None) -> None:
        if stage not in drawn:
            for bar in drawn.values():
                bar.close()
            # disable=None: silent where standard error is no terminal
            drawn[stage] = tqdm(desc=WORDS[stage], total=total, disable=None, delay=0.5, unit="")
        drawn[stage].update(done)

    try:
        yield progress
    finally:
        for bar in drawn.values():
            bar.close()


def steps(progress: Progress, stage: str, total: int) -> Callable[[int], None]:
    """Return a function that takes the number done so far and tells the progress since."""
    told = 0

    def tell(so_far: int) -> None:
        nonlocal told
        progress(stage, so_far - told, total)
        told = so_far

    return tell
