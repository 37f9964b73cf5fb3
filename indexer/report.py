"""What a run did, in numbers; the command line turns it into words."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from indexer.store import Refusal


class Progress(Protocol):
    """Told how far a run is: the stage, how many more are done, how many there are if known."""

    def __call__(self, stage: str, done: int, total: int | None = None) -> None:
        """Take note of `done` more items of a stage ("read", "relate", "write")."""
        ...


def silent(stage: str, done: int, total: int | None = None) -> None:
    """Take no note: the progress of a run that nobody watches."""
    del stage, done, total


@dataclass
class Report:
    """What became of the pages of one run.

    `found` pages were looked at; of these `unchanged` were not read again, `new` and `changed`
    gave a release, and `refused` did not (now or in an earlier run). `ignored` names were no pages.
    `pruned` pages are gone from their place. `written` and `removed` count releases in the index;
    `concerned` are those of the written that a change of the decisions in authority.toml concerns.
    `unknown` are ids that decisions name and nothing knows. `outdated` tells that some releases
    were written with another gazetteer. `troubles` are sentences of the engine about what went
    otherwise than it should and was made up for.
    """

    found: int = 0
    unchanged: int = 0
    new: int = 0
    changed: int = 0
    ignored: int = 0
    pruned: int = 0
    written: int = 0
    removed: int = 0
    concerned: int = 0
    seconds: float = 0.0
    refused: list[Refusal] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    outdated: bool = False
    troubles: list[str] = field(default_factory=list)
