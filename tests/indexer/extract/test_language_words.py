"""The words that a language is known by: those of a pattern, found by another way."""

from __future__ import annotations

import re

from indexer.extract.language import words_of


def test_every_character_parts_words_as_the_pattern_does() -> None:
    for code in range(0x3100):
        text = f"le{chr(code)}l’a {code} "
        assert words_of(text) == re.findall(r"[^\W\d_]+", text), hex(code)
