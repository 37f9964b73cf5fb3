"""What an engine has to do to be measured."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from pathlib import Path

    from bench_questions import Question

TOP = 10
VALUES = 20
Answer = tuple[int, dict[int, int], dict[str, int]]
"""Total, counts by year (0 for undated) and counts of the VALUES commonest entities."""


class Engine(Protocol):
    """`build` makes an index, `open` opens it, `ask` and `top` answer from it."""

    name: str

    def build(self, records: Path, folder: Path, processes: int) -> None:
        """Write an index of all records into an empty folder; it is on the disk afterwards."""

    def open(self, folder: Path) -> None:
        """Open the index."""

    def ask(self, question: Question) -> Answer | None:
        """Find the best hits and count; None where the engine has no such query."""
        ...

    def top(self, question: Question) -> None:
        """Find the best hits and the total only."""
