"""One cluster of one node for all tests of a session, and a name of its own for each of them.

DEPECHE_TEST_CLUSTER names one that runs already (`make opensearch`). Where none can be started the
tests skip with the reason; with DEPECHE_OPENSEARCH=required they fail.
"""

from __future__ import annotations

import os
import uuid
from contextlib import contextmanager

import pytest

from tests.opensearch.nodes import ask, missing, running


def unavailable(reason: str) -> None:
    if os.environ.get("DEPECHE_OPENSEARCH") == "required":
        pytest.fail(reason)
    pytest.skip(reason)


def check_here() -> None:
    """Skip where no cluster can be started, or must not: once for each process is too often."""
    if reason := missing():
        unavailable(reason)
    if "PYTEST_XDIST_WORKER" in os.environ and "DEPECHE_TEST_CLUSTER" not in os.environ:
        pytest.skip("`make test-opensearch` runs what needs a cluster")


@pytest.fixture(scope="session")
def cluster(tmp_path_factory):
    """Return the URL of a cluster."""
    if url := os.environ.get("DEPECHE_TEST_CLUSTER"):
        yield url
        return
    check_here()
    with running(tmp_path_factory.mktemp("cluster")) as started:
        yield started.url


@contextmanager
def place(cluster):
    """Give the URL of an archive that there is not yet; its indices are deleted in the end."""
    name = f"test-{uuid.uuid4().hex[:12]}"
    try:
        yield f"{cluster}/{name}"
    finally:
        ask(cluster, "DELETE", f"/{name}*")


@pytest.fixture
def engine_url(cluster):
    """Return the URL of an archive of the test's own."""
    with place(cluster) as url:
        yield url
