"""The engines there are, by name, behind the protocols of `index.engine`."""

from __future__ import annotations

from dataclasses import dataclass, replace
from importlib import import_module
from typing import TYPE_CHECKING, Any, Self

from index.answering.ranking import DEFAULT as DEFAULT_RANKING
from index.answering.ranking import Ranking
from index.engines.errors import EngineNotInstalled, NoEngineUrl, UnknownEngine
from index.engines.whoosh import WhooshEngine, WhooshWriter
from index.writing import NOBODY, Owner

if TYPE_CHECKING:
    from pathlib import Path

    from index.engine import Engine
    from index.writing import EngineWriter

WHOOSH, OPENSEARCH = "whoosh", "opensearch"
ENGINES = (WHOOSH, OPENSEARCH)
DEFAULT = WHOOSH


@dataclass(frozen=True, slots=True)
class EngineChoice:
    """The engine of an archive: its name and, where it is a cluster, the archive's address there.

    `owner` is the archive that writes: under an address, where there is no folder to tell, an index
    may be another's. Raises UnknownEngine or NoEngineUrl.
    """

    name: str = DEFAULT
    url: str = ""
    owner: Owner = NOBODY

    def __post_init__(self) -> None:
        if self.name not in ENGINES:
            raise UnknownEngine(name=self.name, known=", ".join(ENGINES))
        if self.name == OPENSEARCH and not self.url:
            raise NoEngineUrl(name=self.name)

    @classmethod
    def of(cls, name: str = "", url: str = "") -> Self:
        """Return what is meant where either may be left out: an address alone is a cluster's.

        Whoosh has no use for an address that the environment names.

        >>> EngineChoice.of().name, EngineChoice.of(url="https://search:9200/depeche").name
        ('whoosh', 'opensearch')
        """
        name = name or (OPENSEARCH if url else DEFAULT)
        return cls(name, "" if name == WHOOSH else url.strip())

    def beside(self, name: str) -> EngineChoice:
        """Return the choice for another index of the same archive, which has its own folder.

        On a cluster, where folders are nothing, it gets an address of its own.

        >>> EngineChoice.of(url="https://search:9200/depeche/").beside("superseded").url
        'https://search:9200/depeche-superseded'
        """
        return replace(self, url=f"{self.url.rstrip('/')}-{name}" if self.url else "")

    def owned(self, archive: str) -> EngineChoice:
        """Return the choice for an archive that writes."""
        return replace(self, owner=replace(self.owner, id=archive))

    def open(
        self,
        data: Path,
        ranking: Ranking = DEFAULT_RANKING,
        *,
        thesaurus_of: Path | None = None,
        warmed: bool = False,
    ) -> Engine:
        """Open the index of an archive for searching, its hits ranked as `ranking` says.

        An archive's own synonyms are those of `thesaurus_of` where that is another data folder.
        With `warmed` Whoosh takes half a second longer to open and no first question does, after
        each commit. Raises NoIndex, IndexOutdated, IndexDamaged, what is wrong with a cluster, or
        EngineNotInstalled.
        """
        if self.name == OPENSEARCH:
            there: Engine = _opensearch().OpenSearchEngine(self.url, data, ranking, thesaurus_of)
            return there
        return WhooshEngine(data, ranking, thesaurus_of, warmed=warmed)

    def writer(self, data: Path, *, rebuild: bool = False, jobs: int = 1) -> EngineWriter:
        """Open the index of an archive for one commit, making the index where there is none.

        With `rebuild` a new index is filled beside the one in use and takes its place at the
        commit. `jobs` is the number of processes that may work for it. Raises IndexLocked, without
        `rebuild` IndexOutdated or IndexDamaged, and of clusters OtherArchive or what `open` raises.
        """
        if self.name == OPENSEARCH:
            room = _opensearch()
            there: EngineWriter = room.OpenSearchWriter(
                self.url, data, rebuild=rebuild, jobs=jobs, owner=self.owner
            )
            return there
        return WhooshWriter(data, rebuild=rebuild, jobs=jobs)

    def reach(self) -> None:
        """Raise what keeps a cluster from being written to, before other work is done in vain."""
        if self.name == OPENSEARCH:
            _opensearch().reach(self.url, self.owner)


HERE = EngineChoice()
"""The engine that needs nothing but this machine."""


def open_engine(
    data: Path,
    name: str = DEFAULT,
    ranking: Ranking = DEFAULT_RANKING,
    *,
    thesaurus_of: Path | None = None,
    warmed: bool = False,
    url: str = "",
) -> Engine:
    """Open an index as `EngineChoice.open` does; raises UnknownEngine or NoEngineUrl, too."""
    return EngineChoice(name, url).open(data, ranking, thesaurus_of=thesaurus_of, warmed=warmed)


def open_writer(
    data: Path, name: str = DEFAULT, *, rebuild: bool = False, jobs: int = 1, url: str = ""
) -> EngineWriter:
    """Open an index as `EngineChoice.writer` does; raises UnknownEngine or NoEngineUrl, too."""
    return EngineChoice(name, url).writer(data, rebuild=rebuild, jobs=jobs)


def _opensearch() -> Any:  # noqa: ANN401 - a module
    """Import what is an extra, and only where it is asked for."""
    try:
        return import_module("index.engines.opensearch")
    except ModuleNotFoundError as missing:
        if (missing.name or "").partition(".")[0] != "opensearchpy":
            raise
        raise EngineNotInstalled(name=OPENSEARCH, package="opensearch-py") from None
