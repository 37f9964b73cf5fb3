"""Three nodes and one replica: a node is killed while others write and search."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager, suppress

import pytest

from index.engine import SearchRequest
from index.engines import open_engine, open_writer
from index.errors import DepecheError
from index.record import Document, Release
from tests.opensearch.fixtures import check_here
from tests.opensearch.front import DROP, fronted
from tests.opensearch.nodes import ask, running

RELEASES = 2_000
BEFORE_THE_KILL = 300
SEARCHES = 20


@pytest.fixture(scope="module")
def three(tmp_path_factory):
    check_here()
    with running(tmp_path_factory.mktemp("three"), 3) as cluster:
        yield cluster


@pytest.fixture
def whole(three):
    """Return the cluster with all its nodes running, those too that an earlier test has killed."""
    for node in three.nodes:
        if not node.alive():
            node.start()
    three.wait(status="green")
    return three


def address(urls: list[str], name: str) -> str:
    """Return the URL of an archive on several nodes."""
    hosts = ",".join(url.partition("://")[2] for url in urls)
    return f"http://{hosts}/{name}"


def documents(version: int):
    for number in range(RELEASES):
        text = f"numéro {number}, version {version}, vu de Bruxelles " + "le même texte " * 40
        release = Release(id=f"r{number}", title=f"Texte {number}", paragraphs=(text,))
        yield Document(release=release)


def written(data, url, version, *, rebuild=False):
    """Write all releases; return what the writer has to tell."""
    with open_writer(data, "opensearch", rebuild=rebuild, url=url) as writer:
        for document in documents(version):
            writer.put(document)
    return writer.troubles


def found(data, url, query):
    with closing(open_engine(data, "opensearch", url=url)) as engine:
        return set(engine.matching(SearchRequest(query=query)))


ALL = {f"r{number}" for number in range(RELEASES)}


def writes(three, name: str) -> int:
    """Return how many documents the indices of an archive have taken on their primaries so far."""
    stats = ask(three.url, "GET", f"/{name}*/_stats/indexing")
    return stats["_all"]["primaries"]["indexing"]["index_total"]


@contextmanager
def killed_while_writing(three, name: str, node):
    """Kill a node as soon as some hundred more documents have been taken."""
    already = writes(three, name)

    def kill() -> None:
        until = time.monotonic() + 60
        while writes(three, name) < already + BEFORE_THE_KILL:
            if time.monotonic() > until:
                return
            time.sleep(0.02)
        node.kill()

    thread = threading.Thread(target=kill)
    thread.start()
    try:
        yield
    finally:
        thread.join()
    assert not node.alive()


def manager(three):
    """Return the node that manages the cluster, and one that does not."""
    (row,) = ask(three.url, "GET", "/_cat/cluster_manager?format=json")
    leads = next(node for node in three.nodes if node.name == row["node"])
    return leads, next(node for node in three.nodes if node is not leads)


@contextmanager
def searching(engine, fronts):
    """Search all the while; yield what was found each time, and how many requests failed for it."""
    seen: list[tuple[int, int]] = []
    done = threading.Event()

    def dropped() -> int:
        return sum(front.statuses(DROP) for front in fronts)

    def search() -> None:
        while not done.is_set():
            before = dropped()
            total = engine.search(SearchRequest(query="Bruxelles")).total
            seen.append((total, dropped() - before))

    with ThreadPoolExecutor(1) as thread:
        reader = thread.submit(search)
        try:
            yield seen
        finally:
            done.set()
            reader.result()


def test_nothing_is_lost_and_searches_go_on_where_a_node_is_killed(whole, tmp_path) -> None:
    """It is the one that manages the cluster, so that another has to be elected besides."""
    url = address(whole.urls, "written")
    written(tmp_path, url, 1)
    whole.wait(status="green")
    assert found(tmp_path, url, '"version 1"') == ALL
    with ExitStack() as stack:
        fronts = [stack.enter_context(fronted(node.url)) for node in whole.nodes]
        behind = address([front.url for front in fronts], "written")
        engine = stack.enter_context(closing(open_engine(tmp_path, "opensearch", url=behind)))
        with searching(engine, fronts) as seen:
            killed = manager(whole)[0]
            with killed_while_writing(whole, "written", killed):
                troubles = written(tmp_path, url, 2)
            after = len(seen)
            while len(seen) < after + SEARCHES:
                time.sleep(0.1)
    assert found(tmp_path, url, '"version 2"') == ALL
    assert found(tmp_path, url, '"version 1"') == set()
    (sentence,) = troubles
    assert "sent again" in sentence
    assert f"{killed.url}: no connection" in sentence
    assert {total for total, _ in seen} == {RELEASES}
    assert max(again for _, again in seen) <= 1
    assert 1 <= sum(again for _, again in seen) <= 3  # it was asked, and then left out


def test_a_rebuild_that_loses_a_node_is_whole_or_leaves_the_index_before(whole, tmp_path) -> None:
    url = address(whole.urls, "rebuilt")
    written(tmp_path, url, 1)
    whole.wait(status="green")
    before = ask(whole.url, "GET", "/_alias/rebuilt")
    failed = True
    with suppress(DepecheError), killed_while_writing(whole, "rebuilt", manager(whole)[1]):
        written(tmp_path, url, 2, rebuild=True)
        failed = False
    if failed:
        assert ask(whole.url, "GET", "/_alias/rebuilt") == before
        assert found(tmp_path, url, '"version 1"') == ALL
        written(tmp_path, url, 2, rebuild=True)
    assert found(tmp_path, url, '"version 2"') == ALL


def test_a_node_that_is_upgraded_takes_its_part_again(whole, tmp_path) -> None:
    """A rolling upgrade stops one node after the other; searches and writing go on meanwhile."""
    url = address(whole.urls, "rolled")
    written(tmp_path, url, 1)
    whole.wait(status="green")
    node = manager(whole)[0]
    node.stop()
    assert found(tmp_path, url, '"version 1"') == ALL
    written(tmp_path, url, 2)
    node.start()
    whole.wait(status="green")
    assert found(tmp_path, address([node.url], "rolled"), '"version 2"') == ALL
