"""The product on an OpenSearch cluster of one node as one more row; the node is started here."""

from __future__ import annotations

import os
import re
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from bench_product import Product
from bench_records import read_documents

from index.engines import open_engine, open_writer
from indexer.entities import gazetteer

sys.path.append(str(Path(__file__).parents[1]))  # where the tests are, whose nodes these are

from tests.opensearch.nodes import CLASS_PATH, ask, missing, running

if TYPE_CHECKING:
    from collections.abc import Iterator

URL = "DEPECHE_BENCH_CLUSTER"
"""Names the cluster to the processes that build and ask."""

SERVER: tuple[str, ...] = ()
"""Options of the JVM: a server's, which compiles what runs often."""

ARCHIVE = "bench"


class OnCluster(Product):
    """See Product; the same pages of results, asked over HTTP."""

    name = "Dépêche, whole, OpenSearch"

    def build(self, records: Path, folder: Path, processes: int) -> None:
        """See Engine; the folder stays empty but for what the engine keeps beside the cluster."""
        url = f"{os.environ[URL]}/{ARCHIVE}"
        with open_writer(folder, "opensearch", rebuild=True, jobs=processes, url=url) as writer:
            writer.put_entities(gazetteer().entities.values())
            for document in read_documents(records):
                writer.put(document)

    def open(self, folder: Path) -> None:
        """See Engine."""
        self.engine = open_engine(folder, "opensearch", url=f"{os.environ[URL]}/{ARCHIVE}")

    @staticmethod
    def size() -> int:
        """Return the bytes that the index takes on the node's disk."""
        ask(os.environ[URL], "POST", f"/{ARCHIVE}*/_flush")
        stats = ask(os.environ[URL], "GET", f"/{ARCHIVE}*/_stats/store")
        size: int = stats["_all"]["primaries"]["store"]["size_in_bytes"]
        return size


WHOLE = (Product.name, OnCluster.name)
"""Rows that answer with whole pages of results, whose counts no other engine has."""


@contextmanager
def one_node(work: Path | None = None) -> Iterator[None]:
    """Run a node for the processes that are started within the block."""
    with (
        tempfile.TemporaryDirectory(dir=work) as folder,
        running(Path(folder), java=SERVER) as cluster,
    ):
        os.environ[URL] = cluster.url
        try:
            yield
        finally:
            del os.environ[URL]


def server() -> str:
    """Return the version of the nodes that can be started here, or why none can."""
    if reason := missing():
        return reason
    found = re.search(r"/opensearch-([0-9.]+)\.jar", CLASS_PATH.read_text("utf-8"))
    return found[1] if found else "unknown"


def can_run() -> bool:
    """Tell whether a node can be started here."""
    return missing() is None
