import random
import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import difference
from index.difference import Piece, readable, word_differences

WORDS = st.lists(
    st.sampled_from(("le", "la", "OTAN", "a.", "b,", "l'eau", "4", "000", "été")), max_size=40
)
SPACES = st.sampled_from([" ", "\n\n", "\u202f", "  "])
TEXTS = st.builds(
    lambda words, space, lead: lead + space.join(words), WORDS, SPACES, st.sampled_from(["", " "])
)


def joined(pieces: tuple[Piece, ...], *kinds: str) -> str:
    return "".join(piece.text for piece in pieces if piece.kind in kinds)


def kinds(old: str, new: str) -> list[tuple[str, str]]:
    return [(piece.kind, piece.text) for piece in word_differences(old, new)]


@given(TEXTS | st.text(max_size=60), TEXTS | st.text(max_size=60))
def test_both_texts_can_be_read_back_to_the_letter(old: str, new: str) -> None:
    pieces = word_differences(old, new)
    assert joined(pieces, "same", "removed") == old
    assert joined(pieces, "same", "added") == new
    assert all(piece.text for piece in pieces)
    assert all(a.kind != b.kind for a, b in pairwise(pieces))


@given(TEXTS, TEXTS)
def test_large_ranges_read_back_too(old: str, new: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(difference, "CELLS", 4)
        pieces = word_differences(old, new)
    assert joined(pieces, "same", "removed") == old
    assert joined(pieces, "same", "added") == new


@given(TEXTS)
def test_equal_texts_have_no_difference(text: str) -> None:
    assert joined(word_differences(text, text), "removed", "added") == ""


def test_a_corrected_figure_is_the_only_change() -> None:
    old = "Rome, 3 mai. Le Conseil compte 28 membres.\n\nFin."
    new = "Rome, 3 mai. Le Conseil compte 29 membres.\n\nFin."
    assert kinds(old, new) == [
        ("same", "Rome, 3 mai. Le Conseil compte "),
        ("removed", "28 "),
        ("added", "29 "),
        ("same", "membres.\n\nFin."),
    ]


def test_a_new_paragraph_leaves_its_neighbours_whole() -> None:
    changes = kinds("Titre\n\nUn deux.\n\nTrois.", "Titre\n\nUn deux.\n\nNeuf dix.\n\nTrois.")
    assert changes == [
        ("same", "Titre\n\nUn deux.\n\n"),
        ("added", "Neuf dix.\n\n"),
        ("same", "Trois."),
    ]


def test_a_word_that_stands_by_chance_between_two_changes_joins_them() -> None:
    changes = kinds("Il a salué la ministre norvégienne.", "Il a reçu la délégation estonienne.")
    assert changes == [
        ("same", "Il a "),
        ("removed", "salué la ministre norvégienne"),
        ("added", "reçu la délégation estonienne"),
        ("same", "."),
    ]


def test_a_changed_space_is_a_change() -> None:
    changes = kinds("4 000 soldats", "4\u202f000 soldats")
    assert changes == [
        ("same", "4"),
        ("removed", " "),
        ("added", "\u202f"),
        ("same", "000 soldats"),
    ]


@pytest.mark.parametrize("vocabulary", [2, 40, 100_000])
def test_long_texts_of_any_kind_end_soon(vocabulary: int) -> None:
    """A quadratic comparison of 200,000 words with as many takes hours."""
    dice = random.Random(1)
    words = [str(dice.randrange(vocabulary)) for _ in range(200_000)]
    other = [word if dice.random() > 0.01 else "x" for word in words]
    dice.shuffle(other[50_000:90_000])
    started = time.monotonic()
    pieces = word_differences(" ".join(words), " ".join(other))
    assert joined(pieces, "same", "added") == " ".join(other)
    print(f"{vocabulary} different words: {time.monotonic() - started:.1f} s")  # noqa: T201


@given(TEXTS, TEXTS)
def test_the_new_text_can_be_read_back_from_what_is_readable(old: str, new: str) -> None:
    pieces = readable(word_differences(old, new))
    assert joined(pieces, "same", "added") == new
    assert all(a.kind != b.kind for a, b in pairwise(pieces))


def test_a_change_of_typography_beside_one_of_words_hides_nothing() -> None:
    pieces = readable(word_differences("L’eau. Fin.", "L'eau monte. Fin."))
    assert [(piece.kind, piece.text) for piece in pieces] == [
        ("same", "L'eau"),
        ("added", " monte"),
        ("same", ". Fin."),
    ]
