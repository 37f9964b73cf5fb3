"""How a run is to work."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from index.engines import HERE, EngineChoice

if TYPE_CHECKING:
    from indexer.sources import Columns


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How a run is to work.

    `jobs` is the number of processes, 0 for one a core. `prune` drops pages below the given paths
    that are gone. `reread` reads pages again even where they have not changed, after a change of
    the profiles. `columns` says which columns of tables hold what, () that their names do.
    `engine` is the one that keeps the index.
    """

    jobs: int = 0
    prune: bool = False
    reread: bool = False
    columns: Columns = ()
    engine: EngineChoice = HERE
