"""An engine gives up a question whose time is over, and answers the next one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from index.deadline import TookTooLong, within
from index.engine import SearchRequest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from index.engines import EngineChoice
    from index.record import Document

# From no word at all to what is slow: many forms, other spellings, nearness.
QUERIES = ["", "mission", "a* OU *e*", "mision~2", "misison", '"mission paix"~3', "SAUF mission"]


@pytest.mark.parametrize("query", QUERIES)
def test_a_search_whose_time_is_over_is_given_up(
    make: Callable[..., Document], write: Callable[..., Path], chosen: EngineChoice, query: str
) -> None:
    engine = chosen.open(write(make("x", body="Une mission de paix.")))
    request = SearchRequest(query=query)
    before = engine.search(request).total
    with within(-1), pytest.raises(TookTooLong):
        engine.search(request)
    assert engine.search(request).total == before


def test_so_are_completions_and_exports(
    make: Callable[..., Document], write: Callable[..., Path], chosen: EngineChoice
) -> None:
    engine = chosen.open(write(make("x", body="Une mission de paix.")))
    with within(-1), pytest.raises(TookTooLong):
        engine.complete("mis")
    with within(-1), pytest.raises(TookTooLong):
        list(engine.stream(SearchRequest(query="mission")))
    assert engine.complete("mis")
