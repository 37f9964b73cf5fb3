"""White space: made one space as a pattern of every character that counts as one would make it."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.extract.tree import collapse

PLAIN = "[\x00-\x20\x7f\u2028\u2029\ufffe\uffff]+"
TEXTS = st.text(
    st.sampled_from("aé \n\t\r\x0b\x1f\x7f\x85\xa0\u202f\u2009\u2028\ufffe"), max_size=12
)


@settings(max_examples=1000)
@given(TEXTS)
def test_each_run_of_plain_white_space_is_one_space(text: str) -> None:
    assert collapse(text) == re.sub(PLAIN, " ", text).strip()
