"""Phrases with other words between, on a real node, beside a walk over the places of each word."""

from __future__ import annotations

import random
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from index.engine import SearchRequest
from index.engines import open_engine, open_writer
from index.query.lexer import MAX_SLOP
from index.query.parser import MAX_WORDS
from index.record import Document, Release
from index.schema import fields
from tests.opensearch.fixtures import place

if TYPE_CHECKING:
    from collections.abc import Sequence

TEXTS = 300
LONGEST = 60
WORDS = ("pont", "gare", "port", "mine")

phrases = st.lists(st.sampled_from(WORDS[:3]), min_size=3, max_size=6)
slops = st.integers(0, 8) | st.integers(0, 40) | st.just(MAX_SLOP)


def text(dice: random.Random) -> str:
    """Return paragraphs of few words, often repeated: what hides a way to stand."""
    words = dice.choices((*WORDS, "lac", "\n\n"), (4, 3, 2, 1, 6, 1), k=dice.randint(1, LONGEST))
    return " ".join(words)


@pytest.fixture(scope="module")
def archive(cluster, tmp_path_factory):
    """Give an engine over many short texts, and the terms of each."""
    dice = random.Random(8)
    documents = [
        Document(release=Release(id=str(number), paragraphs=tuple(text(dice).split("\n\n"))))
        for number in range(TEXTS)
    ]
    data = tmp_path_factory.mktemp("phrases")
    with place(cluster) as url:
        with open_writer(data, "opensearch", url=url) as writer:
            for document in documents:
                writer.put(document)
        terms = {one.release.id: fields(one).texts.get("body", []) for one in documents}
        with closing(open_engine(data, "opensearch", url=url)) as engine:
            yield engine, terms


def stands(terms: Sequence[str], phrase: Sequence[str], slop: int) -> bool:
    """Tell whether words stand in order with at most `slop` places between any two neighbours."""
    ends = [at for at, term in enumerate(terms) if term == phrase[0]]
    for word in phrase[1:]:
        here = [at for at, term in enumerate(terms) if term == word]
        ends = [at for at in here if any(0 < at - end <= slop + 1 for end in ends)]
    return bool(ends)


@settings(max_examples=300)
@given(phrases, slops)
@example(["pont", "gare", "port"], 2)
@example(["pont", "pont", "gare", "gare", "pont"], 5)
@example(["gare"] * MAX_WORDS, 3)
@example(["pont", "gare", "port", "pont"] * (MAX_WORDS // 4), MAX_SLOP)
def test_a_phrase_finds_where_its_words_stand_and_nothing_else(archive, phrase, slop) -> None:
    engine, terms = archive
    request = SearchRequest(query=f'"{" ".join(phrase)}"~{slop}')
    expected = {one for one, held in terms.items() if stands(held, phrase, slop)}
    assert set(engine.matching(request)) == expected
