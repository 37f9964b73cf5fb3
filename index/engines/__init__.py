"""The engines there are, by name, behind the protocols of `index.engine`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.answering.ranking import DEFAULT as DEFAULT_RANKING
from index.answering.ranking import Ranking
from index.engines.whoosh import WhooshEngine, WhooshWriter

if TYPE_CHECKING:
    from pathlib import Path

    from index.engine import Engine
    from index.writing import EngineWriter

ENGINES = ("whoosh",)
DEFAULT = "whoosh"


def open_engine(
    data: Path,
    name: str = DEFAULT,
    ranking: Ranking = DEFAULT_RANKING,
    *,
    thesaurus_of: Path | None = None,
    warmed: bool = False,
) -> Engine:
    """Open the index of a data folder for searching, its hits ranked as `ranking` says.

    An archive's own synonyms are those of `thesaurus_of` where that is another data folder. With
    `warmed` opening takes half a second longer and no first question does, after each commit.
    Raises NoIndex, IndexOutdated or IndexDamaged; ValueError for a name not in ENGINES.
    """
    _check(name)
    return WhooshEngine(data, ranking, thesaurus_of, warmed=warmed)


def open_writer(
    data: Path, name: str = DEFAULT, *, rebuild: bool = False, jobs: int = 1
) -> EngineWriter:
    """Open the index of a data folder for one commit, making the index where there is none.

    With `rebuild` a new index is filled beside the one in use and takes its place at the commit.
    `jobs` is the number of processes that may work for it. Raises IndexLocked, and without
    `rebuild` IndexOutdated or IndexDamaged; ValueError for a name not in ENGINES.
    """
    _check(name)
    return WhooshWriter(data, rebuild=rebuild, jobs=jobs)


def _check(name: str) -> None:
    if name not in ENGINES:
        raise ValueError(f"no engine is called {name!r}; there is {', '.join(ENGINES)}")
