from hypothesis import given
from hypothesis import strategies as st

from indexer.entities import gazetteer
from indexer.entities.matcher import scan
from indexer.entities.places import _all, _one_by_one, everywhere

_WORDS = st.lists(st.sampled_from(["a", "b", "ab", "é"]), max_size=12).map(" ".join)
_KEYS = st.sets(st.sampled_from([" a ", " b ", " a b ", " b a ", " ab "]), min_size=1)


@given(_WORDS, _KEYS)
def test_keys_are_found_one_by_one_as_in_one_pass(words: str, keys: set[str]):
    text = f" {words} "
    assert sorted(_one_by_one(text, keys)) == sorted(_all(text, keys))


def test_places_are_those_of_the_source():
    pass_ = scan("L'É\u0301lan, l’élan.", gazetteer())
    assert [(one, pass_.text[one:end]) for one, end, _ in everywhere(pass_, [" elan "])] == [
        (2, "É\u0301lan"),
        (11, "élan"),
    ]
