"""Every word of the sample texts, as a reader types it."""

from pathlib import Path

import pytest

from index.french import fold, query_terms, stem, tokens
from index.french.lists import function_words

SAMPLE = Path(__file__).parents[3] / "indexer" / "sample"
FUNCTION = {fold(word) for word in function_words()}


@pytest.fixture(scope="module")
def words():
    texts = [path.read_text(encoding="utf-8") for path in sorted(SAMPLE.rglob("*.toml"))]
    found = {token.text for text in texts for token in tokens(text) if token.text.isalpha()}
    assert len(found) > 5_000
    return sorted(found)


@pytest.mark.parametrize("typed", [str.lower, str.upper, str.title])
def test_a_word_typed_without_accents_finds_the_word(words, typed):
    missed = [word for word in words if query_terms(typed(fold(word))).folded != fold(word)]
    assert missed == []


@pytest.mark.parametrize("typed", [str.lower, str.title])
def test_a_word_typed_without_accents_finds_its_inflections(words, typed):
    accented = [
        word for word in map(str.lower, words) if fold(word) != word and fold(word) not in FUNCTION
    ]
    missed = {w for w in accented if stem(w) not in query_terms(typed(fold(w))).stemmed}
    # Names of other languages, that have no inflection, and a few invariable words.
    assert len(missed) < 0.03 * len(set(accented)), sorted(missed)


@pytest.mark.parametrize("typed", [str.lower, str.upper, str.title])
def test_a_word_finds_itself_in_a_headline_in_capitals(words, typed):
    missed = [
        word
        for word in words
        if (terms := query_terms(typed(word))).folded != fold(word.upper())
        and stem(word.upper()) not in terms.stemmed
    ]
    assert missed == []


def test_singular_and_plural_meet(words):
    lower = set(map(str.lower, words)) - function_words()
    pairs = [word for word in lower if len(word) > 4 and word + "s" in lower]
    apart = [word for word in pairs if stem(word) != stem(word + "s")]
    assert len(pairs) > 400
    assert apart == []
