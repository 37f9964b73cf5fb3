"""Whatever the text: no exception, sound offsets, work in proportion to the length."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.entities import gazetteer, mentions

_PIECES = st.sampled_from(
    [
        "OTAN", "l'", "d’", "M. ", "Mme ", "MM. ", "le ministre ", "général ",
        "Jens Stoltenberg",
        "Stoltenberg", "Al-Abadi", "Armand ", "Teissier", "de ", "van der ", ", ", ". ",
        "\n", "\n\n",
        "E\u0301tats-Unis", "Iraq", "iraquien ", "Clinton", "O.T.A.N.", "Géorgie", "Alliance", " ",
        "  ",
        "\u00ad", "\u200b", "\u0301", "œ", "Cœur", "Москва", "北约",
        "😀", "I\u0307", "\x00", "et ", "-",
        "(", ")", "(FIAS)", "FIAS ", "Force internationale d'assistance à la sécurité ",
        "(SPVM) ", "Service de ", "Élodie ", "Jean-", "rue ", "J. ", "«", "»",
    ]
)  # fmt: skip
_TEXTS = st.one_of(
    st.text(max_size=200),
    st.lists(_PIECES, max_size=40).map("".join),
    st.lists(st.one_of(_PIECES, st.text(max_size=5)), max_size=30).map("".join),
)


@given(_TEXTS)
@settings(max_examples=300, deadline=None)
def test_mentions_are_ordered_slices_that_do_not_overlap(text: str):
    found = mentions(text, gazetteer())
    for one in found:
        assert 0 <= one.start < one.end <= len(text)
        assert text[one.start : one.end] == one.surface
        assert one.entity.startswith(f"{one.kind}:")
        assert one.label
    assert all(left.end <= right.start for left, right in pairwise(found))


@given(st.lists(_PIECES, max_size=25).map("".join))
@settings(max_examples=100, deadline=None)
def test_a_paragraph_before_moves_places_and_changes_no_name(text: str):
    # Only what depends on the whole text could change, and this paragraph names nothing.
    before = "Rien à signaler.\n\n"
    text = text.lstrip()
    moved = mentions(before + text, gazetteer())
    assert [one.start - len(before) for one in moved] == [
        one.start for one in mentions(text, gazetteer())
    ]


@pytest.mark.parametrize(
    "piece",
    [
        "OTAN et Iraq. ",
        "M. Armand Teissier. Teissier ",
        "a\u0301",
        "A",
        "-Ab",
        "'",
        "M. ",
        "le ministre de la ",
        "Géorgie ",
        " \n",
        "é  ",
        "Москва ",
        "Jens Stoltenberg, Mme Stoltenberg ",
        "Élodie Vandenbroucke ",
        "Jean-",
        "J. ",
        "Service de police de la Ville (SPV) ",
        "Service de police de la Ville (",
        "(AB",
        "A (",
        "de la ",
    ],
)
def test_a_long_text_is_read(piece: str):
    # Work in proportion to the square of the length would take minutes.
    text = "M. Jean " + piece * (60_000 // len(piece))
    assert all(one.end <= len(text) for one in mentions(text, gazetteer()))


@pytest.mark.parametrize("piece", ["A", "-Ab"])
def test_a_name_of_a_million_characters_is_nobodys(piece: str):
    # As a key it would overflow the stack of the matching automaton when that is freed.
    assert mentions("M. Jean B" + piece * (1_000_000 // len(piece)), gazetteer()) == ()
