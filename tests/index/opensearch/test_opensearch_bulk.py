"""Which of the actions of a batch are sent again."""

from __future__ import annotations

from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from typing import Any

import pytest

from index.engines.opensearch import bulk
from index.engines.opensearch.address import Address
from index.engines.opensearch.analysis import Analysis
from index.engines.opensearch.bulk import Action, Bulk
from index.engines.opensearch.errors import (
    EngineFailed,
    EngineReadOnly,
    MappingConflict,
    RefusedDocument,
)


class Answers:
    """A cluster of which only the bulk answers matter: each item's statuses, one a request."""

    address = Address(("http://host:9200",), "depeche")

    def __init__(self, statuses: dict[str, list[int]], error: str = "too busy") -> None:
        self.statuses = statuses
        self.error = error
        self.sent: list[list[str]] = []

    def ask(self, method: str, path: str, body: str) -> dict[str, Any]:
        assert (method, path) == ("POST", "/_bulk")
        ids = [one for one in self.statuses if f'"_id": "{one}"' in body]
        self.sent.append(ids)
        found = [(one, self.statuses[one].pop(0)) for one in ids]
        return {
            "items": [{"index": {"_id": i, "status": s, "error": self.error}} for i, s in found]
        }


@pytest.fixture(autouse=True)
def without_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "wait", lambda *_: None)


def sent(answers: Answers, *ids: str) -> None:
    one = Bulk(answers, "depeche-000001")  # type: ignore[arg-type] # it asks no more of a client
    try:
        for number, release_id in enumerate(ids):
            one.add(Action(release_id, number + 1, "{}"))
        one.finish()
    finally:
        one.stop()


def test_only_what_was_too_busy_is_sent_again() -> None:
    answers = Answers({"a": [201], "b": [429, 503, 200], "c": [409]})
    sent(answers, "a", "b", "c")
    assert answers.sent == [["a", "b", "c"], ["b"], ["b"]]


def test_what_stays_busy_is_given_up_with_its_reason() -> None:
    with pytest.raises(EngineFailed, match="too busy"):
        sent(Answers({"a": [429] * 99}), "a")


def test_what_can_never_be_taken_is_told_at_once() -> None:
    answers = Answers({"a": [200], "b": [400]}, "failed to parse")
    with pytest.raises(RefusedDocument, match="failed to parse"):
        sent(answers, "a", "b")
    assert len(answers.sent) == 1


def test_a_full_disk_is_no_busy_cluster() -> None:
    with pytest.raises(EngineReadOnly):
        sent(Answers({"a": [429]}, "cluster_block_exception: read-only-allow-delete"), "a")


def test_what_is_to_be_deleted_and_is_not_there_is_done() -> None:
    answers = Answers({"a": [404]})
    one = Bulk(answers, "depeche-000001")  # type: ignore[arg-type] # as above
    one.add(Action("a", 1, None))
    one.finish()
    assert answers.sent == [["a"]]


def test_a_field_of_another_kind_is_a_conflict_of_the_index() -> None:
    answers = Answers({"a": [400]})
    answers.error = {"type": "mapper_parsing_exception", "reason": "day"}  # type: ignore[assignment]
    with pytest.raises(MappingConflict, match="depeche-000001"):
        sent(answers, "a")


def test_a_worker_that_is_killed_is_told_as_by_the_other_engine() -> None:
    analysis, killed = Analysis(2), Future[list[Action]]()
    killed.set_exception(BrokenProcessPool())
    analysis._under_way.append(killed)
    with pytest.raises(ChildProcessError, match="before its work was done"):
        list(analysis.rest())
