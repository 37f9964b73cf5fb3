"""A sample archive served by the command itself, for a browser to look at."""

from __future__ import annotations

import subprocess
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from index.engine import Facet, SearchRequest
from index.engines import open_engine
from indexer import pipeline, sample

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Site:
    """Where the archive is served ("http://127.0.0.1:41234") and what is in it."""

    address: str
    data: Path
    release: str
    """The id of a release that names persons and places."""
    entity: str
    """The id of an entity that several releases name."""
    sha256: str
    """The digest of what the release was read from."""

    @property
    def example(self) -> dict[str, str]:
        """Return a value for each variable part of an address of the app."""
        return {
            "release_id": quote(self.release),
            "entity_id": quote(self.entity),
            "sha256": self.sha256,
            "facet": Facet.PLACE.value,
            "part": "1",
            "year": "2016",
        }


def make(folder: Path, count: int) -> Path:
    """Index a sample archive of so many pages and return its data folder."""
    pages, data = folder / "pages", folder / "data"
    sample.write(pages, count, 1)
    pipeline.index([pages], data, pipeline.Options(jobs=1))
    return data


@contextmanager
def served(data: Path) -> Iterator[Site]:
    """Serve an archive at a free port until the end of the block."""
    engine = open_engine(data)
    page = engine.search(SearchRequest(query="Iraq", limit=10))
    release = max(page.hits, key=lambda hit: len(hit.entities)).id
    entity = f"{Facet.PLACE}:{page.facets[Facet.PLACE][0].value}"
    document = engine.get(release)
    assert document
    sha256 = document.captures[0].sha256
    engine.close()
    command = [sys.executable, "-m", "depeche", "serve", "--data", str(data), "--port", "0"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout
            address = process.stdout.readline().split()[1].rstrip("/")
            yield Site(address, data, release, entity, sha256)
        finally:
            process.terminate()
            process.wait(timeout=30)
