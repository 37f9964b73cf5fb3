"""A rebuilt index takes the place of the one before in one step, which every reader can watch."""

from __future__ import annotations

import re
import threading
from contextlib import closing

import pytest

from index.engine import SearchRequest
from index.engines import open_engine, open_writer
from index.record import Document, Release
from tests.opensearch.conftest import split
from tests.opensearch.front import DROP, fronted
from tests.opensearch.nodes import ask

RELEASES = 200


def write(data, url, version, count=RELEASES, **options):
    with open_writer(data, "opensearch", url=url, **options) as writer:
        for number in range(count):
            writer.put(Document(release=Release(id=f"r{number}", title=f"version {version}")))


def versions(data, url):
    """Return how many releases are of which version, by what an engine opened anew finds."""
    with closing(open_engine(data, "opensearch", url=url)) as engine:
        pages = {n: engine.search(SearchRequest(query=f'"version {n}"')) for n in (1, 2, 3)}
        return {n: page.total for n, page in pages.items() if page.total}


def indices(engine_url):
    node, name = split(engine_url)
    found = ask(node, "GET", f"/{name}-*")
    return sorted(one for one in found if re.fullmatch(rf"{name}-\d+", one))


def test_readers_see_one_whole_index_or_the_other(tmp_path, engine_url) -> None:
    write(tmp_path, engine_url, 1, rebuild=True)
    seen: list[tuple[int, int]] = []
    done = threading.Event()

    def read() -> None:
        with closing(open_engine(tmp_path, "opensearch", url=engine_url)) as engine:
            while not done.is_set():
                page = engine.search(SearchRequest(query="version", limit=RELEASES))
                seen.append((page.total, len({hit.title.text for hit in page.hits})))

    reader = threading.Thread(target=read)
    reader.start()
    try:
        for version in (2, 3):
            write(tmp_path, engine_url, version, rebuild=True)
    finally:
        done.set()
        reader.join()
    assert set(seen) == {(RELEASES, 1)}
    assert versions(tmp_path, engine_url) == {3: RELEASES}


def test_the_index_before_is_kept_until_the_next_switch(tmp_path, engine_url, alias) -> None:
    name = split(engine_url)[1]
    for version in (1, 2, 3):
        write(tmp_path, engine_url, version, rebuild=True)
    kept = indices(engine_url)
    assert len(kept) == 2
    assert alias()[name] == [kept[-1]]


def test_a_rebuild_that_is_cancelled_leaves_no_trace(tmp_path, engine_url, alias) -> None:
    write(tmp_path, engine_url, 1, rebuild=True)
    before = (indices(engine_url), alias())
    writer = open_writer(tmp_path, "opensearch", url=engine_url, rebuild=True)
    writer.put(Document(release=Release(id="r1", title="version 2")))
    writer.cancel()
    assert (indices(engine_url), alias()) == before
    assert versions(tmp_path, engine_url) == {1: RELEASES}


@pytest.mark.parametrize("status", [429, 503, DROP])
@pytest.mark.parametrize("rebuild", [False, True])
def test_a_busy_cluster_is_asked_again_until_all_is_written(
    tmp_path, engine_url, status, rebuild
) -> None:
    node, name = split(engine_url)
    refused = iter([status] * 3)
    with fronted(node) as front:
        front.refuse = lambda _method, path: (
            next(refused, None) if path.partition("?")[0].endswith("/_bulk") else None
        )
        write(tmp_path, f"{front.url}/{name}", 1, rebuild=rebuild)
        assert front.statuses(status) == 3
    assert versions(tmp_path, engine_url) == {1: RELEASES}


def test_a_count_that_is_wrong_is_told_and_nothing_is_switched(tmp_path, engine_url, alias) -> None:
    """Somebody deletes from the index that is being built: it is not the one to switch to."""
    write(tmp_path, engine_url, 1, rebuild=True)
    node, name = split(engine_url)
    before = alias()

    def thins(_method, path):
        if path.partition("?")[0].endswith("/_refresh") and "-0" in path:
            index = path.split("/")[1]
            ask(node, "POST", f"/{index}/_refresh")
            ask(node, "POST", f"/{index}/_delete_by_query", {"query": {"ids": {"values": ["r1"]}}})

    with fronted(node) as front:
        front.refuse = thins
        with pytest.raises(Exception, match=r"19\d|200"):
            write(tmp_path, f"{front.url}/{name}", 2, rebuild=True)
    assert alias()[name] == before[name]
    assert versions(tmp_path, engine_url) == {1: RELEASES}
