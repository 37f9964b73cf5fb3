from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.engine import Marked
from index.french import folded_terms, tokens
from index.highlight import marks, passages
from index.query import parse

TEXT = (
    "L’OTAN à Mossoul\n\nLe ministre iraquien des Affaires étrangères, M. Ibrahim Al-Jaafari, "
    "a remercié l'Alliance. Des avions AWACS de l'OTAN, des E-3A, ont volé le 11 septembre. "
    "Les opérations continuent."
)


def marked(query, text=TEXT):
    return [text[start:end] for start, end in marks(text, parse(query).tree)]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("otan", ["OTAN", "OTAN"]),
        ("O.T.A.N.", ["OTAN", "OTAN"]),
        ("ministres", ["ministre"]),
        ("etrangeres", ["étrangères"]),
        ("opération", ["opérations"]),
        ("Al-Jaafari", ["Al-Jaafari"]),
        ("jaafari", ["Jaafari"]),
        ("avions AWACS de l'OTAN", ["OTAN", "avions", "AWACS", "OTAN"]),
        ('"AWACS de l\'OTAN"', ["AWACS de l'OTAN"]),
        ('"AWACS OTAN"', []),
        ('"AWACS OTAN"~1', []),
        ('"AWACS OTAN"~2', ["AWACS de l'OTAN"]),
        ('"ministre iraquiens"', []),
        ("opérat*", ["opérations"]),
        ("m*l", ["Mossoul"]),
        ("e3a", ["E-3A"]),
        ("11 septembre", ["11", "septembre"]),
        ("mossoul -otan", ["Mossoul"]),
        ("otan OU volé", ["OTAN", "OTAN", "volé"]),
        ("le la", ["Le", "le"]),
        ("*", []),
        ("😀", []),
        ('"OTAN à" à otan', ["OTAN à", "OTAN"]),
    ],
)
def test_marks_are_what_matched(query, expected):
    assert marked(query) == expected


def test_marks_side_by_side_stay_apart():
    assert marked("n° 5", "Le N°5.") == ["N°", "5"]


def occurrences(words, slop, terms):
    """Every way to place the words, tried one by one: (first, last) positions."""

    def ends(at, rest):
        if not rest:
            yield at
            return
        for place in range(at + 1, min(at + slop + 2, len(terms))):
            if terms[place] == rest[0]:
                yield from ends(place, rest[1:])

    return {
        (first, last)
        for first, term in enumerate(terms)
        if term == words[0]
        for last in ends(first, words[1:])
    }


@given(
    st.lists(st.sampled_from("bcd"), min_size=1, max_size=4),
    st.integers(0, 3),
    st.lists(st.sampled_from("bcde"), max_size=12),
)
@settings(max_examples=400, deadline=None)
def test_a_phrase_is_marked_exactly_where_it_stands(words, slop, terms):
    # Tokens are one letter and one space: offset 2n is position n.
    spans = marks(" ".join(terms), parse(f'"{" ".join(words)}"~{slop}').tree)
    shortest = {}
    for first, last in occurrences(words, slop, terms):
        shortest[last] = max(first, shortest.get(last, 0))
    expected = {at for last, first in shortest.items() for at in range(2 * first, 2 * last + 1)}
    assert {at for start, end in spans for at in range(start, end)} == expected


QUERIES = ["a", "é*", '"a b"', '"a b"~3', "l'a -b", "a?b", "(a OU c*) b", "de"]


@given(st.text("aébc'’- .\n\u0301", max_size=60), st.sampled_from(QUERIES))
@settings(max_examples=300, deadline=None)
def test_marks_are_in_order_and_begin_and_end_with_tokens(text, query):
    spans = marks(text, parse(query).tree)
    found = tokens(text)
    assert {start for start, _ in spans} <= {token.start for token in found}
    assert {end for _, end in spans} <= {token.end for token in found}
    assert all(a[1] <= b[0] for a, b in pairwise(spans))


@given(st.text(max_size=60))
@settings(max_examples=150, deadline=None)
def test_each_word_of_a_text_marks_itself(text):
    for token in tokens(text):
        if len(token.text) < 60 and "*" not in token.text:
            tree = parse(f'"{token.text}"').tree
            if folded_terms(token.text) == [token.folded]:
                spans = marks(text, tree)
                assert any(start <= token.start and token.end <= end for start, end in spans)


def cut(query, text=TEXT, **options):
    return passages(text, marks(text, parse(query).tree), **options)


def test_the_best_passage_comes_first():
    text = "Un avion. " + "Rien ici. " * 40 + "Un avion AWACS. " + "Rien ici. " * 40 + "Un AWACS."
    first, second = cut("avion awacs", text, size=40)
    assert first.text.startswith("Un avion AWACS.")
    assert second.text.startswith("Un avion. Rien")


def test_a_passage_begins_with_its_sentence_and_ends_at_a_word():
    (passage,) = cut("avions", size=40)
    assert passage == Marked("Des avions AWACS de l'OTAN, des E-3A,…", ((4, 10),))


def test_a_passage_in_a_long_sentence_is_cut_at_words_on_both_sides():
    text = "mot " * 100 + "cible " + "mot " * 100
    (passage,) = cut("cible", text, size=41)
    assert passage.text.startswith("…mot ")
    assert passage.text.endswith(" mot…")
    ((start, end),) = passage.marks
    assert passage.text[start:end] == "cible"


def test_without_marks_it_is_the_beginning_of_the_text():
    (passage,) = passages("\n Un début. Une suite assez longue.", [], size=20)
    assert passage == Marked("Un début. Une suite…", ())
    assert passages("", []) == ()
    assert passages(" \n", []) == ()


def test_line_breaks_become_spaces():
    (passage,) = passages("Un titre\n\nUne suite.", [])
    assert passage.text == "Un titre  Une suite."


def test_a_phrase_longer_than_a_passage_is_cut():
    text = "a " * 300
    (passage, *_) = passages(text, [(0, 599)], size=50, count=1)
    assert passage.marks == ((0, len(passage.text) - 1),)


@given(
    st.text("ab. \n…é", max_size=200),
    st.lists(st.integers(0, 200), max_size=12),
    st.integers(5, 60),
    st.integers(0, 3),
)
@settings(max_examples=400, deadline=None)
def test_passages_are_pieces_of_the_text_with_its_marks(text, cuts, size, count):
    edges = sorted({edge for edge in cuts if edge <= len(text)})
    spans = list(zip(edges[::2], edges[1::2], strict=False))
    flat = text.replace("\n", " ")
    found = passages(text, spans, size, count)
    assert len(found) <= count
    shown = {text[start:end].lower() for start, end in spans}
    for passage in found:
        assert len(passage.text) <= size + 2
        inner = passage.text
        assert inner in flat or inner.strip("…") in flat or inner[1:] in flat or inner[:-1] in flat
        for start, end in passage.marks:
            assert 0 <= start < end <= len(passage.text)
            part = passage.text[start:end].lower()
            assert any(part in word.replace("\n", " ") for word in shown)
    if count and text.strip():
        assert found


def test_a_megabyte_of_marks_ends():
    text = "a b " * 100_000
    spans = marks(text, parse('a "a b a b"~9').tree)
    assert len(passages(text, spans)) == 2 - (len(spans) == 1)
