import re
from itertools import combinations
from time import thread_time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from index.engine import Marked
from index.highlight import Form, Mark, Marker, passages
from index.highlight.passages import COMPARED, stretch
from index.highlight.window import windows
from index.query import And, Fuzzy, Or, Phrase, Prefix, Wildcard, Word, parse

TEXT = (
    "Le ministre iraquien des Affaires étrangères, M. Ibrahim Al-Jaafari, a remercié l'Alliance. "
    "Des avions AWACS de l'OTAN, des E-3A, ont volé le 11 septembre."
)
ROW = Or((Word("a"), Phrase((Word("a"), Word("b"), Word("a"), Word("b")), slop=9)))
FILLER = "Rien ici. " * 40


def cut(query, text=TEXT, **options):
    return passages(text, Marker(parse(query).tree).found(text), **options)


def order(query, *sentences, size=60):
    """Return the sentences of which passages are made, the best first."""
    text = FILLER.join(sentences)
    found = cut(query, text, size=size, count=len(sentences))
    return [s for passage in found for s in sentences if passage.text.startswith(s)]


def test_more_words_come_first():
    assert order("avion awacs", "Un avion.", "Avion AWACS.", "Les AWACS.")[0] == "Avion AWACS."


def test_what_has_been_shown_counts_less_than_what_has_not():
    both, one, other = "Avion AWACS ici.", "Avion AWACS, loin de tout.", "Un drone."
    assert order("avion awacs drone", both, one, other) == [both, other, one]


def test_forms_of_one_word_are_one_word():
    forms, two = "L'opération, des opérations, OPERATIONS.", "Une opération au Mali."
    assert order("opération mali", forms, two) == [two, forms]


def test_words_near_each_other_come_before_words_far_apart():
    far, near = "Un avion de plus et un autre AWACS.", "Un avion AWACS, et rien de plus."
    assert order("avion awacs", far, near) == [near, far]


@pytest.mark.parametrize(
    ("nearer", "farther"),
    [
        ("L'opération.", "L'OPERATION."),
        ("L'OPERATION.", "Les opérations."),
        ("L'opération.", "Les opérations."),
    ],
)
def test_nearer_forms_come_first(nearer, farther):
    assert order("opération", farther, nearer) == [nearer, farther]


def test_nearness_weighs_more_than_form_and_form_more_than_number():
    exact_far = "Une opération, puis au loin le Mali."
    stemmed_near = "Les opérations au Mali, puis rien."
    assert order("opération mali", exact_far, stemmed_near) == [stemmed_near, exact_far]
    many, exact = "Des opérations, des opérations.", "Une opération."
    assert order("opération", many, exact) == [exact, many]


def test_more_marks_come_first_then_what_stands_earlier():
    one, two = "Un avion.", "Avion sur avion."
    assert order("avion", one, two) == [two, one]
    assert order("avion", one, "L'avion.") == [one, "L'avion."]


def test_when_all_words_have_been_shown_they_count_anew():
    both, one, again = "Cet avion AWACS.", "Avion, avion, avion.", "L'avion AWACS."
    assert order("avion awacs", both, one, again) == [both, again, one]


def test_a_phrase_and_its_words_are_told_apart():
    phrase, single = "Les forces de sécurité.", "Sécurité, sécurité, sécurité."
    tree = Or((Phrase((Word("forces"), Word("de"), Word("sécurité"))), Word("sécurité")))
    text = FILLER.join((single, phrase))
    best, _ = passages(text, Marker(tree).found(text), size=40)
    assert best == Marked(phrase, ((4, 22),))


def test_a_passage_begins_with_its_sentence_and_ends_at_a_word():
    (passage,) = cut("avions", size=40)
    assert passage == Marked("Des avions AWACS de l'OTAN, des E-3A,…", ((4, 10),))


