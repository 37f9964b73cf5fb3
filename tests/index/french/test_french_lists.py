from importlib import resources

import pytest

from index.french import fold
from index.french.lists import (
    accent_endings,
    before_numbers,
    elisions,
    entries,
    function_words,
    stem_exceptions,
    unstemmed,
    whole_words,
)

FILES = [
    entry.name
    for entry in resources.files("index.french").iterdir()
    if entry.name.endswith((".txt", ".tsv"))
]


@pytest.mark.parametrize("name", FILES)
def test_a_list_states_its_source_first(name):
    text = resources.files("index.french").joinpath(name).read_text(encoding="utf-8")
    head = text.splitlines()[:6]
    assert any(line.startswith("# Source:") for line in head)


@pytest.mark.parametrize("name", FILES)
def test_a_list_names_nothing_twice(name):
    words = [word for line in entries(name) for word in line.split("\t")[-1].split()]
    assert len(words) == len(set(words))


def test_no_word_of_a_subject_is_a_function_word():
    subjects = {"or", "an", "est", "été", "avions", "car", "nord", "personne", "mine", "pendant"}
    assert not subjects & function_words()
    assert {"de", "la", "l"} <= function_words() | elisions()


def test_lists_are_written_as_they_are_looked_up():
    assert all(word == word.lower() for word in function_words() | elisions())
    assert all(word == fold(word) for word in unstemmed())
    assert all(word.isalpha() and word == word.lower() for word in before_numbers())
    assert all(word == word.lower() for word in stem_exceptions())
    assert all("'" in word for word in whole_words())
    assert all(fold(accented) == plain for plain, accented in accent_endings())


def test_no_word_has_two_stems():
    names = ("stem_exceptions.tsv", "stem_families.tsv")
    lines = [line.split("\t") for name in names for line in entries(name)]
    words = [word for _, words in lines for word in words.split()]
    stems = [stem for stem, _ in lines]
    assert len(words) == len(set(words))
    assert len(stems) == len(set(stems))


def test_a_protected_name_has_no_stem_of_our_own():
    assert not unstemmed() & set(map(fold, stem_exceptions()))
