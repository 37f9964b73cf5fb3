"""Tags with more attributes than any page needs: found as a search of the whole page finds them."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.extract.tree import _ATTRIBUTE, _LONG_TAG, _first_attributes, _with_first_attributes

PIECES = st.lists(
    st.one_of(
        st.sampled_from(["<", ">", "<b ", "</b>", '"', "<!--", "-->", "<script>", "</script>"]),
        st.integers(80, 400).map(lambda count: "<a " + "".join(f"x{n}=1 " for n in range(count))),
        st.integers(900, 1100).map("y".__mul__),
        st.integers(1, 1200).map("z ".__mul__),
    ),
    max_size=12,
)


@settings(max_examples=200, deadline=None)
@given(PIECES)
def test_long_tags_are_found_in_great_steps_as_in_a_search(pieces: list[str]) -> None:
    page = "".join(pieces)
    assert _with_first_attributes(page) == _LONG_TAG.sub(_first_attributes, page)


def test_a_tag_keeps_a_hundred_attributes() -> None:
    page = "<p>a</p>" * 200 + "<b" + "".join(f" x{number}=1" for number in range(200)) + ">c</b>"
    assert _with_first_attributes(page).endswith(" x98=1 x99=1>c</b>")


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.sampled_from([" ", "\n", "\x1c", "\xa0", "x=1", "y", '"a b"', "=", "'"])),
    st.sampled_from([0, 99]),
)
def test_what_has_few_words_has_few_attributes(pieces: list[str], more: int) -> None:
    tag = _LONG_TAG.fullmatch("<b" + "".join(pieces) + " z" * more + " " * 1000)
    if tag:
        found = _ATTRIBUTE.findall(tag[2])
        fewer = tag[1] + "".join(found[:100])
        assert _first_attributes(tag) == (tag[0] if len(found) <= 100 else fewer)
