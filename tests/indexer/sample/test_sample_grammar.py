"""The grammar's sentences are whole and agree."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.sample.dice import Dice, Ranked
from indexer.sample.english import english
from indexer.sample.grammar import Writer, contract
from indexer.sample.lexicon import lexicon
from indexer.sample.names import names
from indexer.sample.slots import french

FRAMES = [(name, frame) for name, frames in french().items() for frame in frames]


def _writer(seed: int) -> Writer:
    dice = Dice("test", seed)
    words, invented = lexicon(), names()
    persons = [invented.persons.draw(dice) for _ in range(3)]
    return Writer(
        dice, words, invented, dice.pick(words.themes), persons,
        year=2012, day="12 mars 2012", space=" ",
    )  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 10**6))
def test_every_frame_gives_a_whole_french_sentence(seed: int) -> None:
    writer = _writer(seed)
    for name, frame in FRAMES:
        text = writer.sentence(frame)
        assert "{" not in text
        assert "  " not in text
        assert " ." not in text
        assert not re.match(r"[a-zé]", text)
        wrong = re.search(r"\b(?:de|que|[Ll]e|la|du|au) [aeiouéêîôœ]\w+", text)
        assert wrong is None, (name, text)
        wrong = re.search(r"\b(?:de|à) les? [a-zé]", text)
        assert wrong is None or "à les" not in text, (name, text)
        assert re.search(r"\b[dlq]'(?=[bcdfgjklmnpqrstvwxz])", text) is None, (name, text)


def test_every_english_frame_is_filled() -> None:
    writer = _writer(3)
    for frames in english().values():
        for frame in frames:
            text = writer.sentence(frame)
            assert "{" not in text
            assert text[0].isupper() or text[0] == '"' or text[0].isdigit()


@pytest.mark.parametrize(
    ("preposition", "name", "expected"),
    [
        ("de", "le Conseil", "du Conseil"),
        ("de", "les Alliés", "des Alliés"),
        ("de", "l'OTAN", "de l'OTAN"),
        ("de", "Interpol", "d'Interpol"),
        ("à", "le SHAPE", "au SHAPE"),
        ("à", "la KFOR", "à la KFOR"),
    ],
)
def test_contraction(preposition: str, name: str, expected: str) -> None:
    assert contract(_writer(1), preposition, name) == expected


@settings(max_examples=30, deadline=None)
@given(size=st.integers(1, 400))
def test_every_ranked_item_can_be_drawn_and_the_first_most(size: int) -> None:
    ranked = Ranked(list(range(size)))
    counts = Counter(ranked.table)
    assert set(counts) == set(range(size))
    assert counts[0] == max(counts.values())


def test_shuffling_keeps_the_items() -> None:
    assert sorted(Dice("a").shuffled(range(100))) == list(range(100))


def test_invented_persons_are_many() -> None:
    assert len({person.full for person in names().persons.table}) > 8000


def test_themes_have_words_for_every_year() -> None:
    for year in range(1998, 2026):
        assert sum(theme.first <= year <= theme.last for theme in lexicon().themes) > 15


def test_word_lists_hold_each_word_once() -> None:
    for nouns in lexicon().nouns.values():
        found = Counter(noun.forms[0] for noun in set(nouns.table))
        assert max(found.values()) <= 2
