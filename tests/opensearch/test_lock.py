"""One writer at a time on a real cluster, and none that has slept over its lock."""

from __future__ import annotations

import time
from contextlib import closing

import pytest

from index.engine import SearchRequest
from index.engines.opensearch import OpenSearchEngine, OpenSearchWriter, lock
from index.engines.opensearch.address import Address
from index.engines.opensearch.client import Client
from index.engines.opensearch.lock import Lock
from index.errors import IndexLocked
from index.record import Document, Release


def test_of_two_writers_the_second_is_told(engine_url):
    with closing(Client(Address.of(engine_url))) as client:
        first = Lock(client).take()
        with pytest.raises(IndexLocked):
            Lock(client).take()
        first.release()
        Lock(client).take().release()


def test_a_writer_that_works_keeps_its_lock_young(engine_url, monkeypatch):
    monkeypatch.setattr(lock, "LASTS", 0.6)
    with closing(Client(Address.of(engine_url))) as client:
        first = Lock(client).take()
        time.sleep(0.9)
        with pytest.raises(IndexLocked):
            Lock(client).take()
        first.check()
        first.release()


def test_one_node_is_enough_for_all_that_a_writer_makes(engine_url, tmp_path):
    with OpenSearchWriter(engine_url, tmp_path) as writer:
        writer.put(Document(release=Release(id="a", title="Mission")))
    address = Address.of(engine_url)
    with closing(Client(address)) as client:
        health = client.ask("GET", f"/_cluster/health/{address.name}*", params={"level": "indices"})
    assert len(health["indices"]) == 3
    assert {one["status"] for one in health["indices"].values()} == {"green"}


def asleep(held: Lock) -> None:
    held._done.set()
    held._thread.join()
    time.sleep(lock.LASTS)


def test_a_lock_grown_old_is_the_next_writers_who_keeps_it(engine_url, monkeypatch):
    monkeypatch.setattr(lock, "LASTS", 0.3)
    with closing(Client(Address.of(engine_url))) as client:
        first = Lock(client).take()
        asleep(first)
        second = Lock(client).take()
        with pytest.raises(IndexLocked):
            first.check()
        first.release()
        second.check()
        second.release()


def test_a_writer_that_lost_its_lock_changes_nothing(engine_url, tmp_path, monkeypatch):
    with OpenSearchWriter(engine_url, tmp_path) as writer:
        writer.put(Document(release=Release(id="a", title="Un sommet")))
    monkeypatch.setattr(lock, "LASTS", 0.3)
    late = OpenSearchWriter(engine_url, tmp_path)
    late.put(Document(release=Release(id="b", title="Un autre")))
    asleep(late._lock)
    with OpenSearchWriter(engine_url, tmp_path) as writer:
        writer.delete("a")
    with pytest.raises(IndexLocked):
        late.commit()
    with closing(OpenSearchEngine(engine_url, tmp_path)) as engine:
        assert engine.search(SearchRequest()).total == 0