def test_a_passage_in_a_long_sentence_is_cut_at_words_on_both_sides():
    text = "Une phrase. " + "mot " * 100 + "cible " + "mot " * 100
    (passage,) = cut("cible", text, size=41)
    assert passage.text.startswith("…mot ")
    assert passage.text.endswith(" mot…")
    ((start, end),) = passage.marks
    assert passage.text[start:end] == "cible"


def test_a_passage_shows_its_mark_however_far_back_its_sentence_began():
    text = "Une phrase. Cible, " + "mot " * 100 + "cible."
    assert [len(passage.marks) for passage in cut("cible", text, size=41)] == [1, 1]


def test_a_passage_ends_with_its_paragraph_where_half_of_it_is_shown():
    text = "Un avion.\n\nUn mot de plus.\n\nUne longue suite de mots."
    assert [p.text for p in cut("avion", text, size=20)] == ["Un avion.  Un mot de…"]
    assert [p.text for p in cut("avion", text, size=16)] == ["Un avion."]


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


marks = st.builds(
    lambda start, length, word, form: Mark(start, start + length, word, form),
    st.integers(0, 60),
    st.integers(1, 9),
    st.integers(0, 3),
    st.sampled_from(Form),
)


@given(st.lists(marks, max_size=9).map(sorted))
@settings(max_examples=400)
def test_the_stretch_is_the_least_over_every_choice_of_marks(found):
    number = len({mark.word for mark in found})
    spread = [
        choice[-1].start - choice[0].start
        for choice in combinations(found, number)
        if len({mark.word for mark in choice}) == number and number > 1
    ]
    assert stretch(found) == min(spread, default=0)


@given(
    st.text("ab. \n…é", max_size=200),
    st.lists(st.integers(0, 200), max_size=12),
    st.lists(st.integers(0, 3), min_size=6, max_size=6),
    st.integers(5, 60),
    st.integers(0, 3),
)
@settings(max_examples=400)
def test_passages_are_pieces_of_the_text_with_its_marks(text, cuts, numbers, size, count):
    edges = sorted({edge for edge in cuts if edge <= len(text)})
    spans = list(zip(edges[::2], edges[1::2], strict=False))
    flat = text.replace("\n", " ")
    found = passages(text, [Mark(*s, n) for s, n in zip(spans, numbers, strict=False)], size, count)
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


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        (f"mali {'x' * 95} " * 10_000, Word("mali")),
        ("a b " * 80_000, ROW),
        ("otan " * 60_000, And((Fuzzy("otan", 2), Prefix("ot"), Word("otan")))),
        ("a" * 1_000_000, Wildcard("a*a")),
        ("mali\n\n" * 50_000, Word("mali")),
    ],
)
def test_a_long_text_is_marked_in_time_that_grows_with_its_length(text, tree):
    def seconds(text):
        started = thread_time()
        assert len(passages(text, Marker(tree).found(text))) <= 2
        return thread_time() - started

    # of the processor, and the least of some: other work on the machine does not count
    small = min(seconds(text[: len(text) // 10]) for _ in range(3))
    assert any(seconds(text) < 40 * small + 0.1 for _ in range(2))


def test_more_passages_alike_than_are_compared_in_full_are_chosen_from_the_first():
    text = "Un mali. " * (COMPARED * 40) + "MALI mali."
    (best, _) = cut("mali", text, size=9)
    assert best.text == "Un mali."


@given(st.lists(st.sampled_from(["mot", "a", ". ", ".» ", "… \n", "\n\n", " ", ", "]), max_size=80))
@example(["mot", ". ", *["a"] * 19, " ", "mot"])
@settings(max_examples=300, deadline=None)
def test_a_passage_begins_where_the_last_sentence_near_enough_does(pieces):
    text, size = "".join(pieces), 30
    spans = [match.span() for match in re.finditer("mot", text)]
    starts = [match.end() for match in re.finditer(r"(?:[.…]»?\s|\n)\s*", text)]
    for span in spans:
        near = [at for at in starts if span[0] - 20 <= at <= span[0]]
        if near:
            assert near[-1] in {start for start, _ in windows(text, spans, size)}
